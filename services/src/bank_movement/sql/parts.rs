//! The parts in which a long file is recorded, until they are.

use std::collections::HashMap;

use domain::id::ImportId;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::RawFacts;
use crate::{
    Error,
    bank_movement::identity::{Identity, Stored},
};

/// How many parts one statement of the database writes.
const PARTS_AT_ONCE: usize = 100;

/// What a line was found to be before any of its file was recorded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Recognised {
    pub identity: Identity,
    /// What the parts of its entry share, where it is one of an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Uuid>,
}

/// Lines of a statement that stand one after the other.
pub struct Part {
    pub statement: Uuid,
    pub account: Uuid,
    /// Of the first line.
    pub place: i32,
    pub lines: Vec<Recognised>,
}

#[derive(Serialize)]
struct NewPart<'a> {
    statement_id: Uuid,
    place: i32,
    lines: usize,
    recognised: &'a [Recognised],
}

pub async fn insert_parts(connection: &mut PgConnection, parts: &[Part]) -> Result<(), sqlx::Error> {
    for some in parts.chunks(PARTS_AT_ONCE) {
        let new = some.iter().map(|part| NewPart {
            statement_id: part.statement,
            place: part.place,
            lines: part.lines.len(),
            recognised: &part.lines,
        });
        let rows: Vec<NewPart<'_>> = new.collect();
        sqlx::query!(
            "insert into statement_parts (statement_id, place, lines, recognised)
             select statement_id, place, lines, recognised
             from jsonb_to_recordset($1) as t (statement_id uuid, place integer, lines integer, recognised jsonb)",
            Json(&rows) as _,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The first part of a file that is not recorded, in the file's order.
pub async fn find_next_part(connection: &mut PgConnection, import: ImportId) -> Result<Option<Part>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.statement_id, s.reserve_account_id as "account!", p.place, p.recognised as "lines!: Json<Vec<Recognised>>"
           from bank_statements s join statement_parts p on p.statement_id = s.id
           where s.import_id = $1 order by s.place, p.place limit 1"#,
        import.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Part { statement: row.statement_id, account: row.account, place: row.place, lines: row.lines.0 }))
}

pub async fn delete_part(connection: &mut PgConnection, part: &Part) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from statement_parts where (statement_id, place) = ($1, $2)", part.statement, part.place)
        .execute(connection)
        .await?;
    Ok(())
}

/// How many lines of a file are not recorded; nothing where it is in no parts.
pub async fn count_left(connection: &mut PgConnection, import: ImportId) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select sum(p.lines) from bank_statements s join statement_parts p on p.statement_id = s.id where s.import_id = $1",
        import.0
    )
    .fetch_one(connection)
    .await
}

/// Whether a file of the account is being recorded.
pub async fn is_under_way(connection: &mut PgConnection, account: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from imports i join bank_statements s on s.import_id = i.id
                          where i.state = 'recording' and s.reserve_account_id = $1) as "recording!""#,
        account
    )
    .fetch_one(connection)
    .await
}

/// What is known of these movements now.
pub async fn list_stored<R>(connection: &mut PgConnection, ids: &[Uuid]) -> Result<HashMap<Uuid, Stored>, Error<R>> {
    let rows = sqlx::query_as!(
        RawFacts,
        "select id, direction, amount_fen, booked_on, booked_time, balance_after_fen, counterparty_name,
                counterparty_account, counterparty_bank, remittance, end_to_end_reference, bank_reference, reversal,
                state, like_id, fed, entry_id, entry_number, entry_amount_fen
         from bank_movements where id = any($1)",
        ids
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.id, row.stored::<R>()?))).collect()
}

/// Counts what became of the lines of a file, and has it be confirmed.
pub async fn update_recorded(connection: &mut PgConnection, import: ImportId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_statements s set counts = c.counts
         from (select o.statement_id, jsonb_object_agg(o.outcome, o.lines) as counts
               from (select l.statement_id, l.outcome, count(*) as lines
                     from bank_statements b join statement_lines l on l.statement_id = b.id
                     where b.import_id = $1 group by l.statement_id, l.outcome) o
               group by o.statement_id) c
         where s.id = c.statement_id",
        import.0
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("update imports set state = 'confirmed' where id = $1", import.0).execute(connection).await?;
    Ok(())
}
