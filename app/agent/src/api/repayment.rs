//! Repaying: a quote, and paying it.

use domain::{
    Amount,
    position::{Allocation, Position},
};
use leptos::prelude::*;
use parts::api::{
    Answer, RequestProblem, Told, bad_field, db, id, instant, loan::LoanView, new_request_no, reader, writer,
};

/// A quote that can be paid until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    pub id: String,
    pub loan: LoanView,
    pub position: Position,
    pub amount: Amount,
    pub as_of: time::Date,
    pub allocation: Allocation,
    pub expires_at: String,
    /// Expired, or the loan was paid since: it cannot be paid any more.
    pub stale: bool,
    pub wallet_balance: Amount,
    pub request_no: String,
}

/// Asks for a quote and goes to it. `choice` is `due`, `all` or `part`.
#[server(endpoint = "repayment/quote")]
pub async fn quote_repayment(request_no: String, loan: String, choice: String, amount: String) -> Answer<()> {
    use domain::repayment::RepaymentChoice;
    use services::repayment::QuoteCommand;
    let choice = match choice.as_str() {
        "due" => RepaymentChoice::Due,
        "all" => RepaymentChoice::All,
        "part" => RepaymentChoice::Part(parts::api::amount(&amount)?),
        _ => return Err(bad_field(RequestProblem::Unreadable)),
    };
    let command = QuoteCommand { loan: id(&loan)?, choice };
    let quote = services::repayment::quote(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/quotes/{}", quote.id));
    Ok(())
}

pub async fn quote(quote: String) -> Answer<QuoteView> {
    let (db, context) = (db(), reader()?);
    let quote = services::repayment::find_quote(&db, &context, id(&quote)?).await.told()?;
    let row = services::loan::loan(&db, &context, quote.loan).await.told()?;
    let (position, today) = (row.position.clone(), row.today);
    let same = position.allocate(quote.as_of, quote.amount).is_ok_and(|now| now == quote.allocation);
    Ok(QuoteView {
        stale: !same || quote.as_of != today || db.now() > quote.expires_at,
        id: quote.id.to_string(),
        loan: LoanView::of(row),
        position,
        amount: quote.amount,
        as_of: quote.as_of,
        allocation: quote.allocation,
        expires_at: instant(quote.expires_at),
        wallet_balance: services::wallet::wallet(&db, &context, None).await.told()?.balance,
        request_no: new_request_no(),
    })
}

/// Pays a quote and goes to the loan.
#[server(endpoint = "repayment/repay")]
pub async fn repay(request_no: String, quote: String, loan: String) -> Answer<()> {
    let loan: domain::id::LoanId = id(&loan)?;
    services::repayment::repay(&db(), &writer(&request_no)?, id(&quote)?).await.told()?;
    leptos_axum::redirect(&format!("/agent/loans/{loan}?paid"));
    Ok(())
}
