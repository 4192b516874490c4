use std::collections::HashMap;

use domain::{
    Amount, Reference,
    id::{AgentId, BankMovementId, CarrierId, FreezeId, PartnerId, PayoutId, RepaymentId, WalletId},
    ledger::{Account, AccountKind},
    payout::{Payout, PayoutState, Whose},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error,
    bank::Order,
    envelope::{Arrays, Change},
    ledger,
    payable::LockedReceivable,
};

/// Whose money a payout sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What is payable to a partner.
    Partner(PartnerId),
    /// A movement's, which goes back to its payer.
    Receipt { movement: BankMovementId, reserve_account: Uuid },
    /// An agent's own, which left its wallet when it was asked for, and goes to its own bank account or its carrier.
    Wallet(WalletId),
}

impl Source {
    /// The account that the money leaves when it is sent, and comes back to when that fails. A withdrawal's has left its wallet
    /// before.
    pub fn account(self) -> Option<Account> {
        match self {
            Self::Partner(partner) => Some(ledger::account(AccountKind::PartnerPayable, partner.0)),
            Self::Receipt { reserve_account, .. } => {
                Some(ledger::account(AccountKind::UnmatchedReceipts, reserve_account))
            }
            Self::Wallet(_) => None,
        }
    }

    pub const fn whose(self) -> Whose {
        match self {
            Self::Partner(_) => Whose::Partner,
            Self::Receipt { .. } => Whose::Payer,
            Self::Wallet(_) => Whose::Agent,
        }
    }

    pub const fn partner(self) -> Option<PartnerId> {
        match self {
            Self::Partner(partner) => Some(partner),
            Self::Receipt { .. } | Self::Wallet(_) => None,
        }
    }
}

/// A payout with all that sending it needs.
pub struct PayoutRow {
    pub id: PayoutId,
    pub reference: Reference,
    pub source: Source,
    pub amount: Amount,
    /// The bank that is to pay it, and from which account.
    pub bank: String,
    pub paying_account: String,
    pub account_no: String,
    pub account_name: String,
    pub payout: Payout,
    pub sent_at: Option<OffsetDateTime>,
    /// The number by which a carrier knows the agent that prepays it.
    pub prepays: Option<String>,
    /// A court has it paid, of what this held.
    pub freeze: Option<FreezeId>,
}

impl PayoutRow {
    /// The order of one attempt. The bank's statement repeats the remittance text, by which the payout is found again.
    pub fn order(&self, serial: i16) -> Order {
        let what = match (self.source, &self.prepays, self.freeze) {
            (Source::Partner(_), ..) => "代付".to_owned(),
            (Source::Receipt { .. }, ..) => "退回".to_owned(),
            (Source::Wallet(_), _, Some(_)) => "司法扣划".to_owned(),
            (Source::Wallet(_), None, None) => "提现".to_owned(),
            (Source::Wallet(_), Some(agent), None) => format!("预存款 {agent}"),
        };
        Order {
            order_no: self.reference.clone(),
            serial,
            amount: self.amount,
            paying_account: self.paying_account.clone(),
            account_no: self.account_no.clone(),
            account_name: self.account_name.clone(),
            remittance: format!("{what} {}", self.reference),
        }
    }
}

/// Reads a payout's state back from its columns.
pub fn state_of<R>(state: &str, attempt: i32) -> Result<Payout, Error<R>> {
    match (PayoutState::from_code(state), i16::try_from(attempt)) {
        (Some(state), Ok(attempt)) => Ok(Payout { state, attempt }),
        _ => Err(Error::defect(format!("a payout is {state} in attempt {attempt}"))),
    }
}

struct RawPayout {
    id: Uuid,
    reference: String,
    partner_id: Option<Uuid>,
    movement_id: Option<Uuid>,
    wallet_id: Option<Uuid>,
    reserve_account_id: Uuid,
    bank: String,
    paying_account: String,
    amount_fen: i64,
    account_no: String,
    account_name: String,
    state: String,
    attempt: i32,
    sent_at: Option<OffsetDateTime>,
    prepays: Option<String>,
    freeze_id: Option<Uuid>,
}

