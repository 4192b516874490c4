//! What waits for a funder, and how its loans stand.

use domain::Amount;

use super::{Answer, credit_line::ExposureView, draw::DrawView, repayment::LoanView, review::ApplicationRowView};

/// How many loans are listed as those to be repaid next.
const NEXT: usize = 6;

/// A funder's first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbenchView {
    pub role: domain::role::Role,
    pub to_claim: i64,
    pub mine: i64,
    pub to_confirm: i64,
    /// Waiting for the agent's answer.
    pub asked: i64,
    /// The oldest applications that wait for somebody at the funder.
    pub applications: Vec<ApplicationRowView>,
    /// Not answered yet, oldest first.
    pub draws_to_answer: Vec<DrawView>,
    /// Accepted, and not credited yet.
    pub draws_awaited: usize,
    pub exposure: ExposureView,
    pub today: String,
    pub ageing: Vec<AgeView>,
    /// How many loans have something due within [`Self::soon_days`] days, and how much.
    pub due_soon: (u32, Amount),
    pub soon_days: u32,
    /// What comes in next: what is overdue or falls due first.
    pub next_repayments: Vec<LoanView>,
}

/// Loans by the days that their oldest unpaid instalment is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeView {
    /// 0 is what is not overdue.
    pub from_days: u32,
    pub to_days: Option<u32>,
    pub loans: u32,
    pub outstanding: Amount,
}

pub async fn workbench() -> Answer<WorkbenchView> {
    use super::server::{Told, db, reader};
    let (db, context) = (db(), reader()?);
    let person = context.person::<services::error::Never>().told()?.clone();
    let queue = services::application::queue(&db, &context).await.told()?;
    let portfolio = services::loan::portfolio(&db, &context).await.told()?;
    let mut draws = super::draw::draws(true).await?;
    draws.reverse();
    let mut owed = super::repayment::loans().await?;
    owed.retain(|loan| !loan.outstanding.is_zero());
    owed.sort_by(|one, other| {
        let key = |loan: &LoanView| (std::cmp::Reverse(loan.overdue_days), loan.next_due_on.clone());
        key(one).cmp(&key(other))
    });
    owed.truncate(NEXT);
    let (draws_to_answer, awaited): (Vec<_>, Vec<_>) = draws.into_iter().partition(|draw| draw.state == "requested");
    Ok(WorkbenchView {
        role: person.role,
        to_claim: queue.to_claim,
        mine: queue.mine,
        to_confirm: queue.to_confirm,
        asked: queue.asked,
        applications: queue.oldest.into_iter().map(|row| super::review::row(row, person.user)).collect(),
        draws_to_answer,
        draws_awaited: awaited.len(),
        exposure: super::credit_line::exposure().await?,
        today: portfolio.today.to_string(),
        ageing: portfolio
            .buckets
            .into_iter()
            .map(|bucket| AgeView {
                from_days: bucket.from_days,
                to_days: bucket.to_days,
                loans: bucket.loans,
                outstanding: bucket.outstanding,
            })
            .collect(),
        due_soon: portfolio.due_soon,
        next_repayments: owed,
        soon_days: services::loan::SOON_DAYS,
    })
}
