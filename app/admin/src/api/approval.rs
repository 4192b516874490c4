//! What two people of the institution decide.

use domain::{
    Amount, Rate, Reference,
    approval::{Action, ApprovalRefusal, ApprovalState, Subject},
    carrier::CarrierFacts,
    correction::Correction,
    id::{CommissionFileId, ImportId},
    payout::PayoutSchedule,
    reserve_account::{ReserveAccountChange, ReserveAccountFacts},
    revenue_share::{Billing, RevenueShare, RevenueShareRefusal},
    role::Role,
};
use leptos::prelude::*;
use parts::{
    api::{
        Answer, ApiError, RequestProblem, Told, bad_field, batch, db, id, instant, narrow::NarrowQuery, not_found,
        page, reader, writer,
    },
    texts::revenue_share::revenue_share,
};
use services::{
    approval::{ApprovalFilter, ApprovalRow},
    page::Page,
};

/// Something that was proposed, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalView {
    pub id: String,
    pub action: Action,
    /// The page of what it is about.
    pub about: String,
    /// What the movement is to be given to, the payout that is to be sent again, or the time of day at which a partner is to be
    /// paid; empty for a return.
    pub reference: String,
    /// Where a payout is to be sent, how a share is settled, or what is to be registered; empty for what is neither.
    pub account: String,
    /// None of a layout.
    pub amount: Option<Amount>,
    pub counterparty: String,
    /// Where a movement came from, or a payout was to go so far.
    pub account_no: String,
    /// When a partner is paid now.
    pub payouts: PayoutSchedule,
    pub note: String,
    pub state: ApprovalState,
    pub proposed_by: String,
    pub proposed_at: String,
    /// Empty until it is decided.
    pub decided_by: String,
    pub decided_at: String,
    pub decision_note: String,
}

/// What the visitor may do about one movement or payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Nothing, or nothing any more.
    Look,
    Propose,
    /// Decide about this proposal.
    Decide(String),
    /// Another person has to decide.
    Wait,
}

impl ApprovalView {
    pub(super) fn of(row: ApprovalRow) -> Self {
        let action = row.action.clone();
        let (reference, account) = terms(row.action, row.payout_reference);
        Self {
            id: row.id.to_string(),
            about: page_of(action.subject()),
            action,
            reference,
            account,
            amount: row.amount,
            counterparty: row.counterparty,
            account_no: row.account_no,
            payouts: row.payouts,
            note: row.note,
            state: row.state,
            proposed_by: row.proposed_by_name,
            proposed_at: instant(row.proposed_at),
            decided_by: row.decided_by_name,
            decided_at: row.decided_at.map(instant).unwrap_or_default(),
            decision_note: row.decision_note,
        }
    }
}

/// What an action is to be done with or to, and where or how; the payout is the one that it is about.
fn terms(action: Action, payout: Option<Reference>) -> (String, String) {
    match action {
        Action::Match { reference, .. } => (reference.to_string(), String::new()),
        Action::Resend { account_no, account_name, .. } => {
            (payout.map(|reference| reference.to_string()).unwrap_or_default(), format!("{account_name} {account_no}"))
        }
        Action::Freeze { order, .. } => (
            order.expires_on.map(|on| on.to_string()).unwrap_or_default(),
            [order.amount.map(Amount::grouped).unwrap_or_default(), order.asked_by].join(" ").trim().to_owned(),
        ),
        Action::Deduct { deduction, .. } => {
            (deduction.amount.grouped(), [deduction.account_name, deduction.account_no].join(" "))
        }
        Action::ShareRevenue { share, .. } => {
            (share.rate.percent(), revenue_share().billings(share.billing).to_owned())
        }
        Action::Correct { correction, .. } => {
            let (amount, on) = match &correction {
                Correction::Receive { amount, on } => (Some(*amount), Some(on.to_string())),
                Correction::Waive { amount, .. } => (Some(*amount), None),
                Correction::Redate { on, .. } => (None, Some(on.to_string())),
                Correction::Reverse { right_wallet: Some(right), .. } => (None, Some(right.wallet.to_string())),
                Correction::Reverse { .. } | Correction::Undo { .. } => (None, None),
            };
            (on.unwrap_or_default(), amount.map(Amount::grouped).unwrap_or_default())
        }
        Action::Schedule { payouts, .. } => (payouts.text(), String::new()),
        Action::Carrier { change, .. } => {
            let CarrierFacts { name, account_no, bank_name } = change.facts();
            (String::new(), [name.as_str(), account_no, bank_name].join(" "))
        }
        Action::ReserveAccount { change: ReserveAccountChange::Register(facts), .. } => {
            let ReserveAccountFacts { account_no, name, bank, branch } = facts;
            (String::new(), [name, account_no, branch, bank].join(" "))
        }
        Action::Return { .. }
        | Action::DebitRules { .. }
        | Action::Duplicate { .. }
        | Action::Distinct { .. }
        | Action::Adopt { .. }
        | Action::Retire { .. }
        | Action::Publish { .. }
        | Action::Disable { .. }
        | Action::BlockMapping { .. }
        | Action::Transfer { .. }
        | Action::Unfreeze { .. }
        | Action::Depart { .. }
        | Action::MarkLoan { .. }
        | Action::Distribute { .. }
        | Action::Recall { .. }
        | Action::DiscardStatement { .. }
        | Action::DiscardCommissions { .. }
        | Action::SettleComplaint { .. }
        | Action::SuspendBinding { .. }
        | Action::ResumeBinding { .. }
        | Action::UndoPayment { .. }
        | Action::DecideRefund { .. }
        | Action::AdoptLate { .. }
        | Action::GiveBackLate { .. }
        | Action::SettleBeyond { .. }
        | Action::ReserveAccount { change: ReserveAccountChange::End | ReserveAccountChange::Recognise(_), .. } => {
            Default::default()
        }
    }
}

