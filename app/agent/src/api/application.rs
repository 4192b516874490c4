//! The formal application from the agent's side.

use domain::{
    Amount,
    application::{ApplicationForm, ApplicationRefusal, ApplicationState, Contact, FormStep, Need, RejectReason},
    consent::ConsentPurpose,
    offer::{ContractKind, OfferTerms},
    one_time_code::Confirms,
};
use leptos::prelude::*;
use parts::api::{
    Answer, ApiError, RequestProblem, StepView, Told, bad_field, db, id, instant, new_request_no, only_an_agent,
    reader, steps, writer,
};
use services::{
    application::{ApplicationDetail, SaveDraftCommand},
    consent::GivenConsent,
};

use super::{
    attachment::{AttachmentView, attachments},
    confirmation::{ConfirmationView, confirmation},
    consent::{ConsentTextView, given, text},
};

/// Enough of an application to lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationBriefView {
    pub id: String,
    /// Empty while it is a draft.
    pub reference: String,
    pub funder_name: String,
    pub state: ApplicationState,
    pub submitted: bool,
}

/// An application as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationView {
    pub id: String,
    /// Empty while it is a draft.
    pub reference: String,
    pub state: ApplicationState,
    pub version: i64,
    pub funder_name: String,
    pub contract_kind: ContractKind,
    pub offered: OfferTerms,
    /// A date; empty when it has none.
    pub offer_valid_until: String,
    pub approved_limit: Option<Amount>,
    pub form: ApplicationForm,
    /// In the order in which they came.
    pub attachments: Vec<AttachmentView>,
    /// The reviewer's question that waits for an answer.
    pub question: Option<String>,
    pub reject_reasons: Vec<RejectReason>,
    pub contract: Option<ContractView>,
    pub submitted_at: String,
    /// By when the next step has to be taken; empty when there is no such time.
    pub lapses_at: String,
    /// What has to be authorised before a draft is submitted.
    pub consents: Vec<ConsentTextView>,
    /// Why a draft cannot be submitted yet.
    pub missing: Option<ApiError>,
    pub timeline: Vec<StepView<ApplicationState>>,
    /// How the contract is confirmed; nothing where it need not be, or is not its time.
    pub confirmation: Option<ConfirmationView>,
    pub request_no: String,
}

/// A contract's text and its SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractView {
    pub text: String,
    pub hash: String,
}

impl ApplicationBriefView {
    /// Whether it goes on: drafted, or before the funder.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.state == ApplicationState::Draft || self.state.is_open()
    }
}

/// The agent's live application, or else its newest.
pub(super) async fn newest(db: &services::Db, context: &services::Context) -> Answer<Option<ApplicationBriefView>> {
    let newest = services::application::newest_application(db, context).await.told()?;
    Ok(newest.map(|brief| ApplicationBriefView {
        id: brief.id.to_string(),
        reference: brief.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        funder_name: brief.funder_name,
        state: brief.state,
        submitted: brief.submitted,
    }))
}

/// Goes to the live application, or to the offers when there is none.
pub async fn to_current_application() -> Answer<()> {
    let path = match newest(&db(), &reader()?).await? {
        Some(application) => format!("/agent/applications/{}", application.id),
        None => "/agent/offers".to_owned(),
    };
    leptos_axum::redirect(&path);
    Ok(())
}

/// One of the agent's applications.
pub async fn application(application: String) -> Answer<ApplicationView> {
    let (db, context) = (db(), reader()?);
    let detail = services::application::application(&db, &context, id(&application)?).await.told()?;
    let shop = services::party::signing_name(&db, &context).await.told()?;
    let form = ApplicationForm {
        contact: detail.contact.map(|shown| shown.contact).unwrap_or_default(),
        need: detail.need.unwrap_or_default(),
    };
    let draft = detail.state == ApplicationState::Draft;
    let consents = ConsentPurpose::FOR_APPLICATION.map(|purpose| text(purpose, &shop, &detail.funder_name));
    let approved = detail.state == ApplicationState::Approved;
    let confirmation = if approved { confirmation(&Confirms::Contract(detail.id)).await? } else { None };
    let missing = form.check_complete(detail.offered.limit).err().filter(|_| draft);
    Ok(ApplicationView {
        id: detail.id.to_string(),
        reference: detail.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        state: detail.state,
        version: detail.version,
        funder_name: detail.funder_name,
        contract_kind: detail.contract_kind,
        offered: detail.offered,
        offer_valid_until: detail
            .offer_valid_until
            .map(|until| domain::calendar::date_in_china(until).to_string())
            .unwrap_or_default(),
        approved_limit: detail.approved_limit,
        form,
        attachments: attachments(&db, &context, detail.id).await?,
        question: detail.question,
        reject_reasons: detail.reject_reasons,
        contract: detail.contract.map(|contract| ContractView { text: contract.text, hash: contract.hash }),
        submitted_at: detail.submitted_at.map(instant).unwrap_or_default(),
        lapses_at: detail.lapses_at.map(instant).unwrap_or_default(),
        consents: if draft { consents.into() } else { Vec::new() },
        missing: missing.map(ApiError::of),
        timeline: steps(detail.timeline)?,
        confirmation,
        request_no: new_request_no(),
    })
}

