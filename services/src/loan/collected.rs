//! A loan as whoever collects it sees it.

use domain::{
    Amount,
    id::{AgentId, LoanId, PartnerId},
    position::Position,
};
use sqlx::{PgConnection, types::Json};
use time::Date;

/// Whose a loan is, and what of it can be collected.
pub(crate) struct CollectedLoan {
    pub agent: AgentId,
    pub funder: PartnerId,
    pub facilitator: Option<PartnerId>,
    pub holder: PartnerId,
    /// What is due on the day that was asked for; all that settles it, where nothing is.
    pub outstanding: Amount,
    pub due_on: Date,
}

/// Locks a loan as it stands on a date. `None` when the acting party cannot see it.
pub(crate) async fn lock_collected(
    connection: &mut PgConnection,
    id: LoanId,
    on: Date,
) -> Result<Option<CollectedLoan>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select agent_id, funder_id, holder_id, facilitator_id, position as "position: Json<Position>", due_on
           from loans where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let quote = row.position.0.quote(on);
        let due = quote.due_total();
        CollectedLoan {
            agent: AgentId(row.agent_id),
            funder: PartnerId(row.funder_id),
            facilitator: row.facilitator_id.map(PartnerId),
            holder: PartnerId(row.holder_id),
            outstanding: if due.is_positive() { due } else { quote.payoff_total() },
            due_on: row.due_on.unwrap_or(on),
        }
    }))
}
