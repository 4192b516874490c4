//! Signings: a funder has a payer's card bound for agreement payment. What the network is asked is written down before; what it
//! says is filed after; and what it did not say is asked for by a job.

mod file;
mod follow;
mod report;
mod sql;

use domain::{
    Reference,
    id::{AgentId, PartnerId, ShareId, SigningId},
    job::Job,
    mapping::SettlementId,
    payer::Payer,
    reference::ReferenceKind,
    signing::{Signing, SigningRefusal, check_code},
    standing::StandingRefusal,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    Context, Db, Error, Write,
    context::SIGNERS,
    error::violated_constraint,
    mapping::{self, InForce},
    network::{Network, SignOrder, system},
    reference::next_reference,
    sealed::Place,
    signing_word::{ASK_AFTER, Earlier, Kept, Word, ask_about_earlier_code, fingerprint, told},
};

pub use crate::signing_consent::consent_text;
pub(crate) use follow::{follow, tell};
pub use report::{SigningDetail, SigningFilter, SigningRow, signing, signings};

/// What a funder orders. Personal data: it is neither logged nor kept in clear.
#[derive(Clone, Serialize, Deserialize)]
pub struct OrderSigningCommand {
    pub settlement_id: String,
    pub name: String,
    pub id_number: String,
    pub card_number: String,
    pub mobile: String,
    /// The payer has agreed to the binding.
    pub consents: bool,
    /// The payer has agreed that the facilitator may collect debts that are transferred to it.
    pub consents_to_share: bool,
    /// The number of the line of the borrower whose legal person the payer is; none where the payer borrows elsewhere.
    pub line: Option<String>,
}

/// What a funder means to order.
#[derive(Clone)]
pub struct PrecheckSigningCommand {
    pub settlement_id: String,
    pub name: String,
    pub id_number: String,
    pub card_number: String,
    pub mobile: String,
}

/// What an order would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrecheckedSigning {
    pub facilitator_name: String,
    /// The words that the payer agrees to, without a share and with one.
    pub consent: String,
    pub consent_to_share: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedSigning {
    pub signing: SigningId,
    pub reference: Reference,
}

/// The payer's code.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmSigningCommand {
    pub signing: SigningId,
    pub code: String,
}

/// Orders a signing, and has the network send the payer a code.
///
/// # Errors
/// `Forbidden` to anybody but a funder; refused when the settlement id stands for nobody, the payer's data cannot be right, the
/// payer has not agreed, or the card is bound already.
pub async fn order_signing(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    command: OrderSigningCommand,
) -> Result<OrderedSigning, Error<SigningRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let content = fingerprint(db.seals(), &command)?;
    let actor = context.actor_name();
    let (context, replay) = context.clone().noticing_replay();
    let ordered: OrderedSigning = db
        .write(&context, "signing.order", &content, move |write| {
            Box::pin(async move {
                let OrderSigningCommand { name, id_number, card_number, mobile, .. } = &command;
                let (settlement_id, payer) =
                    read(&command.settlement_id, [name, id_number, card_number, mobile]).map_err(Error::Refused)?;
                if !command.consents {
                    return Err(Error::Refused(SigningRefusal::ConsentMissing));
                }
                let at = write.at;
                let (funder_name, mapped) = find_parties(write.connection(), funder, &settlement_id, at).await?;
                let borrower = find_borrower(write.connection(), funder, command.line.as_deref(), &payer).await?;
                let new = sql::NewSigning {
                    funder,
                    borrower,
                    settlement_id,
                    consent: consent_text(&funder_name, &mapped.facilitator_name, command.consents_to_share),
                    shares: command.consents_to_share,
                };
                begin(write, new, &payer, &mapped, &actor).await
            })
        })
        .await?;
    // Whoever repeats a request is told the same, and no second code is sent.
    if !replay.happened() {
        ask_for_code(db, network, ordered.signing).await;
    }
    Ok(ordered)
}