impl RawPayout {
    fn into_row<R>(self) -> Result<PayoutRow, Error<R>> {
        let source = match (self.partner_id, self.movement_id, self.wallet_id) {
            (Some(partner), None, None) => Source::Partner(PartnerId(partner)),
            (None, Some(movement), None) => {
                Source::Receipt { movement: BankMovementId(movement), reserve_account: self.reserve_account_id }
            }
            (None, None, Some(wallet)) => Source::Wallet(WalletId(wallet)),
            other => return Err(Error::defect(format!("a payout has the source {other:?}"))),
        };
        Ok(PayoutRow {
            id: PayoutId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            source,
            amount: Amount::from_fen(self.amount_fen),
            bank: self.bank,
            paying_account: self.paying_account,
            account_no: self.account_no,
            account_name: self.account_name,
            payout: state_of(&self.state, self.attempt)?,
            sent_at: self.sent_at,
            prepays: self.prepays,
            freeze: self.freeze_id.map(FreezeId),
        })
    }
}

/// Payouts as they are stored: what a statement says behind their columns, where `o` is a payout.
macro_rules! stored {
    ($then:literal, $value:expr) => {
        sqlx::query_as!(
            RawPayout,
            r#"select o.id, o.reference, o.partner_id, o.movement_id, w.id as "wallet_id?", o.reserve_account_id, r.bank,
                      r.account_no as paying_account, o.amount_fen, o.account_no, o.account_name, o.state, o.attempt, o.sent_at,
                      g.number as "prepays?", o.freeze_id
               from payouts o join reserve_accounts r on r.id = o.reserve_account_id left join wallets w on w.agent_id = o.agent_id
               left join agents g on g.id = o.agent_id and o.carrier_id is not null "#
                + $then,
            $value
        )
    };
}

pub async fn find_payout<R>(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<R>> {
    stored!("where o.id = $1", id.0).fetch_optional(connection).await?.map(RawPayout::into_row).transpose()
}

/// Those of these payouts that are to be sent, locked, but for what somebody else has.
pub async fn lock_requested<R>(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, PayoutRow>, Error<R>> {
    stored!("where o.id = any($1) and o.state = 'requested' order by o.id for update of o skip locked", ids)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(|row| Ok((row.id, row.into_row()?)))
        .collect()
}

pub async fn lock_payouts<R>(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, PayoutRow>, Error<R>> {
    stored!("where o.id = any($1) order by o.id for update of o", ids)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(|row| Ok((row.id, row.into_row()?)))
        .collect()
}

pub async fn lock_payout<R>(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<R>> {
    Ok(lock_payouts(connection, &[id.0]).await?.remove(&id.0))
}

/// How a payout stands from now on, with the envelope.
pub struct PayoutChange {
    pub id: PayoutId,
    pub after: Payout,
    pub at: OffsetDateTime,
    /// It goes to the bank now, to its account.
    pub sent: bool,
}

impl Change for PayoutChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update payouts p set state = t.state, attempt = t.attempt, sent_at = coalesce(t.sent_at, p.sent_at), \
             sent_to = case when t.sent_at is null or p.account_no = any (p.sent_to) then p.sent_to \
                            else array_append(p.sent_to, p.account_no) end, confirmed_at = t.confirmed_at from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.after.state.code()))
            .column(rows.iter().map(|row| i32::from(row.after.attempt)))
            .column(rows.iter().map(|row| row.sent.then_some(row.at)))
            .column(rows.iter().map(|row| (row.after.state == PayoutState::Confirmed).then_some(row.at)))
            .end();
        sql.push(" as t (id, state, attempt, sent_at, confirmed_at) where p.id = t.id");
    }
}

