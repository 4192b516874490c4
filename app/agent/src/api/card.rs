//! The agent's own bank cards, and topping up from them.

use std::sync::Arc;

use domain::{
    Amount,
    agreement_debit::DebitState,
    card::{CardState, TopUpFailure, TopUpRefusal},
    card_bank::CardBank,
    network::{Reason, ReturnReason},
};
use leptos::prelude::*;
use parts::api::{Answer, ApiError, StepView, Told, db, id, instant, new_request_no, page, reader, steps, writer};
use services::{card::CardRow, network::Network, page::Page, top_up::TopUpRow};

/// A card, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    pub id: String,
    pub payer: String,
    pub card: String,
    pub bank: CardBank,
    pub state: CardState,
    pub failure: Option<Reason>,
    pub tries: i16,
    pub code_ends_at: String,
    pub created_at: String,
}

/// The agent's cards, and the words to agree to when one is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardsView {
    pub page: Page<CardView>,
    pub consent: String,
    pub request_no: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUpView {
    pub id: String,
    pub reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<TopUpFailure>,
    pub accepted_at: String,
    /// Empty until it has succeeded or failed.
    pub decided_at: String,
    /// Why the bank has given it back to the card, and what of it is to be taken out of the wallet yet.
    pub returned: Option<(ReturnReason, Amount)>,
}

/// One card, with what was taken from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPageView {
    pub card: CardView,
    pub consent: String,
    pub timeline: Vec<StepView<CardState>>,
    pub top_ups: Page<TopUpView>,
    /// The top-up that is under way; empty when there is none.
    pub in_flight: String,
    /// Why nothing is taken from any card: the wallet is frozen.
    pub frozen: Option<ApiError>,
    /// How often a card is debited on a day.
    pub tries: i64,
    pub request_no: String,
}

/// One top-up, and the card that it was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptView {
    pub top_up: TopUpView,
    pub card: CardView,
}

impl CardView {
    fn of(row: CardRow) -> Self {
        Self {
            id: row.id.to_string(),
            payer: row.payer_masked,
            card: row.card_masked,
            bank: row.bank,
            state: row.state,
            failure: row.failure,
            tries: row.tries,
            code_ends_at: instant(row.code_ends_at),
            created_at: instant(row.created_at),
        }
    }
}

impl TopUpView {
    fn of(row: TopUpRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            amount: row.amount,
            state: row.state,
            failure: row.failure,
            accepted_at: instant(row.accepted_at),
            decided_at: row.decided_at.map(instant).unwrap_or_default(),
            returned: row.returned,
        }
    }
}

fn network() -> Arc<dyn Network> {
    expect_context::<Arc<dyn Network>>()
}

/// A page of the agent's cards.
pub async fn cards(after: Option<String>) -> Answer<CardsView> {
    let cards = services::card::cards(&db(), &reader()?, page(after)).await.told()?;
    Ok(CardsView { page: cards.page.map(CardView::of), consent: cards.consent, request_no: new_request_no() })
}

/// One card, with a page of its top-ups.
pub async fn card(card: String, after: Option<String>) -> Answer<CardPageView> {
    let (db, context, id) = (db(), reader()?, id(&card)?);
    let detail = services::card::card(&db, &context, id).await.told()?;
    let rows = services::top_up::top_ups(&db, &context, id, page(after)).await.told()?;
    // The newest first; what is refused names the one that has stood longest.
    let frozen = services::freeze::own_freezes(&db, &context).await.told()?.pop();
    Ok(CardPageView {
        card: CardView::of(detail.row),
        consent: detail.consent,
        timeline: steps(detail.timeline)?,
        in_flight: detail.in_flight.map(|id| id.to_string()).unwrap_or_default(),
        top_ups: rows.map(TopUpView::of),
        frozen: frozen.map(|freeze| ApiError::of(TopUpRefusal::Frozen { reason: freeze.reason })),
        tries: services::debit_rules::debit_rules(&db, &context).await.told()?.tries,
        request_no: new_request_no(),
    })
}

/// One top-up.
pub async fn receipt(top_up: String) -> Answer<ReceiptView> {
    let (db, context) = (db(), reader()?);
    let row = services::top_up::receipt(&db, &context, id(&top_up)?).await.told()?;
    let card = services::card::card(&db, &context, row.card).await.told()?;
    Ok(ReceiptView { top_up: TopUpView::of(row), card: CardView::of(card.row) })
}

/// Has the agent's own card bound, and sends a code to the number that its bank has.
#[server(endpoint = "card/order")]
pub async fn order_card(
    request_no: String,
    name: String,
    id_number: String,
    card_number: String,
    mobile: String,
    #[server(default)] consents: bool,
) -> Answer<()> {
    let command = services::card::OrderCardCommand { name, id_number, card_number, mobile, consents };
    let context = writer(&request_no)?;
    let card = services::card::order_card(&db(), &*network(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/cards/{card}"));
    Ok(())
}

/// Has another code sent.
#[server(endpoint = "card/again")]
pub async fn send_card_code_again(request_no: String, card: String) -> Answer<()> {
    let (context, card) = (writer(&request_no)?, id(&card)?);
    services::card::send_code_again(&db(), &*network(), &context, card).await.told()
}

/// Binds the card with the code.
#[server(endpoint = "card/confirm")]
pub async fn confirm_card(request_no: String, card: String, code: String) -> Answer<()> {
    let (context, card) = (writer(&request_no)?, id(&card)?);
    let command = services::card::ConfirmCardCommand { card, code };
    services::card::confirm_card(&db(), &*network(), &context, command).await.told()
}

/// Nothing is taken from the card until it is resumed.
#[server(endpoint = "card/pause")]
pub async fn pause_card(request_no: String, card: String) -> Answer<()> {
    let (context, card) = (writer(&request_no)?, id(&card)?);
    services::card::pause_card(&db(), &context, card).await.told()
}

/// Money may be taken from the card again.
#[server(endpoint = "card/resume")]
pub async fn resume_card(request_no: String, card: String) -> Answer<()> {
    let (context, card) = (writer(&request_no)?, id(&card)?);
    services::card::resume_card(&db(), &context, card).await.told()
}

/// Ends the card's agreement.
#[server(endpoint = "card/revoke")]
pub async fn revoke_card(request_no: String, card: String) -> Answer<()> {
    let (context, card) = (writer(&request_no)?, id(&card)?);
    services::card::revoke_card(&db(), &context, card).await.told()
}

/// Takes this much from the card, into the wallet.
#[server(endpoint = "top_up/order")]
pub async fn order_top_up(request_no: String, card: String, amount: String) -> Answer<()> {
    let (context, id) = (writer(&request_no)?, id(&card)?);
    let command = services::top_up::TopUpCommand { card: id, amount: parts::api::amount(&amount)? };
    let ordered = services::top_up::top_up(&db(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/top-ups/{}", ordered.top_up));
    Ok(())
}
