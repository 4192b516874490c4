//! Statements about operating data and its files.

use std::collections::HashMap;

use domain::{
    Amount,
    id::{AgentId, ImportId, UserId},
    import::ImportState,
    operating_data::{Month, OperatingRow},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ImportFilter, ImportReport, RowChange, StoredImport};
use crate::{
    Error,
    page::{Bounds, Narrowed, PageRequest, Total, bounded, by_time, total},
};

struct Stored {
    agent_id: Uuid,
    month: Date,
    prepayments_fen: i64,
    sales_fen: i64,
    commissions_fen: i64,
}

impl Stored {
    fn row(&self) -> OperatingRow {
        OperatingRow {
            month: Month::containing(self.month),
            prepayments: Amount::from_fen(self.prepayments_fen),
            sales: Amount::from_fen(self.sales_fen),
            commissions: Amount::from_fen(self.commissions_fen),
        }
    }
}

pub async fn find_agent(connection: &mut PgConnection, agent: AgentId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from agents where id = $1) as "exists!""#, agent.0)
        .fetch_one(connection)
        .await
}

/// Newest first.
pub async fn list_rows(connection: &mut PgConnection, agent: AgentId) -> Result<Vec<OperatingRow>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Stored,
        "select agent_id, month, prepayments_fen, sales_fen, commissions_fen from operating_data
         where agent_id = $1 order by month desc",
        agent.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(Stored::row).collect())
}

/// The agents that have one of `numbers`.
pub async fn list_agents(
    connection: &mut PgConnection,
    numbers: &[&str],
) -> Result<HashMap<String, AgentId>, sqlx::Error> {
    let rows = sqlx::query!("select number, id from agents where number = any($1)", numbers as &[&str])
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.number, AgentId(row.id))).collect())
}

/// Everything that is stored about `agents`.
pub async fn list_stored(
    connection: &mut PgConnection,
    agents: &[AgentId],
) -> Result<HashMap<(AgentId, Month), OperatingRow>, sqlx::Error> {
    let ids: Vec<Uuid> = agents.iter().map(|agent| agent.0).collect();
    let rows = sqlx::query_as!(
        Stored,
        "select agent_id, month, prepayments_fen, sales_fen, commissions_fen from operating_data
         where agent_id = any($1)",
        &ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(|stored| ((AgentId(stored.agent_id), Month::containing(stored.month)), stored.row())).collect())
}

/// One import at a time: what is counted under this lock is what is written.
pub async fn lock_operating_data(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("lock table operating_data in share row exclusive mode").execute(connection).await?;
    Ok(())
}

pub async fn upsert_rows(connection: &mut PgConnection, rows: &[(AgentId, RowChange)]) -> Result<(), sqlx::Error> {
    let agents: Vec<Uuid> = rows.iter().map(|(agent, _)| agent.0).collect();
    let months: Vec<Date> = rows.iter().map(|(_, row)| row.after.month.first_day()).collect();
    let prepayments: Vec<i64> = rows.iter().map(|(_, row)| row.after.prepayments.fen()).collect();
    let sales: Vec<i64> = rows.iter().map(|(_, row)| row.after.sales.fen()).collect();
    let commissions: Vec<i64> = rows.iter().map(|(_, row)| row.after.commissions.fen()).collect();
    sqlx::query!(
        "insert into operating_data (agent_id, month, prepayments_fen, sales_fen, commissions_fen)
         select * from unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[])
         on conflict (agent_id, month) do update
         set prepayments_fen = excluded.prepayments_fen, sales_fen = excluded.sales_fen,
             commissions_fen = excluded.commissions_fen",
        &agents,
        &months,
        &prepayments,
        &sales,
        &commissions,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub struct NewImport<'a> {
    pub report: &'a ImportReport,
    pub sha256: Vec<u8>,
    pub content: Vec<u8>,
    pub uploaded_by: UserId,
    pub uploaded_at: OffsetDateTime,
}

