//! Draws: preview, request, cancel; answer and instruct.

use domain::Amount;
use leptos::prelude::*;
use services::{
    draw::{DrawFilter, OpenDraws},
    page::Page,
};

use super::Answer;
use crate::components::timeline::Step;

/// A draw with both flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawView {
    pub id: String,
    pub reference: String,
    pub agent_name: String,
    pub agent_number: String,
    pub funder_name: String,
    pub payer_account: String,
    pub amount: Amount,
    pub tenor: String,
    pub annual_rate: domain::Rate,
    pub purpose: String,
    pub disclosure: String,
    pub state: String,
    pub refusal_reason: String,
    pub requested_at: String,
    pub instruction_reference: String,
    /// Empty until the information flow is there.
    pub instruction_at: String,
    pub funds: Amount,
    /// Empty until the funds flow is there.
    pub funds_at: String,
    pub credited_at: String,
    pub loan: Option<String>,
    pub timeline: Vec<Step>,
}

/// One draw with what its page's forms need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawPageView {
    pub draw: DrawView,
    pub request_no: String,
}

/// The cost disclosure of a draw that is about to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureView {
    /// The shop that borrows.
    pub borrower: String,
    pub funder_name: String,
    pub principal: Amount,
    pub terms: domain::terms::LoanTerms,
    pub plan: Vec<domain::schedule::Instalment>,
    pub cost: domain::cost::Cost,
    /// What is kept: the text that the hash is of, in the language of the contract.
    pub text: String,
    pub hash: String,
    /// Seconds since 1970.
    pub shown_at: i64,
    pub request_no: String,
}

/// A draw as the funder's treasurer pays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisbursementView {
    /// Its timeline names the visitor's colleagues.
    pub draw: DrawView,
    /// Number and name of the account to pay into.
    pub pay_to: Option<(String, String)>,
    /// Whether the visitor is one who may answer and pay.
    pub treasurer: bool,
    pub request_no: String,
}

/// A page of draws, and how many wait for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawListView {
    pub page: Page<DrawView>,
    pub open: OpenDraws,
}

impl DrawView {
    pub(crate) fn of(row: services::draw::DrawRow) -> Self {
        use super::server::instant;
        let refusal_reason = match &row.state {
            domain::draw::DrawState::Refused { reason } => reason.clone(),
            _ => String::new(),
        };
        let at = |at: Option<time::OffsetDateTime>| at.map(instant).unwrap_or_default();
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            agent_name: row.agent_name,
            agent_number: row.agent_number,
            funder_name: row.funder_name,
            payer_account: row.payer_account,
            amount: row.amount,
            tenor: row.tenor.to_string(),
            annual_rate: row.terms.annual_rate,
            purpose: row.purpose,
            disclosure: row.disclosure,
            state: row.state.code().to_owned(),
            refusal_reason,
            requested_at: instant(row.requested_at),
            instruction_reference: row.instruction_reference.unwrap_or_default(),
            instruction_at: at(row.instruction_at),
            funds: row.funds,
            funds_at: at(row.funds_at),
            credited_at: at(row.credited_at),
            loan: row.loan.map(|loan| loan.to_string()),
            timeline: row.timeline.into_iter().map(super::server::step).collect(),
        }
    }
}

/// A page of all draws of the visitor.
pub async fn draws(after: Option<String>) -> Answer<Page<DrawView>> {
    use super::server::{Told, db, page, reader};
    let page = services::draw::draws(&db(), &reader()?, DrawFilter::All, page(after)).await.told()?;
    Ok(page.map(DrawView::of))
}

/// A part of the funder's draws, with how many wait for what. Nothing asked for is what waits for its answer, the
/// oldest first.
pub async fn draws_of_funder(filter: Option<DrawFilter>, after: Option<String>) -> Answer<DrawListView> {
    use super::server::{Told, db, page, reader};
    let (db, context, page) = (db(), reader()?, page(after));
    let draws = match filter {
        None => services::draw::draws_to_answer(&db, &context, page).await.told()?,
        Some(filter) => services::draw::draws(&db, &context, filter, page).await.told()?,
    };
    let open = services::draw::count_open_draws(&db, &context).await.told()?;
    Ok(DrawListView { page: draws.map(DrawView::of), open })
}

