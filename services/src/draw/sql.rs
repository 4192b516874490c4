use std::collections::HashMap;

use domain::{
    Amount, Reference,
    credit_line::CreditLine,
    draw::{Draw, DrawPhase, DrawState},
    id::{AgentId, CreditLineId, DrawId, PartnerId, WalletId},
    terms::{LoanTerms, Tenor},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::credit::{Locked, Prepared};
use crate::{
    Error, calendar, credit_line,
    envelope::{Arrays, Change},
    tenors::tenors_of,
    wallet,
};

/// An agent's live line.
pub struct LineRow {
    pub id: CreditLineId,
    pub funder: PartnerId,
    pub funder_name: String,
    pub line: CreditLine,
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
    /// A loan of the agent is overdue.
    pub overdue: bool,
    pub frozen: bool,
    pub business_date: Date,
}

struct RawLine {
    id: Uuid,
    funder_id: Uuid,
    funder_name: String,
    state: String,
    limit_fen: i64,
    outstanding_fen: i64,
    earmarked_fen: i64,
    matures_on: Date,
    terms: Json<LoanTerms>,
    tenors: Vec<String>,
    overdue: bool,
    frozen: bool,
    business_date: Date,
}

impl RawLine {
    fn into_row<R>(self) -> Result<LineRow, Error<R>> {
        Ok(LineRow {
            id: CreditLineId(self.id),
            funder: PartnerId(self.funder_id),
            funder_name: self.funder_name,
            line: credit_line::of_columns(
                &self.state,
                [self.limit_fen, self.outstanding_fen, self.earmarked_fen],
                self.matures_on,
            )?,
            terms: self.terms.0,
            tenors: tenors_of(&self.tenors)?,
            overdue: self.overdue,
            frozen: self.frozen,
            business_date: self.business_date,
        })
    }
}

pub fn reference<R>(text: &str) -> Result<Reference, Error<R>> {
    text.parse().map_err(Error::defect)
}

pub async fn find_line<R>(connection: &mut PgConnection, agent: AgentId) -> Result<Option<LineRow>, Error<R>> {
    sqlx::query_as!(
        RawLine,
        r#"select c.id, c.funder_id, p.name as funder_name, c.state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on, c.terms as "terms: Json<LoanTerms>", c.tenors,
                  exists (select from loans l where l.agent_id = c.agent_id and l.state = 'overdue') as "overdue!",
                  w.frozen,
                  d.open_on as "business_date!"
           from business_day d cross join credit_lines c join partners p on p.id = c.funder_id
           join wallets w on w.agent_id = c.agent_id
           where c.agent_id = $1 and c.state <> 'closed'"#,
        agent.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawLine::into_row)
    .transpose()
}

pub async fn lock_line<R>(connection: &mut PgConnection, agent: AgentId) -> Result<Option<LineRow>, Error<R>> {
    sqlx::query_as!(
        RawLine,
        r#"select c.id, c.funder_id, p.name as funder_name, c.state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on, c.terms as "terms: Json<LoanTerms>", c.tenors,
                  exists (select from loans l where l.agent_id = c.agent_id and l.state = 'overdue') as "overdue!",
                  w.frozen,
                  d.open_on as "business_date!"
           from business_day d cross join credit_lines c join partners p on p.id = c.funder_id
           join wallets w on w.agent_id = c.agent_id
           where c.agent_id = $1 and c.state <> 'closed' for update of w, c"#,
        agent.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawLine::into_row)
    .transpose()
}

pub struct NewDraw {
    pub id: DrawId,
    pub reference: Reference,
    pub line: CreditLineId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub amount: Amount,
    pub tenor: Tenor,
    pub terms: LoanTerms,
    pub purpose: String,
    pub disclosure: String,
    pub disclosure_hash: [u8; 32],
    pub at: OffsetDateTime,
}

/// Inserts the draw and sets the line's earmark in one statement.
pub async fn insert_draw(connection: &mut PgConnection, draw: &NewDraw, earmarked: Amount) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with line as (update credit_lines set earmarked_fen = $13 where id = $3)
         insert into draws (id, reference, credit_line_id, agent_id, funder_id, amount_fen, tenor, terms, purpose,
                            disclosure, disclosure_hash, state, requested_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'requested', $12)",
        draw.id.0,
        draw.reference.as_str(),
        draw.line.0,
        draw.agent.0,
        draw.funder.0,
        draw.amount.fen(),
        draw.tenor.to_string(),
        Json(&draw.terms) as _,
        draw.purpose,
        draw.disclosure,
        &draw.disclosure_hash,
        draw.at,
        earmarked.fen(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reads a draw's state back from its columns.
pub fn draw_state<R>(
    code: &str,
    instructed: bool,
    funds: Amount,
    reason: Option<String>,
) -> Result<DrawState, Error<R>> {
    match (code.parse().map_err(Error::defect)?, reason) {
        (DrawPhase::Requested, None) => Ok(DrawState::Requested),
        (DrawPhase::Awaiting, None) => Ok(DrawState::Awaiting { instructed, funds }),
        (DrawPhase::Refused, Some(reason)) => Ok(DrawState::Refused { reason }),
        (DrawPhase::Cancelled, None) => Ok(DrawState::Cancelled),
        (DrawPhase::Lapsed, None) => Ok(DrawState::Lapsed),
        (DrawPhase::Credited, None) => Ok(DrawState::Credited),
        (_, reason) => Err(Error::defect(format!("a draw is {code} with the reason {reason:?}"))),
    }
}

/// Draws with their lines and wallets, locked in the order of the wallets.
pub async fn lock_draws<R>(connection: &mut PgConnection, ids: &[Uuid]) -> Result<HashMap<Uuid, Locked>, Error<R>> {
    let rows = sqlx::query!(
        r#"select w.id as wallet_id, w.balance_fen, w.version, w.frozen, w.held_fen,
                  c.id as line_id, c.state as line_state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on,
                  d.id, d.reference, d.agent_id, d.funder_id, d.amount_fen, d.state, d.refusal_reason,
                  d.terms as "terms: Json<LoanTerms>", d.instruction_at, d.funds_fen, d.reserve_account_id,
                  d.prepared_by, d.prepared_at, d.prepared_reference, p.releases_payments
           from wallets w join credit_lines c on c.agent_id = w.agent_id join draws d on d.credit_line_id = c.id
           join partners p on p.id = d.funder_id
           where d.id = any($1) order by w.id for update of w, c, d"#,
        ids
    )
    .fetch_all(&mut *connection)
    .await?;
    let calendar = calendar::find_for(connection, rows.iter().map(|row| &row.terms.0)).await?;
    rows.into_iter()
        .map(|row| {
            let funds = Amount::from_fen(row.funds_fen);
            let locked = Locked {
                id: DrawId(row.id),
                reference: reference(&row.reference)?,
                agent: AgentId(row.agent_id),
                funder: PartnerId(row.funder_id),
                draw: Draw {
                    amount: Amount::from_fen(row.amount_fen),
                    state: draw_state(&row.state, row.instruction_at.is_some(), funds, row.refusal_reason)?,
                },
                terms: row.terms.0,
                line_id: CreditLineId(row.line_id),
                line: credit_line::of_columns(
                    &row.line_state,
                    [row.limit_fen, row.outstanding_fen, row.earmarked_fen],
                    row.matures_on,
                )?,
                wallet_id: WalletId(row.wallet_id),
                wallet: wallet::of_columns([row.balance_fen, row.version, row.held_fen], row.frozen),
                reserve_account: row.reserve_account_id,
                calendar: calendar.clone(),
                prepared: row
                    .prepared_by
                    .zip(row.prepared_at)
                    .zip(row.prepared_reference)
                    .map(|((by, at), payment_reference)| Prepared { by, at, payment_reference }),
                releases: row.releases_payments,
            };
            Ok((row.id, locked))
        })
        .collect()
}

pub async fn update_accepted(connection: &mut PgConnection, id: DrawId, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update draws set state = 'awaiting', accepted_at = $2 where id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// A payment that was registered, until it is released or registered anew.
pub async fn update_prepared(
    connection: &mut PgConnection,
    id: DrawId,
    prepared: &Prepared,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update draws set prepared_by = $2, prepared_reference = $3, prepared_at = $4 where id = $1",
        id.0,
        prepared.by,
        prepared.payment_reference,
        prepared.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The payment of a funder's draw that waits to be released.
pub async fn find_prepared(
    connection: &mut PgConnection,
    id: DrawId,
    funder: PartnerId,
) -> Result<Option<Prepared>, sqlx::Error> {
    sqlx::query_as!(
        Prepared,
        r#"select prepared_by as "by!", prepared_at as "at!", prepared_reference as "payment_reference!" from draws
           where id = $1 and funder_id = $2 and prepared_at is not null and instruction_at is null
             and state in ('requested', 'awaiting')"#,
        id.0,
        funder.0
    )
    .fetch_optional(connection)
    .await
}

pub async fn update_released(connection: &mut PgConnection, id: DrawId, by: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update draws set released_by = $2 where id = $1", id.0, by).execute(connection).await?;
    Ok(())
}

/// Whether a funder has its payments released by a second person.
pub async fn find_releases(connection: &mut PgConnection, funder: PartnerId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!("select releases_payments from partners where id = $1", funder.0).fetch_one(connection).await
}

pub async fn update_releases(
    connection: &mut PgConnection,
    funder: PartnerId,
    releases: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update partners set releases_payments = $2 where id = $1", funder.0, releases)
        .execute(connection)
        .await?;
    Ok(())
}

/// A draw that ends without a credit has no money.
pub async fn update_ended(connection: &mut PgConnection, id: DrawId, ended: &DrawState) -> Result<(), sqlx::Error> {
    let reason = match ended {
        DrawState::Refused { reason } => Some(reason.as_str()),
        _ => None,
    };
    sqlx::query!(
        "update draws set state = $2, refusal_reason = $3, funds_fen = 0, funds_at = null, reserve_account_id = null
         where id = $1",
        id.0,
        ended.code(),
        reason,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The oldest draws that were asked for so many business dates ago and wait still.
pub async fn list_waiting(connection: &mut PgConnection, days: u16) -> Result<Vec<DrawId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from draws
         where state in ('requested', 'awaiting')
           and (requested_at at time zone 'Asia/Shanghai')::date + $1::int <= (select open_on from business_day)
         order by requested_at",
        i32::from(days)
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DrawId).collect())
}

/// The draws of agents that are neither credited nor ended.
pub async fn list_open_of(connection: &mut PgConnection, agents: &[AgentId]) -> Result<Vec<DrawId>, sqlx::Error> {
    let agents: Vec<Uuid> = agents.iter().map(|agent| agent.0).collect();
    let ids = sqlx::query_scalar!(
        "select id from draws where agent_id = any($1) and state in ('requested', 'awaiting') order by agent_id, id",
        &agents
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DrawId).collect())
}

pub async fn update_earmark(
    connection: &mut PgConnection,
    line: CreditLineId,
    earmarked: Amount,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update credit_lines set earmarked_fen = $2 where id = $1", line.0, earmarked.fen())
        .execute(connection)
        .await?;
    Ok(())
}

/// What arrives for a draw.
pub enum Flow {
    Instruction {
        payment_reference: String,
    },
    /// `funds` is all that has come for it so far.
    Funds {
        reserve_account: Uuid,
        funds: Amount,
    },
}

/// Half of a draw's two flows is there, or with `credited` its second half.
pub struct Arrival {
    pub draw: DrawId,
    pub flow: Flow,
    pub at: OffsetDateTime,
    pub credited: bool,
}

impl Arrival {
    fn payment_reference(&self) -> Option<&str> {
        match &self.flow {
            Flow::Instruction { payment_reference } => Some(payment_reference),
            Flow::Funds { .. } => None,
        }
    }

    const fn funds(&self) -> Option<(Uuid, Amount)> {
        match self.flow {
            Flow::Funds { reserve_account, funds } => Some((reserve_account, funds)),
            Flow::Instruction { .. } => None,
        }
    }
}

impl Change for Arrival {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update draws d set instruction_at = coalesce(t.instruction_at, d.instruction_at), \
             instruction_reference = coalesce(t.instruction_reference, d.instruction_reference), \
             funds_at = coalesce(t.funds_at, d.funds_at), funds_fen = coalesce(t.funds_fen, d.funds_fen), \
             reserve_account_id = coalesce(t.reserve_account_id, d.reserve_account_id), \
             credited_at = coalesce(t.credited_at, d.credited_at), \
             state = case when t.credited_at is null then d.state else 'credited' end from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.draw.0))
            .column(rows.iter().map(|row| row.payment_reference().map(|_| row.at)))
            .column(rows.iter().map(|row| row.payment_reference()))
            .column(rows.iter().map(|row| row.funds().map(|_| row.at)))
            .column(rows.iter().map(|row| row.funds().map(|(_, funds)| funds.fen())))
            .column(rows.iter().map(|row| row.funds().map(|(reserve_account, _)| reserve_account)))
            .column(rows.iter().map(|row| row.credited.then_some(row.at)))
            .end();
        sql.push(
            " as t (id, instruction_at, instruction_reference, funds_at, funds_fen, reserve_account_id, credited_at) \
             where d.id = t.id",
        );
    }
}
