//! Invoices of the institution's share, for the institution and for the funder that owes it.

use domain::{
    Amount, Reference,
    id::{LoanId, PartnerId, RevenueShareInvoiceId},
    operating_data::Month,
    revenue_share::{Billing, LineKind, RevenueShare},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::sql::{list_agreed, share_of};
use crate::{
    Context, Db, Error,
    context::{FUNDER_TEAM, INSTITUTION},
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, Which, bounded, by_time_or_amount, total},
};

/// What a funder owes of a month, or is owed: less than zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    pub id: RevenueShareInvoiceId,
    pub funder: PartnerId,
    pub funder_name: String,
    pub month: Month,
    pub share: RevenueShare,
    pub lines: i64,
    /// What counts of the lines, and the share of it.
    pub counted: Amount,
    pub due: Amount,
    /// What the institution has got of the month already, withheld of payments: the invoice does not ask for it.
    pub withheld: Amount,
    pub issued_on: Date,
    pub issued_at: OffsetDateTime,
}

/// An invoice with a page of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDetail {
    pub row: InvoiceRow,
    pub lines: Page<LineRow>,
}

/// A payment, or a change of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    pub source: Uuid,
    pub kind: LineKind,
    pub loan: LoanId,
    pub reference: Reference,
    pub posted_on: Date,
    pub value_on: Date,
    pub interest: Amount,
    pub penalty: Amount,
}

/// Who may look: the institution's people, and those of the funder, who see their own.
fn may_look(context: &Context) -> Result<Option<PartnerId>, Error<Never>> {
    match context.party().partner() {
        Some(_) => context.funder(FUNDER_TEAM).map(Some),
        None => context.operator(INSTITUTION).map(|_| None),
    }
}

/// What is agreed with a funder now.
///
/// # Errors
/// `Forbidden` for whom it does not concern.
pub async fn revenue_share_of(
    db: &Db,
    context: &Context,
    funder: PartnerId,
) -> Result<Option<RevenueShare>, Error<Never>> {
    if may_look(context)?.is_some_and(|own| own != funder) {
        return Err(Error::NotFound);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let agreed = list_agreed(connection, Date::MAX).await?;
            Ok(agreed.into_iter().find(|(whose, _)| *whose == funder).map(|(_, share)| share))
        })
    })
    .await
}

/// Invoices, the newest first: all of a funder's, for its people and the institution's.
///
/// # Errors
/// `Forbidden` for whom it does not concern.
pub async fn invoices(
    db: &Db,
    context: &Context,
    funder: PartnerId,
    page: PageRequest,
) -> Result<Page<InvoiceRow>, Error<Never>> {
    if may_look(context)?.is_some_and(|own| own != funder) {
        return Err(Error::NotFound);
    }
    let rows = db
        .read(context, move |connection| Box::pin(async move { list(connection, (Some(funder), None), page).await }))
        .await?;
    Ok(Page::of(rows, page, |row: &InvoiceRow| Cursor { at: row.issued_at, id: row.id.0 }))
}

/// Which lines of an invoice are listed.
pub type LineFilter = Which<LineKind>;

/// One invoice with a page of its lines, in the order in which they were posted where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for whom it does not concern, `NotFound` for an unknown one and another funder's.
pub async fn invoice(
    db: &Db,
    context: &Context,
    id: RevenueShareInvoiceId,
    lines: impl Into<Narrowed<LineFilter>>,
    page: PageRequest,
) -> Result<InvoiceDetail, Error<Never>> {
    let lines: Narrowed<LineFilter> = lines.into();
    let own = may_look(context)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let found = list(connection, (own, Some(id)), PageRequest::FIRST).await?;
            let row = found.into_iter().next().ok_or(Error::NotFound)?;
            let lines = list_lines(connection, (id, row.share.penalty), &lines, page).await?;
            Ok(InvoiceDetail { row, lines })
        })
    })
    .await
}

struct RawLine {
    source_id: Uuid,
    kind: String,
    loan_id: Uuid,
    reference: String,
    posted_on: Date,
    value_on: Date,
    interest_fen: i64,
    penalty_fen: i64,
}

