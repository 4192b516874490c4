//! What an agent sees first.

use domain::{Amount, credit_line::CreditLineState};

use super::{Answer, application::ApplicationBriefView, draw::DrawView, repayment::LoanView};

/// How many draws that wait are listed.
const LISTED: u16 = 5;

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
    /// The live application, or else the newest.
    pub application: Option<ApplicationBriefView>,
    /// Draws that wait for the funder or for money.
    pub open_draws: Vec<DrawView>,
    /// Whether more of them wait than are listed.
    pub more_draws: bool,
    /// The loan that falls due next, if anything is owed.
    pub next_due: Option<LoanView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditLineView {
    pub reference: String,
    pub funder_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub available: Amount,
    pub terms: domain::terms::LoanTerms,
    pub tenors: Vec<domain::terms::Tenor>,
    pub matures_on: time::Date,
    pub today: time::Date,
}

/// One line of the wallet's statement; money in is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletEntryView {
    pub version: i64,
    pub event: String,
    pub amount: Amount,
    pub balance: Amount,
    pub value_on: String,
    pub recorded_at: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletView {
    pub reference: String,
    pub balance: Amount,
    pub bank_account_name: String,
    pub reserve_account_no: String,
    pub reserve_account_name: String,
    pub entries: Vec<WalletEntryView>,
}

/// The agent's home.
pub async fn agent_home() -> Answer<HomeView> {
    use super::server::{Told, db, reader};
    use services::{draw::DrawFilter, loan::LoanFilter, page::PageRequest, wallet};
    let (db, context) = (db(), reader()?);
    let wallet = wallet::wallet(&db, &context, None).await.told()?;
    let first = |rows| PageRequest::new(None, rows);
    let draws = services::draw::draws(&db, &context, DrawFilter::Open, first(LISTED)).await.told()?;
    let owed = services::loan::book(&db, &context, LoanFilter::Open, first(1)).await.told()?;
    let line = line(&db, &context).await?;
    let limits = match line {
        Some(_) => Vec::new(),
        None => services::offer::open_limits(&db, &context).await.told()?,
    };
    Ok(HomeView {
        line,
        offers: limits.len(),
        highest_offer: limits.into_iter().max().unwrap_or(Amount::ZERO),
        application: super::application::newest(&db, &context).await?,
        wallet_reference: wallet.reference.to_string(),
        wallet_balance: wallet.balance,
        entries: wallet.entries.into_iter().take(3).map(entry).collect(),
        more_draws: draws.next.is_some(),
        open_draws: draws.map(DrawView::of).rows,
        next_due: owed.rows.into_iter().next().map(LoanView::of),
    })
}

/// The agent's live line, for the page on which it borrows.
pub async fn credit_line() -> Answer<Option<CreditLineView>> {
    use super::server::{db, reader};
    line(&db(), &reader()?).await
}

/// The agent's wallet with its statement, the entries before `before` or the newest.
pub async fn wallet(before: Option<i64>) -> Answer<WalletView> {
    use super::server::{Told, db, reader};
    let wallet = services::wallet::wallet(&db(), &reader()?, before).await.told()?;
    Ok(WalletView {
        reference: wallet.reference.to_string(),
        balance: wallet.balance,
        bank_account_name: wallet.bank_account_name,
        reserve_account_no: wallet.reserve_account_no,
        reserve_account_name: wallet.reserve_account_name,
        entries: wallet.entries.into_iter().map(entry).collect(),
    })
}

fn entry(entry: services::wallet::WalletEntry) -> WalletEntryView {
    WalletEntryView {
        version: entry.version,
        event: entry.event,
        amount: entry.amount,
        balance: entry.balance,
        value_on: entry.value_on.to_string(),
        recorded_at: super::server::instant(entry.recorded_at),
    }
}

/// The agent's line that is not closed.
pub(super) async fn line(db: &services::Db, context: &services::Context) -> Answer<Option<CreditLineView>> {
    use super::server::Told;
    use services::{
        credit_line::{CreditLineFilter, credit_lines},
        page::PageRequest,
    };
    context.agent::<services::error::Never>().told()?;
    let today = services::business_day::business_date(db, context).await.told()?;
    let open = credit_lines(db, context, CreditLineFilter::Open, PageRequest::FIRST).await.told()?;
    Ok(open.rows.into_iter().next().map(|row| CreditLineView {
        reference: row.reference.to_string(),
        funder_name: row.funder_name,
        state: row.line.state,
        limit: row.line.limit,
        outstanding: row.line.outstanding,
        earmarked: row.line.earmarked,
        available: row.line.available(),
        terms: row.terms,
        tenors: row.tenors,
        matures_on: row.line.matures_on,
        today,
    }))
}
