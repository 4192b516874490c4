//! Corrections of a loan's facts, which two people make.

use domain::{
    Amount,
    approval::{Action, ApprovalRefusal, ApprovalState, Details, Subject},
    correction::{Correction, CorrectionRefusal, RightWallet},
    id::LoanId,
    loan::LoanMark,
    position::Waivable,
};
use leptos::prelude::*;
use parts::{
    api::{
        Answer, ApiError, Names, RequestProblem, Told, amount, bad_field, date, db, id,
        loan::{LoanFactView, loan_facts},
        new_request_no, reader,
        repayment::RepaymentView,
        role, writer,
    },
    texts::loan_fact::loan_fact,
};
use services::{
    Error,
    approval::{ApprovalRow, ProposeCommand},
    correction::Effect,
    loan::{LoanRow, fact::Recorded},
    page::PageRequest,
    repayment::RepaymentFilter,
};

use super::{
    approval::{ApprovalView, Duty, duty},
    staff::called,
};

/// What can be corrected of a loan, and what was proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionsView {
    pub loan: String,
    /// The newest first; as many as a page has.
    pub repayments: Vec<RepaymentView>,
    pub facts: Vec<LoanFactView>,
    /// What may have been for another wallet: the movement, and how it is told.
    pub top_ups: Vec<(String, String)>,
    /// How much of each is owed today.
    pub waivable: Vec<(Waivable, Amount)>,
    pub today: String,
    /// Each mark with whether it holds, and the code of the action that changes that.
    pub marks: Vec<(LoanMark, bool, &'static str)>,
    pub approvals: Vec<ApprovalView>,
    /// What is proposed would do this now, or is refused now.
    pub effect: Option<Result<Effect, ApiError>>,
    pub duty: Duty,
    pub request_no: String,
}

/// What can be corrected of a loan.
pub async fn corrections(row: &LoanRow) -> Answer<CorrectionsView> {
    let (db, context, loan) = (db(), reader()?, row.id);
    let filter = RepaymentFilter::Loan(loan);
    let paid = services::repayment::repayments(&db, &context, filter, PageRequest::FIRST).await.told()?;
    let repayments: Vec<RepaymentView> = paid.rows.into_iter().map(RepaymentView::of).collect();
    let facts = loan_facts(loan).await?;
    let names = called(facts.iter().map(|fact| fact.recorded_by.clone()).collect()).await?;
    let facts = named(facts, &names);
    let approvals = services::approval::approvals_of(&db, &context, Subject::Loan(loan)).await.told()?;
    let effect = match approvals.iter().find(|row| row.state == ApprovalState::Proposed).map(|row| &row.action) {
        Some(Action::Correct { correction, .. }) => {
            match services::correction::correction_effect(&db, &context, loan, correction.clone()).await {
                Err(Error::Refused(refusal)) => Some(Err(ApiError::of(ApprovalRefusal::from(refusal)))),
                // Somebody pays at this moment.
                Err(Error::Conflict(_)) => None,
                other => Some(Ok(other.map_err(|error| error.map_refusal(ApprovalRefusal::from)).told()?)),
            }
        }
        _ => None,
    };
    let quote = row.position.quote(row.today);
    let top_ups = services::correction::top_ups(&db, &context, loan).await.told()?;
    let held = services::loan::marks(&db, &context, loan).await.told()?;
    let marks = LoanMark::ALL.into_iter().map(|mark| {
        let holds = held.contains(&mark);
        (mark, holds, Action::MarkLoan { loan, mark, holds: !holds }.code())
    });
    Ok(CorrectionsView {
        marks: marks.collect(),
        loan: loan.to_string(),
        duty: duty(role(&context)?, true, &approvals),
        top_ups: top_ups
            .into_iter()
            .map(|row| (row.movement.to_string(), format!("{} {} {}", row.booked_on, row.amount.grouped(), row.payer)))
            .collect(),
        waivable: Waivable::ALL.into_iter().map(|part| (part, quote.waivable(part))).collect(),
        today: row.today.to_string(),
        effect,
        approvals: approvals.into_iter().map(|row| spelt_out(row, &repayments, &facts)).collect(),
        repayments,
        facts,
        request_no: new_request_no(),
    })
}

