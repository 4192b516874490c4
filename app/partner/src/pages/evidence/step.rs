//! A step in words.

use domain::{agreement_debit::DebitState, code::Why, network::ReturnReason, signing::SigningState};
use parts::{
    components::timeline::Step,
    texts::{outside_payment::outside_payment, returned::returned},
};
use services::evidence::{By, What};

use crate::{
    api::evidence::EvidenceStepView,
    texts::{
        binding::{binding, said},
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
        reason: reason(step.what, &step.reason),
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

fn reason(what: What, reason: &str) -> String {
    match what {
        _ if reason.is_empty() => String::new(),
        What::Refund { state: DebitState::Accepted, .. } | What::Paid { .. } => reason.to_owned(),
        What::Debit { .. } | What::Refund { .. } => {
            reason.parse().map_or_else(|_| reason.to_owned(), |failure| debt().failure(failure).to_owned())
        }
        What::Returned { .. } => {
            reason.parse::<ReturnReason>().map(|reason| returned().reasons(reason)).unwrap_or_default().to_owned()
        }
        What::Debt(_) | What::Transfer { .. } => {
            Why::read(reason.to_owned()).map_or_else(String::new, |why| ended(&why))
        }
        What::Notified { .. } => reason.to_owned(),
        What::Suspended(_) => String::new(),
        _ => said(reason),
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
