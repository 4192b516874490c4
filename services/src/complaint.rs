//! Payers' complaints: where the network has given back what was debited for a debt, nobody debits for it until two people of the
//! institution have looked into it.

use domain::{
    Amount, Reference,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{DebitId, DebtId, PartnerId},
    network::ReturnReason,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    debt,
    error::Never,
    page::{Added, Bounds, Cursor, Narrow, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
};

/// A debit that was given back to its payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintRow {
    pub debt: DebtId,
    /// The funder's number of the debt.
    pub number: String,
    pub funder_name: String,
    pub debit: DebitId,
    pub reference: Reference,
    /// Who had debited.
    pub holder_name: String,
    pub amount: Amount,
    pub reason: ReturnReason,
    /// Whether it was paid out already, so that whoever had debited owes it back.
    pub owed_back: bool,
    pub returned_at: OffsetDateTime,
    /// Whether nobody may debit for the debt yet because of this.
    pub open: bool,
}

/// What was given back of one debt, and what the institution has said to it.
#[derive(Clone, Debug)]
pub struct ComplaintDetail {
    /// The newest first, as far as a page goes.
    pub rows: Vec<ComplaintRow>,
    pub approvals: Vec<ApprovalRow>,
}

/// Which complaints are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintFilter {
    /// Because of which nobody may debit yet.
    Open,
    Settled,
    All,
}

/// A statement about what was given back to payers, as `$part` and `$bounds` narrow it: what it selects, and what else it says from `$8`
/// on. A text is a part of the debt's or the debit's number, or of who lent or who had debited.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from returned_debits r join debits d on d.id = r.debit_id join debts e on e.id = r.debt_id
                join partners f on f.id = e.funder_id join partners h on h.id = r.holder_id
                cross join lateral (
                    select e.complaint_at is not null
                           and not exists (select from approvals a where a.subject_id = r.debt_id and a.action = 'settle_complaint'
                                           and a.state = 'approved' and a.decided_at > r.returned_at) as open) o
                where ($6::uuid is null or r.debt_id = $6) and ($7::bool is null or o.open = $7)",
            [$($then)*],
            at "r.returned_at",
            said "e.number, d.reference, f.name, h.name",
            fen "r.amount_fen",
            $bounds,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// A page of what was given back to payers, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn complaints(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ComplaintFilter>>,
    page: PageRequest,
) -> Result<Page<ComplaintRow>, Error<Never>> {
    let list: Narrowed<ComplaintFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// What was given back of one debt.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when nothing was.
pub async fn complaint(db: &Db, context: &Context, debt: DebtId) -> Result<ComplaintDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &Narrow::default()).await?;
            let part = (Some(debt.0), None);
            let rows = list_returned(connection, part, (&bounds, Sort::Newest), PageRequest::FIRST).await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            Ok(ComplaintDetail { rows, approvals: list_of(connection, debt.0).await? })
        })
    })
    .await
}

/// A page of what is asked for of what was given back, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<ComplaintFilter>,
    page: PageRequest,
) -> Result<Page<ComplaintRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let open = match list.part {
        ComplaintFilter::Open => Some(true),
        ComplaintFilter::Settled => Some(false),
        ComplaintFilter::All => None,
    };
    let part: (Option<Uuid>, Option<bool>) = (None, open);
    let rows = list_returned(connection, part, (&bounds, list.sort.unwrap_or(Sort::Newest)), page).await?;
    let listed = Page::of(rows, page, |row: &ComplaintRow| Cursor { at: row.returned_at, id: row.debit.0 });
    let total = total!(
        list,
        listed!(
            query_as of Added,
            r#"select count(*) as "count!", coalesce(sum(r.amount_fen), 0)::bigint as "fen!""#,
            [""],
            part,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

/// What was given back of one debt, or what is open, or settled.
async fn list_returned(
    connection: &mut PgConnection,
    part: (Option<Uuid>, Option<bool>),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<ComplaintRow>, Error<Never>> {
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select r.debit_id as "debit_id!", r.debt_id as "debt_id!", e.number as "number!", f.name as "funder_name!",
                      d.reference as "reference!", h.name as "holder_name!", r.amount_fen as "amount_fen!", r.reason as "reason!",
                      r.owed_back as "owed_back!", r.returned_at as "returned_at!", o.open as "open!""#;
            part, bounds
        ),
        (
            "r.returned_at", "r.amount_fen", "r.debit_id",
            "select amount_fen, debit_id from returned_debits where debit_id = "
        ),
        ("$8", "$9::timestamptz", "$10", "$11"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ComplaintRow {
                debt: DebtId(row.debt_id),
                number: row.number,
                funder_name: row.funder_name,
                debit: DebitId(row.debit_id),
                reference: row.reference.parse().map_err(Error::defect)?,
                holder_name: row.holder_name,
                amount: Amount::from_fen(row.amount_fen),
                reason: row.reason.parse().map_err(Error::defect)?,
                owed_back: row.owed_back,
                returned_at: row.returned_at,
                open: row.open,
            })
        })
        .collect()
}

/// Whether there is a complaint about a debt to settle.
///
/// # Errors
/// `NotFound` when there is no such debt; refused when there is none.
pub(crate) async fn check_settle(connection: &mut PgConnection, debt: DebtId) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, debt, None).await.map(|_| ())
}

/// From now on whoever holds the debt may debit again, as was proposed at an instant.
///
/// # Errors
/// As [`check_settle`]; refused when more was given back since it was proposed: nobody has looked into that.
pub(crate) async fn settle(
    write: &mut Write,
    debt: DebtId,
    proposed_at: OffsetDateTime,
) -> Result<(), Error<ApprovalRefusal>> {
    let complained = lock(write.connection(), debt, Some(proposed_at)).await?;
    debt::update_complaint(write.connection(), debt, None).await?;
    let other = Some(complained.holder).filter(|holder| *holder != complained.funder);
    for party in other.into_iter().chain([complained.funder]) {
        let told = PartnerEvent::DebtComplaintSettled { number: complained.number.clone() };
        write.envelope.tell(party, debt, &told)?;
    }
    Ok(())
}

/// A debt with a complaint, and whom it concerns.
struct Complained {
    number: String,
    funder: PartnerId,
    holder: PartnerId,
}

async fn lock(
    connection: &mut PgConnection,
    id: DebtId,
    proposed_at: Option<OffsetDateTime>,
) -> Result<Complained, Error<ApprovalRefusal>> {
    let row =
        sqlx::query!("select number, funder_id, holder_id, complaint_at from debts where id = $1 for update", id.0)
            .fetch_optional(connection)
            .await?
            .ok_or(Error::NotFound)?;
    let Some(since) = row.complaint_at else { return Err(Error::Refused(ApprovalRefusal::NoComplaint)) };
    if proposed_at.is_some_and(|proposed_at| since > proposed_at) {
        return Err(Error::Refused(ApprovalRefusal::ComplaintRenewed));
    }
    Ok(Complained { number: row.number, funder: PartnerId(row.funder_id), holder: PartnerId(row.holder_id) })
}
