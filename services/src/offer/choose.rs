//! The agent reads its offers, and what becomes of them when it takes one.

use domain::{
    Amount,
    id::{AgentId, OfferId, PartnerId},
    offer::{OfferRefusal, OfferState, OfferStep},
};

use super::{OfferRow, sql};
use crate::{Context, Db, Error, Write, error::Never, party::check_standing};

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

/// The agent's offers that are open or selected, locked, and the one of them that it takes.
///
/// # Errors
/// `NotFound` for another agent's offer; refused when it is no longer open.
pub(crate) async fn lock_open(
    write: &mut Write,
    agent: AgentId,
    offer: OfferId,
) -> Result<(Vec<sql::LockedOffer>, sql::LockedOffer), Error<OfferRefusal>> {
    sql::lock_agent(write.connection(), agent).await?;
    let open = sql::lock_offers_of_agent(write.connection(), agent).await?;
    let Some(chosen) = open.iter().find(|candidate| candidate.id == offer).copied() else {
        let state = sql::find_state(write.connection(), offer, agent).await?.ok_or(Error::NotFound)?;
        return Err(Error::Refused(OfferRefusal::WrongState { state }));
    };
    Ok((open, chosen))
}

/// What a selection needs besides the offer's own state; answers the funder.
pub(crate) async fn check_open(
    write: &mut Write,
    agent: AgentId,
    chosen: sql::LockedOffer,
) -> Result<PartnerId, Error<OfferRefusal>> {
    if chosen.used {
        return Err(Error::Refused(OfferRefusal::Used));
    }
    let facts = sql::find_permission(write.connection(), chosen.id).await?;
    check_standing(write.connection(), agent, facts.funder).await?;
    Ok(facts.funder)
}

/// One is selected; every other that was open, or only drafted from, is passed over.
pub(crate) async fn select(
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
