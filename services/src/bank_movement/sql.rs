//! Movements and breaks. What they name is read in [`thing`], files in [`import`] and [`parts`], what people do by hand
//! in [`hand`], lines that could not be read in [`unread`].

pub mod hand;
pub mod import;
pub mod join;
pub mod parts;
pub mod thing;
pub mod unread;

use std::collections::HashMap;

use domain::{
    Amount,
    id::{BankMovementId, BreakId, DrawId},
    matching::{BreakKind, Destination},
};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use super::{
    Entry, MovementFacts, MovementState,
    identity::{Day, Stored},
};
use crate::{Error, planning::plan_anew};

/// How many rows one statement inserts.
const ROWS_AT_ONCE: usize = 1_000;

/// A reserve account of the institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccount {
    pub id: Uuid,
    pub account_no: String,
    pub currency: String,
    /// The name of the bank that keeps it.
    pub bank: String,
}

pub async fn list_reserve_accounts(connection: &mut PgConnection) -> Result<Vec<ReserveAccount>, sqlx::Error> {
    sqlx::query_as!(ReserveAccount, "select id, account_no, currency, bank from reserve_accounts order by account_no")
        .fetch_all(connection)
        .await
}

/// Notes what the bank had on an account beyond what our books had, when it told a balance for the first time: before
/// a day, or (`fed`) before a line of its feed.
pub async fn update_before(
    connection: &mut PgConnection,
    account: Uuid,
    balance: Amount,
    (on, fed): (Date, bool),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reserve_accounts set before_fen = $2 - coalesce((
             select sum(case direction when 'credit' then amount_fen else -amount_fen end)::bigint from bank_movements
             where reserve_account_id = $1 and (booked_on < $3 or ($4 and fed and booked_on = $3)) and state not in ('doubtful', 'told_again')), 0)
         where id = $1 and before_fen is null",
        account,
        balance.fen(),
        on,
        fed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever records movements of an account waits here for whoever does so already, until the transaction ends.
pub async fn lock_reserve_account(connection: &mut PgConnection, account: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4053, hashtext($1::uuid::text))", account).fetch_one(connection).await?;
    Ok(())
}

/// A movement's facts as they are stored.
pub struct RawFacts {
    pub id: Uuid,
    pub direction: String,
    pub amount_fen: i64,
    pub booked_on: Date,
    pub booked_time: Option<Time>,
    pub balance_after_fen: Option<i64>,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub counterparty_bank: String,
    pub remittance: String,
    pub end_to_end_reference: Option<String>,
    pub bank_reference: Option<String>,
    pub reversal: bool,
    pub state: String,
    pub like_id: Option<Uuid>,
    pub fed: bool,
    pub entry_id: Option<Uuid>,
    pub entry_number: Option<String>,
    pub entry_amount_fen: Option<i64>,
}

impl RawFacts {
    fn facts<R>(&self) -> Result<MovementFacts, Error<R>> {
        Ok(MovementFacts {
            booked_on: self.booked_on,
            booked_time: self.booked_time,
            direction: self.direction.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(self.amount_fen),
            balance_after: self.balance_after_fen.map(Amount::from_fen),
            counterparty_name: self.counterparty_name.clone(),
            counterparty_account: self.counterparty_account.clone(),
            counterparty_bank: self.counterparty_bank.clone(),
            remittance: self.remittance.clone(),
            end_to_end_reference: self.end_to_end_reference.clone(),
            bank_reference: self.bank_reference.clone(),
            reversal: self.reversal,
            // Which entry of its file it was is known by `entry_id`.
            entry: self.entry_amount_fen.map(|amount| Entry {
                place: 0,
                number: self.entry_number.clone(),
                amount: Amount::from_fen(amount),
            }),
        })
    }

    fn stored<R>(&self) -> Result<Stored, Error<R>> {
        Ok(Stored {
            id: self.id,
            facts: self.facts()?,
            also: Vec::new(),
            fed: self.fed,
            entry: self.entry_id,
            unmatched: self.state == MovementState::Unmatched.code(),
        })
    }
}

