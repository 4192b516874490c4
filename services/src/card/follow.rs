//! The worker's step with a card: asking the network what became of its signing, ending what nobody goes on with, and having its
//! agreement ended.

use domain::{
    card::CardState,
    id::CardId,
    job::Job,
    network::{AgreementStanding, Reason},
    signing::{Signing, SigningState},
};
use time::Duration;

use super::{
    agreement_place, file,
    sql::{self, LockedCard},
};
use crate::{
    Db, Error, Write,
    error::Never,
    job::Outcome,
    network::{ACTOR, Network, system, unsign},
    signing_word::{Word, ask, outcome},
};

/// Why a card is over that its agent has not ended.
const ENDED_THERE: &str = Reason::AgreementEnded.code();

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: CardId, tries: u32) -> Outcome {
    outcome(db, step(db, network, id).await, tries)
}

/// Where the card's signing stands afterwards, unless there is no more to ask.
async fn step(db: &Db, network: &dyn Network, id: CardId) -> Result<Option<Signing>, Error<Never>> {
    let row = find(db, id).await?;
    match row.state {
        CardState::Created | CardState::CodeSent | CardState::Confirming => {
            if let Some(word) = ask(network, &row.signing, &row.reference, db.now()).await {
                file::word(db, id, word).await?;
            }
            Ok(Some(find(db, id).await?.signing).filter(|signing| !signing.state.is_final()))
        }
        CardState::Active | CardState::Paused | CardState::Unsigning => {
            let asked = ask_about_agreement(db, network, &row).await?;
            Ok((!asked).then_some(row.signing))
        }
        CardState::Failed | CardState::Expired | CardState::Unsigned | CardState::Invalid => Ok(None),
    }
}

/// Files what the network tells by itself of the order with this sending. Gives where the signing stood and where it stands; `None`
/// of an order that was never sent.
pub(crate) async fn tell(
    db: &Db,
    id: CardId,
    sending: i16,
    word: Word,
) -> Result<Option<(SigningState, SigningState)>, Error<Never>> {
    let before = find(db, id).await?.signing;
    if !(1..=before.sendings).contains(&sending) {
        return Ok(None);
    }
    file::word(db, id, word).await?;
    Ok(Some((before.state, find(db, id).await?.signing.state)))
}

async fn find(db: &Db, id: CardId) -> Result<LockedCard, Error<Never>> {
    db.read(&system(db), move |connection| Box::pin(async move { sql::find_card(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)
}

/// Has the network end a card's agreement, or asks whether it still is one. Gives whether there is no more to ask: ending it twice
/// is one end.
async fn ask_about_agreement(db: &Db, network: &dyn Network, row: &LockedCard) -> Result<bool, Error<Never>> {
    let context = system(db);
    let (id, asked) = (row.id, row.state);
    let (shared, waits) = db
        .read(&context, move |connection| {
            Box::pin(async move {
                let (cards, bindings) = sql::list_by_same_agreement(connection, id).await?;
                Ok((!cards.is_empty() || !bindings.is_empty(), sql::find_waiting(connection, id).await?))
            })
        })
        .await?;
    let sealed = row.agreement_no.as_deref().ok_or_else(|| Error::defect("a bound card has no agreement"))?;
    let agreement_no = db.seals().open_text(agreement_place(id), sealed).map_err(Error::Failed)?;
    let standing = match asked {
        // What was sent is waited for, and its result stands.
        CardState::Unsigning if waits => return Ok(false),
        // Others go on with the agreement: the end is ours alone.
        CardState::Unsigning if shared => AgreementStanding::Ended,
        CardState::Unsigning => unsign(network, &agreement_no).await,
        _ => network.query_agreement(&agreement_no).await,
    };
    if standing == AgreementStanding::Unknown {
        return Ok(false);
    }
    db.write(&context, "card.file", &id, move |write| {
        Box::pin(async move { file_standing(write, id, asked, standing).await.map(|()| true) })
    })
    .await
}

/// Files the network's word on what it was asked.
async fn file_standing(
    write: &mut Write,
    id: CardId,
    asked: CardState,
    standing: AgreementStanding,
) -> Result<(), Error<Never>> {
    let row = sql::lock_card(write.connection(), id).await?.ok_or(Error::NotFound)?;
    write.envelope.about(id);
    let after = row.state.told(standing);
    // Meanwhile it was asked to end it: that has a step of its own.
    if row.state != asked || after == row.state {
        return Ok(());
    }
    let at = write.at;
    sql::update_state(write.connection(), id, after, (None, at)).await?;
    if after == CardState::Invalid {
        let (cards, bindings) = sql::list_by_same_agreement(write.connection(), id).await?;
        for other in cards {
            write.enqueue(Job::FollowCard(other), Duration::ZERO);
        }
        for other in bindings {
            write.enqueue(Job::FollowBinding(other), Duration::ZERO);
        }
    }
    let reason = if after == CardState::Invalid { ENDED_THERE } else { "" };
    write.envelope.moved(id, (row.state.code(), after.code()), ACTOR, reason);
    write.envelope.changed(&row.state, &after)
}
