//! What a partner's own system needs besides the use cases: its keys, nonces that are accepted once, and lists in pages.

mod report;
mod sql;

use domain::{id::PartnerId, role::PartnerKind};
use time::{Duration, OffsetDateTime};

use crate::{
    Actor, Context, Db, Error,
    error::Never,
    party::{PublicKey, SharedSecret},
};

pub use report::{PartnerDraw, PartnerRepayment, draws, repayments};
pub(crate) use sql::any_suspended;

/// How far a partner's clock may be from ours, either way.
pub const CLOCK_TOLERANCE: Duration = Duration::minutes(5);

/// A key that signs for a partner at present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerKey {
    pub kind: PartnerKind,
    pub partner: PartnerId,
    pub public_key: PublicKey,
    /// With which it signs instead, where both sides have one.
    pub secret: Option<SharedSecret>,
}

/// The key of this name, if the partner of this code has it and it is in force. Several may be, so that a partner can
/// change its key without a pause.
///
/// # Errors
/// When the database fails.
pub async fn find_key(db: &Db, partner_code: &str, key_id: &str) -> Result<Option<PartnerKey>, Error<Never>> {
    let (at, partner_code, key_id) = (db.true_now(), partner_code.to_owned(), key_id.to_owned());
    let seals = db.seals().clone();
    db.read(&Context::new(Actor::Nobody, String::new()), move |connection| {
        Box::pin(async move { sql::find_key(connection, &seals, (&partner_code, &key_id), at).await })
    })
    .await
}

/// Takes a partner's nonce, and notes the use of its key. `false` when the nonce was taken before, by whichever process.
///
/// # Errors
/// When the database fails.
pub async fn take_nonce(db: &Db, context: &Context, nonce: &str) -> Result<bool, Error<Never>> {
    let Actor::Partner { id, key_id, .. } = context.actor.clone() else { return Err(Error::Forbidden) };
    let (at, nonce) = (db.true_now(), nonce.to_owned());
    db.note(context, move |connection| {
        Box::pin(async move { Ok(sql::insert_nonce(connection, (id, &key_id), &nonce, at).await?) })
    })
    .await
}

/// Forgets nonces whose requests are too old to be accepted again. Returns how many.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn forget_nonces(db: &Db, context: &Context) -> Result<u64, Error<Never>> {
    context.system_only()?;
    let before = oldest_useful_nonce(db.true_now());
    db.note(context, move |connection| Box::pin(async move { Ok(sql::delete_nonces(connection, before).await?) })).await
}

/// A request may be dated up to the tolerance ahead of us, and is then accepted until the tolerance after its date: its
/// nonce matters for twice the tolerance. One more is for the time between the check of the date and of the nonce.
fn oldest_useful_nonce(now: OffsetDateTime) -> OffsetDateTime {
    now - CLOCK_TOLERANCE * 3
}