/// A payout, with the envelope: to a partner, of a movement's money to its payer, or of an agent's own to its bank account.
pub struct NewPayout {
    pub id: PayoutId,
    pub reference: Reference,
    pub partner: Option<PartnerId>,
    pub movement: Option<BankMovementId>,
    pub agent: Option<AgentId>,
    /// Whom the agent prepays.
    pub carrier: Option<CarrierId>,
    /// What a court has so much of paid to it.
    pub freeze: Option<FreezeId>,
    /// The account that it leaves.
    pub reserve_account: Uuid,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub at: OffsetDateTime,
}

impl Change for NewPayout {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "insert into payouts (id, partner_id, movement_id, agent_id, carrier_id, freeze_id, reserve_account_id, reference, amount_fen, account_no, account_name, state, \
             requested_at) select * from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.partner.map(|id| id.0)))
            .column(rows.iter().map(|row| row.movement.map(|id| id.0)))
            .column(rows.iter().map(|row| row.agent.map(|id| id.0)))
            .column(rows.iter().map(|row| row.carrier.map(|id| id.0)))
            .column(rows.iter().map(|row| row.freeze.map(|id| id.0)))
            .column(rows.iter().map(|row| row.reserve_account))
            .column(rows.iter().map(|row| row.reference.as_str()))
            .column(rows.iter().map(|row| row.amount.fen()))
            .column(rows.iter().map(|row| row.account_no.as_str()))
            .column(rows.iter().map(|row| row.account_name.as_str()))
            .column(rows.iter().map(|_| PayoutState::Requested.code()))
            .column(rows.iter().map(|row| row.at))
            .end();
    }
}

/// Whether the payout may have been paid, whatever the bank says: a debit of what it pays, or was sent with before, stands unexplained
/// that names it, or names nothing and does not tell of another account than those that it was sent to; or something of the feed
/// could not be read since it was requested. What was booked before the day on which it was sent is not it; a day is left
/// for books that were closed before midnight.
pub async fn find_unexplained(connection: &mut PgConnection, id: PayoutId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from payouts o
               join journals j on j.event_id = o.id and (j.event_kind, j.leg) in (('payout.sent', 1), ('withdrawal.requested', 0), ('prepayment.requested', 0), ('court.deducted', 0))
               cross join lateral (
                   select o.amount_fen as fen
                   union select e.amount_fen from journals s join entries e on e.journal_id = s.id and e.amount_fen > 0
                   where s.event_id = o.id and s.event_kind = 'payout.sent') m
               join bank_movements d on d.amount_fen = m.fen
               left join breaks b on b.movement_id = d.id and b.state = 'open'
               where o.id = $1 and d.direction = 'debit' and d.state in ('unmatched', 'broken')
                 and d.booked_on >= j.posted_on - 1
                 and (b.payout_id = o.id
                      or b.payout_id is null
                         and (d.counterparty_account = any (o.sent_to) or d.counterparty_account !~ '^[0-9A-Za-z]+$')))
           or exists (
               select from payouts o join unread_lines u on u.recorded_at >= o.requested_at
               where o.id = $1 and o.attempt > 0 and u.state = 'open') as "exists!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// Whether the partner has confirmed that the payout's money has reached it.
pub async fn find_arrival(connection: &mut PgConnection, id: PayoutId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from payables o join repayments r on r.id = o.id
                          where o.payout_id = $1 and r.partner_confirmed_at is not null) as "exists!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// How often the payout was paid and came back.
pub async fn count_sent_back(connection: &mut PgConnection, id: PayoutId) -> Result<i16, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*)::smallint as "count!" from journals where event_kind = 'payout.sent_back' and event_id = $1"#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// What the bank says of a movement.
pub async fn find_remittance(connection: &mut PgConnection, movement: Uuid) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select remittance from bank_movements where id = $1", movement).fetch_one(connection).await
}

/// The repayments that the payout pays and whose partner has confirmed them are so no more. Gives them.
pub async fn update_arrival(connection: &mut PgConnection, id: PayoutId) -> Result<Vec<RepaymentId>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        "update repayments set partner_confirmed_at = null
         where id in (select id from payables where payout_id = $1) and partner_confirmed_at is not null returning id",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(RepaymentId).collect())
}