/// Says what an order would come to. The network is not asked, and nothing is kept.
///
/// # Errors
/// As [`order_signing`], but for what the payer has not agreed to yet.
pub async fn precheck_signing(
    db: &Db,
    context: &Context,
    command: PrecheckSigningCommand,
) -> Result<PrecheckedSigning, Error<SigningRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let PrecheckSigningCommand { settlement_id, name, id_number, card_number, mobile } = &command;
    let (settlement_id, payer) = read(settlement_id, [name, id_number, card_number, mobile]).map_err(Error::Refused)?;
    let card_index = db.seals().blind_index("card", &payer.card_number).map_err(Error::Failed)?;
    let at = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let (funder_name, mapped) = find_parties(connection, funder, &settlement_id, at).await?;
            if sql::is_bound(connection, funder, &settlement_id, &card_index).await?
                || sql::is_being_bound(connection, funder, &settlement_id, &card_index).await?
            {
                return Err(Error::Refused(SigningRefusal::AlreadyBound));
            }
            let consent = |shares| consent_text(&funder_name, &mapped.facilitator_name, shares);
            let (consent, consent_to_share) = (consent(false), consent(true));
            Ok(PrecheckedSigning { consent, consent_to_share, facilitator_name: mapped.facilitator_name })
        })
    })
    .await
}

/// What is typed of an order, read.
fn read(
    settlement_id: &str,
    [name, id_number, card_number, mobile]: [&String; 4],
) -> Result<(SettlementId, Payer), SigningRefusal> {
    let settlement_id: SettlementId = settlement_id.parse().map_err(SigningRefusal::SettlementId)?;
    let payer = Payer::read(name, id_number, card_number, mobile).map_err(|field| SigningRefusal::Payer { field })?;
    Ok((settlement_id, payer))
}

/// The funder's name, and what a settlement id of it stands for.
async fn find_parties(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    at: OffsetDateTime,
) -> Result<(String, InForce), Error<SigningRefusal>> {
    let funder_name = sql::active_name(connection, funder)
        .await?
        .ok_or(Error::Refused(SigningRefusal::Standing(StandingRefusal::FunderSuspended)))?;
    let mapped = mapping::find_in_force(connection, funder, settlement_id, at)
        .await?
        .ok_or(Error::Refused(SigningRefusal::NotMapped))?;
    Ok((funder_name, mapped))
}

/// The shop of a line of the funder's, where one is named: its legal person is who pays.
async fn find_borrower(
    connection: &mut PgConnection,
    funder: PartnerId,
    line: Option<&str>,
    payer: &Payer,
) -> Result<Option<AgentId>, Error<SigningRefusal>> {
    let Some(line) = line.map(str::trim).filter(|line| !line.is_empty()) else { return Ok(None) };
    let (agent, legal_person) =
        sql::find_borrower(connection, funder, line).await?.ok_or(Error::Refused(SigningRefusal::LineUnknown))?;
    if legal_person != payer.name {
        return Err(Error::Refused(SigningRefusal::NotTheBorrower));
    }
    Ok(Some(agent))
}

async fn begin(
    write: &mut Write,
    new: sql::NewSigning,
    payer: &Payer,
    mapped: &InForce,
    actor: &str,
) -> Result<OrderedSigning, Error<SigningRefusal>> {
    let (id, share, at) = (SigningId(write.id()), ShareId(write.id()), write.at);
    let reference = next_reference(write, ReferenceKind::Signing).await?;
    let kept = Kept::of(write.seals(), payer_place(id), new.funder, payer)?;
    let saved = sql::insert_signing(write.connection(), (id, &reference, at), &new, mapped, (payer, &kept)).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_signing_of_a_card") => Error::Refused(SigningRefusal::AlreadyBound),
        _ => error.into(),
    })?;
    // After the order, which waits for any other of the same card: what that has bound is seen.
    if sql::is_bound(write.connection(), new.funder, &new.settlement_id, &kept.card_index).await? {
        return Err(Error::Refused(SigningRefusal::AlreadyBound));
    }
    if new.shares {
        sql::insert_share(write.connection(), (share, id, at), &new, mapped.facilitator).await?;
    }
    write.enqueue(Job::FollowSigning(id), ASK_AFTER);
    write.envelope.about(id);
    write.envelope.moved(id, ("", Signing::begin(at).state.code()), actor, "");
    write.envelope.changed(&(), &(&reference, &new.settlement_id, payer.masked_card()))?;
    Ok(OrderedSigning { signing: id, reference })
}

