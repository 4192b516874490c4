//! How an agreement is ended at the network, by whomever it was bound.

use domain::network::{AgreementStanding, Meaning};

use super::Network;

/// Has the network end an agreement, and gives how it stands then. Ending it twice is one end.
pub(crate) async fn unsign(network: &dyn Network, agreement_no: &str) -> AgreementStanding {
    match network.unsign(agreement_no).await {
        Meaning::Done => AgreementStanding::Ended,
        // Neither is an end: the agreement says whether it is one.
        Meaning::Refused(_) | Meaning::NotFound => network.query_agreement(agreement_no).await,
        Meaning::WrongCode | Meaning::Unknown => AgreementStanding::Unknown,
    }
}