/// The page of what a proposal is about.
fn page_of(subject: Subject) -> String {
    match subject {
        Subject::Movement(id) => format!("/admin/movements/{id}"),
        Subject::Payout(id) => format!("/admin/payouts/{id}"),
        Subject::Layout(id) => format!("/admin/layouts/{id}"),
        Subject::Partner(id) => format!("/admin/partners/{id}"),
        Subject::Mapping(id) => format!("/admin/mappings/{id}"),
        Subject::Transfer(id) => format!("/admin/transfers/{id}"),
        Subject::Wallet(id) => format!("/admin/freezes/{id}"),
        Subject::Freeze(id) => format!("/admin/freezes/{id}"),
        Subject::Loan(id) => format!("/admin/ledger/loans/{id}"),
        Subject::Commissions(id) => format!("/admin/commissions/{id}"),
        Subject::Statement(id) => format!("/admin/statements/{id}"),
        Subject::Carrier(id) => format!("/admin/carriers/{id}"),
        Subject::ReserveAccount(id) => format!("/admin/reserve-accounts/{id}"),
        Subject::Debt(id) => format!("/admin/complaints/{id}"),
        Subject::Binding(id) => format!("/admin/bindings/{id}"),
        Subject::OutsidePayment(id) => format!("/admin/outside-payments/{id}"),
        Subject::Refund(id) => format!("/admin/refunds/{id}"),
        Subject::Difference(id) => format!("/admin/differences/{id}"),
        Subject::Agent(id) => format!("/admin/agents/{id}"),
        Subject::DebitRules => "/admin/debit-rules".to_owned(),
    }
}

/// What a person of this role may do about something of which `open` says whether anything is left to do.
pub(super) fn duty(role: Role, open: bool, approvals: &[ApprovalRow]) -> Duty {
    match approvals.iter().find(|row| row.state == ApprovalState::Proposed) {
        Some(proposed) if role == Role::OperatorChecker => Duty::Decide(proposed.id.to_string()),
        Some(_) => Duty::Wait,
        None if open && role == Role::OperatorMaker => Duty::Propose,
        None => Duty::Look,
    }
}

/// A page of proposals, as it is asked for, with a request number for those who decide them.
pub async fn approvals(
    filter: ApprovalFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<ApprovalView>, Option<String>)> {
    let rows = services::approval::approvals(&db(), &reader()?, query.read(filter)?, page(after)).await.told()?;
    Ok((rows.map(ApprovalView::of), batch::offered_to(&[Role::OperatorChecker])?))
}

/// What the visitor has to decide next, with its page.
pub async fn next_to_decide() -> Answer<Option<(Action, String)>> {
    let next = services::approval::next_to_decide(&db(), &reader()?).await.told()?;
    Ok(next.map(|action| {
        let page = page_of(action.subject());
        (action, page)
    }))
}

