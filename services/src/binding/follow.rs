//! What the network says of a binding's agreement: that it was ended as asked, could not be, or is over by itself.

use domain::{
    binding::{BindingState, ShareState},
    event::PartnerEvent,
    id::BindingId,
    job::Job,
    network::{AgreementStanding, Reason},
};
use time::Duration;

use super::{agreement_place, settle_share, sql};
use crate::{
    Db, Error, Write,
    error::Never,
    job::Outcome,
    network::{ACTOR, Network, outcome, system, unsign},
};

/// Why a binding is over that nobody here has ended.
const ENDED_THERE: &str = Reason::AgreementEnded.code();

/// The worker's step: has the network end the agreement, or asks whether it still is one. What is not answered is asked
/// again: ending it twice is one end.
pub(crate) async fn follow(db: &Db, network: &dyn Network, id: BindingId, tries: u32) -> Outcome {
    outcome(db, step(db, network, id).await, tries)
}

/// Whether there is no more to ask.
async fn step(db: &Db, network: &dyn Network, id: BindingId) -> Result<bool, Error<Never>> {
    let context = system(db);
    let (row, shared, unknown) = db
        .read(&context, move |connection| {
            Box::pin(async move {
                let row = sql::find_binding(connection, id).await?.ok_or(Error::NotFound)?;
                let others = sql::list_by_same_agreement(connection, id).await?;
                let cards = sql::list_cards_by_same_agreement(connection, id).await?;
                let unknown = sql::has_unknown_debit(connection, id).await?;
                Ok((row, !others.is_empty() || !cards.is_empty(), unknown))
            })
        })
        .await?;
    let agreement_no = db.seals().open_text(agreement_place(id), &row.agreement_no).map_err(Error::Failed)?;
    let standing = match row.state {
        BindingState::Active => network.query_agreement(&agreement_no).await,
        // Others go on with the agreement: the end is ours alone.
        BindingState::Unsigning if shared => AgreementStanding::Ended,
        // What was sent is answered first, but for no longer than its day: the payer's right does not hang on it.
        BindingState::Unsigning if unknown => return Ok(false),
        BindingState::Unsigning => unsign(network, &agreement_no).await,
        BindingState::Unsigned | BindingState::Invalid => return Ok(true),
    };
    if standing == AgreementStanding::Unknown {
        return Ok(false);
    }
    let asked = row.state;
    db.write(&context, "binding.file", &id, move |write| {
        Box::pin(async move { file(write, id, asked, standing).await.map(|()| true) })
    })
    .await
}

/// Files the network's word on what it was asked.
async fn file(
    write: &mut Write,
    id: BindingId,
    asked: BindingState,
    standing: AgreementStanding,
) -> Result<(), Error<Never>> {
    let row = sql::lock_binding(write.connection(), id).await?.ok_or(Error::NotFound)?;
    write.envelope.about(id);
    let after = row.state.told(standing);
    // Meanwhile it was asked to end it: that has a step of its own.
    if row.state != asked || after == row.state {
        return Ok(());
    }
    let (at, reason) = (
        write.at,
        match after {
            BindingState::Invalid => ENDED_THERE,
            BindingState::Active => "",
            _ => &row.end_reason,
        },
    );
    if let Some(share) =
        row.share.as_ref().filter(|share| after == BindingState::Invalid && share.state == ShareState::Shared)
    {
        settle_share(write, share, share.state.over(), (ACTOR, ENDED_THERE)).await?;
    }
    sql::update_binding(write.connection(), id, after, (reason, at)).await?;
    write.envelope.moved(id, (row.state.code(), after.code()), ACTOR, reason);
    let alias = row.alias.clone();
    let told = match after {
        BindingState::Active => PartnerEvent::BindingUnsignRefused { alias },
        BindingState::Invalid => PartnerEvent::BindingInvalid { alias },
        _ => PartnerEvent::BindingUnsigned { alias },
    };
    write.envelope.tell(row.funder, id, &told)?;
    if after == BindingState::Invalid {
        let others = sql::list_by_same_agreement(write.connection(), id).await?;
        let cards = sql::list_cards_by_same_agreement(write.connection(), id).await?;
        for other in others {
            write.enqueue(Job::FollowBinding(other), Duration::ZERO);
        }
        for other in cards {
            write.enqueue(Job::FollowCard(other), Duration::ZERO);
        }
    }
    write.envelope.changed(&row.state, &after)
}