/// Keeps the first step of the form and goes to the second.
#[server(endpoint = "application/save_shop")]
pub async fn save_shop(
    request_no: String,
    application: String,
    version: i64,
    contact_name: String,
    contact_phone: String,
    business_address: String,
) -> Answer<()> {
    let contact = Contact { name: contact_name, phone: contact_phone, address: business_address };
    save(&request_no, &application, version, FormStep::Shop(contact)).await?;
    leptos_axum::redirect(&format!("/agent/applications/{application}?step=2"));
    Ok(())
}

/// Keeps the second step of the form and goes to the third. A limit that is not offered is told at once.
#[server(endpoint = "application/save_need")]
pub async fn save_need(
    request_no: String,
    application: String,
    version: i64,
    requested_limit: String,
    purpose: String,
    use_of_funds: String,
) -> Answer<()> {
    let context = reader()?;
    only_an_agent(&context)?;
    let limit = parts::api::amount(&requested_limit)?;
    let detail: ApplicationDetail =
        services::application::application(&db(), &context, id(&application)?).await.told()?;
    check_limit(limit, detail.offered.limit).map_err(services::Error::Refused).told()?;
    let need = Need { requested_limit: Some(limit), purpose, use_of_funds, answer: String::new() };
    save(&request_no, &application, version, FormStep::Need(need)).await?;
    leptos_axum::redirect(&format!("/agent/applications/{application}?step=3"));
    Ok(())
}

fn check_limit(limit: Amount, offered: Amount) -> Result<(), ApplicationRefusal> {
    if !limit.is_positive() {
        return Err(ApplicationRefusal::AmountNotPositive);
    }
    if limit > offered { Err(ApplicationRefusal::AboveOffer { offered }) } else { Ok(()) }
}

async fn save(request_no: &str, application: &str, version: i64, step: FormStep) -> Answer<()> {
    let application = id(application)?;
    let command = SaveDraftCommand { application, version, step };
    services::application::save_draft(&db(), &writer(request_no)?, command).await.told()?;
    Ok(())
}

/// Hands the application over. Each tick carries the hash of the text that was read.
#[server(endpoint = "application/submit")]
pub async fn submit_application(
    request_no: String,
    application: String,
    version: i64,
    application_data: Option<String>,
    contract: Option<String>,
    wallet_terms: Option<String>,
) -> Answer<()> {
    use services::application::SubmitCommand;
    let (db, context) = (db(), writer(&request_no)?);
    only_an_agent(&context)?;
    let id = id(&application)?;
    let detail = services::application::application(&db, &context, id).await.told()?;
    let shop = services::party::signing_name(&db, &context).await.told()?;
    let hashes = [application_data, contract, wallet_terms];
    let ticked = ConsentPurpose::FOR_APPLICATION.into_iter().zip(hashes);
    let consents: Option<Vec<GivenConsent>> = ticked
        .filter_map(|(purpose, hash)| Some((purpose, hash?)))
        .map(|(purpose, hash)| given(purpose, &hash, &shop, &detail.funder_name))
        .collect();
    let consents = consents.ok_or_else(|| bad_field(RequestProblem::ConsentChanged))?;
    let command = SubmitCommand { application: id, version, consents };
    services::application::submit(&db, &context, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/applications/{application}"));
    Ok(())
}

/// Answers the reviewer's question.
#[server(endpoint = "application/answer")]
pub async fn answer_question(request_no: String, application: String, version: i64, answer: String) -> Answer<()> {
    use services::application::AnswerQuestionCommand;
    let command = AnswerQuestionCommand { application: id(&application)?, version, answer };
    services::application::answer_question(&db(), &writer(&request_no)?, command).await.told()?;
    Ok(())
}

/// Accepts more than was asked for, as it is shown with this version.
#[server(endpoint = "application/accept")]
pub async fn accept_counter_offer(request_no: String, application: String, version: i64) -> Answer<()> {
    use services::application::AcceptCommand;
    let command = AcceptCommand { application: id(&application)?, version };
    services::application::accept_counter_offer(&db(), &writer(&request_no)?, command).await.told()?;
    Ok(())
}

/// Gives the application up.
#[server(endpoint = "application/withdraw")]
pub async fn withdraw_application(request_no: String, application: String, version: i64) -> Answer<()> {
    use services::application::WithdrawCommand;
    let command = WithdrawCommand { application: id(&application)?, version };
    services::application::withdraw(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect("/agent/offers?withdrawn");
    Ok(())
}

/// Concludes the contract, which opens the line. The tick carries the hash of the contract that was read.
#[server(endpoint = "application/agree")]
pub async fn agree_contract(
    request_no: String,
    application: String,
    version: i64,
    contract_hash: Option<String>,
    #[server(default)] code: String,
) -> Answer<()> {
    use services::application::AgreeContractCommand;
    let Some(contract_hash) = contract_hash else { return Err(bad_field(RequestProblem::ContractNotTicked)) };
    let command = AgreeContractCommand { application: id(&application)?, version, contract_hash };
    services::application::agree_contract(&db(), &writer(&request_no)?.with_code(&code), command).await.told()?;
    leptos_axum::redirect("/agent/offers?opened");
    Ok(())
}
