use domain::{
    bank_layout::{Layout, LayoutState},
    id::{BankLayoutId, UserId},
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{LayoutRow, Trial};
use crate::Error;

struct Stored {
    id: Uuid,
    layout: Json<Layout>,
    state: String,
    trial: Option<Json<Trial>>,
    added_by: String,
    added_at: OffsetDateTime,
}

impl Stored {
    fn into_row<R>(self) -> Result<LayoutRow, Error<R>> {
        Ok(LayoutRow {
            id: BankLayoutId(self.id),
            layout: self.layout.0,
            state: self.state.parse().map_err(Error::defect)?,
            trial: self.trial.map(|trial| trial.0),
            added_by: self.added_by,
            added_at: self.added_at,
        })
    }
}

pub async fn insert_layout(
    connection: &mut PgConnection,
    id: BankLayoutId,
    layout: &Layout,
    (person, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bank_layouts (id, name, layout, state, added_by, added_at) values ($1, $2, $3, 'draft', $4, $5)",
        id.0,
        layout.name,
        Json(layout) as _,
        person.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_layout<R>(connection: &mut PgConnection, id: BankLayoutId) -> Result<Option<LayoutRow>, Error<R>> {
    let row = sqlx::query_as!(
        Stored,
        r#"select l.id, l.layout as "layout: _", l.state, l.trial as "trial: _", u.display_name as added_by, l.added_at
           from bank_layouts l join users u on u.id = l.added_by where l.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(Stored::into_row).transpose()
}

pub async fn lock_layout<R>(connection: &mut PgConnection, id: BankLayoutId) -> Result<Option<LayoutRow>, Error<R>> {
    let row = sqlx::query_as!(
        Stored,
        r#"select l.id, l.layout as "layout: _", l.state, l.trial as "trial: _", u.display_name as added_by, l.added_at
           from bank_layouts l join users u on u.id = l.added_by where l.id = $1 for update of l"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(Stored::into_row).transpose()
}

pub async fn list_layouts<R>(connection: &mut PgConnection) -> Result<Vec<LayoutRow>, Error<R>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"select l.id, l.layout as "layout: _", l.state, l.trial as "trial: _", u.display_name as added_by, l.added_at
           from bank_layouts l join users u on u.id = l.added_by order by l.added_at desc, l.id desc"#,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Stored::into_row).collect()
}

pub async fn list_adopted<R>(connection: &mut PgConnection) -> Result<Vec<Layout>, Error<R>> {
    let rows = sqlx::query_scalar!(
        r#"select layout as "layout: Json<Layout>" from bank_layouts where state = 'adopted' order by name"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|layout| layout.0).collect())
}

pub async fn is_adopted(connection: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from bank_layouts where name = $1 and state = 'adopted') as "adopted!""#,
        name
    )
    .fetch_one(connection)
    .await
}

pub async fn update_trial(connection: &mut PgConnection, id: BankLayoutId, trial: &Trial) -> Result<(), sqlx::Error> {
    sqlx::query!("update bank_layouts set trial = $2 where id = $1", id.0, Json(trial) as _)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_state(
    connection: &mut PgConnection,
    id: BankLayoutId,
    state: LayoutState,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bank_layouts set state = $2 where id = $1", id.0, state.code()).execute(connection).await?;
    Ok(())
}
