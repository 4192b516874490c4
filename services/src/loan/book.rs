//! The loans of one party in pages.

use super::{
    LoanRow,
    sql::{self, RawLoan},
};
use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// Which loans are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanFilter {
    /// Still owed; what is to be paid first comes first, so that what is overdue the longest leads.
    Open,
    /// Only those of which something is overdue.
    Overdue,
    /// The newest first.
    Settled,
}

/// A page of the loans that the acting party may see.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn book(
    db: &Db,
    context: &Context,
    filter: LoanFilter,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let owners = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            match filter {
                LoanFilter::Open => page_of(sql::list_running(connection, owners, page).await?, page, |row| {
                    row.position.first_unpaid().map_or(row.credited_on, |(due_on, _)| due_on)
                }),
                LoanFilter::Overdue => page_of(sql::list_overdue(connection, owners, page).await?, page, |row| {
                    row.state.overdue_since().unwrap_or(row.credited_on)
                }),
                LoanFilter::Settled => {
                    page_of(sql::list_settled(connection, owners, page).await?, page, |row| row.credited_on)
                }
            }
        })
    })
    .await
}

fn page_of(
    rows: Vec<RawLoan>,
    page: PageRequest,
    ordered_by: impl Fn(&LoanRow) -> time::Date,
) -> Result<Page<LoanRow>, Error<Never>> {
    let rows = rows.into_iter().map(RawLoan::into_row).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, |row| Cursor::on(ordered_by(row), row.id.0)))
}
