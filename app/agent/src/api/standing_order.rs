//! Having the next commissions repay a loan.

use domain::{Amount, standing_order::OrderChoice};
use leptos::prelude::*;
use parts::api::{Answer, RequestProblem, Told, bad_field, db, id, instant, reader, writer};
use services::standing_order::{self, SetCommand, StandingOrderRow};

/// An order that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingOrderView {
    pub loan: String,
    pub loan_reference: String,
    /// In all, and what commissions have paid of it.
    pub amount: Amount,
    pub paid: Amount,
    /// What a commission of today would pay of it.
    pub left: Amount,
    /// Whether it is for what falls due, and not for an amount that was named.
    pub due: bool,
    pub set_at: String,
}

impl StandingOrderView {
    fn of(row: StandingOrderRow) -> Self {
        Self {
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference.to_string(),
            amount: row.order.amount,
            paid: row.order.paid,
            left: row.left,
            due: row.order.instalment.is_some(),
            set_at: instant(row.set_at),
        }
    }
}

/// The shop's orders, in the order in which they are paid.
pub async fn standing_orders() -> Answer<Vec<StandingOrderView>> {
    let rows = standing_order::standing_orders(&db(), &reader()?).await.told()?;
    Ok(rows.into_iter().map(StandingOrderView::of).collect())
}

/// Has the next commissions repay a loan. `what` is `due`, or `part` with the amount that is `ordered`.
#[server(endpoint = "standing_order/set")]
pub async fn set_standing_order(request_no: String, loan: String, what: String, ordered: String) -> Answer<()> {
    let choice = match what.as_str() {
        "due" => OrderChoice::Due,
        "part" => OrderChoice::Part(parts::api::amount(&ordered)?),
        _ => return Err(bad_field(RequestProblem::Unreadable)),
    };
    let command = SetCommand { loan: id(&loan)?, choice };
    let to = command.loan;
    standing_order::set(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/loans/{to}?ordered"));
    Ok(())
}

/// Leaves commissions to the wallet again.
#[server(endpoint = "standing_order/end")]
pub async fn end_standing_order(request_no: String, loan: String) -> Answer<()> {
    let loan = id(&loan)?;
    standing_order::end(&db(), &writer(&request_no)?, loan).await.told()?;
    leptos_axum::redirect(&format!("/agent/loans/{loan}"));
    Ok(())
}
