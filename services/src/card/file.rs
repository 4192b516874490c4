//! Filing what the network says of a card's signing. A signing that has succeeded binds the card.

use domain::{
    card::CardState,
    id::CardId,
    ledger::AccountKind,
    network::Reason,
    signing::{Signing, SigningState},
};
use uuid::Uuid;

use super::{
    agreement_place,
    sql::{self, LockedCard},
};
use crate::{Db, Error, Write, error::Never, ledger, network::system, signing_word::Word};

/// Files what a word makes of a card's signing, unless something else has decided it.
pub async fn word(db: &Db, id: CardId, word: Word) -> Result<(), Error<Never>> {
    let context = system(db);
    let actor = context.actor_name();
    db.write(&context, "card.file", &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_card(write.connection(), id).await?.ok_or(Error::NotFound)?;
            let after = word.on(row.signing, write.at);
            write.envelope.about(id);
            if after == row.signing {
                return Ok(());
            }
            if after.state == SigningState::Succeeded {
                bind(write, &row, word.agreement_no(), &actor).await?;
            } else {
                change(write, &row, after, &actor).await?;
            }
            write.envelope.changed(&row.state, &(CardState::of(after.state), after.failure))
        })
    })
    .await
}

/// Keeps where a card's signing stands, as long as it has not succeeded.
pub async fn change<R>(write: &mut Write, row: &LockedCard, after: Signing, actor: &str) -> Result<(), Error<R>> {
    let at = write.at;
    sql::update_signing(write.connection(), row.id, &after, at).await?;
    let reason = after.failure.map_or("", Reason::code);
    write.envelope.moved(row.id, (row.state.code(), CardState::of(after.state).code()), actor, reason);
    Ok(())
}

/// Keeps the agreement, sealed.
async fn bind(write: &mut Write, row: &LockedCard, agreement_no: &str, actor: &str) -> Result<(), Error<Never>> {
    let at = write.at;
    let sealed = write.seals().seal(agreement_place(row.id), agreement_no.as_bytes()).map_err(Error::Failed)?;
    let index = write.seals().blind_index("agreement", agreement_no).map_err(Error::Failed)?;
    sql::update_bound(write.connection(), row.id, (&sealed, &index), at).await?;
    // Where what its top-ups bring stands, until the network settles.
    ledger::open_account(write.connection(), AccountKind::ChannelReceivable, Uuid::nil()).await?;
    write.envelope.moved(row.id, (row.state.code(), CardState::Active.code()), actor, "");
    Ok(())
}