pub async fn insert_import<R>(connection: &mut PgConnection, import: NewImport<'_>) -> Result<(), Error<R>> {
    sqlx::query!(
        "insert into imports (id, kind, file_name, sha256, state, report, content, uploaded_by, uploaded_at)
         values ($1, 'operating_data', $2, $3, 'previewed', $4, $5, $6, $7)",
        import.report.import_id.0,
        import.report.file_name,
        import.sha256,
        serde_json::to_value(import.report)?,
        import.content,
        import.uploaded_by.0,
        import.uploaded_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest confirmed import of the same content.
pub async fn find_confirmed_import(
    connection: &mut PgConnection,
    sha256: &[u8],
) -> Result<Option<ImportId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select id from imports where kind = 'operating_data' and state = 'confirmed' and sha256 = $1
         order by uploaded_at desc, id desc limit 1",
        sha256
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(ImportId))
}

/// The name and the content of a file.
pub async fn find_content(
    connection: &mut PgConnection,
    import: ImportId,
) -> Result<Option<(String, Vec<u8>)>, sqlx::Error> {
    let row =
        sqlx::query!("select file_name, content from imports where id = $1 and kind = 'operating_data'", import.0)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|row| (row.file_name, row.content)))
}

pub struct LockedImport {
    pub report: ImportReport,
    pub state: ImportState,
}

pub async fn lock_import<R>(connection: &mut PgConnection, import: ImportId) -> Result<Option<LockedImport>, Error<R>> {
    let row = sqlx::query!(
        "select report, state from imports where id = $1 and kind = 'operating_data' for update",
        import.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(LockedImport {
        report: serde_json::from_value(row.report)?,
        state: row.state.parse().map_err(Error::defect)?,
    }))
}

pub async fn update_import_confirmed(connection: &mut PgConnection, import: ImportId) -> Result<(), sqlx::Error> {
    sqlx::query!("update imports set state = 'confirmed' where id = $1", import.0).execute(connection).await?;
    Ok(())
}

pub async fn update_import_discarded(connection: &mut PgConnection, import: ImportId) -> Result<(), sqlx::Error> {
    sqlx::query!("update imports set state = 'discarded' where id = $1", import.0).execute(connection).await?;
    Ok(())
}

/// What `$macro` makes of a statement about the imports, one or all, in a state or any, that `$bounds` narrow: what it selects, and what
/// else it says from `$6` on. A text is a part of the file's name, or of that of who brought it.
macro_rules! listed {
    ($macro:ident, $what:literal, [$($then:tt)*], $import:expr, $state:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro,
            [$what],
            " from imports i join users u on u.id = i.uploaded_by
                where i.kind = 'operating_data' and ($4::uuid is null or i.id = $4) and ($5::text is null or i.state = $5)",
            [$($then)*],
            at "i.uploaded_at",
            said "i.file_name, u.display_name",
            $bounds,
            $import,
            $state
            $(, $value)*
        )
    };
}

/// One import, or a page of all as they are asked for, the newest first where nothing else is; and of what is narrowed how many there are.
pub async fn list_imports<R>(
    connection: &mut PgConnection,
    import: Option<ImportId>,
    list: &Narrowed<ImportFilter>,
    page: PageRequest,
) -> Result<(Vec<StoredImport>, Option<Total>), Error<R>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let (import, state) = (import.map(|import| import.0), list.part.one().map(ImportState::code));
    let rows = by_time!(
        listed!(query, "select i.report, i.state, i.uploaded_at, u.display_name"; import, state, bounds),
        ("i.uploaded_at", "i.id"),
        ("$6", "$7", "$8", "$9"),
        list,
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(StoredImport {
                report: serde_json::from_value(row.report)?,
                state: row.state.parse().map_err(Error::defect)?,
                uploaded_by: row.display_name,
                uploaded_at: row.uploaded_at,
            })
        })
        .collect::<Result<Vec<_>, Error<R>>>()?;
    let total = total!(
        list,
        listed!(query_scalar, r#"select count(*) as "count!""#, [""], import, state, bounds).fetch_one(connection)
    );
    Ok((rows, total))
}
