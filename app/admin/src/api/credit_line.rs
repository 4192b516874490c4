//! Everything about one line.

use domain::{Amount, credit_line::CreditLineState, terms::LoanTerms};
use parts::api::{Answer, Told, db, draw::DrawView, id, reader};
use services::timeline::TimelineStep;

/// The most draws, the newest.
const DRAWS: u16 = 50;

/// A line with what was drawn on it, and what has happened to it.
#[derive(Clone, Debug)]
pub struct LinePageView {
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub funder: String,
    pub funder_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub available: Amount,
    pub terms: LoanTerms,
    pub opened_on: String,
    pub matures_on: String,
    pub application: String,
    pub application_reference: String,
    /// Of its contract; empty of one that has none.
    pub contract_sha256: String,
    pub draws: Vec<DrawView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
}

/// One line.
pub async fn line(line: String) -> Answer<LinePageView> {
    let (db, context, line) = (db(), reader()?, id(&line)?);
    let detail = services::credit_line::credit_line(&db, &context, line).await.told()?;
    let draws = services::draw::draws_of_line(&db, &context, line, DRAWS).await.told()?;
    let row = detail.line;
    Ok(LinePageView {
        reference: row.reference.to_string(),
        agent: row.agent.to_string(),
        agent_name: row.agent_name,
        funder: detail.funder.to_string(),
        funder_name: row.funder_name,
        state: row.line.state,
        limit: row.line.limit,
        outstanding: row.line.outstanding,
        earmarked: row.line.earmarked,
        available: row.line.available(),
        terms: row.terms,
        opened_on: row.opened_on.to_string(),
        matures_on: row.line.matures_on.to_string(),
        application: detail.application.to_string(),
        application_reference: detail.application_reference.unwrap_or_default(),
        contract_sha256: detail.contract_sha256.unwrap_or_default(),
        draws: draws.into_iter().map(DrawView::of).collect(),
        timeline: detail.timeline,
    })
}
