//! Refunds for which the network does not answer: after a day, and once its file has come without them, two people say what became
//! of each, as they have found out with the network.

use domain::{
    Amount, Reference,
    agreement_debit::{DebitState, NEVER_THERE},
    approval::ApprovalRefusal,
    id::RefundId,
    network::Reason,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    follow::decide,
    sql::{self, LockedRefund},
};
use crate::{
    Context, Db, Error, Write, agreement_debit,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A refund, as the institution sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub id: RefundId,
    pub reference: Reference,
    pub debit_reference: Reference,
    pub debt_number: String,
    /// Who had debited, and gives back.
    pub holder_name: String,
    pub amount: Amount,
    pub reason: String,
    pub state: DebitState,
    /// The network's reason; empty unless it has failed.
    pub failure: String,
    pub accepted_at: OffsetDateTime,
    /// Whether people may decide it.
    pub open: bool,
}

/// A refund, and what the institution's people have said to it.
#[derive(Clone, Debug)]
pub struct RefundDetail {
    pub row: RefundRow,
    pub approvals: Vec<ApprovalRow>,
}

/// A page of refunds, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn refunds(db: &Db, context: &Context, page: PageRequest) -> Result<Page<RefundRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, None, page, now).await?;
            Ok(Page::of(rows, page, |row: &RefundRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}

/// One refund.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is none.
pub async fn refund_detail(db: &Db, context: &Context, id: RefundId) -> Result<RefundDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let mut rows = list(connection, Some(id.0), PageRequest::FIRST, now).await?;
            let row = rows.pop().ok_or(Error::NotFound)?;
            Ok(RefundDetail { row, approvals: list_of(connection, id.0).await? })
        })
    })
    .await
}

async fn list(
    connection: &mut PgConnection,
    of: Option<Uuid>,
    page: PageRequest,
    now: OffsetDateTime,
) -> Result<Vec<RefundRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        r#"select f.id, f.reference, d.reference as debit_reference, e.number, h.name as holder_name, f.amount_fen, f.reason,
                  f.state, coalesce(f.failure, '') as "failure!", f.accepted_at, f.sent_at
           from refunds f join debits d on d.id = f.debit_id join debts e on e.id = f.debt_id
           join partners h on h.id = f.holder_id
           where ($1::uuid is null or f.id = $1) and (f.accepted_at, f.id) < ($2, $3)
           order by f.accepted_at desc, f.id desc limit $4"#,
        of,
        after.at,
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state: DebitState = row.state.parse().map_err(Error::defect)?;
            Ok(RefundRow {
                id: RefundId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                debit_reference: row.debit_reference.parse().map_err(Error::defect)?,
                debt_number: row.number,
                holder_name: row.holder_name,
                amount: Amount::from_fen(row.amount_fen),
                reason: row.reason,
                open: is_old(state, row.sent_at, now),
                state,
                failure: row.failure,
                accepted_at: row.accepted_at,
            })
        })
        .collect()
}

/// Whether it was sent a day ago and nobody knows what came of it.
fn is_old(state: DebitState, sent_at: Option<OffsetDateTime>, now: OffsetDateTime) -> bool {
    state == DebitState::Unknown && sent_at.is_some_and(|sent| now >= sent.saturating_add(NEVER_THERE))
}

/// Whether people may say what became of a refund.
///
/// # Errors
/// `NotFound` when there is none; refused unless it was sent a day ago, is unknown, and the file of its day is there without it.
pub(crate) async fn check_decide(
    connection: &mut PgConnection,
    id: RefundId,
    at: OffsetDateTime,
) -> Result<(), Error<ApprovalRefusal>> {
    lock_open(connection, id, at).await.map(|_| ())
}

async fn lock_open(
    connection: &mut PgConnection,
    id: RefundId,
    at: OffsetDateTime,
) -> Result<LockedRefund, Error<ApprovalRefusal>> {
    let row = sql::lock_refund(connection, id).await?.ok_or(Error::NotFound)?;
    let open = is_old(row.state, row.sent_at, at) && sql::is_in_no_file(connection, id).await?;
    if open { Ok(row) } else { Err(Error::Refused(ApprovalRefusal::RefundNotOpen)) }
}

/// Files what people have found out of a refund, as if the network had said so.
///
/// # Errors
/// As [`check_decide`].
pub(crate) async fn decide_by_hand(
    write: &mut Write,
    id: RefundId,
    made: bool,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let found = sql::find_refund(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let (of, locked) = agreement_debit::lock(write, found.debit).await?;
    let at = write.at;
    let row = lock_open(write.connection(), id, at).await?;
    let after = if made { (DebitState::Succeeded, None) } else { (DebitState::Failed, Some(Reason::Other.code())) };
    decide(write, (&row, &of, &locked), after, actor).await.map(|_| ()).map_err(Error::into_defect)
}

/// Files that a refund was made which had failed here, as two people have found out. Gives what of it had gone back before.
///
/// # Errors
/// `NotFound` when there is no such refund; refused unless it has failed.
pub(crate) async fn adopt(write: &mut Write, id: RefundId, actor: &str) -> Result<Amount, Error<ApprovalRefusal>> {
    let found = sql::find_refund(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let (of, locked) = agreement_debit::lock(write, found.debit).await?;
    let row = sql::lock_refund(write.connection(), id).await?.ok_or(Error::NotFound)?;
    if row.state != DebitState::Failed {
        return Err(Error::Refused(ApprovalRefusal::NoLateSuccess));
    }
    // What was nobody's when it was ordered may have been booked since.
    let late = row.late && of.taken.is_none();
    if late != row.late {
        sql::update_late(write.connection(), id, late).await?;
    }
    let row = LockedRefund { late, ..row };
    decide(write, (&row, &of, &locked), (DebitState::Succeeded, None), actor).await.map_err(Error::into_defect)
}
