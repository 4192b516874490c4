//! Bindings and their shares: what a signing that succeeded has made, who knows it by which alias, and how it ends.

mod ended;
mod follow;
mod report;
mod sql;
mod suspend;

use domain::{
    binding::{BindingRefusal, BindingState, ShareState},
    event::PartnerEvent,
    hexadecimal,
    id::{BindingId, ShareId, SigningId},
    job::Job,
    reason::is_reason,
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    Context, Db, Error, Write, context::SIGNERS, debt, error::Never, mapping, network::ACTOR, sealed::Place,
    signing_row::SigningRow,
};

pub(crate) use ended::{ask_ended, is_known_agreement, look_at};
pub(crate) use follow::follow;
pub use report::{BindingFilter, BindingRow, Collectors, ShareFilter, ShareRow, binding, bindings, share, shares};
pub use suspend::approvals;
pub(crate) use suspend::{check_suspend, hold, suspend, suspension_of};

/// A binding is ended for a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnsignCommand {
    pub binding: BindingId,
    /// The payer wants it, which is honoured whoever collects debts with it.
    pub at_payers_wish: bool,
    pub reason: String,
}

/// A share is given back for a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleaseShareCommand {
    pub share: ShareId,
    pub reason: String,
}

/// A share is taken back for a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokeShareCommand {
    pub share: ShareId,
    /// The payer takes back the word that it be shared, which is honoured whatever the facilitator holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_payers_wish: bool,
    pub reason: String,
}

/// What a signing that succeeded has made.
pub(crate) struct Bound {
    /// The funder's alias.
    pub alias: String,
    /// The facilitator's, where it is shared.
    pub shared_as: Option<String>,
}

/// Where the network's number of a binding lies.
pub(crate) const fn agreement_place(id: BindingId) -> Place {
    Place { table: "bindings", column: "agreement_no", row: id.0 }
}

fn alias(write: &Write) -> String {
    format!("AL{}", hexadecimal::text(&write.secret()[..12]).to_uppercase())
}

/// A binding for the signing's card, and a share for the facilitator that the payer's words name, if the mapping still counts.
pub(crate) async fn bind(write: &mut Write, row: &SigningRow, agreement_no: &str) -> Result<Bound, Error<Never>> {
    let (id, at) = (BindingId(write.id()), write.at);
    let sealed = write.seals().seal(agreement_place(id), agreement_no.as_bytes()).map_err(Error::Failed)?;
    let index = write.seals().blind_index("agreement", agreement_no).map_err(Error::Failed)?;
    let own = alias(write);
    sql::insert_binding(write.connection(), id, row, (&own, &sealed, &index), at).await?;
    write.envelope.moved(id, ("", BindingState::Active.code()), ACTOR, "");
    let shares = row.shares && mapping::is_in_force(write.connection(), row.mapping, at).await?;
    let shared_as = if shares {
        let other = alias(write);
        if let Some(share) = sql::share_binding(write.connection(), id, row, &other).await? {
            write.envelope.moved(share, step(ShareState::Pending, ShareState::Shared), ACTOR, "");
        }
        Some(other)
    } else {
        void_share(write, row.id).await?;
        None
    };
    // Once it is shared, if it is: with whom decides what follows.
    debt::take_left_behind(write, id).await?;
    Ok(Bound { alias: own, shared_as })
}

/// The share of a signing never comes to be.
pub(crate) async fn void_share(write: &mut Write, signing: SigningId) -> Result<(), Error<Never>> {
    let at = write.at;
    if let Some(share) = sql::void_share(write.connection(), signing, at).await? {
        write.envelope.moved(share, step(ShareState::Pending, ShareState::Void), ACTOR, "");
    }
    Ok(())
}

const fn step(from: ShareState, to: ShareState) -> (&'static str, &'static str) {
    (from.code(), to.code())
}

fn check_reason(reason: &str) -> Result<(), BindingRefusal> {
    if is_reason(reason) { Ok(()) } else { Err(BindingRefusal::ReasonMissing) }
}

