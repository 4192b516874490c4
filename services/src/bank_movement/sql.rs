//! Movements and breaks. What they name is read in [`thing`], files in [`import`], what people do by hand in
//! [`hand`], lines that could not be read in [`unread`].

pub mod hand;
pub mod import;
pub mod thing;
pub mod unread;

use domain::{
    Amount, Reference,
    id::{BankMovementId, BreakId, DrawId, WalletId},
    matching::{BreakKind, Direction},
    wallet::Wallet,
};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use super::{MovementFacts, identity::Stored};
use crate::Error;

/// How many rows one statement inserts.
const ROWS_AT_ONCE: usize = 1_000;

/// A reserve account of the institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccount {
    pub id: Uuid,
    pub account_no: String,
    pub currency: String,
}

pub async fn list_reserve_accounts(connection: &mut PgConnection) -> Result<Vec<ReserveAccount>, sqlx::Error> {
    sqlx::query_as!(ReserveAccount, "select id, account_no, currency from reserve_accounts order by account_no")
        .fetch_all(connection)
        .await
}

/// Whoever records movements of an account waits here for whoever does so already, until the transaction ends.
pub async fn lock_reserve_account(connection: &mut PgConnection, account: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4053, hashtext($1::uuid::text))", account).fetch_one(connection).await?;
    Ok(())
}

/// The account's movements that share date, direction and amount with one of `lines`, in the order of their recording.
pub async fn list_like<R>(
    connection: &mut PgConnection,
    account: Uuid,
    lines: &[&MovementFacts],
) -> Result<Vec<Stored>, Error<R>> {
    let dates: Vec<Date> = lines.iter().map(|line| line.booked_on).collect();
    let directions: Vec<&str> = lines.iter().map(|line| line.direction.code()).collect();
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount.fen()).collect();
    let rows = sqlx::query!(
        "select id, fingerprint, booked_on, direction, amount_fen, balance_after_fen, counterparty_account, remittance,
                bank_reference
         from bank_movements
         where reserve_account_id = $1
           and (booked_on, direction, amount_fen) in (select * from unnest($2::date[], $3::text[], $4::bigint[]))
         order by recorded_at, booked_time, id",
        account,
        &dates,
        &directions as &[&str],
        &amounts,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                id: row.id,
                fingerprint: row.fingerprint,
                booked_on: row.booked_on,
                direction: direction(&row.direction)?,
                amount: Amount::from_fen(row.amount_fen),
                balance_after: row.balance_after_fen.map(Amount::from_fen),
                counterparty_account: row.counterparty_account,
                remittance: row.remittance,
                bank_reference: row.bank_reference,
            })
        })
        .collect()
}

pub fn direction<R>(code: &str) -> Result<Direction, Error<R>> {
    Direction::from_code(code).ok_or_else(|| Error::defect(format!("a bank movement goes {code}")))
}

pub fn break_kind<R>(code: &str) -> Result<BreakKind, Error<R>> {
    BreakKind::from_code(code).ok_or_else(|| Error::defect(format!("a break is of the kind {code}")))
}

/// A movement as it is recorded, with where it goes.
#[derive(Serialize)]
pub struct NewMovement<'a> {
    pub id: Uuid,
    pub reserve_account_id: Uuid,
    /// In hexadecimal.
    pub fingerprint: String,
    pub direction: &'static str,
    pub amount_fen: i64,
    pub booked_on: Date,
    pub booked_time: Option<Time>,
    pub balance_after_fen: Option<i64>,
    pub counterparty_name: &'a str,
    pub counterparty_account: &'a str,
    pub counterparty_bank: &'a str,
    pub remittance: &'a str,
    pub end_to_end_reference: Option<&'a str>,
    pub bank_reference: Option<&'a str>,
    pub state: &'static str,
    pub matched_kind: Option<&'static str>,
    pub matched_id: Option<Uuid>,
}

/// Where a recording comes from: an import, or else the bank's feed.
#[derive(Clone, Copy)]
pub struct Origin {
    pub import: Option<Uuid>,
    pub at: OffsetDateTime,
}

