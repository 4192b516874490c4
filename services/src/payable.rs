//! What operations make payable to partners. Payouts drain it: [`crate::payout`].

use domain::{
    Amount, Reference,
    event::PartnerEvent,
    id::{AgentId, DebitId, LoanId, PartnerId, PayoutId, RepaymentId},
    payout::PayoutState,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error,
    envelope::{Arrays, Change, Envelope},
};

/// What an operation makes payable, with the envelope.
pub struct NewPayable {
    /// That of what made it payable.
    pub id: Uuid,
    pub payee: PartnerId,
    /// Whose wallet it came out of, if it did.
    pub agent: Option<AgentId>,
    pub amount: Amount,
    pub at: OffsetDateTime,
}

impl Change for NewPayable {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("insert into payables (id, payee_id, agent_id, amount_fen, recorded_at) select * from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id))
            .column(rows.iter().map(|row| row.payee.0))
            .column(rows.iter().map(|row| row.agent.map(|agent| agent.0)))
            .column(rows.iter().map(|row| row.amount.fen()))
            .column(rows.iter().map(|row| row.at))
            .end();
    }
}

/// So much of a payable is its payer's again before a payout had it, with the envelope.
pub struct Returned {
    pub payable: Uuid,
    pub amount: Amount,
}

impl Change for Returned {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update payables set returned_fen = returned_fen + t.amount_fen from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.payable))
            .column(rows.iter().map(|row| row.amount.fen()))
            .end();
        sql.push(" as t (id, amount_fen) where payables.id = t.id");
    }
}

/// What a partner owes back, with the envelope.
pub struct NewReceivable {
    /// Of the correction, if it is for one.
    pub id: Uuid,
    pub payer: PartnerId,
    pub payable: Uuid,
    pub amount: Amount,
    pub at: OffsetDateTime,
}

impl Change for NewReceivable {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("insert into receivables (id, payer_id, payable_id, amount_fen, recorded_at) select * from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id))
            .column(rows.iter().map(|row| row.payer.0))
            .column(rows.iter().map(|row| row.payable))
            .column(rows.iter().map(|row| row.amount.fen()))
            .column(rows.iter().map(|row| row.at))
            .end();
    }
}

/// A receivable that is not given back whole.
pub struct LockedReceivable {
    pub id: Uuid,
    pub payable: Uuid,
    pub payer: PartnerId,
    /// Of a repayment; none of a debit.
    pub loan: Option<LoanId>,
    pub owed: Amount,
}

impl LockedReceivable {
    /// Tells whoever owed it that so much of it is settled; with a payout, that it was set off against that.
    ///
    /// # Errors
    /// When the notice cannot be written.
    pub fn tell_settled<R>(
        &self,
        envelope: &mut Envelope,
        amount: Amount,
        payout: Option<Reference>,
    ) -> Result<(), Error<R>> {
        let told = PartnerEvent::ReceivableSettled { amount, payout };
        match self.loan {
            Some(_) => envelope.tell(self.payer, RepaymentId(self.payable), &told),
            None => envelope.tell(self.payer, DebitId(self.payable), &told),
        }
    }
}

/// What is owed back of these repayments and debits, the oldest first, locked.
///
/// # Errors
/// When the database fails.
pub async fn lock_receivables(
    connection: &mut PgConnection,
    payables: &[Uuid],
) -> Result<Vec<LockedReceivable>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.id, o.payable_id, o.payer_id, r.loan_id as "loan_id?", o.amount_fen - o.settled_fen as "owed_fen!"
           from receivables o left join repayments r on r.id = o.payable_id
           where o.payable_id = any($1) and o.settled_fen < o.amount_fen order by o.id for update of o"#,
        payables
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LockedReceivable {
            id: row.id,
            payable: row.payable_id,
            payer: PartnerId(row.payer_id),
            loan: row.loan_id.map(LoanId),
            owed: Amount::from_fen(row.owed_fen),
        })
        .collect())
}

/// So much of a receivable was given back, or set off.
///
/// # Errors
/// When the database fails.
pub async fn update_settled(connection: &mut PgConnection, id: Uuid, by: Amount) -> Result<(), sqlx::Error> {
    sqlx::query!("update receivables set settled_fen = settled_fen + $2 where id = $1", id, by.fen())
        .execute(connection)
        .await?;
    Ok(())
}

/// The payout that pays a payable out, with others or alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidBy {
    pub id: PayoutId,
    pub reference: Reference,
    pub state: PayoutState,
    /// Of all that it pays.
    pub amount: Amount,
}

impl PaidBy {
    /// Reads it back from columns that are there together or not at all.
    pub(crate) fn from_parts<R>(
        id: Option<Uuid>,
        reference: Option<String>,
        state: Option<String>,
        fen: Option<i64>,
    ) -> Result<Option<Self>, Error<R>> {
        let (Some(id), Some(reference), Some(code), Some(fen)) = (id, reference, state, fen) else { return Ok(None) };
        let id = PayoutId(id);
        let state = PayoutState::from_code(&code).ok_or_else(|| Error::defect(format!("a payout is {code}")))?;
        Ok(Some(Self {
            id,
            reference: reference.parse().map_err(Error::defect)?,
            state,
            amount: Amount::from_fen(fen),
        }))
    }
}
