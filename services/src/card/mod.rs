//! Agents' own bank cards: an agent has its card bound for agreement payment with the code that the network sends, tops its wallet
//! up from it ([`crate::top_up`]), pauses it and ends it. It shares nothing with anybody: what funders have bound is
//! [`crate::binding`].

mod consent;
mod file;
mod follow;
mod report;
mod sql;

use domain::{
    card::{CardRefusal, CardState, MOST_CARDS, ORDERS_A_DAY},
    id::CardId,
    job::Job,
    payer::Payer,
    reference::ReferenceKind,
    signing::{Signing, SigningRefusal, check_code},
};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    Context, Db, Error, Write,
    error::{Never, violated_constraint},
    network::{Network, SignOrder, system},
    offer::lock_agent,
    reference::next_reference,
    sealed::Place,
    signing_word::{ASK_AFTER, Earlier, Kept, Word, ask_about_earlier_code, fingerprint, told},
};

pub(crate) use follow::{follow, tell};
pub use report::{CardDetail, CardRow, Cards, card, cards};

/// What an agent orders. Personal data: it is neither logged nor kept in clear.
#[derive(Clone, Serialize, Deserialize)]
pub struct OrderCardCommand {
    pub name: String,
    pub id_number: String,
    pub card_number: String,
    pub mobile: String,
    /// The agent has agreed to the binding.
    pub consents: bool,
}

/// The code that the card's owner got.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmCardCommand {
    pub card: CardId,
    pub code: String,
}

/// Where a card's payer lies.
pub(crate) const fn payer_place(id: CardId) -> Place {
    Place { table: "cards", column: "payer", row: id.0 }
}

/// Where the network's number of a card's agreement lies.
pub(crate) const fn agreement_place(id: CardId) -> Place {
    Place { table: "cards", column: "agreement_no", row: id.0 }
}

fn refused(refusal: SigningRefusal) -> Error<CardRefusal> {
    Error::Refused(CardRefusal::Signing(refusal))
}

/// Has the agent's own card bound: the network sends a code to the mobile number that the bank has.
///
/// # Errors
/// `Forbidden` to anybody but an agent; refused when the data cannot be right, the card is not that of the shop's legal person,
/// the agent has not agreed, the card is bound already, or there are too many.
pub async fn order_card(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    command: OrderCardCommand,
) -> Result<CardId, Error<CardRefusal>> {
    let (agent, person) = (context.agent::<CardRefusal>()?, context.person::<CardRefusal>()?);
    let agreed_at = (person.address.clone(), person.device.clone());
    let content = fingerprint(db.seals(), &command)?;
    let actor = context.actor_name();
    let (context, replay) = context.clone().noticing_replay();
    let id: CardId = db
        .write(&context, "card.order", &content, move |write| {
            Box::pin(async move {
                let payer = Payer::read(&command.name, &command.id_number, &command.card_number, &command.mobile)
                    .map_err(|field| refused(SigningRefusal::Payer { field }))?;
                if !command.consents {
                    return Err(refused(SigningRefusal::ConsentMissing));
                }
                let owner = sql::find_owner(write.connection(), agent).await?.ok_or(Error::NotFound)?;
                if owner.legal_person != payer.name {
                    return Err(Error::Refused(CardRefusal::NotOwn));
                }
                // Two at once are counted one after the other.
                lock_agent(write.connection(), agent).await?;
                let a_day = (ORDERS_A_DAY, write.at - Duration::DAY);
                let (kept, first) = sql::count_cards(write.connection(), agent, a_day).await?;
                if kept >= MOST_CARDS {
                    return Err(Error::Refused(CardRefusal::TooMany));
                }
                if let Some(first) = first {
                    return Err(Error::Refused(CardRefusal::TooManyOrders { again_at: first + Duration::DAY }));
                }
                let new = sql::NewCard { agent, consent: consent::consent_text(&owner.wallet), agreed_at };
                begin(write, new, &payer, &actor).await
            })
        })
        .await?;
    // Whoever repeats a request is told the same, and no second code is sent.
    if !replay.happened() {
        ask_for_code(db, network, id).await;
    }
    Ok(id)
}

async fn begin(write: &mut Write, new: sql::NewCard, payer: &Payer, actor: &str) -> Result<CardId, Error<CardRefusal>> {
    let (id, at) = (CardId(write.id()), write.at);
    let reference = next_reference(write, ReferenceKind::Signing).await?;
    let kept = Kept::of(write.seals(), payer_place(id), new.agent, payer)?;
    let saved = sql::insert_card(write.connection(), (id, &reference, at), &new, (payer, &kept)).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_card_of_an_agent") => refused(SigningRefusal::AlreadyBound),
        _ => error.into(),
    })?;
    write.enqueue(Job::FollowCard(id), ASK_AFTER);
    write.envelope.about(id);
    write.envelope.moved(id, ("", CardState::of(Signing::begin(at).state).code()), actor, "");
    write.envelope.changed(&(), &(&reference, payer.masked_card()))?;
    Ok(id)
}