pub async fn insert_movements(
    connection: &mut PgConnection,
    movements: &[NewMovement<'_>],
    origin: Origin,
) -> Result<(), sqlx::Error> {
    let source = if origin.import.is_some() { "statement" } else { "feed" };
    for rows in movements.chunks(ROWS_AT_ONCE) {
        sqlx::query!(
            "insert into bank_movements (
                 id, reserve_account_id, fingerprint, source, import_id, direction, amount_fen, booked_on, booked_time,
                 balance_after_fen, counterparty_name, counterparty_account, counterparty_bank, remittance,
                 end_to_end_reference, bank_reference, state, matched_kind, matched_id, recorded_at)
             select id, reserve_account_id, decode(fingerprint, 'hex'), $2, $3, direction, amount_fen, booked_on,
                    booked_time, balance_after_fen, counterparty_name, counterparty_account, counterparty_bank,
                    remittance, end_to_end_reference, bank_reference, state, matched_kind, matched_id, $4
             from jsonb_to_recordset($1) as t (
                 id uuid, reserve_account_id uuid, fingerprint text, direction text, amount_fen bigint, booked_on date,
                 booked_time time, balance_after_fen bigint, counterparty_name text, counterparty_account text,
                 counterparty_bank text, remittance text, end_to_end_reference text, bank_reference text, state text,
                 matched_kind text, matched_id uuid)",
            Json(rows) as _,
            source,
            origin.import,
            origin.at,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

#[derive(Serialize)]
pub struct NewBreak {
    pub id: Uuid,
    pub kind: &'static str,
    pub movement_id: Uuid,
    pub draw_id: Option<Uuid>,
    pub payout_id: Option<Uuid>,
}

pub async fn insert_breaks(
    connection: &mut PgConnection,
    breaks: &[NewBreak],
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    for rows in breaks.chunks(ROWS_AT_ONCE) {
        sqlx::query!(
            "insert into breaks (id, kind, movement_id, draw_id, payout_id, state, opened_at)
             select id, kind, movement_id, draw_id, payout_id, 'open', $2
             from jsonb_to_recordset($1) as t (id uuid, kind text, movement_id uuid, draw_id uuid, payout_id uuid)",
            Json(rows) as _,
            at,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Adds the bank's numbers to movements that were recorded from a reading without.
pub async fn update_bank_references(
    connection: &mut PgConnection,
    movements: &[Uuid],
    numbers: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_movements m set bank_reference = t.number
         from unnest($1::uuid[], $2::text[]) as t (id, number) where m.id = t.id and m.bank_reference is null",
        movements,
        numbers,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn lock_wallet(connection: &mut PgConnection, wallet: WalletId) -> Result<Wallet, sqlx::Error> {
    let row = sqlx::query!("select balance_fen, version from wallets where id = $1 for update", wallet.0)
        .fetch_one(connection)
        .await?;
    Ok(Wallet { balance: Amount::from_fen(row.balance_fen), version: row.version })
}

/// Money that came for a draw before its funder had accepted it.
pub struct EarlyFunds {
    pub break_id: BreakId,
    pub movement: BankMovementId,
    pub reserve_account: Uuid,
    pub amount: Amount,
    pub counterparty_account: String,
    pub counterparty_name: String,
    pub reference: Reference,
    pub payer_account: String,
}

/// The open breaks of money for a draw that was not accepted yet, oldest first.
pub async fn lock_early_funds<R>(connection: &mut PgConnection, draw: DrawId) -> Result<Vec<EarlyFunds>, Error<R>> {
    let rows = sqlx::query!(
        "select b.id as break_id, m.id, m.reserve_account_id, m.amount_fen, m.counterparty_account,
                m.counterparty_name, d.reference, p.bank_account_no
         from breaks b join bank_movements m on m.id = b.movement_id join draws d on d.id = b.draw_id
         join partners p on p.id = d.funder_id
         where b.draw_id = $1 and b.kind = 'funds_only' and b.state = 'open'
         order by m.booked_on, m.booked_time, m.id for update of b, m",
        draw.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EarlyFunds {
                break_id: BreakId(row.break_id),
                movement: BankMovementId(row.id),
                reserve_account: row.reserve_account_id,
                amount: Amount::from_fen(row.amount_fen),
                counterparty_account: row.counterparty_account,
                counterparty_name: row.counterparty_name,
                reference: row.reference.parse().map_err(Error::defect)?,
                payer_account: row.bank_account_no,
            })
        })
        .collect()
}

pub async fn update_break_kind(connection: &mut PgConnection, id: BreakId, kind: BreakKind) -> Result<(), sqlx::Error> {
    sqlx::query!("update breaks set kind = $2 where id = $1", id.0, kind.code()).execute(connection).await?;
    Ok(())
}

/// How far the account's feed was read: nothing yet is the empty text.
pub async fn find_cursor(connection: &mut PgConnection, account: Uuid) -> Result<String, sqlx::Error> {
    let cursor = sqlx::query_scalar!("select cursor from bank_feeds where reserve_account_id = $1", account)
        .fetch_optional(connection)
        .await?;
    Ok(cursor.unwrap_or_default())
}

pub async fn update_cursor(connection: &mut PgConnection, account: Uuid, cursor: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bank_feeds (reserve_account_id, cursor) values ($1, $2)
         on conflict (reserve_account_id) do update set cursor = excluded.cursor",
        account,
        cursor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that the account's feed was read to its end, if that is news of more than a few seconds.
pub async fn update_read_at(
    connection: &mut PgConnection,
    account: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bank_feeds (reserve_account_id, cursor, read_at) values ($1, '', $2)
         on conflict (reserve_account_id) do update set read_at = excluded.read_at
         where bank_feeds.read_at is null or bank_feeds.read_at <= excluded.read_at - interval '5 seconds'",
        account,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