impl RawLine {
    fn into_row(self) -> Result<LineRow, Error<Never>> {
        Ok(LineRow {
            source: self.source_id,
            kind: self.kind.parse().map_err(Error::defect)?,
            loan: LoanId(self.loan_id),
            reference: self.reference.parse().map_err(Error::defect)?,
            posted_on: self.posted_on,
            value_on: self.value_on,
            interest: Amount::from_fen(self.interest_fen),
            penalty: Amount::from_fen(self.penalty_fen),
        })
    }
}

/// A statement about the lines of an invoice that `$bounds` narrow, by what of each counts: what it selects, and what else it says from `$9`
/// on. A text is a part of the loan's number.
macro_rules! narrowed {
    ($row:ident, $what:literal, [$($then:tt)*], $invoice:expr, $penalty:expr, $kind:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from revenue_share_lines s join loans l on l.id = s.loan_id
                where s.invoice_id = $6 and ($8::text is null or s.kind = $8)",
            [$($then)*],
            on "s.posted_on",
            said "l.reference",
            fen "(s.interest_fen + case when $7::bool then s.penalty_fen else 0 end)",
            $bounds,
            $invoice.0,
            $penalty,
            $kind
            $(, $value)*
        )
    };
}

/// A page of what is asked for of the lines of an invoice, of which penalty interest counts or not, with what of all of them counts.
async fn list_lines(
    connection: &mut PgConnection,
    (invoice, penalty): (RevenueShareInvoiceId, bool),
    list: &Narrowed<LineFilter>,
    page: PageRequest,
) -> Result<Page<LineRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let kind = list.part.one().map(LineKind::code);
    let rows = by_time_or_amount!(
        narrowed!(
            RawLine,
            "select s.source_id, s.kind, s.loan_id, l.reference, s.posted_on, s.value_on, s.interest_fen, s.penalty_fen";
            invoice, penalty, kind, bounds
        ),
        (
            "s.posted_on",
            "(s.interest_fen + case when $7 then s.penalty_fen else 0 end)",
            "s.source_id",
            "select x.interest_fen + case when $7 then x.penalty_fen else 0 end, x.source_id from revenue_share_lines x
             where x.invoice_id = $6 and x.source_id = "
        ),
        ("$9", "($10::timestamptz at time zone 'utc')::date", "$11", "$12"),
        list.sort.unwrap_or(Sort::Oldest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(RawLine::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |line: &LineRow| Cursor::on(line.posted_on, line.source));
    let total = total!(
        list,
        narrowed!(
            Added,
            r#"select count(*) as "count!",
                      coalesce(sum(s.interest_fen + case when $7::bool then s.penalty_fen else 0 end), 0)::bigint as "fen!""#,
            [""],
            invoice,
            penalty,
            kind,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

async fn list(
    connection: &mut PgConnection,
    (funder, id): (Option<PartnerId>, Option<RevenueShareInvoiceId>),
    page: PageRequest,
) -> Result<Vec<InvoiceRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        "select i.id, i.funder_id, p.name, i.month, i.rate, i.penalty, i.elsewhere, i.lines, i.counted_fen, i.share_fen, i.withheld_fen,
                i.issued_on, i.issued_at
         from revenue_share_invoices i join partners p on p.id = i.funder_id
         where ($1::uuid is null or i.funder_id = $1) and ($2::uuid is null or i.id = $2) and (i.issued_at, i.id) < ($3, $4)
         order by i.issued_at desc, i.id desc limit $5",
        funder.map(|funder| funder.0),
        id.map(|id| id.0),
        after.at,
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvoiceRow {
                id: RevenueShareInvoiceId(row.id),
                funder: PartnerId(row.funder_id),
                funder_name: row.name,
                month: Month::containing(row.month),
                share: share_of(row.rate, row.penalty, row.elsewhere, Billing::Invoiced)?,
                lines: row.lines,
                counted: Amount::from_fen(row.counted_fen),
                due: Amount::from_fen(row.share_fen),
                withheld: Amount::from_fen(row.withheld_fen),
                issued_on: row.issued_on,
                issued_at: row.issued_at,
            })
        })
        .collect()
}
