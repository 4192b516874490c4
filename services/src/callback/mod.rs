//! What the network tells by itself: kept once, and filed as the answer to a question would be. The network is asked first about what is
//! open; where it answers, that counts, and what it has told counts where it does not.

mod agreement;
mod report;
mod sql;

use domain::{
    Reference,
    agreement_debit::DebitState,
    callback::{CallbackKind, CallbackOutcome, word},
    network::{Meaning, ReturnReason},
};

use self::sql::Ordered;
use crate::{
    Db, Error, binding, card,
    error::Never,
    network::{Callback, Network, ReturnedPayment, SigningStanding, system},
    settlement::{self, Taken},
    signing,
    signing_word::Word,
};

pub(crate) use agreement::{end_agreement, reseal};
pub use report::{CallbackFilter, CallbackRow, callbacks};

/// Takes what the network tells, and gives what came of it: told again, the same. `None` where its number was told before with another
/// content.
///
/// # Errors
/// When it could not be filed: it has to be told again.
pub async fn take(db: &Db, network: &dyn Network, callback: Callback) -> Result<Option<CallbackOutcome>, Error<Never>> {
    let (kept, at) = (callback.clone(), db.now());
    let kept =
        db.note(&system(db), move |connection| Box::pin(async move { sql::keep(connection, &kept, at).await })).await?;
    let Some(before) = kept else {
        tracing::warn!(number = callback.number, "the network tells another thing under a number that was told");
        return Ok(None);
    };
    if before.is_some() {
        return Ok(before);
    }
    let outcome = file(db, network, &callback).await?;
    if matches!(outcome, CallbackOutcome::Contradicts | CallbackOutcome::NotOurs) {
        let Callback { number, serial, result, .. } = &callback;
        tracing::warn!(number, serial, result, outcome = outcome.code(), "the network tells what does not fit");
    }
    let number = callback.number;
    db.note(&system(db), move |connection| {
        Box::pin(async move { Ok(sql::update_outcome(connection, &number, outcome).await?) })
    })
    .await?;
    Ok(Some(outcome))
}

async fn file(db: &Db, network: &dyn Network, callback: &Callback) -> Result<CallbackOutcome, Error<Never>> {
    match callback.kind {
        CallbackKind::Signing => file_signing(db, network, callback).await,
        CallbackKind::Ending => file_ending(db, &callback.agreement_no).await,
        CallbackKind::Payment | CallbackKind::Refund => file_money(db, network, callback).await,
        CallbackKind::Return => file_return(db, callback).await,
    }
}

async fn file_money(db: &Db, network: &dyn Network, callback: &Callback) -> Result<CallbackOutcome, Error<Never>> {
    let found = match callback.kind {
        CallbackKind::Refund => {
            let serial = callback.serial.clone();
            db.read(&system(db), move |connection| Box::pin(async move { sql::find_refund(connection, &serial).await }))
                .await?
        }
        _ => settlement::find_taken(db, &callback.serial).await?,
    };
    let Some((taken, before, amount)) = found else { return Ok(CallbackOutcome::NotOurs) };
    if callback.amount != Some(amount) {
        return Ok(CallbackOutcome::Contradicts);
    }
    let mut after = before;
    if before == DebitState::Unknown {
        let answered = match taken {
            Taken::Refund(_) => network.query_refund(&callback.serial).await,
            Taken::Debit(_) | Taken::TopUp(_) => network.query_pay(&callback.serial).await,
        };
        if let Some(meaning) = word(answered, callback.meaning) {
            after = settlement::file(db, taken, meaning).await?;
        }
    }
    Ok(CallbackOutcome::of_money(before, after, callback.meaning))
}

async fn file_signing(db: &Db, network: &dyn Network, callback: &Callback) -> Result<CallbackOutcome, Error<Never>> {
    let Some((reference, sending)) = order_of(&callback.serial) else { return Ok(CallbackOutcome::NotOurs) };
    let found = db
        .read(&system(db), move |connection| {
            Box::pin(async move { Ok(sql::find_ordered(connection, &reference).await?) })
        })
        .await?;
    let Some(ordered) = found else { return Ok(CallbackOutcome::NotOurs) };
    let decides = match callback.meaning {
        Meaning::Done => !callback.agreement_no.is_empty(),
        meaning => matches!(meaning, Meaning::Refused(_)),
    };
    if !decides {
        return Ok(CallbackOutcome::Undecided);
    }
    let word = match network.query(&callback.serial).await {
        SigningStanding::Signed { agreement_no } => Word::Confirmed(Meaning::Done, agreement_no),
        SigningStanding::Refused(reason) => Word::Confirmed(Meaning::Refused(reason), String::new()),
        _ => Word::Confirmed(callback.meaning, callback.agreement_no.clone()),
    };
    let filed = match ordered {
        Ordered::Signing(id) => signing::tell(db, id, sending, word).await?,
        Ordered::Card(id) => card::tell(db, id, sending, word).await?,
    };
    let Some((before, after)) = filed else { return Ok(CallbackOutcome::NotOurs) };
    let outcome = CallbackOutcome::of_signing(before, after, callback.meaning);
    let too_late = outcome == CallbackOutcome::Contradicts && callback.meaning == Meaning::Done && after.is_final();
    if too_late && !binding::is_known_agreement(db, &callback.agreement_no).await? {
        // Everybody was told that it has failed: nobody here has the agreement, and it must not stay.
        agreement::give_up(db, callback.number.clone(), callback.agreement_no.clone()).await?;
    }
    Ok(outcome)
}

/// Our reference of an order to sign, and which sending of its code it was.
fn order_of(serial: &str) -> Option<(Reference, i16)> {
    let (reference, sending) = serial.rsplit_once('-')?;
    Some((reference.parse().ok()?, sending.parse().ok()?))
}

/// The agreement itself is asked whether it has ended.
async fn file_ending(db: &Db, agreement_no: &str) -> Result<CallbackOutcome, Error<Never>> {
    if binding::look_at(db, &[agreement_no.to_owned()]).await? > 0 {
        return Ok(CallbackOutcome::Filed);
    }
    let known = binding::is_known_agreement(db, agreement_no).await?;
    Ok(if known { CallbackOutcome::Known } else { CallbackOutcome::NotOurs })
}

async fn file_return(db: &Db, callback: &Callback) -> Result<CallbackOutcome, Error<Never>> {
    let Some(amount) = callback.amount else { return Ok(CallbackOutcome::Undecided) };
    let reason = ReturnReason::told(&callback.result);
    let told = ReturnedPayment { serial: callback.serial.clone(), amount, reason };
    let outcomes = settlement::record_returned(db, vec![told]).await?;
    Ok(outcomes.first().copied().unwrap_or(CallbackOutcome::NotOurs))
}
