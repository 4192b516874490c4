//! The agent reads its offers and takes one.

use domain::{
    Amount,
    event::PartnerEvent,
    id::{AgentId, ApplicationId, OfferId, PartnerId},
    offer::{OfferRefusal, OfferState, OfferStep},
};

use super::{OfferRow, sql};
use crate::{
    Context, Db, Error, Write,
    application::{NewDraft, insert_draft, withdraw_draft},
    error::Never,
    party::check_standing,
};

/// The offers of the agent's newest round, and older ones that are still valid. Whoever asks is taken to see them: new
/// ones are marked as viewed, and are still told as new this once.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn offers(db: &Db, context: &Context) -> Result<Vec<OfferRow>, Error<Never>> {
    let rows = list(db, context).await?;
    let unseen: Vec<OfferId> =
        rows.iter().filter(|row| row.state == OfferState::Offered).map(|row| row.offer).collect();
    // It is the owner who sees them; a clerk's looking leaves nothing behind.
    if let Ok(agent) = context.agent::<Never>()
        && !unseen.is_empty()
    {
        mark_viewed(db, context, agent, unseen).await?;
    }
    Ok(rows)
}

/// The limits of the offers among which the agent may choose. Nothing is taken as seen.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn open_limits(db: &Db, context: &Context) -> Result<Vec<Amount>, Error<Never>> {
    let open = list(db, context).await?.into_iter().filter(OfferRow::is_open).filter_map(|row| row.offered);
    Ok(open.map(|offered| offered.terms.limit).collect())
}

async fn list(db: &Db, context: &Context) -> Result<Vec<OfferRow>, Error<Never>> {
    let (agent, at) = (context.shop()?, db.now());
    db.read(context, move |connection| Box::pin(async move { sql::list_offers(connection, agent, at).await })).await
}

async fn mark_viewed(db: &Db, context: &Context, agent: AgentId, unseen: Vec<OfferId>) -> Result<(), Error<Never>> {
    let actor = context.actor_name();
    db.write(context, "offer.view", &unseen.clone(), move |write| {
        Box::pin(async move {
            for offer in sql::update_viewed(write.connection(), agent, &unseen).await? {
                write.envelope.moved(offer, (OfferState::Offered.code(), OfferState::Viewed.code()), &actor, "");
            }
            write.envelope.about(agent);
            write.envelope.changed(&(), &unseen)
        })
    })
    .await
}

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
            sql::lock_agent(write.connection(), agent).await?;
            let open = sql::lock_offers_of_agent(write.connection(), agent).await?;
            let Some(chosen) = open.iter().find(|candidate| candidate.id == offer).copied() else {
                let state = sql::find_state(write.connection(), offer, agent).await?.ok_or(Error::NotFound)?;
                return Err(Error::Refused(OfferRefusal::WrongState { state }));
            };
            let draft = sql::lock_draft(write.connection(), agent).await?;
            if let Some(draft) = draft.as_ref().filter(|draft| draft.offer == offer) {
                write.envelope.about(draft.id);
                return Ok(draft.id);
            }
            let funder = check_open(write, agent, chosen).await?;
            if let Some(draft) = &draft {
                withdraw_draft(write, &actor, draft.id).await?;
            }
            select(write, &actor, &open, chosen).await?;
            write.envelope.tell(funder, offer, &PartnerEvent::OfferSelected {})?;
            let in_place_of = draft.as_ref().map(|draft| draft.id);
            let new = NewDraft { agent, offer, need: draft.map(|draft| draft.need).unwrap_or_default() };
            insert_draft(write, &actor, new, in_place_of).await
        })
    })
    .await
}

/// What a selection needs besides the offer's own state; answers the funder.
async fn check_open(
    write: &mut Write,
    agent: AgentId,
    chosen: sql::LockedOffer,
) -> Result<PartnerId, Error<OfferRefusal>> {
    if sql::find_slot(write.connection(), agent).await? {
        return Err(Error::Refused(OfferRefusal::SlotTaken));
    }
    if chosen.used {
        return Err(Error::Refused(OfferRefusal::Used));
    }
    let facts = sql::find_permission(write.connection(), chosen.id).await?;
    check_standing(write.connection(), agent, facts.funder).await?;
    Ok(facts.funder)
}

/// One is selected; every other that was open, or only drafted from, is passed over.
async fn select(
    write: &mut Write,
    actor: &str,
    open: &[sql::LockedOffer],
    chosen: sql::LockedOffer,
) -> Result<(), Error<OfferRefusal>> {
    let at = write.at;
    let state = chosen.state.at(at, chosen.valid_until).after(OfferStep::Select).map_err(Error::Refused)?;
    sql::update_state(write.connection(), chosen.id, state, Some(at)).await?;
    write.envelope.moved(chosen.id, (chosen.state.code(), state.code()), actor, "");
    for other in open.iter().filter(|other| other.id != chosen.id && !other.used) {
        if let Ok(state) = other.state.after(OfferStep::PassOver) {
            sql::update_state(write.connection(), other.id, state, None).await?;
            write.envelope.moved(other.id, (other.state.code(), state.code()), actor, "");
        }
    }
    Ok(())
}

/// Takes the locks that go before an application's: the agent's, and its offers'.
pub(crate) async fn lock_of_agent<R>(write: &mut Write, agent: AgentId) -> Result<(), Error<R>> {
    sql::lock_agent(write.connection(), agent).await?;
    sql::lock_offers_of_agent(write.connection(), agent).await.map(|_: Vec<sql::LockedOffer>| ())
}

/// The agent gave up the draft that was made from an offer: it is as if another had been taken, and may be taken again
/// while it is valid.
pub(crate) async fn pass_over<R>(write: &mut Write, actor: &str, offer: OfferId) -> Result<(), Error<R>> {
    let (from, to) = (OfferState::Selected, OfferState::NotChosen);
    sql::update_state(write.connection(), offer, to, None).await?;
    write.envelope.moved(offer, (from.code(), to.code()), actor, "");
    Ok(())
}
