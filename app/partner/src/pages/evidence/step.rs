//! A step in words.

use domain::{agreement_debit::DebitState, code::Why, signing::SigningState};
use parts::{
    components::timeline::Step,
    texts::{outside_payment::outside_payment, returned::returned},
};
use services::evidence::{By, StepReason, What};

use crate::{
    api::evidence::EvidenceStepView,
    texts::{
        binding::binding,
        debt::debt,
        evidence::evidence,
        transfer::{ended, transfer},
    },
};

pub fn shown(step: EvidenceStepView) -> Step {
    let texts = evidence();
    let kind = texts.kinds(step.what.told().0);
    let about = if step.of.is_empty() { kind.to_owned() } else { texts.named(kind, &step.of) };
    Step {
        word: texts.step(&about, &what(step.what)),
        actor: by(&step.by),
        reason: step.reason.as_ref().map(reason).unwrap_or_default(),
        at: step.at,
        bad: matches!(
            step.what,
            What::Signing(SigningState::Failed)
                | What::Debit { state: DebitState::Failed, .. }
                | What::Refund { state: DebitState::Failed, .. }
                | What::Returned { .. }
        ),
    }
}

fn what(what: What) -> String {
    let texts = evidence();
    match what {
        What::Consented { shares: true } => texts.consented_to_share().to_owned(),
        What::Consented { shares: false } => texts.consented().to_owned(),
        What::Signing(state) => binding().signing_states(state).to_owned(),
        What::Binding(state) => binding().binding_states(state).to_owned(),
        What::Suspended(suspension) => binding().suspended_for(suspension).to_owned(),
        What::Resumed => binding().resumed().to_owned(),
        What::DebitsBlocked => texts.debits_blocked().to_owned(),
        What::DebitsResumed => texts.debits_resumed().to_owned(),
        What::Share(state) => binding().share_states(state).to_owned(),
        What::Registered => texts.registered().to_owned(),
        What::Debt(holder) => debt().steps(holder).to_owned(),
        What::Transfer { state, .. } => transfer().states(state).to_owned(),
        What::Notified { on } => texts.notified(&on.to_string()),
        What::Debit { state, amount } | What::Refund { state, amount } => {
            texts.debited(debt().states(state), &amount.grouped())
        }
        What::Paid { state, amount, on } => {
            texts.paid(outside_payment().states(state), &amount.grouped(), &on.to_string())
        }
        What::Returned { amount } => texts.debited(returned().word(), &amount.grouped()),
    }
}

fn reason(reason: &StepReason) -> String {
    match reason {
        StepReason::Agreement(Why::Of(reason)) => binding().reasons(*reason).to_owned(),
        StepReason::Transfer(why) => ended(why),
        StepReason::Failed(failure) => debt().failure(*failure).to_owned(),
        StepReason::Returned(reason) => returned().reasons(*reason).to_owned(),
        StepReason::Agreement(Why::Written(text)) | StepReason::Written(text) => text.clone(),
    }
}

fn by(by: &By) -> String {
    let texts = evidence();
    match by {
        By::Person { name, house: Some(house) } => texts.person_of(name, house),
        By::Person { name, house: None } => name.clone(),
        By::House(house) => house.clone(),
        By::Machine(house) => texts.machine_of(house),
        By::Institution => texts.institution().to_owned(),
        By::System => texts.system().to_owned(),
        By::Payer => texts.payer().to_owned(),
    }
}
