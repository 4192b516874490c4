//! Repaying: a quote, and paying it.

use domain::{
    Amount,
    position::{Allocation, Position},
};
use leptos::prelude::*;
use parts::api::{
    Answer, RequestProblem, Told, bad_field, db, id, instant, loan::LoanView, new_request_no, reader,
    repayment::RepaymentView, writer,
};
use services::{Error, repayment::RepaymentFilter};

use super::wallet::expected;

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
    /// When it was itself paid, and the receipt.
    pub paid: Option<(String, String)>,
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
    let paid = services::repayment::repayment(&db, &context, RepaymentFilter::OfQuote(quote.id)).await;
    let paid = match paid {
        Err(Error::NotFound) => None,
        paid => Some(paid.told()?),
    };
    let same = position.allocate(quote.as_of, quote.amount).is_ok_and(|now| now == quote.allocation);
    Ok(QuoteView {
        stale: !same || quote.as_of != today || db.now() > quote.expires_at,
        paid: paid.map(|paid| (instant(paid.debited_at), paid.id.to_string())),
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

/// Pays a quote and goes to the receipt.
#[server(endpoint = "repayment/repay")]
pub async fn repay(request_no: String, quote: String) -> Answer<()> {
    let paid = services::repayment::repay(&db(), &writer(&request_no)?, id(&quote)?).await.told()?;
    leptos_axum::redirect(&format!("/agent/repayments/{}", paid.repayment));
    Ok(())
}

/// What was paid, of what, and how far the money has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptView {
    pub repayment: RepaymentView,
    pub loan: LoanView,
    /// By when its payout is told to be there; empty while there is none, and when that has passed.
    pub expected_by: String,
}

/// The receipt of a repayment.
pub async fn receipt(repayment: String) -> Answer<ReceiptView> {
    let (db, context) = (db(), reader()?);
    let filter = RepaymentFilter::One(id(&repayment)?);
    let row = services::repayment::repayment(&db, &context, filter).await.told()?;
    let loan = services::loan::loan(&db, &context, row.loan).await.told()?;
    let expected_by = expected(row.debited_at, db.now());
    Ok(ReceiptView { repayment: RepaymentView::of(row), loan: LoanView::of(loan), expected_by })
}
