//! What has happened to a loan, across the parties.

use domain::id::{AgentId, DrawId, LoanId, RepaymentId};

use crate::{
    Context, Db, Error,
    error::Never,
    timeline::{self, Event, Things, TimelineStep},
};

/// From the request of its draw to its settlement, the oldest first: the latest of it. What froze the wallet is told to the
/// institution alone, and what another holder was repaid to its funder neither.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's, `Forbidden` for its agent, whom others' words are not for.
pub async fn timeline(db: &Db, context: &Context, id: LoanId) -> Result<Vec<TimelineStep>, Error<Never>> {
    let (owners, reader) = (context.owners()?, context.party());
    if owners.0.is_some() {
        return Err(Error::Forbidden);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let loan = sqlx::query!(
                r#"select l.draw_id, l.agent_id, d.credited_at, l.state = 'settled' as "settled!",
                          array(select id from repayments where loan_id = l.id and ($2::uuid is null or holder_id = $2)
                                order by version desc limit 50) as "repayments!"
                   from loans l join draws d on d.id = l.draw_id
                   where l.id = $1 and ($2::uuid is null or l.funder_id = $2)"#,
                id.0,
                owners.1,
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let things = Things {
                draws: vec![DrawId(loan.draw_id)],
                loans: vec![id],
                repayments: loan.repayments.into_iter().map(RepaymentId).collect(),
                frozen: loan.credited_at.map(|since| (AgentId(loan.agent_id), since)),
                ..Things::default()
            };
            let mut steps = timeline::list(connection, reader, &things).await?;
            // What froze the wallet after it was settled was for something else.
            let settled = steps.iter().rfind(|step| loan.settled && step.event == Event::Settled).map(|step| step.at);
            if let Some(settled) = settled {
                steps.retain(|step| step.at <= settled || !step.event.is_of_a_freeze());
            }
            Ok(steps)
        })
    })
    .await
}
