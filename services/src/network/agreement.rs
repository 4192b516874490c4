//! How an agreement is ended at the network, by whomever it was bound.

use domain::network::{AgreementStanding, Meaning};
use time::Duration;

use super::Network;
use crate::{Db, Error, error::Never, job::Outcome};

/// The first pause between two questions; each further one doubles it.
const PAUSE: Duration = Duration::seconds(10);
const LONGEST_PAUSE: Duration = Duration::hours(1);

/// Has the network end an agreement, and gives how it stands then. Ending it twice is one end.
pub(crate) async fn unsign(network: &dyn Network, agreement_no: &str) -> AgreementStanding {
    match network.unsign(agreement_no).await {
        Meaning::Done => AgreementStanding::Ended,
        // Neither is an end: the agreement says whether it is one.
        Meaning::Refused(_) | Meaning::NotFound => network.query_agreement(agreement_no).await,
        Meaning::WrongCode | Meaning::Unknown => AgreementStanding::Unknown,
    }
}

/// What the job comes to that has asked about an agreement: over where there is no more to ask.
pub(crate) fn outcome(db: &Db, over: Result<bool, Error<Never>>, tries: u32) -> Outcome {
    match over {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Again(db.true_now() + domain::calendar::doubled(PAUSE, tries, LONGEST_PAUSE)),
        Err(error) => error.into(),
    }
}
