//! Loans as their agent, their funder, whoever holds them and the institution see them, what the turn of a day makes of them, and the proof
//! that their positions are right.

mod book;
mod certificate;
mod collected;
mod cost;
mod day;
mod document;
mod due;
mod expected;
pub mod fact;
mod found;
mod mark;
mod overdue;
mod portfolio;
mod replay;
mod roll;
pub(crate) mod sql;
mod timeline;
mod transfer;
mod vintage;
mod write_off;

use domain::{
    Amount, Reference,
    id::{AgentId, DrawId, LoanId, PartnerId},
    loan::LoanState,
    operating_data::Month,
    position::Position,
    terms::LoanTerms,
};
use time::Date;

use crate::{Context, Db, Error, context::FUNDER_TEAM, error::Never};

pub use book::{FoundFilter, LoanFilter, book, falling_due, held};
pub use certificate::{Certificate, certificates};
pub(crate) use collected::lock_collected;
pub use cost::verify_cost;
pub(crate) use day::keep_day;
pub use document::documents;
pub use due::{KeptLoan, with_overdue};
pub(crate) use due::{is_late, list_due, list_due_soon, list_late, list_with_overdue};
pub(crate) use expected::keep_cash_days;
pub use expected::{DAYS_AHEAD, Expected, ExpectedDay, PastWeek, due_days, expected};
pub(crate) use found::list_of_agent;
pub use found::{AgentLoan, FoundLoan, find_loans};
pub use mark::marks;
pub(crate) use mark::{check_mark, mark};
pub(crate) use overdue::{Fallen, fall_overdue, list_falling};
pub use portfolio::{AgeRow, Portfolio, SOON_DAYS, ageing_at, portfolio};
pub use replay::verify_positions;
pub use roll::{RollMonth, RollRates, roll_rates};
pub use timeline::timeline;
pub(crate) use transfer::{hold_bindings, lock_transferred, name_facilitator, update_holder};
pub use vintage::{Vintages, vintages};
pub use write_off::{WriteOffCommand, WriteOffRow, take_back_write_off, write_off, written_off};

/// How many months reports look back.
const PAST_MONTHS: usize = 12;

/// The last months that are over on a date, the latest first.
fn past_months(today: Date) -> Vec<Month> {
    let last = Month::containing(today).before();
    std::iter::successors(Some(last), |month| Some(month.before())).take(PAST_MONTHS).collect()
}

/// A debt, with its whole financial position.
#[derive(Clone, Debug)]
pub struct LoanRow {
    pub id: LoanId,
    pub draw: DrawId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub reference: Reference,
    pub agent_name: String,
    pub funder_name: String,
    /// Whom it is owed to: its funder, until it is transferred.
    pub holder: PartnerId,
    pub holder_name: String,
    /// When it changed hands last.
    pub held_since: Option<Date>,
    pub principal: Amount,
    pub outstanding: Amount,
    pub terms: LoanTerms,
    pub credited_on: Date,
    pub state: LoanState,
    pub position: Position,
    /// The open business date, as of which it is shown.
    pub today: Date,
}

/// One loan.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's.
pub async fn loan(db: &Db, context: &Context, id: LoanId) -> Result<LoanRow, Error<Never>> {
    let holders = context.holders()?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find(connection, holders, id).await?.ok_or(Error::NotFound)?.into_row() })
    })
    .await
}

/// The latest loans of a shop from the acting funder, the newest first.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn loans_of_shop(db: &Db, context: &Context, shop: AgentId, most: u16) -> Result<Vec<LoanRow>, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sql::list_of_shop(connection, shop, funder, most).await?;
            rows.into_iter().map(sql::RawLoan::into_row).collect()
        })
    })
    .await
}