/// The account's movements that share date, direction and amount with one of `lines` or with the entry of which it is a
/// part, and the parts of an entry of such an amount, in the order of their recording.
pub async fn list_like<R>(
    connection: &mut PgConnection,
    account: Uuid,
    lines: &[&MovementFacts],
) -> Result<Vec<Stored>, Error<R>> {
    let mut days: Vec<Day> = lines.iter().flat_map(|line| [Some(line.day()), line.entry_day()]).flatten().collect();
    days.sort_unstable_by_key(|(on, direction, amount)| (*on, direction.code(), *amount));
    days.dedup();
    let dates: Vec<Date> = days.iter().map(|day| day.0).collect();
    let directions: Vec<&str> = days.iter().map(|day| day.1.code()).collect();
    let amounts: Vec<i64> = days.iter().map(|day| day.2.fen()).collect();
    plan_anew(connection).await?;
    let rows = sqlx::query_as!(
        RawFacts,
        r#"with days as (select * from unnest($2::date[], $3::text[], $4::bigint[]) as t (booked_on, direction, fen)),
                near as (
                    select m.id from days t join bank_movements m
                        on (m.reserve_account_id, m.booked_on, m.direction, m.amount_fen)
                         = ($1, t.booked_on, t.direction, t.fen)
                    union
                    select m.id from days t join bank_movements m
                        on m.entry_id is not null and (m.reserve_account_id, m.booked_on, m.direction, m.entry_amount_fen)
                         = ($1, t.booked_on, t.direction, t.fen))
           select m.id, m.direction, m.amount_fen, m.booked_on, m.booked_time, m.balance_after_fen, m.counterparty_name,
                  m.counterparty_account, m.counterparty_bank, m.remittance, m.end_to_end_reference, m.bank_reference,
                  m.reversal, m.state, m.like_id, m.fed, m.entry_id, m.entry_number, m.entry_amount_fen
           from near join bank_movements m using (id) order by m.recorded_at, m.booked_time, m.id"#,
        account,
        &dates,
        &directions as &[&str],
        &amounts,
    )
    .fetch_all(connection)
    .await?;
    with_readings(&rows)
}

/// The movements of `rows`, each with what people have found to be the same.
fn with_readings<R>(rows: &[RawFacts]) -> Result<Vec<Stored>, Error<R>> {
    let mut stored: Vec<Stored> = Vec::with_capacity(rows.len());
    let mut places: HashMap<Uuid, usize> = HashMap::with_capacity(rows.len());
    // A reading is recorded after what it is like.
    for row in rows {
        let one = row.stored()?;
        let told_again = row.state == MovementState::ToldAgain.code();
        let of = row.like_id.filter(|_| told_again).and_then(|like| places.get(&like).copied());
        match of.filter(|&place| stored[place].facts.day() == one.facts.day()) {
            Some(place) => {
                stored[place].fed |= one.fed;
                stored[place].also.push(one.facts);
                places.insert(row.id, place);
            }
            None => {
                places.insert(row.id, stored.len());
                stored.push(one);
            }
        }
    }
    Ok(stored)
}

/// What is known of one movement.
pub async fn find_facts<R>(connection: &mut PgConnection, id: BankMovementId) -> Result<MovementFacts, Error<R>> {
    let row = sqlx::query_as!(
        RawFacts,
        "select id, direction, amount_fen, booked_on, booked_time, balance_after_fen, counterparty_name,
                counterparty_account, counterparty_bank, remittance, end_to_end_reference, bank_reference, reversal,
                state, like_id, fed, entry_id, entry_number, entry_amount_fen
         from bank_movements where id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.ok_or(Error::NotFound)?.facts()
}

/// A movement as it is recorded, with where it goes.
#[derive(Serialize)]
pub struct NewMovement<'a> {
    pub id: Uuid,
    pub reserve_account_id: Uuid,
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
    pub reversal: bool,
    pub state: &'static str,
    pub matched_kind: Option<&'static str>,
    pub matched_id: Option<Uuid>,
    pub like_id: Option<Uuid>,
    pub feed_place: Option<i64>,
    pub entry_id: Option<Uuid>,
    pub entry_number: Option<&'a str>,
    pub entry_amount_fen: Option<i64>,
}

/// How many lines a page of the feed has at most, as its places are numbered.
const FEED_PAGE: i64 = 1_000_000;

/// Where a recording comes from: an import, or else a page of the bank's feed.
#[derive(Clone, Copy)]
pub struct Origin {
    pub import: Option<Uuid>,
    pub fed: Option<i64>,
    pub at: OffsetDateTime,
}

impl Origin {
    /// The place of a line in the feed: behind all lines of the pages before.
    pub fn feed_place(self, place: usize) -> Option<i64> {
        self.fed?.checked_mul(FEED_PAGE)?.checked_add(i64::try_from(place).ok()?)
    }
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
                 id, reserve_account_id, source, fed, import_id, direction, amount_fen, booked_on, booked_time,
                 balance_after_fen, counterparty_name, counterparty_account, counterparty_bank, remittance,
                 end_to_end_reference, bank_reference, reversal, state, matched_kind, matched_id, like_id, feed_place,
                 entry_id, entry_number, entry_amount_fen, recorded_at)
             select id, reserve_account_id, $2, $2 = 'feed', $3, direction, amount_fen, booked_on, booked_time,
                    balance_after_fen, counterparty_name, counterparty_account, counterparty_bank, remittance,
                    end_to_end_reference, bank_reference, reversal, state, matched_kind, matched_id, like_id,
                    feed_place, entry_id, entry_number, entry_amount_fen, $4
             from jsonb_to_recordset($1) as t (
                 id uuid, reserve_account_id uuid, direction text, amount_fen bigint, booked_on date, booked_time time,
                 balance_after_fen bigint, counterparty_name text, counterparty_account text, counterparty_bank text,
                 remittance text, end_to_end_reference text, bank_reference text, reversal boolean, state text,
                 matched_kind text, matched_id uuid, like_id uuid, feed_place bigint, entry_id uuid, entry_number text, entry_amount_fen bigint)",
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

