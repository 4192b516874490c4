//! Invoices of the institution's share of interest, as funders and the institution see them.

use domain::{
    Amount,
    id::{PartnerId, RevenueShareInvoiceId},
    revenue_share::{LineKind, RevenueShare},
};
use services::{
    page::Page,
    revenue_share::{InvoiceRow, LineFilter, LineRow},
};

use super::{Answer, Told, db, id, narrow::NarrowQuery, page, reader};

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceView {
    pub id: String,
    pub funder_name: String,
    pub month: String,
    pub share: RevenueShare,
    pub lines: i64,
    pub counted: Amount,
    pub due: Amount,
    /// What was withheld of the month's payments: the invoice does not ask for it.
    pub withheld: Amount,
    pub issued_on: String,
}

/// A payment, or a change of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub kind: LineKind,
    pub loan: String,
    pub reference: String,
    pub posted_on: String,
    pub value_on: String,
    pub interest: Amount,
    pub penalty: Amount,
    /// What of it counts.
    pub counts: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicePageView {
    pub invoice: InvoiceView,
    pub lines: Page<LineView>,
}

impl InvoiceView {
    fn of(row: InvoiceRow) -> Self {
        Self {
            id: row.id.to_string(),
            funder_name: row.funder_name,
            month: row.month.to_string(),
            share: row.share,
            lines: row.lines,
            counted: row.counted,
            due: row.due,
            withheld: row.withheld,
            issued_on: row.issued_on.to_string(),
        }
    }
}

/// What is agreed with a funder, and a page of its invoices, the newest first.
pub async fn revenue_share(
    funder: PartnerId,
    after: Option<String>,
) -> Answer<(Option<RevenueShare>, Page<InvoiceView>)> {
    let (db, context) = (db(), reader()?);
    let agreed = services::revenue_share::revenue_share_of(&db, &context, funder).await.told()?;
    let rows = services::revenue_share::invoices(&db, &context, funder, page(after)).await.told()?;
    Ok((agreed, rows.map(InvoiceView::of)))
}

/// One invoice with a page of its lines, as they are asked for.
pub async fn invoice(
    invoice: String,
    (filter, query): (LineFilter, NarrowQuery),
    after: Option<String>,
) -> Answer<InvoicePageView> {
    let (invoice, lines): (RevenueShareInvoiceId, _) = (id(&invoice)?, query.read(filter)?);
    let detail = services::revenue_share::invoice(&db(), &reader()?, invoice, lines, page(after)).await.told()?;
    let share = detail.row.share;
    let line = |row: LineRow| LineView {
        kind: row.kind,
        loan: row.loan.to_string(),
        reference: row.reference.to_string(),
        posted_on: row.posted_on.to_string(),
        value_on: row.value_on.to_string(),
        interest: row.interest,
        penalty: row.penalty,
        counts: share.counts(row.interest, row.penalty),
    };
    Ok(InvoicePageView { invoice: InvoiceView::of(detail.row), lines: detail.lines.map(line) })
}
