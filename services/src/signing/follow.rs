//! The worker's step with a signing: asking the network what became of it, and ending what nobody goes on with.

use domain::{id::SigningId, signing::Signing};

use super::{file, sql};
use crate::{
    Db, Error,
    error::Never,
    job::Outcome,
    network::{Network, system},
    signing_row::SigningRow,
    signing_word::{ask, outcome},
};

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: SigningId, tries: u32) -> Outcome {
    outcome(db, step(db, network, id).await, tries)
}

/// The signing as it is afterwards, unless it is decided.
async fn step(db: &Db, network: &dyn Network, id: SigningId) -> Result<Option<Signing>, Error<Never>> {
    let row = find(db, id).await?;
    if let Some(word) = ask(network, &row.signing, &row.serial(), db.now()).await {
        file::word(db, id, word).await?;
    }
    Ok(Some(find(db, id).await?.signing).filter(|signing| !signing.state.is_final()))
}

async fn find(db: &Db, id: SigningId) -> Result<SigningRow, Error<Never>> {
    db.read(&system(db), move |connection| Box::pin(async move { sql::find_signing(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)
}