/// How much a movement moved.
pub async fn find_moved(connection: &mut PgConnection, movement: Uuid) -> Result<Amount, sqlx::Error> {
    let moved = sqlx::query_scalar!("select amount_fen from bank_movements where id = $1", movement);
    Ok(Amount::from_fen(moved.fetch_one(connection).await?))
}

/// What of the payout's payables went back to their payers, locked.
pub async fn lock_returned(connection: &mut PgConnection, id: PayoutId) -> Result<Vec<(Uuid, Amount)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, returned_fen from payables where payout_id = $1 and returned_fen > 0 order by id for update",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Amount::from_fen(row.returned_fen))).collect())
}

/// So much of what went back of a payable was paid out all the same.
pub async fn update_returned(connection: &mut PgConnection, payable: Uuid, by: Amount) -> Result<(), sqlx::Error> {
    sqlx::query!("update payables set returned_fen = returned_fen - $2 where id = $1", payable, by.fen())
        .execute(connection)
        .await?;
    Ok(())
}

/// What a payout to a partner pays.
pub async fn list_payables(connection: &mut PgConnection, id: PayoutId) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from payables where payout_id = $1", id.0).fetch_all(connection).await
}

/// Locks the payouts of payables: before these, as whoever fails a payout or brings it back has them.
pub async fn lock_of_payables(connection: &mut PgConnection, payables: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from payouts where id in (select payout_id from payables where id = any ($1)) order by id for update",
        payables
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// Whether its partner owes back something of what a payout pays.
pub async fn find_owed_back(connection: &mut PgConnection, id: PayoutId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from payables p join receivables o on o.payable_id = p.id and o.settled_fen < o.amount_fen
                          where p.payout_id = $1) as "exists!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// The payouts that were sent before, are to pay something yet, and of which their partner owes something back.
pub async fn list_owed_back(connection: &mut PgConnection) -> Result<Vec<PayoutId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select t.id from payouts t
         where t.state in ('requested', 'failed', 'sent_back') and t.attempt > 0
           and exists (select from payables p join receivables o on o.payable_id = p.id and o.settled_fen < o.amount_fen
                       where p.payout_id = t.id and p.returned_fen < p.amount_fen)
         order by t.id"
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(PayoutId).collect())
}

/// How much of each is to be paid yet, locked.
pub async fn lock_to_pay(connection: &mut PgConnection, id: PayoutId) -> Result<HashMap<Uuid, Amount>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, amount_fen - returned_fen as "fen!" from payables where payout_id = $1 order by id for update"#,
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Amount::from_fen(row.fen))).collect())
}

/// So much of what is owed back was set off against a payout.
pub async fn insert_set_off(
    connection: &mut PgConnection,
    id: Uuid,
    (payout, owed): (PayoutId, &LockedReceivable),
    amount: Amount,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into set_offs (id, receivable_id, payout_id, payer_id, amount_fen, set_off_at)
         values ($1, $2, $3, $4, $5, $6)",
        id,
        owed.id,
        payout.0,
        owed.payer.0,
        amount.fen(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// It pays so much from now on.
pub async fn update_amount(connection: &mut PgConnection, id: PayoutId, amount: Amount) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set amount_fen = $2 where id = $1", id.0, amount.fen()).execute(connection).await?;
    Ok(())
}

pub async fn update_state(connection: &mut PgConnection, id: PayoutId, state: PayoutState) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set state = $2 where id = $1", id.0, state.code()).execute(connection).await?;
    Ok(())
}

pub async fn update_account(
    connection: &mut PgConnection,
    id: PayoutId,
    (account_no, account_name): (&str, &str),
) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set account_no = $2, account_name = $3 where id = $1", id.0, account_no, account_name)
        .execute(connection)
        .await?;
    Ok(())
}
