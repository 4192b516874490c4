//! What operations make payable to partners. Payouts drain it: [`crate::payout`].

use domain::{
    Amount, Reference,
    id::{AgentId, PartnerId, PayoutId},
    payout::PayoutState,
};
use sqlx::{Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error,
    envelope::{Arrays, Change},
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