/// The funder ends a binding: nobody debits with it from now on, its share is revoked, and the network is asked to end the
/// agreement.
///
/// # Errors
/// `NotFound` when it is not the funder's; refused without a reason, when it is over, and, unless its payer wants it, while the
/// facilitator holds debts that are collected with it.
pub async fn unsign(db: &Db, context: &Context, command: UnsignCommand) -> Result<(), Error<BindingRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let actor = context.actor_name();
    db.write(context, "binding.unsign", &command.clone(), move |write| {
        Box::pin(async move {
            let id = command.binding;
            let row = sql::lock_binding(write.connection(), id).await?.filter(|row| row.funder == funder);
            let row = row.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            check_reason(&command.reason).map_err(Error::Refused)?;
            let after = row.state.unsign().map_err(Error::Refused)?;
            let (reason, at) = (command.reason.trim(), write.at);
            if let Some(share) = row.share.filter(|share| share.state == ShareState::Shared) {
                if command.at_payers_wish {
                    settle_share(write, &share, share.state.over(), (&actor, reason))
                        .await
                        .map_err(Error::into_defect)?;
                } else {
                    end(write, &share, false, (&actor, reason)).await?;
                }
            }
            sql::update_binding(write.connection(), id, after, (reason, at)).await?;
            write.envelope.moved(id, (row.state.code(), after.code()), &actor, reason);
            write.enqueue(Job::FollowBinding(id), Duration::ZERO);
            write.envelope.changed(&row.state, &after)
        })
    })
    .await
}

/// The funder takes a share back. The binding stays its own.
///
/// # Errors
/// As [`unsign`]. Once its payer wants it the facilitator keeps what it holds, and debits no more.
pub async fn revoke_share(
    db: &Db,
    context: &Context,
    command: RevokeShareCommand,
) -> Result<(), Error<BindingRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let actor = context.actor_name();
    db.write(context, "share.revoke", &command.clone(), move |write| {
        Box::pin(async move {
            let share =
                sql::lock_share(write.connection(), command.share).await?.filter(|share| share.funder == funder);
            let share = share.ok_or(Error::NotFound)?;
            write.envelope.about(share.id);
            check_reason(&command.reason).map_err(Error::Refused)?;
            let held = share.holds_debts && !command.at_payers_wish;
            let after = share.state.end(false, held).map_err(Error::Refused)?;
            let why = (actor.as_str(), command.reason.trim());
            settle_share(write, &share, after, why).await.map_err(Error::into_defect)?;
            write.envelope.changed(&share.state, &after)
        })
    })
    .await
}

/// The facilitator gives a share back.
///
/// # Errors
/// `NotFound` when it is not the facilitator's; refused without a reason, when it is over, and while it holds debts that it
/// collects with it.
pub async fn release_share(
    db: &Db,
    context: &Context,
    command: ReleaseShareCommand,
) -> Result<(), Error<BindingRefusal>> {
    let facilitator = context.facilitator(&[Role::FacilitatorApprover])?;
    let actor = context.actor_name();
    db.write(context, "share.release", &command.clone(), move |write| {
        Box::pin(async move {
            let share = sql::lock_share(write.connection(), command.share).await?;
            let share = share.filter(|share| share.facilitator == facilitator).ok_or(Error::NotFound)?;
            write.envelope.about(share.id);
            check_reason(&command.reason).map_err(Error::Refused)?;
            end(write, &share, true, (&actor, command.reason.trim())).await?;
            write.envelope.changed(&share.state, &ShareState::Released)
        })
    })
    .await
}

/// Ends a share that may be ended.
async fn end(
    write: &mut Write,
    share: &sql::Share,
    released: bool,
    (actor, reason): (&str, &str),
) -> Result<(), Error<BindingRefusal>> {
    let after = share.state.end(released, share.holds_debts).map_err(Error::Refused)?;
    settle_share(write, share, after, (actor, reason)).await.map_err(Error::into_defect)
}

/// Writes down what has become of a share, and tells both.
async fn settle_share(
    write: &mut Write,
    share: &sql::Share,
    after: ShareState,
    (actor, reason): (&str, &str),
) -> Result<(), Error<Never>> {
    let at = write.at;
    sql::update_share(write.connection(), share.id, after, (reason, at)).await?;
    write.envelope.moved(share.id, step(share.state, after), actor, reason);
    for partner in [share.funder, share.facilitator] {
        // The funder does not know the facilitator's alias, and has its own.
        let alias = (partner == share.facilitator).then(|| share.alias.clone());
        let reason = reason.to_owned();
        let told = match after {
            ShareState::Released => PartnerEvent::ShareReleased { alias, reason },
            _ => PartnerEvent::ShareRevoked { alias, reason },
        };
        write.envelope.tell(partner, share.id, &told)?;
    }
    Ok(())
}
