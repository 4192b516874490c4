//! What the funder's two people do about an application. Each names the version that its person saw.

use domain::application::{Decision, RejectReason};
use leptos::prelude::*;
use parts::api::{Answer, RequestProblem, Told, bad_field, db, id, writer};

/// The reviewer takes an application on, or over.
#[server(endpoint = "review/claim")]
pub async fn claim_application(
    request_no: String,
    application: String,
    version: i64,
    #[server(default)] take_over: bool,
) -> Answer<()> {
    use services::application::ClaimCommand;
    let command = ClaimCommand { application: id(&application)?, version, take_over };
    services::application::claim(&db(), &writer(&request_no)?, command).await.told()?;
    back_to(&application)
}

/// The reviewer asks the agent something.
#[server(endpoint = "review/ask")]
pub async fn ask_for_more(request_no: String, application: String, version: i64, question: String) -> Answer<()> {
    use services::application::AskForMoreCommand;
    let command = AskForMoreCommand { application: id(&application)?, version, question };
    services::application::ask_for_more(&db(), &writer(&request_no)?, command).await.told()?;
    back_to(&application)
}

/// The reviewer proposes to grant a limit, with the opinion that the approver will read.
#[server(endpoint = "review/propose_approval")]
pub async fn propose_approval(
    request_no: String,
    application: String,
    version: i64,
    limit: String,
    opinion: String,
) -> Answer<()> {
    let decision = Decision::Approve { limit: parts::api::amount(&limit)? };
    propose(&request_no, id(&application)?, version, decision, opinion).await?;
    back_to(&application)
}

/// The reviewer proposes to reject, with the reasons that the agent will read and an opinion that it will not.
#[server(endpoint = "review/propose_rejection")]
pub async fn propose_rejection(
    request_no: String,
    application: String,
    version: i64,
    #[server(default)] reasons: Vec<String>,
    opinion: String,
) -> Answer<()> {
    let reasons = reasons
        .iter()
        .map(|code| RejectReason::from_code(code).ok_or_else(|| bad_field(RequestProblem::Unreadable)))
        .collect::<Result<_, _>>()?;
    propose(&request_no, id(&application)?, version, Decision::Reject { reasons }, opinion).await?;
    back_to(&application)
}

async fn propose(
    request_no: &str,
    application: domain::id::ApplicationId,
    version: i64,
    decision: Decision,
    opinion: String,
) -> Answer<()> {
    use services::application::ProposeCommand;
    let command = ProposeCommand { application, version, decision, opinion };
    services::application::propose(&db(), &writer(request_no)?, command).await.told().map(|_| ())
}

/// The second person confirms the proposal, or gives it back with a note.
#[server(endpoint = "review/confirm")]
pub async fn confirm_decision(
    request_no: String,
    application: String,
    version: i64,
    agree: bool,
    note: String,
) -> Answer<()> {
    use services::application::ConfirmCommand;
    let command = ConfirmCommand { application: id(&application)?, version, agree, note };
    services::application::confirm(&db(), &writer(&request_no)?, command).await.told()?;
    back_to(&application)
}

/// To the application's page as it is now, without what was typed.
pub(super) fn back_to(application: &str) -> Answer<()> {
    leptos_axum::redirect(&format!("/funder/applications/{application}"));
    Ok(())
}