/// Has the network send the payer another code, in the place of the one before.
///
/// # Errors
/// `NotFound` when it is not the funder's; refused when there is nothing to type, too soon and too often.
pub async fn send_code_again(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    id: SigningId,
) -> Result<(), Error<SigningRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let actor = context.actor_name();
    let row = db.read(context, move |connection| Box::pin(async move { sql::find_signing(connection, id).await }));
    let row = row.await?.filter(|row| row.funder == funder).ok_or(Error::NotFound)?;
    // Another code takes the place of the one before, which may have signed.
    match ask_about_earlier_code(network, &row.signing, &row.reference).await {
        Earlier::NotSigned => {}
        Earlier::Signed(word) => return file::word(db, id, word).await.map_err(Error::into_defect),
        Earlier::Unknown => return Err(Error::Refused(SigningRefusal::TooSoon)),
    }
    let (context, replay) = context.clone().noticing_replay();
    db.write(&context, "signing.send_again", &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_signing(write.connection(), id).await?.filter(|row| row.funder == funder);
            let row = row.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let after = row.signing.send_again(write.at).map_err(Error::Refused)?;
            file::change(write, &row, after, &actor).await?;
            write.enqueue(Job::FollowSigning(id), ASK_AFTER);
            write.envelope.changed(&row.signing.sendings, &after.sendings)
        })
    })
    .await?;
    if !replay.happened() {
        ask_for_code(db, network, id).await;
    }
    Ok(())
}

/// Signs with the payer's code.
///
/// # Errors
/// `NotFound` when it is not the funder's; refused when no code is waited for, it has ended, or it can be none.
pub async fn confirm_signing(
    db: &Db,
    network: &dyn Network,
    context: &Context,
    command: ConfirmSigningCommand,
) -> Result<(), Error<SigningRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let (id, code) = (command.signing, command.code.trim().to_owned());
    let content = (id, fingerprint(db.seals(), &command)?);
    let actor = context.actor_name();
    let (context, replay) = context.clone().noticing_replay();
    let checked = check_code(&code);
    let serial: String = db
        .write(&context, "signing.confirm", &content, move |write| {
            Box::pin(async move {
                let row = sql::lock_signing(write.connection(), id).await?.filter(|row| row.funder == funder);
                let row = row.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                checked.map_err(Error::Refused)?;
                let after = row.signing.confirm(write.at).map_err(Error::Refused)?;
                file::change(write, &row, after, &actor).await?;
                write.enqueue(Job::FollowSigning(id), ASK_AFTER);
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

/// Gives the network the order to send a code. Whatever goes wrong here, the job asks later.
async fn ask_for_code(db: &Db, network: &dyn Network, id: SigningId) {
    let order = match order(db, id).await {
        Ok(order) => order,
        Err(error) => return told(id, Err(error)),
    };
    let meaning = network.apply(&order).await;
    told(id, file::word(db, id, Word::Sent(meaning)).await);
}

async fn order(db: &Db, id: SigningId) -> Result<SignOrder, Error<crate::error::Never>> {
    let row = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_signing(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let payer = db.seals().open(payer_place(id), &row.payer).map_err(Error::Failed)?;
    let serial = row.signing.serial(&row.reference);
    Ok(SignOrder { serial, payer_no: row.payer_no, payer: serde_json::from_slice(&payer)? })
}

/// Where a signing's payer lies.
pub(crate) const fn payer_place(id: SigningId) -> Place {
    Place { table: "signings", column: "payer", row: id.0 }
}
