//! Debits of bound cards.

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    network::ReturnReason,
    payout::PayoutState,
};
use parts::api::{Answer, Told, db, instant, narrow::NarrowQuery, page, reader, role};
use services::{
    agreement_debit::{DebitFilter, DebitRow},
    page::Page,
};

/// A debit, with how far its money has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitView {
    pub id: String,
    pub reference: String,
    pub debt: String,
    pub debt_number: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: String,
    pub decided_at: String,
    pub payout: Option<(String, PayoutState)>,
    /// Why the network has given it back to its payer.
    pub returned: Option<ReturnReason>,
    /// What went back to its payer as was ordered, and what may go back yet.
    pub refunded: Amount,
    pub refundable: Amount,
    /// Whether something of it is owed back yet.
    pub owes_back: bool,
}

impl DebitView {
    pub(crate) fn of(row: DebitRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            debt: row.debt.to_string(),
            debt_number: row.debt_number,
            amount: row.amount,
            state: row.state,
            failure: row.failure,
            accepted_at: instant(row.accepted_at),
            decided_at: row.decided_at.map(instant).unwrap_or_default(),
            payout: row.payout.map(|(reference, state)| (reference.to_string(), state)),
            returned: row.returned.map(|(reason, ..)| reason),
            refunded: row.refunded,
            refundable: row.refundable,
            owes_back: row.owes_back,
        }
    }
}

/// A page of the visitor's side's debits, as it is asked for, with the portal in which it is shown.
pub async fn debits(
    filter: DebitFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<DebitView>, &'static str)> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::agreement_debit::debits(&db(), &context, list, page(after)).await.told()?;
    Ok((rows.map(DebitView::of), role(&context)?.portal()))
}