/// A proposal with what it is about: which payment or fact, of how much and when.
fn spelt_out(row: ApprovalRow, repayments: &[RepaymentView], facts: &[LoanFactView]) -> ApprovalView {
    let about = match &row.action {
        Action::Correct { correction: Correction::Reverse { repayment, .. }, .. } => {
            let paid = repayments.iter().find(|paid| paid.id == repayment.to_string());
            paid.map(|paid| (paid.reference.clone(), Some(paid.amount), paid.debited_at.clone()))
        }
        Action::Correct { correction: Correction::Redate { fact, .. } | Correction::Undo { fact }, .. } => {
            let fact = facts.iter().find(|known| known.id == fact.to_string());
            fact.map(|fact| {
                let amount = match fact.recorded {
                    Recorded::Received(amount) | Recorded::Waived(_, amount) => Some(amount),
                    Recorded::DueDateMoved(_) | Recorded::Undone(_) => None,
                };
                (loan_fact().names(&fact.recorded).to_owned(), amount, fact.value_on.clone())
            })
        }
        _ => None,
    };
    let view = ApprovalView::of(row);
    let Some((name, amount, on)) = about else { return view };
    let told = format!("{} · {on}", amount.map(Amount::grouped).unwrap_or_default());
    let account = [told, view.account, view.reference].into_iter().filter(|text| !text.is_empty());
    ApprovalView { account: account.collect::<Vec<_>>().join(" → "), reference: name, amount, ..view }
}

/// With people as they are called.
fn named(facts: Vec<LoanFactView>, names: &Names) -> Vec<LoanFactView> {
    let named = |fact: LoanFactView| LoanFactView { recorded_by: names.or_recorded(&fact.recorded_by), ..fact };
    facts.into_iter().map(named).collect()
}

async fn propose(request_no: &str, loan: &str, correction: Correction, note: String) -> Answer<()> {
    let action = Action::Correct { loan: id(loan)?, correction };
    services::approval::propose(&db(), &writer(request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

/// Proposes to reverse a repayment; the money may belong to another wallet, to which it goes then: `right[movement]` with
/// `right[wallet]`, its number, or neither.
#[server(endpoint = "correction/reverse")]
pub async fn propose_reversal(
    request_no: String,
    loan: String,
    repayment: String,
    #[server(default)] right: std::collections::BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let typed = |name: &str| right.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let right_wallet = match (typed("movement"), typed("wallet")) {
        (None, None) => None,
        (Some(movement), Some(wallet)) => {
            let reference = domain::Reference::find_all(wallet).into_iter().next();
            let wallet = reference.ok_or_else(|| bad_field(RequestProblem::ReferenceUnreadable))?;
            Some(RightWallet { movement: id(movement)?, wallet })
        }
        _ => return Err(bad_field(ApprovalRefusal::from(CorrectionRefusal::NotMisplaced))),
    };
    propose(&request_no, &loan, Correction::Reverse { repayment: id(&repayment)?, right_wallet }, note).await
}

/// Proposes to record a payment that the holder has received outside of the platform.
#[server(endpoint = "correction/receive")]
pub async fn propose_receipt(
    request_no: String,
    loan: String,
    received: String,
    on: String,
    note: String,
) -> Answer<()> {
    let correction = Correction::Receive { amount: amount(&received)?, on: date(&on)? };
    propose(&request_no, &loan, correction, note).await
}

/// Proposes another date for a payment that was received outside.
#[server(endpoint = "correction/redate")]
pub async fn propose_redate(request_no: String, loan: String, fact: String, on: String, note: String) -> Answer<()> {
    propose(&request_no, &loan, Correction::Redate { fact: id(&fact)?, on: date(&on)? }, note).await
}

/// Proposes to take a payment received outside, or a waiver, back.
#[server(endpoint = "correction/undo")]
pub async fn propose_undoing(request_no: String, loan: String, fact: String, note: String) -> Answer<()> {
    propose(&request_no, &loan, Correction::Undo { fact: id(&fact)? }, note).await
}

/// Proposes that a loan gets a mark, or loses it, as the code of an action says.
#[server(endpoint = "correction/mark")]
pub async fn propose_mark(request_no: String, loan: String, change: String, note: String) -> Answer<()> {
    let loan: LoanId = id(&loan)?;
    let action = Action::of(&change, loan.0, Details::default());
    let action = action.filter(|action| matches!(action, Action::MarkLoan { .. }));
    let action = action.ok_or_else(|| bad_field(RequestProblem::Unreadable))?;
    services::approval::propose(&db(), &writer(&request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

/// Proposes to waive something of what is owed today.
#[server(endpoint = "correction/waive")]
pub async fn propose_waiver(
    request_no: String,
    loan: String,
    part: String,
    waived: String,
    note: String,
) -> Answer<()> {
    let part = Waivable::from_code(&part).ok_or_else(|| bad_field(RequestProblem::Unreadable))?;
    propose(&request_no, &loan, Correction::Waive { part, amount: amount(&waived)? }, note).await
}
