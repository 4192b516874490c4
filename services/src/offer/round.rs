//! Rounds: an agent asks every funder that fits, under a pseudonym of its own for each.

use domain::{
    consent::ConsentPurpose,
    event::PartnerEvent,
    id::{AgentId, OfferId, RoundId},
    offer::{ROUND_MINUTES, RoundRefusal},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{AskedOffer, sql};
use crate::{
    Context, Db, Error, Write,
    consent::{self, ConsentText, GivenConsent},
    error::Never,
    sealed::random_uuid,
};

/// The agent asks for offers, and consents to its data being shown for that, under a pseudonym.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenRoundCommand {
    pub consent: ConsentText,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedRound {
    pub round: RoundId,
    #[serde(with = "time::serde::rfc3339")]
    pub deadline_at: OffsetDateTime,
    /// One for each funder asked.
    pub offers: Vec<OfferId>,
}

/// Asks every active funder whose licence, region and product fit.
///
/// # Errors
/// Refused without operating data, with an expired licence, while a round is open, or when no funder fits.
pub async fn open_round(
    db: &Db,
    context: &Context,
    command: OpenRoundCommand,
) -> Result<OpenedRound, Error<RoundRefusal>> {
    let agent = context.agent()?;
    let asker = context.clone();
    db.write(context, "round.open", &command.clone(), move |write| {
        Box::pin(async move { open(write, &asker, agent, command).await })
    })
    .await
}

async fn open(
    write: &mut Write,
    context: &Context,
    agent: AgentId,
    command: OpenRoundCommand,
) -> Result<OpenedRound, Error<RoundRefusal>> {
    let (at, today) = (write.at, write.business_date);
    sql::lock_agent(write.connection(), agent).await?;
    let asker = sql::find_asker(write.connection(), agent).await?.ok_or(Error::NotFound)?;
    if asker.licence_expires_on < today {
        return Err(Error::Refused(RoundRefusal::LicenceExpired));
    }
    if asker.departed {
        return Err(Error::Refused(RoundRefusal::AgentDeparted));
    }
    if !asker.has_data {
        return Err(Error::Refused(RoundRefusal::NoOperatingData));
    }
    if let Some(deadline_at) = sql::find_open_deadline(write.connection(), agent, at).await? {
        return Err(Error::Refused(RoundRefusal::RoundOpen { deadline_at }));
    }
    let funders = sql::list_fitting_funders(write.connection(), &asker.region, today).await?;
    if funders.is_empty() {
        return Err(Error::Refused(RoundRefusal::NoFunder));
    }
    let round = RoundId(write.id());
    let deadline_at = at + Duration::minutes(ROUND_MINUTES);
    sql::insert_round(write.connection(), round, agent, (at, deadline_at)).await?;
    let given = [GivenConsent { purpose: ConsentPurpose::PreCredit, text: command.consent }];
    let mut offers = Vec::with_capacity(funders.len());
    for funder in funders {
        let (offer, pseudonym) = (OfferId(write.id()), random_uuid(write.secret()));
        let new = sql::NewOffer { offer, round, agent, funder, pseudonym, at };
        sql::insert_offer(write.connection(), &new).await?;
        consent::record(write, context, (agent, funder), &given).await?;
        write.envelope.tell(funder, offer, &PartnerEvent::OfferRequested { offer, pseudonym, deadline_at })?;
        offers.push(offer);
    }
    write.envelope.about(round);
    write.envelope.changed(&(), &offers)?;
    Ok(OpenedRound { round, deadline_at, offers })
}

/// What the funder is asked and can still answer, the oldest first, at most 500. Nothing in it tells who the agent is.
///
/// # Errors
/// `Forbidden` for anybody but a funder's system.
pub async fn rounds_to_answer(db: &Db, context: &Context) -> Result<Vec<AskedOffer>, Error<Never>> {
    let funder = context.funder(&[])?;
    let at = db.now();
    db.read(context, move |connection| Box::pin(async move { sql::list_asked(connection, funder, at).await })).await
}
