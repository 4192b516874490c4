//! What waits for a funder, and how its loans stand.

use domain::Amount;
use parts::api::{Answer, Told, ageing::AgeView, db, draw::DrawView, id, loan::LoanView, reader};
use services::{badge::FunderBadges, draw::OpenDraws, loan::LoanFilter, page::PageRequest};

use super::{credit_line::ExposureView, review::ApplicationRowView};

/// How many draws to answer and loans to be repaid next are listed.
const LISTED: u16 = 8;

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
    /// The oldest that are not answered yet.
    pub draws_to_answer: Vec<DrawView>,
    pub open_draws: OpenDraws,
    /// What else waits for the person.
    pub badges: FunderBadges,
    pub exposure: ExposureView,
    pub today: String,
    pub ageing: Vec<AgeView>,
    /// How many loans have something due within [`Self::soon_days`] days, and how much.
    pub due_soon: (u32, Amount),
    pub soon_days: u32,
    /// What comes in next: what is overdue or falls due first.
    pub next_repayments: Vec<LoanView>,
}

pub async fn workbench() -> Answer<WorkbenchView> {
    let (db, context) = (db(), reader()?);
    let person = context.person::<services::error::Never>().told()?.clone();
    let queue = services::application::queue(&db, &context).await.told()?;
    let portfolio = services::loan::portfolio(&db, &context).await.told()?;
    let first = PageRequest::new(None, LISTED);
    let open_draws = services::draw::count_open_draws(&db, &context).await.told()?;
    let draws = if open_draws.requested > 0 {
        services::draw::draws_to_answer(&db, &context, first).await.told()?.map(DrawView::of).rows
    } else {
        Vec::new()
    };
    let owed = services::loan::book(&db, &context, LoanFilter::Open, first).await.told()?;
    Ok(WorkbenchView {
        role: person.role,
        to_claim: queue.to_claim,
        mine: queue.mine,
        to_confirm: queue.to_confirm,
        asked: queue.asked,
        applications: queue.oldest.into_iter().map(|row| super::review::row(row, person.user)).collect(),
        draws_to_answer: draws,
        open_draws,
        badges: services::badge::funder_badges(&db, &context).await.told()?,
        exposure: super::credit_line::exposure().await?,
        today: portfolio.today.to_string(),
        ageing: portfolio.ages.map(AgeView::of).to_vec(),
        due_soon: portfolio.due_soon,
        next_repayments: owed.map(LoanView::of).rows,
        soon_days: services::loan::SOON_DAYS.unsigned_abs(),
    })
}

/// What waits for the visitor next, besides this application.
pub async fn next_application(application: String) -> Answer<Option<ApplicationRowView>> {
    let context = reader()?;
    let me = context.person::<services::error::Never>().told()?.user;
    let next = services::application::next_waiting(&db(), &context, id(&application)?).await.told()?;
    Ok(next.map(|row| super::review::row(row, me)))
}