/// Proposes to give a movement to what has this number.
#[server(endpoint = "approval/match")]
pub async fn propose_match(request_no: String, movement: String, reference: String, note: String) -> Answer<()> {
    let unknown = || -> ApiError { bad_field(RequestProblem::ReferenceUnreadable) };
    let reference = domain::Reference::find_all(&reference).into_iter().next().ok_or_else(unknown)?;
    let action = Action::Match { movement: id(&movement)?, reference };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to send a movement's money back.
#[server(endpoint = "approval/return")]
pub async fn propose_return(request_no: String, movement: String, note: String) -> Answer<()> {
    let command = services::approval::ProposeCommand { action: Action::Return { movement: id(&movement)? }, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to send the money of each of these movements back, for one reason.
#[server(endpoint = "approval/return_ticked")]
pub async fn propose_returns(request_no: String, #[server(default)] items: Vec<String>, reason: String) -> Answer<()> {
    batch::each(&request_no, &items, async |context, movement| {
        let action = Action::Return { movement };
        let command = services::approval::ProposeCommand { action, note: reason.clone() };
        services::approval::propose(&db(), &context, command).await.told().map(|_| ())
    })
    .await
}

/// Proposes that a doubtful reading is the movement that it is like (`same`), or one of its own.
#[server(endpoint = "approval/likeness")]
pub async fn propose_likeness(request_no: String, movement: String, same: bool, note: String) -> Answer<()> {
    let movement = id(&movement)?;
    let action = if same { Action::Duplicate { movement } } else { Action::Distinct { movement } };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to send a failed payout once more.
#[server(endpoint = "approval/resend")]
pub async fn propose_resend(
    request_no: String,
    payout: String,
    account_no: String,
    account_name: String,
    note: String,
) -> Answer<()> {
    let account_no = domain::account_no::read(&account_no).ok().flatten().unwrap_or(account_no);
    let action = Action::Resend { payout: id(&payout)?, account_no, account_name: account_name.trim().to_owned() };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to pay a partner at once, or (`daily`) all of a day together, at this time (`16:00`).
#[server(endpoint = "approval/schedule")]
pub async fn propose_schedule(
    request_no: String,
    partner: String,
    daily: bool,
    time: String,
    note: String,
) -> Answer<()> {
    let payouts = if daily { PayoutSchedule::read(time.trim()) } else { Some(PayoutSchedule::AtOnce) };
    let payouts = payouts.filter(|schedule| daily == schedule.time().is_some());
    let payouts = payouts.ok_or_else(|| -> ApiError { bad_field(RequestProblem::TimeUnreadable) })?;
    let action = Action::Schedule { partner: id(&partner)?, payouts };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes the institution's share of a funder's interest: a percentage, which of `counts[penalty]` and `counts[elsewhere]`
/// count too, and in `counts[billing]` how it is collected.
#[server(endpoint = "approval/share_revenue")]
pub async fn propose_revenue_share(
    request_no: String,
    partner: String,
    percent: String,
    counts: std::collections::BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let rate =
        Rate::from_percent(percent.trim()).map_err(|_| bad_field(ApprovalRefusal::from(RevenueShareRefusal::Rate)))?;
    let share = RevenueShare {
        rate,
        penalty: counts.contains_key("penalty"),
        elsewhere: counts.contains_key("elsewhere"),
        billing: counts.get("billing").and_then(|code| Billing::from_code(code)).unwrap_or_default(),
    };
    let action = Action::ShareRevenue { partner: id(&partner)?, share };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to discard a file that nobody has adopted: of a bank's statements, or of commissions.
#[server(endpoint = "approval/discard")]
pub async fn propose_discard(request_no: String, file: String, note: String) -> Answer<()> {
    let action = match (file.parse::<ImportId>(), file.parse::<CommissionFileId>()) {
        (Ok(import), _) => Action::DiscardStatement { import },
        (_, Ok(file)) => Action::DiscardCommissions { file },
        _ => return Err(not_found()),
    };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Approves a proposal, which does it, or gives it back.
#[server(endpoint = "approval/decide")]
pub async fn decide_approval(request_no: String, approval: String, agree: bool, note: String) -> Answer<()> {
    let command = services::approval::DecideCommand { approval: id(&approval)?, agree, note };
    services::approval::decide(&db(), &writer(&request_no)?, command).await.told()
}

/// Approves each of these proposals, which does them.
#[server(endpoint = "approval/approve_ticked")]
pub async fn approve_ticked(request_no: String, #[server(default)] items: Vec<String>) -> Answer<()> {
    batch::each(&request_no, &items, async |context, approval| {
        let command = services::approval::DecideCommand { approval, agree: true, note: String::new() };
        services::approval::decide(&db(), &context, command).await.told()
    })
    .await
}
