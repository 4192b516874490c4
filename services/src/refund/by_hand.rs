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
    page::{Added, Bounds, Cursor, Narrow, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
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
    /// The network's reason, where it has failed.
    pub failure: Option<Reason>,
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

/// Which refunds are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFilter {
    In(DebitState),
    All,
}

/// A statement about the refunds that `$part` and `$bounds` narrow: what it selects, and what else it says from `$8` on. A text is a part
/// of the refund's, the debit's or the debt's number, of who gives back, or of why.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from refunds f join debits d on d.id = f.debit_id join debts e on e.id = f.debt_id join partners h on h.id = f.holder_id
                where ($6::uuid is null or f.id = $6) and ($7::text is null or f.state = $7)",
            [$($then)*],
            at "f.accepted_at",
            said "f.reference, d.reference, e.number, h.name, f.reason",
            fen "f.amount_fen",
            $bounds,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// A page of refunds, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn refunds(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<RefundFilter>>,
    page: PageRequest,
) -> Result<Page<RefundRow>, Error<Never>> {
    let list: Narrowed<RefundFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page, now).await })).await
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
            let bounds = Bounds::find(connection, &Narrow::default()).await?;
            let part = (Some(id.0), None);
            let mut rows = list_refunds(connection, part, (&bounds, Sort::Newest), PageRequest::FIRST, now).await?;
            let row = rows.pop().ok_or(Error::NotFound)?;
            Ok(RefundDetail { row, approvals: list_of(connection, id.0).await? })
        })
    })
    .await
}

/// A page of what is asked for of the refunds, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<RefundFilter>,
    page: PageRequest,
    now: OffsetDateTime,
) -> Result<Page<RefundRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let state = match list.part {
        RefundFilter::In(state) => Some(state.code()),
        RefundFilter::All => None,
    };
    let part: (Option<Uuid>, Option<&str>) = (None, state);
    let rows = list_refunds(connection, part, (&bounds, list.sort.unwrap_or(Sort::Newest)), page, now).await?;
    let listed = Page::of(rows, page, |row: &RefundRow| Cursor { at: row.accepted_at, id: row.id.0 });
    let total = total!(
        list,
        listed!(
            query_as of Added,
            r#"select count(*) as "count!", coalesce(sum(f.amount_fen), 0)::bigint as "fen!""#,
            [""],
            part,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

/// One refund, or those in a state.
async fn list_refunds(
    connection: &mut PgConnection,
    part: (Option<Uuid>, Option<&str>),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
    now: OffsetDateTime,
) -> Result<Vec<RefundRow>, Error<Never>> {
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select f.id as "id!", f.reference as "reference!", d.reference as "debit_reference!", e.number as "number!",
                      h.name as "holder_name!", f.amount_fen as "amount_fen!", f.reason as "reason!", f.state as "state!",
                      f.failure as "failure?", f.accepted_at as "accepted_at!", f.sent_at"#;
            part, bounds
        ),
        ("f.accepted_at", "f.amount_fen", "f.id", "select amount_fen, id from refunds where id = "),
        ("$8", "$9::timestamptz", "$10", "$11"),
        sort,
        page
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
                failure: row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
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
    let after = if made { (DebitState::Succeeded, None) } else { (DebitState::Failed, Some(Reason::Other)) };
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
        sql::update_booked(write.connection(), id, of.payee).await?;
    }
    let row = LockedRefund { late, ..row };
    decide(write, (&row, &of, &locked), (DebitState::Succeeded, None), actor).await.map_err(Error::into_defect)
}
