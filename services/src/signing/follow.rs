//! The worker's step with a signing: asking the network what became of it, and ending what nobody goes on with.

use domain::{
    id::SigningId,
    signing::{Signing, SigningState},
};

use super::{file, sql};
use crate::{
    Db, Error,
    error::Never,
    job::Outcome,
    network::{Network, system},
    signing_row::SigningRow,
    signing_word::{Word, ask, outcome},
};

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: SigningId, tries: u32) -> Outcome {
    outcome(db, step(db, network, id).await, tries)
}

/// The signing as it is afterwards, unless it is decided.
async fn step(db: &Db, network: &dyn Network, id: SigningId) -> Result<Option<Signing>, Error<Never>> {
    let row = find(db, id).await?;
    if let Some(word) = ask(network, &row.signing, &row.reference, db.now()).await {
        file::word(db, id, word).await?;
    }
    Ok(Some(find(db, id).await?.signing).filter(|signing| !signing.state.is_final()))
}

/// Files what the network tells by itself of the order with this sending. Gives where the signing stood and where it stands; `None`
/// of an order that was never sent.
pub(crate) async fn tell(
    db: &Db,
    id: SigningId,
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

async fn find(db: &Db, id: SigningId) -> Result<SigningRow, Error<Never>> {
    db.read(&system(db), move |connection| Box::pin(async move { sql::find_signing(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)
}
