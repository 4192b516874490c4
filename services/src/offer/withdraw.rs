//! A funder takes back what it has offered.

use domain::{
    id::OfferId,
    offer::{OfferRefusal, OfferState, OfferStep},
};

use super::sql;
use crate::{Context, Db, Error};

/// Takes an offer back that the agent has not selected. What was selected goes its way.
///
/// # Errors
/// `NotFound` for what another funder was asked; refused when it is not open or has expired.
pub async fn withdraw_offer(db: &Db, context: &Context, offer: OfferId) -> Result<OfferState, Error<OfferRefusal>> {
    let funder = context.funder(&[])?;
    let actor = context.actor_name();
    db.write(context, "offer.withdraw", &offer, move |write| {
        Box::pin(async move {
            let live = sql::lock_offers_of_funder(write.connection(), offer, funder).await?;
            let open = live.iter().find(|candidate| candidate.id == offer).ok_or(Error::NotFound)?;
            let until = if open.state == OfferState::Pending { open.deadline_at } else { open.valid_until };
            let state = open.state.at(write.at, until).after(OfferStep::Withdraw).map_err(Error::Refused)?;
            sql::update_state(write.connection(), offer, state, None).await?;
            write.envelope.moved(offer, (open.state.code(), state.code()), &actor, "");
            write.envelope.about(offer);
            write.envelope.changed(&open.state, &state)?;
            Ok(state)
        })
    })
    .await
}
