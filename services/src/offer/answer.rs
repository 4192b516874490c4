//! A funder's answer, which only its system gives, on the terms of one of its products.

use domain::{
    cost,
    id::{OfferId, PartnerId, ProductVersionId},
    offer::{OfferRefusal, OfferState, OfferStep, OfferTerms, Quotation, REASON_LIMIT},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{capacity::check_capacity, sql};
use crate::{Context, Db, Error, Write, party::check_standing};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOfferCommand {
    pub offer: OfferId,
    pub answer: Answer,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    Offer {
        product_version: ProductVersionId,
        quotation: Quotation,
    },
    /// The agent reads the reason.
    Decline {
        reason: String,
    },
}

/// Answers what a funder was asked. An offer takes the place of what the same funder offered the same agent before and
/// was not selected; a refusal leaves that to its own validity.
///
/// # Errors
/// `NotFound` for what another funder was asked; refused after the deadline, when it was answered before, when consent
/// was withdrawn, or when the terms do not fit the product, its capacity or the cap.
pub async fn answer_offer(
    db: &Db,
    context: &Context,
    command: AnswerOfferCommand,
) -> Result<OfferState, Error<OfferRefusal>> {
    let funder = context.funder(&[])?;
    let actor = context.actor_name();
    db.write(context, "offer.answer", &command.clone(), move |write| {
        Box::pin(async move {
            let live = sql::lock_offers_of_funder(write.connection(), command.offer, funder).await?;
            let asked = live.iter().find(|offer| offer.id == command.offer).ok_or(Error::NotFound)?;
            let step = match &command.answer {
                Answer::Offer { .. } => OfferStep::Offer,
                Answer::Decline { .. } => OfferStep::Decline,
            };
            let state = asked.state.at(write.at, asked.deadline_at).after(step).map_err(Error::Refused)?;
            let facts = sql::find_permission(write.connection(), command.offer).await?;
            if !facts.consented {
                return Err(Error::Refused(OfferRefusal::ConsentWithdrawn));
            }
            match command.answer {
                Answer::Offer { product_version, quotation } => {
                    check_standing(write.connection(), facts.agent, facts.funder).await?;
                    let product = (funder, product_version);
                    offer(write, command.offer, product, &quotation).await?;
                    supersede(write, &actor, command.offer, &live).await?;
                }
                Answer::Decline { reason } => decline(write, command.offer, &reason).await?,
            }
            write.envelope.moved(command.offer, (OfferState::Pending.code(), state.code()), &actor, "");
            write.envelope.about(command.offer);
            Ok(state)
        })
    })
    .await
}

async fn offer(
    write: &mut Write,
    id: OfferId,
    (funder, version): (PartnerId, ProductVersionId),
    quotation: &Quotation,
) -> Result<(), Error<OfferRefusal>> {
    let (at, today) = (write.at, write.business_date);
    let product = sql::find_version(write.connection(), version, funder).await?;
    let (product, allowed) = product.ok_or(Error::Refused(OfferRefusal::UnknownProduct))?;
    let terms: OfferTerms = allowed.offer(quotation, cost::cap(), today).map_err(Error::Refused)?;
    check_capacity(write.connection(), product, terms.limit).await?;
    let valid_until = at + Duration::days(i64::from(quotation.valid_days));
    sql::update_offered(write.connection(), id, (version, &terms), (at, valid_until)).await?;
    write.envelope.changed(&OfferState::Pending, &(OfferState::Offered, terms))
}

async fn decline(write: &mut Write, id: OfferId, reason: &str) -> Result<(), Error<OfferRefusal>> {
    let (reason, field) = (reason.trim(), "reason".to_owned());
    if reason.is_empty() {
        return Err(Error::Refused(OfferRefusal::FieldMissing { field }));
    }
    if reason.chars().count() > REASON_LIMIT {
        return Err(Error::Refused(OfferRefusal::FieldTooLong { field }));
    }
    let at: OffsetDateTime = write.at;
    sql::update_declined(write.connection(), id, reason, at).await?;
    write.envelope.changed(&OfferState::Pending, &(OfferState::Declined, reason))
}

/// A changed offer is a new offer: the older ones of the same funder, the new one aside, give way.
async fn supersede(
    write: &mut Write,
    actor: &str,
    newer: OfferId,
    live: &[sql::LockedOffer],
) -> Result<(), Error<OfferRefusal>> {
    for older in live.iter().filter(|offer| offer.id != newer) {
        if let Ok(state) = older.state.after(OfferStep::Supersede) {
            sql::update_state(write.connection(), older.id, state, None).await?;
            write.envelope.moved(older.id, (older.state.code(), state.code()), actor, &newer.to_string());
        }
    }
    Ok(())
}
