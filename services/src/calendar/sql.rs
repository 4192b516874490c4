use domain::calendar::{CalendarDay, DayKind};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

/// All days that are not as their weekday, the last first.
pub async fn list(connection: &mut PgConnection) -> Result<Vec<CalendarDay>, sqlx::Error> {
    let rows = sqlx::query!("select on_date, kind, name from calendar_days order by on_date desc")
        .fetch_all(connection)
        .await?;
    let day = |kind: &str, on, name| DayKind::from_code(kind).map(|kind| CalendarDay { on, kind, name });
    Ok(rows.into_iter().filter_map(|row| day(&row.kind, row.on_date, row.name)).collect())
}

pub async fn upsert(
    connection: &mut PgConnection,
    days: &[CalendarDay],
    by: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let dates: Vec<Date> = days.iter().map(|day| day.on).collect();
    let kinds: Vec<String> = days.iter().map(|day| day.kind.code().to_owned()).collect();
    let names: Vec<String> = days.iter().map(|day| day.name.clone()).collect();
    sqlx::query!(
        "insert into calendar_days (on_date, kind, name, changed_by, changed_at)
         select t.on_date, t.kind, t.name, $4, $5 from unnest($1::date[], $2::text[], $3::text[]) t (on_date, kind, name)
         on conflict (on_date) do update
         set kind = excluded.kind, name = excluded.name, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        &dates,
        &kinds,
        &names,
        by,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn delete(connection: &mut PgConnection, days: &[Date]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from calendar_days where on_date = any($1)", days).execute(connection).await?;
    Ok(())
}
