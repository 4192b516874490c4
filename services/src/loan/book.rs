//! The loans of one party in pages.

use domain::loan::LoanState;
use sqlx::PgConnection;
use time::Date;

use super::{
    LoanRow,
    sql::{self, RawLoan},
};
use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM},
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, Which, total},
};

/// Whatever it is overdue since.
const OVERDUE: &str = LoanState::Overdue { since: Date::MIN }.code();

/// Whatever became of it.
const ANY: &[&str] = &[LoanState::Active.code(), OVERDUE, LoanState::Settled.code()];

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

/// Which of all loans are found, or of those that a facilitator holds.
pub type FoundFilter = Which<LoanFilter>;

impl LoanFilter {
    pub(super) const fn states(self) -> &'static [&'static str] {
        match self {
            Self::Open => const { &[LoanState::Active.code(), OVERDUE] },
            Self::Overdue => const { &[OVERDUE] },
            Self::Settled => const { &[LoanState::Settled.code()] },
        }
    }

    /// Its own order, as the statement names it.
    const fn order(self) -> &'static str {
        match self {
            Self::Open => "due",
            Self::Overdue => "overdue",
            Self::Settled => Sort::Newest.code(),
        }
    }

    /// The day that it is ordered by.
    fn ordered_by(self, row: &LoanRow) -> Date {
        match self {
            Self::Open => row.position.first_unpaid().map_or(row.credited_on, |(due_on, _)| due_on),
            Self::Overdue => row.state.overdue_since().unwrap_or(row.credited_on),
            Self::Settled => row.credited_on,
        }
    }
}

/// A page of the loans that the acting party may see.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn book(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<LoanFilter>>,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let list: Narrowed<LoanFilter> = list.into();
    let owners = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if list.asks() {
                return list_narrowed(connection, owners, &list, page).await;
            }
            let rows = match list.part {
                LoanFilter::Open => sql::list_running(connection, owners, page).await?,
                LoanFilter::Overdue => sql::list_overdue(connection, owners, page).await?,
                LoanFilter::Settled => sql::list_settled(connection, owners, page).await?,
            };
            page_of(rows, page, |row| list.part.ordered_by(row))
        })
    })
    .await
}

/// A page of the loans that the acting facilitator holds, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for anybody but a facilitator.
pub async fn held(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<FoundFilter>>,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let list: Narrowed<FoundFilter> = list.into();
    let facilitator = context.facilitator::<Never>(FACILITATOR_TEAM)?;
    let whose = (None, None, Some(facilitator.0));
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            if bounds.is_nobody() {
                return Ok(Page::EMPTY);
            }
            let states = list.part.one().map_or(ANY, LoanFilter::states);
            let order = list.sort.unwrap_or(Sort::Newest).code();
            let rows = sql::list_narrowed(connection, whose, (states, order), &bounds, page).await?;
            let listed = page_of(rows, page, |row| row.credited_on)?;
            let total = total!(list, sql::add_up_narrowed(connection, whose, states, &bounds));
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// A page of the acting funder's loans of which something falls due on a day: those that are counted for it in what is expected.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn falling_due(
    db: &Db,
    context: &Context,
    on: Date,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            page_of(sql::list_falling_due(connection, funder, on, page).await?, page, |row| row.credited_on)
        })
    })
    .await
}

/// A page of what is asked for of the loans, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    owners: sql::Parties,
    list: &Narrowed<LoanFilter>,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let states = list.part.states();
    let order = list.sort.map_or(list.part.order(), Sort::code);
    let whose = (owners.0, owners.1, None);
    let rows = sql::list_narrowed(connection, whose, (states, order), &bounds, page).await?;
    let listed =
        page_of(rows, page, |row| if list.sort.is_some() { row.credited_on } else { list.part.ordered_by(row) })?;
    let total = total!(list, sql::add_up_narrowed(connection, whose, states, &bounds));
    Ok(listed.with_total(total))
}

fn page_of(
    rows: Vec<RawLoan>,
    page: PageRequest,
    ordered_by: impl Fn(&LoanRow) -> Date,
) -> Result<Page<LoanRow>, Error<Never>> {
    let rows = rows.into_iter().map(RawLoan::into_row).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, |row| Cursor::on(ordered_by(row), row.id.0)))
}
