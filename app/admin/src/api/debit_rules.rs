//! How often cards are tried, and when again after they were refused, which two people decide.

use std::collections::BTreeMap;

use domain::{
    approval::{Action, ApprovalRefusal, Subject},
    debit_rules::{DebitRules, REASONS, Retry},
    debt::DebitLimits,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, bad_field, db, new_request_no, reader, role, writer};
use services::approval::ProposeCommand;

use super::approval::{ApprovalView, Duty, duty};

/// What counts now, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitRulesView {
    pub rules: DebitRules,
    /// As they are set where the platform is deployed.
    pub limits: DebitLimits,
    pub duty: Duty,
    pub approvals: Vec<ApprovalView>,
    pub request_no: String,
}

pub async fn debit_rules() -> Answer<DebitRulesView> {
    let (db, context, limits) = (db(), reader()?, expect_context::<DebitLimits>());
    let approvals = services::approval::approvals_of(&db, &context, Subject::DebitRules).await.told()?;
    Ok(DebitRulesView {
        rules: services::debit_rules::debit_rules(&db, &context).await.told()?,
        limits,
        duty: duty(role(&context)?, true, &approvals),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes so many tries a day, and for each reason when a card is tried again, as `retries[reason]`.
#[server(endpoint = "debit_rules/propose")]
pub async fn propose_debit_rules(
    request_no: String,
    tries: String,
    retries: BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let invalid = || bad_field(ApprovalRefusal::DebitRulesInvalid);
    let tries = tries.trim().parse().map_err(|_| invalid())?;
    let mut rules = DebitRules { tries, tomorrow: Vec::new(), never: Vec::new() };
    for reason in REASONS {
        let chosen = retries.get(reason.code()).and_then(|code| Retry::from_code(code));
        match chosen.ok_or_else(invalid)? {
            Retry::Today => {}
            Retry::Tomorrow => rules.tomorrow.push(reason),
            Retry::Never => rules.never.push(reason),
        }
    }
    let command = ProposeCommand { action: Action::DebitRules { rules }, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
