//! A binding is suspended and resumed, as two people of the institution decide.

use domain::{
    approval::ApprovalRefusal,
    binding::{ShareState, Suspension},
    event::PartnerEvent,
    id::BindingId,
};
use sqlx::PgConnection;

use super::sql;
use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
};

/// Under which subject the steps of a suspension stand, for those who know the binding and for those who know its share: they are
/// none of their states.
pub(crate) fn suspension_of(id: impl std::fmt::Display) -> String {
    format!("suspension of {id}")
}

/// Whether a binding may be suspended, or (`suspend` is false) resumed.
///
/// # Errors
/// `NotFound` when there is none; refused when it is over, suspended already, or not suspended.
pub(crate) async fn check_suspend(
    connection: &mut PgConnection,
    id: BindingId,
    suspend: bool,
) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, id, suspend).await.map(|_| ())
}

/// Keeps a binding as it is until the end of the transaction.
///
/// # Errors
/// `NotFound` when there is none.
pub(crate) async fn hold<R>(connection: &mut PgConnection, id: BindingId) -> Result<(), Error<R>> {
    sql::lock_binding(connection, id).await?.map(|_| ()).ok_or(Error::NotFound)
}

async fn lock(
    connection: &mut PgConnection,
    id: BindingId,
    suspend: bool,
) -> Result<sql::Binding, Error<ApprovalRefusal>> {
    let row = sql::lock_binding(connection, id).await?.ok_or(Error::NotFound)?;
    let may = row.state.may_suspend(row.suspension.is_some(), suspend);
    may.map_err(|refusal| Error::Refused(ApprovalRefusal::Binding(refusal)))?;
    Ok(row)
}

/// From now on nobody debits with a binding, or whoever holds its debts does again; both partners are told.
///
/// # Errors
/// As [`check_suspend`].
pub(crate) async fn suspend(
    write: &mut Write,
    id: BindingId,
    suspension: Option<Suspension>,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let row = lock(write.connection(), id, suspension.is_some()).await?;
    sql::update_suspension(write.connection(), id, suspension).await?;
    let code = |suspension: Option<Suspension>| suspension.map_or("", Suspension::code);
    let step = (code(row.suspension), code(suspension));
    write.envelope.moved(suspension_of(id), step, actor, "");
    let told = |alias: String| match suspension {
        Some(suspension) => PartnerEvent::BindingSuspended { alias, reason: suspension.code().to_owned() },
        None => PartnerEvent::BindingResumed { alias },
    };
    write.envelope.tell(row.funder, id, &told(row.alias))?;
    if let Some(share) = row.share.filter(|share| share.state == ShareState::Shared) {
        write.envelope.moved(suspension_of(share.id), step, actor, "");
        write.envelope.tell(share.facilitator, share.id, &told(share.alias))?;
    }
    Ok(())
}

/// What was proposed and decided about a binding.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn approvals(db: &Db, context: &Context, id: BindingId) -> Result<Vec<ApprovalRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_of(connection, id.0).await })).await
}
