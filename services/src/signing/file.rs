//! Filing what the network says of a signing, and telling both partners when it is decided.

use domain::{
    Reference,
    event::PartnerEvent,
    id::SigningId,
    signing::{Signing, SigningState},
};

use super::sql;
use crate::{Db, Error, Write, binding, error::Never, network::system, signing_row::SigningRow, signing_word::Word};

/// Files what a word makes of a signing, unless something else has decided it.
pub async fn word(db: &Db, id: SigningId, word: Word) -> Result<(), Error<Never>> {
    let context = system(db);
    let actor = context.actor_name();
    db.write(&context, "signing.file", &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_signing(write.connection(), id).await?.ok_or(Error::NotFound)?;
            let after = word.on(row.signing, write.at);
            write.envelope.about(id);
            if after == row.signing {
                return Ok(());
            }
            change(write, &row, after, &actor).await?;
            if after.state.is_final() {
                decided(write, &row, after, word.agreement_no()).await?;
            }
            write.envelope.changed(&row.signing.state, &(after.state, after.failure))
        })
    })
    .await
}

/// Keeps a signing's new state.
pub async fn change<R>(write: &mut Write, row: &SigningRow, after: Signing, actor: &str) -> Result<(), Error<R>> {
    let at = write.at;
    sql::update_signing(write.connection(), row.id, &after, at).await?;
    let reason = after.failure.map_or("", domain::network::Reason::code);
    write.envelope.moved(row.id, (row.signing.state.code(), after.state.code()), actor, reason);
    Ok(())
}

/// A decided signing makes a binding and a share, or neither, and both partners are told.
async fn decided(write: &mut Write, row: &SigningRow, after: Signing, agreement_no: &str) -> Result<(), Error<Never>> {
    let bound = match after.state {
        SigningState::Succeeded => Some(binding::bind(write, row, agreement_no).await?),
        _ => {
            binding::void_share(write, row.id).await?;
            None
        }
    };
    let own = bound.as_ref().map(|bound| bound.alias.clone());
    write.envelope.tell(row.funder, row.id, &told(row, &after, Some(row.reference.clone()), own))?;
    if !row.shares {
        return Ok(());
    }
    let shared = bound.as_ref().and_then(|bound| bound.shared_as.clone());
    let event = if bound.is_some() && shared.is_none() {
        // The mapping was disabled meanwhile.
        PartnerEvent::ShareVoid { settlement_id: row.settlement_id.clone() }
    } else {
        told(row, &after, None, shared)
    };
    write.envelope.tell(row.facilitator, row.id, &event)
}

/// What a partner is told of a decided signing: its own alias, and nothing that is the other's.
fn told(row: &SigningRow, after: &Signing, reference: Option<Reference>, alias: Option<String>) -> PartnerEvent {
    let settlement_id = row.settlement_id.clone();
    let failure = after.failure.map(|reason| reason.code().to_owned());
    match after.state {
        SigningState::Succeeded => PartnerEvent::SigningSucceeded { settlement_id, reference, alias },
        SigningState::Expired => PartnerEvent::SigningExpired { settlement_id, reference, failure },
        _ => PartnerEvent::SigningFailed { settlement_id, reference, failure },
    }
}