/// Has the network send another code, in the place of the one before.
///
/// # Errors
/// `NotFound` when it is not the agent's; refused when there is nothing to type, too soon and too often.
pub async fn send_code_again(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    id: CardId,
) -> Result<(), Error<CardRefusal>> {
    let agent = context.agent::<CardRefusal>()?;
    let actor = context.actor_name();
    let row = db.read(context, move |connection| Box::pin(async move { sql::find_card(connection, id).await }));
    let row = row.await?.filter(|row| row.agent == agent).ok_or(Error::NotFound)?;
    // Another code takes the place of the one before, which may have signed.
    match ask_about_earlier_code(network, &row.signing, &row.reference).await {
        Earlier::NotSigned => {}
        Earlier::Signed(word) => return file::word(db, id, word).await.map_err(Error::into_defect),
        Earlier::Unknown => return Err(refused(SigningRefusal::TooSoon)),
    }
    let (context, replay) = context.clone().noticing_replay();
    db.write(&context, "card.send_again", &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_card(write.connection(), id).await?.filter(|row| row.agent == agent);
            let row = row.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let after = row.signing.send_again(write.at).map_err(refused)?;
            file::change(write, &row, after, &actor).await?;
            write.enqueue(Job::FollowCard(id), ASK_AFTER);
            write.envelope.changed(&row.signing.sendings, &after.sendings)
        })
    })
    .await?;
    if !replay.happened() {
        ask_for_code(db, network, id).await;
    }
    Ok(())
}

/// Binds the card with the code.
///
/// # Errors
/// `NotFound` when it is not the agent's; refused when no code is waited for, it has ended, or it can be none.
pub async fn confirm_card(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    command: ConfirmCardCommand,
) -> Result<(), Error<CardRefusal>> {
    let agent = context.agent::<CardRefusal>()?;
    let (id, code) = (command.card, command.code.trim().to_owned());
    let content = (id, fingerprint(db.seals(), &command)?);
    let actor = context.actor_name();
    let (context, replay) = context.clone().noticing_replay();
    let checked = check_code(&code);
    let serial: String = db
        .write(&context, "card.confirm", &content, move |write| {
            Box::pin(async move {
                let row = sql::lock_card(write.connection(), id).await?.filter(|row| row.agent == agent);
                let row = row.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                checked.map_err(refused)?;
                let after = row.signing.confirm(write.at).map_err(refused)?;
                file::change(write, &row, after, &actor).await?;
                write.enqueue(Job::FollowCard(id), ASK_AFTER);
                write.envelope.changed(&row.signing.tries, &after.tries)?;
                Ok(row.signing.serial(&row.reference))
            })
        })
        .await?;
    if !replay.happened() {
        let signed = network.sign(&serial, &code).await;
        told(id, file::word(db, id, Word::Confirmed(signed.meaning, signed.agreement_no)).await);
    }
    Ok(())
}

/// Nothing is taken from the card until it is resumed. What was sent before goes on.
///
/// # Errors
/// `NotFound` when it is not the agent's; refused unless something could be taken.
pub async fn pause_card(db: &Db, context: &Context, id: CardId) -> Result<(), Error<CardRefusal>> {
    turn(db, context, ("card.pause", id), CardState::pause).await
}

/// Money may be taken from the card again.
///
/// # Errors
/// `NotFound` when it is not the agent's; refused unless it is paused.
pub async fn resume_card(db: &Db, context: &Context, id: CardId) -> Result<(), Error<CardRefusal>> {
    turn(db, context, ("card.resume", id), CardState::resume).await
}

/// Nothing is taken from the card any more, and the network is asked to end the agreement.
///
/// # Errors
/// `NotFound` when it is not the agent's; refused when it is not bound, or being ended.
pub async fn revoke_card(db: &Db, context: &Context, id: CardId) -> Result<(), Error<CardRefusal>> {
    turn(db, context, ("card.revoke", id), CardState::revoke).await
}

/// Brings an agent's bound card from one state to another.
async fn turn(
    db: &Db,
    context: &Context,
    (operation, id): (&'static str, CardId),
    step: fn(CardState) -> Result<CardState, CardRefusal>,
) -> Result<(), Error<CardRefusal>> {
    let agent = context.agent::<CardRefusal>()?;
    let actor = context.actor_name();
    db.write(context, operation, &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_card(write.connection(), id).await?.filter(|row| row.agent == agent);
            let row = row.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let after = step(row.state).map_err(Error::Refused)?;
            let ends = after == CardState::Unsigning;
            let on = (ends.then_some(write.business_date), write.at);
            sql::update_state(write.connection(), id, after, on).await?;
            write.envelope.moved(id, (row.state.code(), after.code()), &actor, "");
            if ends {
                write.enqueue(Job::FollowCard(id), Duration::ZERO);
            }
            write.envelope.changed(&row.state, &after)
        })
    })
    .await
}

/// Gives the network the order to send a code. Whatever goes wrong here, the job asks later.
async fn ask_for_code(db: &Db, network: &dyn Network, id: CardId) {
    let order = match order(db, id).await {
        Ok(order) => order,
        Err(error) => return told(id, Err(error)),
    };
    let meaning = network.apply(&order).await;
    told(id, file::word(db, id, Word::Sent(meaning)).await);
}

async fn order(db: &Db, id: CardId) -> Result<SignOrder, Error<Never>> {
    let row = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_card(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let payer = db.seals().open(payer_place(id), &row.payer).map_err(Error::Failed)?;
    let serial = row.signing.serial(&row.reference);
    Ok(SignOrder { serial, payer_no: row.payer_no, payer: serde_json::from_slice(&payer)? })
}
