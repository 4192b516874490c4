//! What operations make payable to partners. Payouts drain it: [`crate::payout`].

use domain::{
    Amount,
    id::{AgentId, PartnerId},
};
use sqlx::{Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::envelope::{Arrays, Change};

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