impl NewBreak {
    /// Of a movement that differs from what it names. A wallet has nothing to differ from: only its owner does.
    pub const fn of(id: Uuid, kind: BreakKind, movement_id: Uuid, named: Destination) -> Self {
        let (draw_id, payout_id) = match named {
            Destination::Draw(draw) => (Some(draw.0), None),
            Destination::Payout(payout) => (None, Some(payout.0)),
            Destination::Wallet(_)
            | Destination::Receivable(_)
            | Destination::Commission(_)
            | Destination::Settlement(_) => (None, None),
        };
        Self { id, kind: kind.code(), movement_id, draw_id, payout_id }
    }
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

/// What another reading states beyond what was known of a movement.
#[derive(Serialize)]
pub struct Addition<'a> {
    pub id: Uuid,
    pub booked_time: Option<Time>,
    pub balance_after_fen: Option<i64>,
    pub counterparty_name: &'a str,
    pub counterparty_account: &'a str,
    pub counterparty_bank: &'a str,
    pub remittance: &'a str,
    pub end_to_end_reference: Option<&'a str>,
    pub bank_reference: Option<&'a str>,
}

impl<'a> Addition<'a> {
    pub fn of(id: Uuid, facts: &'a MovementFacts) -> Self {
        Self {
            id,
            booked_time: facts.booked_time,
            balance_after_fen: facts.balance_after.map(Amount::fen),
            counterparty_name: &facts.counterparty_name,
            counterparty_account: &facts.counterparty_account,
            counterparty_bank: &facts.counterparty_bank,
            remittance: &facts.remittance,
            end_to_end_reference: facts.end_to_end_reference.as_deref(),
            bank_reference: facts.bank_reference.as_deref(),
        }
    }
}

pub async fn update_facts(connection: &mut PgConnection, additions: &[Addition<'_>]) -> Result<(), sqlx::Error> {
    for rows in additions.chunks(ROWS_AT_ONCE) {
        sqlx::query!(
            "update bank_movements m set
                 booked_time = t.booked_time, balance_after_fen = t.balance_after_fen,
                 counterparty_name = t.counterparty_name, counterparty_account = t.counterparty_account,
                 counterparty_bank = t.counterparty_bank, remittance = t.remittance,
                 end_to_end_reference = t.end_to_end_reference, bank_reference = t.bank_reference
             from jsonb_to_recordset($1) as t (
                 id uuid, booked_time time, balance_after_fen bigint, counterparty_name text, counterparty_account text,
                 counterparty_bank text, remittance text, end_to_end_reference text, bank_reference text)
             where m.id = t.id",
            Json(rows) as _,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The number of the next page of the feed.
pub async fn next_feed_page(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select nextval('feed_pages') as "page!""#).fetch_one(connection).await
}

/// The bank's feed has told of these movements, which were known before, at these places.
pub async fn update_fed(connection: &mut PgConnection, movements: &[Uuid], places: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_movements m set fed = true, feed_place = t.place
         from unnest($1::uuid[], $2::bigint[]) as t (id, place) where m.id = t.id and not m.fed",
        movements,
        places,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A reading that was found to be the movement that it is like: what the feed has told of one, it has told of the other.
pub async fn update_like_fed(connection: &mut PgConnection, reading: BankMovementId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_movements m set fed = true, feed_place = d.feed_place from bank_movements d
         where d.id = $1 and d.fed and m.id = d.like_id and not m.fed",
        reading.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Money that came for a draw before its funder had accepted it.
pub struct EarlyFunds {
    pub break_id: BreakId,
    pub movement: BankMovementId,
    pub reserve_account: Uuid,
    pub amount: Amount,
    pub counterparty_account: String,
    pub counterparty_name: String,
    pub payer_account: String,
}

/// The open breaks of money for a draw that was not accepted yet, oldest first.
pub async fn lock_early_funds(connection: &mut PgConnection, draw: DrawId) -> Result<Vec<EarlyFunds>, sqlx::Error> {
    let rows = sqlx::query!(
        "select b.id as break_id, m.id, m.reserve_account_id, m.amount_fen, m.counterparty_account,
                m.counterparty_name, p.bank_account_no
         from breaks b join bank_movements m on m.id = b.movement_id join draws d on d.id = b.draw_id
         join partners p on p.id = d.funder_id
         where b.draw_id = $1 and b.kind = 'funds_only' and b.state = 'open'
         order by m.booked_on, m.booked_time, m.id for update of b, m",
        draw.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| EarlyFunds {
            break_id: BreakId(row.break_id),
            movement: BankMovementId(row.id),
            reserve_account: row.reserve_account_id,
            amount: Amount::from_fen(row.amount_fen),
            counterparty_account: row.counterparty_account,
            counterparty_name: row.counterparty_name,
            payer_account: row.bank_account_no,
        })
        .collect())
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
