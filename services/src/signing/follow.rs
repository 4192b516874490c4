//! The worker's step with a signing: asking the network what became of it, and ending what nobody goes on with.

use domain::{
    id::SigningId,
    network::Meaning,
    signing::{Signing, SigningState},
};
use time::Duration;

use super::{file, row::SigningRow, sql};
use crate::{
    Db, Error,
    error::Never,
    job::Outcome,
    network::{Network, SigningStanding},
};

/// The first pause between two questions; each further one doubles it.
const PAUSE: Duration = Duration::seconds(10);
const LONGEST_PAUSE: Duration = Duration::hours(1);

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: SigningId, tries: u32) -> Outcome {
    match step(db, network, id).await {
        Ok(Some(signing)) if signing.state == SigningState::CodeSent && db.now() < signing.code_ends_at() => {
            Outcome::Again(db.true_now() + (signing.code_ends_at() - db.now()))
        }
        Ok(Some(_)) => Outcome::Again(db.true_now() + domain::calendar::doubled(PAUSE, tries, LONGEST_PAUSE)),
        Ok(None) => Outcome::Done,
        Err(error) => error.into(),
    }
}

/// The signing as it is afterwards, unless it is decided.
async fn step(db: &Db, network: &dyn Network, id: SigningId) -> Result<Option<Signing>, Error<Never>> {
    let row = find(db, id).await?;
    match row.signing.state {
        SigningState::Created => {
            let meaning = match network.query(&row.serial()).await {
                SigningStanding::CodeSent => Meaning::Done,
                SigningStanding::Refused(reason) => Meaning::Refused(reason),
                SigningStanding::NotFound => Meaning::NotFound,
                SigningStanding::Signed { .. } | SigningStanding::Unknown => Meaning::Unknown,
            };
            file::sent(db, id, meaning).await?;
        }
        SigningState::Confirming => match network.query(&row.serial()).await {
            SigningStanding::Signed { agreement_no } => file::confirmed(db, id, Meaning::Done, agreement_no).await?,
            // The code never came there, or was wrong: the payer may type again.
            SigningStanding::CodeSent => file::confirmed(db, id, Meaning::WrongCode, String::new()).await?,
            SigningStanding::Refused(reason) => {
                file::confirmed(db, id, Meaning::Refused(reason), String::new()).await?;
            }
            SigningStanding::NotFound => file::confirmed(db, id, Meaning::NotFound, String::new()).await?,
            SigningStanding::Unknown => {}
        },
        SigningState::CodeSent if db.now() < row.signing.code_ends_at() => {}
        SigningState::CodeSent => match was_signed(db, network, &row).await? {
            Some(true) | None => {}
            Some(false) => file::expire(db, id).await?,
        },
        SigningState::Succeeded | SigningState::Failed | SigningState::Expired => return Ok(None),
    }
    Ok(Some(find(db, id).await?.signing).filter(|signing| !signing.state.is_final()))
}

/// Whether a code that seemed not to have got there has signed after all, which is filed. `None` when it cannot be told.
pub(super) async fn was_signed(db: &Db, network: &dyn Network, row: &SigningRow) -> Result<Option<bool>, Error<Never>> {
    if row.signing.tries == 0 {
        return Ok(Some(false));
    }
    match network.query(&row.serial()).await {
        SigningStanding::Signed { agreement_no } => {
            file::confirmed(db, row.id, Meaning::Done, agreement_no).await?;
            Ok(Some(true))
        }
        SigningStanding::Unknown => Ok(None),
        SigningStanding::CodeSent | SigningStanding::Refused(_) | SigningStanding::NotFound => Ok(Some(false)),
    }
}

async fn find(db: &Db, id: SigningId) -> Result<SigningRow, Error<Never>> {
    db.read(&file::system(), move |connection| Box::pin(async move { sql::find_signing(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)
}
