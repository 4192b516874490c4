//! What an agent sees first.

use domain::{Amount, calendar::days_between};
use parts::api::{Answer, Told, db, draw::DrawView, loan::LoanView, reader};
use services::{
    commission::OwnCommission,
    loan::{ExpectedDay, LoanRow},
    page::Page,
};

use super::{
    application::ApplicationBriefView,
    credit_line::{CreditLineView, line},
    freeze::{FrozenView, TakenView, frozen, taken_lately},
    standing_order::{StandingOrderView, standing_orders},
    wallet::{WalletEntryView, entry},
};

/// How many days before it falls due something is called near.
const SOON_DAYS: u32 = 7;
/// How many draws that wait are listed.
const LISTED: u16 = 5;
/// For how many days what falls due is told.
const DAYS_TOLD: i64 = 30;
/// Of how many loans, those that are due first.
const LOANS_TOLD: u16 = 20;

/// The line, what falls due, the wallet, and what is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeView {
    pub line: Option<CreditLineView>,
    pub wallet_reference: String,
    pub wallet_balance: Amount,
    pub entries: Vec<WalletEntryView>,
    /// How many offers there are to choose among, and the highest limit of them; nothing beside a line.
    pub offers: usize,
    pub highest_offer: Amount,
    /// The application that is under way.
    pub application: Option<ApplicationBriefView>,
    /// Draws that wait for the funder or for money.
    pub open_draws: Vec<DrawView>,
    /// Whether more of them wait than are listed.
    pub more_draws: bool,
    /// The loan that falls due next, if anything is owed.
    pub next_due: Option<LoanView>,
    /// Whether that falls due within a week, and what the wallet misses of it.
    pub soon: Option<SoonView>,
    /// The days of the next 30 on which something falls due.
    pub due_days: Vec<ExpectedDay>,
    /// Whether it owes more loans than those days are told of.
    pub more_due: bool,
    pub frozen: Option<FrozenView>,
    /// What was taken of late for what was overdue, once nothing is.
    pub taken: Vec<TakenView>,
    /// What the carrier is to pay, the earliest first, and what it takes back.
    pub commissions: Vec<CommissionView>,
    /// The loans that it repays first.
    pub orders: Vec<StandingOrderView>,
}

/// A commission that is expected, or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionView {
    pub month: String,
    pub expected_on: String,
    /// What is to come; nothing where it is taken back.
    pub amount: Amount,
    /// What is still to be taken back.
    pub open: Amount,
}

/// Something that falls due within a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoonView {
    /// From today; 0 is today.
    pub days: u32,
    /// What the wallet misses of it.
    pub short: Amount,
    /// What commissions are expected to bring until then, and when the last of them.
    pub expected: Option<(Amount, String)>,
}

impl SoonView {
    fn of(loan: &LoanRow, available: Amount, commissions: &[OwnCommission]) -> Option<Self> {
        let (due_on, amount) = loan.position.next_due(loan.today)?;
        let days = days_between(loan.today, due_on);
        let near = loan.state.overdue_since().is_none() && days <= SOON_DAYS;
        let comes =
            |item: &&OwnCommission| item.amount.is_positive() && (loan.today..=due_on).contains(&item.expected_on);
        let mut coming = commissions.iter().filter(comes);
        // What is taken back goes first.
        let taken: Amount = commissions.iter().map(|item| item.open).sum();
        let brought = coming.clone().map(|item| item.amount).sum::<Amount>().less(taken).max(Amount::ZERO);
        let expected = coming.next_back().filter(|_| brought.is_positive());
        let expected = expected.map(|item| (brought, item.expected_on.to_string()));
        near.then(|| Self { days, short: amount.less(available).max(Amount::ZERO), expected })
    }
}

impl CommissionView {
    fn of(own: OwnCommission) -> Self {
        Self {
            month: own.month.to_string(),
            expected_on: own.expected_on.to_string(),
            amount: own.amount.max(Amount::ZERO),
            open: own.open,
        }
    }
}

/// The days on which something falls due. Where there are more loans than were read, those before the last of these is due: the
/// others are not due earlier.
fn due_days(owed: &Page<LoanRow>) -> Vec<ExpectedDay> {
    let last = owed.next.and(owed.rows.last()).and_then(|loan| loan.position.first_unpaid());
    let days = services::loan::due_days(&owed.rows, DAYS_TOLD).into_iter();
    days.filter(|day| last.is_none_or(|(due_on, _)| day.on < due_on)).collect()
}

/// The agent's home.
pub async fn agent_home() -> Answer<HomeView> {
    use services::{draw::DrawFilter, loan::LoanFilter, page::PageRequest};
    let (db, context) = (db(), reader()?);
    let home = services::home::home(&db, &context).await.told()?;
    let has = home.has;
    let first = |rows| PageRequest::new(None, rows);
    let draws = if has.draws {
        Some(services::draw::draws(&db, &context, DrawFilter::Open, first(LISTED)).await.told()?)
    } else {
        None
    };
    let owed = services::loan::book(&db, &context, LoanFilter::Open, first(LOANS_TOLD)).await.told()?;
    let line = line(&db, &context).await?;
    let commissions =
        if has.commissions { services::commission::own_commissions(&db, &context).await.told()? } else { Vec::new() };
    let limits = match line {
        Some(_) => Vec::new(),
        None => services::offer::open_limits(&db, &context).await.told()?,
    };
    let application = if has.application { super::application::newest(&db, &context).await? } else { None };
    let frozen = if has.freezes { frozen().await? } else { None };
    Ok(HomeView {
        line,
        offers: limits.len(),
        highest_offer: limits.into_iter().max().unwrap_or(Amount::ZERO),
        application,
        wallet_reference: home.wallet_reference.to_string(),
        wallet_balance: home.balance,
        entries: home.entries.into_iter().map(entry).collect(),
        more_draws: draws.as_ref().is_some_and(|draws| draws.next.is_some()),
        open_draws: draws.map(|draws| draws.map(DrawView::of).rows).unwrap_or_default(),
        soon: owed.rows.first().and_then(|loan| SoonView::of(loan, home.available, &commissions)),
        due_days: due_days(&owed),
        more_due: owed.next.is_some(),
        next_due: owed.rows.into_iter().next().map(LoanView::of),
        taken: if has.swept { taken_lately(frozen.as_ref()).await? } else { Vec::new() },
        frozen,
        commissions: commissions.into_iter().map(CommissionView::of).collect(),
        orders: if has.standing_orders { standing_orders().await? } else { Vec::new() },
    })
}
