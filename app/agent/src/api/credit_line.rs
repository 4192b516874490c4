//! The line that an agent borrows on, until it asks to close it.

use domain::{Amount, calendar::CalendarDay, credit_line::CreditLineState, terms::HolidayRule};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, reader, writer};

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
    /// The days by which due dates move, where the terms have it so.
    pub days: Vec<CalendarDay>,
}

/// The agent's live line, for the page on which it borrows.
pub async fn credit_line() -> Answer<Option<CreditLineView>> {
    line(&db(), &reader()?).await
}

/// The agent's line that is not closed.
pub(super) async fn line(db: &services::Db, context: &services::Context) -> Answer<Option<CreditLineView>> {
    use services::{
        credit_line::{CreditLineFilter, credit_lines},
        page::PageRequest,
    };
    context.shop::<services::error::Never>().told()?;
    let today = services::business_day::business_date(db, context).await.told()?;
    let open = credit_lines(db, context, CreditLineFilter::Open, PageRequest::FIRST).await.told()?;
    let Some(row) = open.rows.into_iter().next() else { return Ok(None) };
    let moves = row.terms.holiday_rule != HolidayRule::Stays;
    let days = if moves { services::calendar::special_days(db, context).await.told()? } else { Vec::new() };
    Ok(Some(CreditLineView {
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
        days,
    }))
}

/// Asks to close the agent's line.
#[server(endpoint = "credit_line/close")]
pub async fn close_line(request_no: String) -> Answer<()> {
    let ended = services::credit_line::close(&db(), &writer(&request_no)?).await.told()?;
    leptos_axum::redirect(if ended { "/agent/offers?closed" } else { "/agent/offers" });
    Ok(())
}
