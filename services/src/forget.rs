//! What is of no more use goes: everything that is kept for whoever asks, and not for the books, has an end.

use domain::actor::SystemPart;

use crate::{Context, Db, Error, error::Never, export, identity, kept_form, partner};

/// Forgets nonces that are too old to be accepted again, guesses that no longer count, devices that were not seen for long,
/// forms that no page has shown again, and files that were kept for long enough. Returns how many rows are gone.
///
/// # Errors
/// Technical ones only.
pub async fn forget(db: &Db) -> Result<usize, Error<Never>> {
    let context = Context::system(SystemPart::Worker, "");
    let seen = partner::forget_nonces(db, &context).await? + kept_form::forget(db, &context).await?;
    let gone = seen + identity::forget(db, &context).await? + export::forget(db, &context).await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
