//! The agent takes one of its offers, which makes the draft of its application.

use domain::{
    application::ApplicationState,
    event::PartnerEvent,
    id::{ApplicationId, OfferId},
    offer::OfferRefusal,
};

use super::{
    contact::move_contact,
    sql::{self, NewDraft},
};
use crate::{Context, Db, Error, Write, offer};

/// Takes one offer and drafts the application for it. Until that is submitted another may be taken instead; what was
/// filled in moves over. Taking the same again finds the same draft.
///
/// # Errors
/// `NotFound` for another agent's offer; refused when it has expired, is no longer open or was used, while another
/// application or line is live, when the funder is suspended or a licence has expired.
pub async fn select_offer(db: &Db, context: &Context, offer: OfferId) -> Result<ApplicationId, Error<OfferRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    db.write(context, "offer.select", &offer, move |write| {
        Box::pin(async move {
            let (open, chosen) = offer::lock_open(write, agent, offer).await?;
            let draft = sql::lock_draft(write.connection(), agent).await?;
            if let Some(draft) = draft.as_ref().filter(|draft| draft.offer == offer) {
                write.envelope.about(draft.id);
                return Ok(draft.id);
            }
            if sql::find_slot(write.connection(), agent).await? {
                return Err(Error::Refused(OfferRefusal::SlotTaken));
            }
            let funder = offer::check_open(write, agent, chosen).await?;
            if let Some(draft) = &draft {
                withdraw_draft(write, &actor, draft.id).await?;
            }
            offer::select(write, &actor, &open, chosen).await?;
            write.envelope.tell(funder, offer, &PartnerEvent::OfferSelected {})?;
            let in_place_of = draft.as_ref().map(|draft| draft.id);
            let new = NewDraft { agent, offer, need: draft.map(|draft| draft.need).unwrap_or_default() };
            insert_draft(write, &actor, new, in_place_of).await
        })
    })
    .await
}

/// Drafts the application for a selected offer, with its limit and terms copied unchanged. What was filled in for a draft
/// that it takes the place of moves over.
async fn insert_draft(
    write: &mut Write,
    actor: &str,
    new: NewDraft,
    in_place_of: Option<ApplicationId>,
) -> Result<ApplicationId, Error<OfferRefusal>> {
    let (id, at) = (ApplicationId(write.id()), write.at);
    sql::insert_draft(write.connection(), id, &new, at).await?;
    if let Some(draft) = in_place_of {
        move_contact(write, draft, id).await?;
        sql::update_attachments_moved(write.connection(), draft, id).await?;
    }
    write.envelope.moved(id, ("", ApplicationState::Draft.code()), actor, "");
    write.envelope.about(id);
    write.envelope.changed(&(), &new.offer)?;
    Ok(id)
}

/// Ends a draft because another offer is taken instead.
async fn withdraw_draft(write: &mut Write, actor: &str, draft: ApplicationId) -> Result<(), Error<OfferRefusal>> {
    sql::update_draft_withdrawn(write.connection(), draft).await?;
    write.envelope.moved(draft, (ApplicationState::Draft.code(), ApplicationState::Withdrawn.code()), actor, "");
    Ok(())
}
