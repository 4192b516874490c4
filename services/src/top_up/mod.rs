//! Top-ups: an agent's wallet is filled from its own card. Accepted, written down as sent, and only then asked of the network; what
//! it says is filed with the money's journal, and what it does not say is asked for. What a loan's holder debits for
//! it ([`crate::loan_debit`]) goes the same way.

mod follow;
mod report;
mod returned;
mod sql;

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    card::TopUpRefusal,
    debt::day_of,
    id::{CardId, TopUpId},
    job::Job,
    reference::ReferenceKind,
};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{Context, Db, Error, error::violated_constraint, reference::next_reference};

pub(crate) use follow::{adopt, file, follow, tell_late};
pub use report::{TopUpRow, receipt, top_ups};
pub(crate) use returned::record_return;

/// Take this much from the card. It comes into the agent's own wallet, which is no choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TopUpCommand {
    pub card: CardId,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedTopUp {
    pub top_up: TopUpId,
    pub reference: Reference,
}

/// Has the agent's wallet filled from its card, by whoever of the shop asks.
///
/// # Errors
/// `NotFound` when the card is not the agent's; refused by the rule that decides what may be taken ([`domain::card`]).
pub async fn top_up(db: &Db, context: &Context, command: TopUpCommand) -> Result<OrderedTopUp, Error<TopUpRefusal>> {
    let agent = context.shop::<TopUpRefusal>()?;
    let actor = context.actor_name();
    db.write(context, "top_up.order", &command.clone(), move |write| {
        Box::pin(async move {
            let at = write.at;
            let held = sql::hold_card(write.connection(), command.card, None, day_of(at)).await?;
            let held = held.filter(|held| held.agent == agent).ok_or(Error::NotFound)?;
            write.envelope.about(command.card);
            held.standing.may_take(command.amount, at).map_err(Error::Refused)?;
            let id = TopUpId(write.id());
            let reference = next_reference(write, ReferenceKind::Debit).await?;
            let saved = sql::insert_top_up(write.connection(), (id, &reference), &held, command.amount, at).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("one_top_up_in_flight") => Error::Refused(TopUpRefusal::InFlight),
                _ => error.into(),
            })?;
            write.enqueue(Job::FollowTopUp(id), Duration::ZERO);
            write.envelope.moved(id, ("", DebitState::Accepted.code()), &actor, "");
            write.envelope.changed(&(), &(&reference, command.amount))?;
            Ok(OrderedTopUp { top_up: id, reference })
        })
    })
    .await
}
