//! Draws: answering them, and reporting their payment.

use domain::{draw::DrawPhase, role::Role};
use leptos::prelude::*;
use parts::api::{
    Answer, Called, StepView, Told, batch, db, draw::DrawView, id, narrow::NarrowQuery, new_request_no, page, reader,
    steps, writer,
};
use services::{
    draw::{DrawFilter, OpenDraws},
    page::{Page, PageRequest},
    party::ReceivingAccount,
};

use super::payment_file::PreparedView;

/// A draw as the funder's treasurer pays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisbursementView {
    pub draw: DrawView,
    /// It names the visitor's colleagues.
    pub timeline: Vec<StepView<DrawPhase, Called>>,
    /// The account to pay into.
    pub pay_to: Option<ReceivingAccount>,
    /// Whether the visitor is one who may answer and pay.
    pub treasurer: bool,
    /// Whether the visitor is one who may release what another has registered.
    pub approver: bool,
    /// Payments are released by a second person.
    pub releases: bool,
    /// Its payment, which waits to be released.
    pub prepared: Option<PreparedView>,
    pub request_no: String,
}

/// A page of draws, and how many wait for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawListView {
    pub page: Page<DrawView>,
    pub open: OpenDraws,
    /// For whoever may accept them.
    pub request_no: Option<String>,
}

/// A part of the funder's draws, as it is asked for, with how many wait for what.
pub async fn draws_of_funder(filter: DrawFilter, query: NarrowQuery, after: Option<String>) -> Answer<DrawListView> {
    let (db, context, page) = (db(), reader()?, page(after));
    let draws = if filter == DrawFilter::Requested && query == NarrowQuery::default() {
        services::draw::draws_to_answer(&db, &context, page).await.told()?
    } else {
        services::draw::draws(&db, &context, query.read(filter)?, page).await.told()?
    };
    let open = services::draw::count_open_draws(&db, &context).await.told()?;
    Ok(DrawListView { page: draws.map(DrawView::of), open, request_no: batch::offered_to(&[Role::FunderTreasurer])? })
}

/// One draw with what its funder needs to pay it.
pub async fn disbursement(draw: String) -> Answer<DisbursementView> {
    let (db, context) = (db(), reader()?);
    let role = context.person::<services::error::Never>().told()?.role;
    let mut row = services::draw::draw(&db, &context, id(&draw)?).await.told()?;
    let names = partner::api::team::names().await?;
    let timeline = steps(std::mem::take(&mut row.timeline))?.into_iter().map(|step| step.called(&names)).collect();
    let drawn = row.id;
    let prepared = services::draw::prepared(&db, &context, drawn).await.told()?;
    Ok(DisbursementView {
        draw: DrawView::of(row),
        timeline,
        pay_to: services::party::receiving_account(&db, &context).await.told()?,
        treasurer: role == Role::FunderTreasurer,
        approver: role == Role::FunderApprover,
        releases: services::draw::releases_payments::<services::error::Never>(&db, &context).await.told()?,
        prepared: prepared.map(|prepared| PreparedView::of(drawn, prepared, &names)),
        request_no: new_request_no(),
    })
}

/// The draw that waits for the funder's answer next, besides this one.
pub async fn next_draw(draw: String) -> Answer<Option<DrawView>> {
    let oldest = services::draw::draws_to_answer(&db(), &reader()?, PageRequest::new(None, 2)).await.told()?;
    Ok(oldest.map(DrawView::of).rows.into_iter().find(|waiting| waiting.id != draw))
}

/// The funder will pay these.
#[server(endpoint = "draw/accept")]
pub async fn accept_draws(request_no: String, #[server(default)] items: Vec<String>) -> Answer<()> {
    use services::draw::{AnswerDrawCommand, DrawAnswer};
    batch::each(&request_no, &items, async |context, draw| {
        let command = AnswerDrawCommand { draw, answer: DrawAnswer::Accept };
        services::draw::answer_draw(&db(), &context, command).await.told()
    })
    .await
}

/// The funder will not pay.
#[server(endpoint = "draw/refuse")]
pub async fn refuse_draw(request_no: String, draw: String, reason: String) -> Answer<()> {
    use services::draw::{AnswerDrawCommand, DrawAnswer};
    let command = AnswerDrawCommand { draw: id(&draw)?, answer: DrawAnswer::Refuse { reason } };
    services::draw::answer_draw(&db(), &writer(&request_no)?, command).await.told()
}

/// The funder reports that it has paid, or registers it for a second person to release.
#[server(endpoint = "draw/instruct")]
pub async fn instruct_draw(request_no: String, draw: String, amount: String, payment_reference: String) -> Answer<()> {
    use services::draw::InstructDrawCommand;
    let command = InstructDrawCommand { draw: id(&draw)?, amount: parts::api::amount(&amount)?, payment_reference };
    services::draw::report_payment(&db(), &writer(&request_no)?, command).await.told()
}
