//! Lines as their funder sees them.

use domain::{Amount, credit_line::CreditLineState, terms::LoanTerms};
use parts::api::{Answer, Told, db, narrow::NarrowQuery, page, reader};
use services::{
    credit_line::{CreditLineFilter, CreditLineRow},
    page::Page,
};

/// One granted line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedLineView {
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub available: Amount,
    pub terms: LoanTerms,
    pub opened_on: String,
    pub matures_on: String,
}

/// The sums of all lines that are not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExposureView {
    pub lines: i64,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub available: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedLinesView {
    pub exposure: ExposureView,
    pub lines: Page<GrantedLineView>,
}

/// The lines that the visitor's funder has granted, as they are asked for, with the sums of all that are not closed.
pub async fn granted_lines(
    filter: CreditLineFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<GrantedLinesView> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::credit_line::credit_lines(&db(), &context, list, page(after)).await.told()?;
    Ok(GrantedLinesView { exposure: exposure().await?, lines: rows.map(granted) })
}

pub(super) fn granted(row: CreditLineRow) -> GrantedLineView {
    GrantedLineView {
        reference: row.reference.to_string(),
        agent: row.agent.to_string(),
        agent_name: row.agent_name,
        state: row.line.state,
        limit: row.line.limit,
        outstanding: row.line.outstanding,
        earmarked: row.line.earmarked,
        available: row.line.available(),
        terms: row.terms,
        opened_on: row.opened_on.to_string(),
        matures_on: row.line.matures_on.to_string(),
    }
}

/// The sums alone.
pub async fn exposure() -> Answer<ExposureView> {
    let sums = services::credit_line::exposure(&db(), &reader()?).await.told()?;
    Ok(ExposureView {
        lines: sums.lines,
        limit: sums.limit,
        outstanding: sums.outstanding,
        earmarked: sums.earmarked,
        available: sums.available,
    })
}
