//! Certificates of settlement. Each time that a loan is settled gives one; it is void for ever once something is owed again.

use domain::{Reference, id::LoanId, loan::LoanState};
use time::OffsetDateTime;

use crate::{
    Context, Db, Error,
    error::Never,
    transition::{self, TransitionRow},
};

/// The certificate of one settlement of a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The loan's, and which of its settlements it was.
    pub number: String,
    pub settled_at: OffsetDateTime,
    /// None while the loan is settled still.
    pub void_since: Option<OffsetDateTime>,
}

/// The certificates of a loan, the oldest first.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's.
pub async fn certificates(db: &Db, context: &Context, id: LoanId) -> Result<Vec<Certificate>, Error<Never>> {
    let reference = super::loan(db, context, id).await?.reference;
    db.read(context, move |connection| {
        Box::pin(async move { Ok(of(&reference, transition::list(connection, &id.to_string()).await?)) })
    })
    .await
}

fn of(reference: &Reference, steps: Vec<TransitionRow>) -> Vec<Certificate> {
    let settled = LoanState::Settled.code();
    let mut certificates: Vec<Certificate> = Vec::new();
    for step in steps {
        if step.to == settled {
            let number = format!("{reference}-{}", certificates.len().saturating_add(1));
            certificates.push(Certificate { number, settled_at: step.at, void_since: None });
        } else if let Some(last) = certificates.last_mut().filter(|_| step.from == settled) {
            last.void_since = Some(step.at);
        }
    }
    certificates
}