pub async fn draw(draw: String) -> Answer<DrawPageView> {
    use super::server::{Told, db, id, new_request_no, reader};
    let row = services::draw::draw(&db(), &reader()?, id(&draw)?).await.told()?;
    Ok(DrawPageView { draw: DrawView::of(row), request_no: new_request_no() })
}

/// One draw with what its funder needs to pay it.
pub async fn disbursement(draw: String) -> Answer<DisbursementView> {
    use super::server::{Told, db, id, new_request_no, reader};
    let (db, context) = (db(), reader()?);
    let role = context.person::<services::error::Never>().told()?.role;
    let mut row = services::draw::draw(&db, &context, id(&draw)?).await.told()?;
    let names = super::team::names().await?;
    for step in &mut row.timeline {
        step.actor = names.of(&step.actor);
    }
    Ok(DisbursementView {
        draw: DrawView::of(row),
        pay_to: services::party::receiving_account(&db, &context).await.told()?,
        treasurer: role == domain::role::Role::FunderTreasurer,
        request_no: new_request_no(),
    })
}

/// What a draw would cost, exactly as it would be charged.
pub async fn preview_draw(amount: String, tenor: String) -> Answer<DisclosureView> {
    use super::server::{self, Told, bad_field, db, new_request_no, reader};
    let (amount, tenor) = (server::amount(&amount)?, tenor.parse().map_err(|_| bad_field("draw.tenor_not_offered"))?);
    let (db, context) = (db(), reader()?);
    let preview = services::draw::preview_draw(&db, &context, amount, tenor).await.told()?;
    let disclosure = preview.disclosure;
    Ok(DisclosureView {
        borrower: services::party::signing_name(&db, &context).await.told()?,
        text: disclosure.text(),
        funder_name: disclosure.funder,
        principal: disclosure.principal,
        terms: disclosure.terms,
        plan: disclosure.plan,
        cost: disclosure.cost,
        hash: preview.hash,
        shown_at: db.true_now().unix_timestamp(),
        request_no: new_request_no(),
    })
}

/// Asks for a draw and goes to its page. The tick carries the hash of the disclosure that was read, `shown_at` since when.
#[server(endpoint = "draw/request")]
pub async fn request_draw(
    request_no: String,
    amount: String,
    tenor: String,
    purpose: String,
    shown_at: i64,
    disclosure_hash: Option<String>,
) -> Answer<()> {
    use super::server::{self, Told, bad_field, db, writer};
    use services::draw::RequestDrawCommand;
    let Some(disclosure_hash) = disclosure_hash else { return Err(bad_field("draw.disclosure_not_ticked")) };
    let left = domain::disclosure::reading_left(shown_at, db().true_now().unix_timestamp());
    if left > 0 {
        return Err(bad_field("draw.read_on").with("seconds", left));
    }
    let tenor = tenor.parse().map_err(|_| bad_field("draw.tenor_not_offered"))?;
    let command = RequestDrawCommand { amount: server::amount(&amount)?, tenor, purpose, disclosure_hash };
    let requested = services::draw::request_draw(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/draws/{}", requested.draw));
    Ok(())
}

/// The agent changes its mind.
#[server(endpoint = "draw/cancel")]
pub async fn cancel_draw(request_no: String, draw: String) -> Answer<()> {
    use super::server::{Told, db, id, writer};
    services::draw::cancel_draw(&db(), &writer(&request_no)?, id(&draw)?).await.told()
}

/// The funder will not pay.
#[server(endpoint = "draw/refuse")]
pub async fn refuse_draw(request_no: String, draw: String, reason: String) -> Answer<()> {
    use super::server::{Told, db, id, writer};
    use services::draw::{AnswerDrawCommand, DrawAnswer};
    let command = AnswerDrawCommand { draw: id(&draw)?, answer: DrawAnswer::Refuse { reason } };
    services::draw::answer_draw(&db(), &writer(&request_no)?, command).await.told()
}

/// The funder reports that it has paid.
#[server(endpoint = "draw/instruct")]
pub async fn instruct_draw(request_no: String, draw: String, amount: String, payment_reference: String) -> Answer<()> {
    use super::server::{self, Told, db, id, writer};
    use services::draw::InstructDrawCommand;
    let command = InstructDrawCommand { draw: id(&draw)?, amount: server::amount(&amount)?, payment_reference };
    services::draw::instruct_draw(&db(), &writer(&request_no)?, command).await.told()
}
