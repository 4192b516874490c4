//! Standing orders: an agent has its coming commissions repay a loan. A commission pays them (`repayment/ordered.rs`) and ends those
//! that are over; until it comes, one whose loan was paid by another way is merely not shown any more.

mod sql;

use domain::{
    Amount, Reference,
    id::{LoanId, StandingOrderId},
    standing_order::{OrderChoice, StandingOrder, StandingOrderRefusal, StandingOrderState},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Context, Db, Error, Write, error::Never, loan::sql::find_kept};

pub(crate) use sql::{Ordered, list};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetCommand {
    pub loan: LoanId,
    pub choice: OrderChoice,
}

/// An order that stands, as its shop sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingOrderRow {
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub order: StandingOrder,
    /// What a commission of today would pay of it.
    pub left: Amount,
    pub set_at: OffsetDateTime,
}

/// Has the agent's coming commissions repay a loan of its own.
///
/// # Errors
/// `NotFound` for somebody else's loan; refused when nothing is owed, another order for it stands, or the amount is not positive or
/// more than is owed.
pub async fn set(
    db: &Db,
    context: &Context,
    command: SetCommand,
) -> Result<StandingOrderId, Error<StandingOrderRefusal>> {
    let (agent, actor) = (context.agent()?, context.actor_name());
    db.write(context, "standing_order.set", &command.clone(), move |write| {
        Box::pin(async move {
            // Commissions pay under this lock, and no two orders are set at once.
            sql::lock_wallet(write.connection(), agent).await?;
            let loan = find_kept(write.connection(), command.loan, agent).await?.ok_or(Error::NotFound)?;
            write.envelope.about(command.loan);
            let (on, at) = (write.business_date, write.at);
            if let Some((before, order)) = sql::find(write.connection(), command.loan).await? {
                match order.state(&loan.position, on) {
                    StandingOrderState::Standing => return Err(Error::Refused(StandingOrderRefusal::Stands)),
                    over => keep(write, before, order, over, &actor),
                }
                write.flush().await?;
            }
            let order = StandingOrder::set(command.choice, &loan.position, on).map_err(Error::Refused)?;
            let id = StandingOrderId(write.id());
            sql::insert(write.connection(), (id, command.loan, agent), &order, (&actor, at)).await?;
            write.envelope.moved(id, ("", StandingOrderState::Standing.code()), &actor, "");
            write.envelope.changed(&(), &order)?;
            Ok(id)
        })
    })
    .await
}

/// Ends the agent's own order for a loan: commissions are free again.
///
/// # Errors
/// `NotFound` for somebody else's loan; refused when no order for it stands.
pub async fn end(db: &Db, context: &Context, loan: LoanId) -> Result<(), Error<StandingOrderRefusal>> {
    let (agent, actor) = (context.agent()?, context.actor_name());
    db.write(context, "standing_order.end", &loan, move |write| {
        Box::pin(async move {
            sql::lock_wallet(write.connection(), agent).await?;
            find_kept(write.connection(), loan, agent).await?.ok_or(Error::NotFound)?;
            write.envelope.about(loan);
            let found = sql::find(write.connection(), loan).await?;
            let (id, order) = found.ok_or(Error::Refused(StandingOrderRefusal::Over))?;
            keep(write, id, order, StandingOrderState::Revoked, &actor);
            write.envelope.changed(&order, &())
        })
    })
    .await
}

/// The orders of a shop that stand, in the order in which they are paid.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn standing_orders(db: &Db, context: &Context) -> Result<Vec<StandingOrderRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| Box::pin(async move { sql::list_standing(connection, agent).await })).await
}

/// Keeps an order as it is now, with the envelope.
pub(crate) fn keep(
    write: &mut Write,
    id: StandingOrderId,
    order: StandingOrder,
    state: StandingOrderState,
    actor: &str,
) {
    let ended = (state != StandingOrderState::Standing).then(|| (write.at, actor.to_owned()));
    if ended.is_some() {
        write.envelope.moved(id, (StandingOrderState::Standing.code(), state.code()), actor, "");
    }
    write.envelope.change(sql::StandingOrderChange { id, paid: order.paid, state, ended });
}
