//! Draws: preview, request, cancel.

use domain::{
    Amount,
    draw::{DrawPhase, DrawRefusal},
    one_time_code::Confirms,
};
use leptos::prelude::*;
use parts::api::{
    Answer, RequestProblem, StepView, Told, bad_field, db, draw::DrawView, id, new_request_no, page, reader, steps,
    writer,
};
use services::{draw::DrawFilter, page::Page};

use super::{
    confirmation::{ConfirmationView, confirmation},
    wallet::expected,
};

/// One draw with what its page's forms need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawPageView {
    pub draw: DrawView,
    pub timeline: Vec<StepView<DrawPhase>>,
    /// By when the money that the funder has reported is told to be there; empty before, and when that has passed.
    pub expected_by: String,
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
    /// How the draw is confirmed; nothing where it need not be.
    pub confirmation: Option<ConfirmationView>,
    pub request_no: String,
}

/// A page of all draws of the visitor.
pub async fn draws(after: Option<String>) -> Answer<Page<DrawView>> {
    let page = services::draw::draws(&db(), &reader()?, DrawFilter::All, page(after)).await.told()?;
    Ok(page.map(DrawView::of))
}

pub async fn draw(draw: String) -> Answer<DrawPageView> {
    let db = db();
    let mut row = services::draw::draw(&db, &reader()?, id(&draw)?).await.told()?;
    let timeline = steps(std::mem::take(&mut row.timeline))?;
    let expected_by = row.instruction_at.map(|at| expected(at, db.now())).unwrap_or_default();
    Ok(DrawPageView { draw: DrawView::of(row), timeline, expected_by, request_no: new_request_no() })
}

/// What a draw would cost, exactly as it would be charged.
pub async fn preview_draw(amount: String, tenor: String) -> Answer<DisclosureView> {
    let (amount, tenor) =
        (parts::api::amount(&amount)?, tenor.parse().map_err(|_| bad_field(DrawRefusal::TenorNotOffered))?);
    let (db, context) = (db(), reader()?);
    let preview = services::draw::preview_draw(&db, &context, amount, tenor).await.told()?;
    let disclosure = preview.disclosure;
    let confirms = Confirms::Draw { amount: disclosure.principal, disclosure_hash: preview.hash.clone() };
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
        confirmation: confirmation(&confirms).await?,
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
    #[server(default)] code: String,
) -> Answer<()> {
    use services::draw::RequestDrawCommand;
    let Some(disclosure_hash) = disclosure_hash else { return Err(bad_field(RequestProblem::DisclosureNotTicked)) };
    let left = domain::disclosure::reading_left(shown_at, db().true_now().unix_timestamp());
    if left > 0 {
        return Err(bad_field(RequestProblem::ReadOn { seconds: left }));
    }
    let tenor = tenor.parse().map_err(|_| bad_field(DrawRefusal::TenorNotOffered))?;
    let command = RequestDrawCommand { amount: parts::api::amount(&amount)?, tenor, purpose, disclosure_hash };
    let requested =
        services::draw::request_draw(&db(), &writer(&request_no)?.with_code(&code), command).await.told()?;
    leptos_axum::redirect(&format!("/agent/draws/{}", requested.draw));
    Ok(())
}

/// The agent changes its mind.
#[server(endpoint = "draw/cancel")]
pub async fn cancel_draw(request_no: String, draw: String) -> Answer<()> {
    services::draw::cancel_draw(&db(), &writer(&request_no)?, id(&draw)?).await.told()
}
