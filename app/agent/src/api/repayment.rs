//! Repaying: a quote, and paying it.

use domain::{Amount, position::Quote, repayment::RepaymentChoice};
use islands::Owed;
use leptos::prelude::*;
use parts::api::{
    Answer, RequestProblem, Told, bad_field, db, id, instant, loan::LoanView, new_request_no, reader,
    repayment::RepaymentView, writer,
};
use services::{Error, repayment::RepaymentFilter};

use super::{loan::owed, wallet::expected};

/// A quote that can be paid until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    pub id: String,
    pub loan: LoanView,
    /// What settles the loan.
    pub payoff: Quote,
    /// What the quote is computed from, as that is now.
    pub owed: Owed,
    /// In all.
    pub amount: Amount,
    /// How much of it each loan gets, by its place.
    pub split: Vec<(usize, Amount)>,
    pub expires_at: String,
    /// Expired, or what is owed has changed since: it cannot be paid any more.
    pub stale: bool,
    /// When it was itself paid, and the receipt.
    pub paid: Option<(String, String)>,
    pub request_no: String,
}

/// Asks for a quote and goes to it. `choice` is `due`, `all` or `part`.
#[server(endpoint = "repayment/quote")]
pub async fn quote_repayment(request_no: String, loan: String, choice: String, amount: String) -> Answer<()> {
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
    let balance = services::wallet::wallet(&db, &context, None).await.told()?.balance;
    let loans = services::loan::with_overdue(&db, &context, quote.loan).await.told()?;
    let stale = !quote.holds(&loans, row.today) || db.now() > quote.expires_at;
    let owed = owed(loans, quote.loan, row.today, balance);
    let paid = services::repayment::repayment(&db, &context, RepaymentFilter::OfQuote(quote.id)).await;
    let paid = match paid {
        Err(Error::NotFound) => None,
        paid => Some(paid.told()?),
    };
    Ok(QuoteView {
        stale,
        paid: paid.map(|paid| (instant(paid.debited_at), paid.id.to_string())),
        id: quote.id.to_string(),
        payoff: row.position.quote(row.today),
        loan: LoanView::of(row),
        split: owed.split(RepaymentChoice::Part(quote.amount)).unwrap_or_default(),
        owed,
        amount: quote.amount,
        expires_at: instant(quote.expires_at),
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
    /// Of each loan that was paid: what was overdue leads, and the loan that was named stands last.
    pub parts: Vec<PaidView>,
    /// In all.
    pub amount: Amount,
    /// By when its payouts are told to be there; empty when that has passed.
    pub expected_by: String,
}

/// What was paid of a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidView {
    pub repayment: RepaymentView,
    pub loan: LoanView,
}

/// The receipt of a repayment, with all that was paid together with it.
pub async fn receipt(repayment: String) -> Answer<ReceiptView> {
    let (db, context) = (db(), reader()?);
    let rows = services::repayment::payment(&db, &context, id(&repayment)?).await.told()?;
    let amount = rows.iter().map(|row| row.amount).sum();
    let expected_by = rows.first().map(|row| expected(row.debited_at, db.now())).unwrap_or_default();
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let loan = services::loan::loan(&db, &context, row.loan).await.told()?;
        parts.push(PaidView { repayment: RepaymentView::of(row), loan: LoanView::of(loan) });
    }
    Ok(ReceiptView { parts, amount, expected_by })
}
