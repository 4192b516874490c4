//! What two people of the institution decide: one proposes, another one approves it or gives it back.

mod refusal;
mod subject;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Reference, account_no,
    carrier::CarrierChange,
    correction::Correction,
    debit_rules::DebitRules,
    freeze::FreezeOrder,
    id::{
        AgentId, BankLayoutId, BankMovementId, BindingId, CarrierId, CommissionFileId, DebtId, DebtTransferId,
        FreezeId, ImportId, LoanId, MappingId, OutsidePaymentId, PartnerId, PayoutId, RefundId, ReserveAccountId,
        SettlementBreakId, WalletId,
    },
    loan::LoanMark,
    payout::PayoutSchedule,
    reserve_account::ReserveAccountChange,
    revenue_share::RevenueShare,
    standing::Departure,
};

pub use refusal::ApprovalRefusal;
pub use subject::Subject;

/// The longest note, and the longest name of an account, in characters.
const NOTE_LIMIT: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalState {
    Proposed,
    /// Done, as proposed.
    Approved,
    /// Not done; something else may be proposed.
    GivenBack,
}

codes!(ApprovalState {
    Proposed => "proposed",
    Approved => "approved",
    GivenBack => "given_back",
});

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Gives a movement to the draw, wallet or payout of this number.
    Match { movement: BankMovementId, reference: Reference },
    /// Sends a movement's money back to the account that it came from.
    Return { movement: BankMovementId },
    /// A reading that may be a movement which is recorded already is that movement.
    Duplicate { movement: BankMovementId },
    /// It is a movement of its own.
    Distinct { movement: BankMovementId },
    /// Sends a payout that the bank has refused or sent back once more, to the account named here.
    Resend { payout: PayoutId, account_no: String, account_name: String },
    /// From now on files are read by a layout too.
    Adopt { layout: BankLayoutId },
    /// They are not any more.
    Retire { layout: BankLayoutId },
    /// From now on what is payable to a partner is paid out by another schedule.
    Schedule { partner: PartnerId, payouts: PayoutSchedule },
    /// From the time that it says, or at once, a mapping counts, instead of the one before.
    Publish { mapping: MappingId },
    /// It counts no more.
    Disable { mapping: MappingId },
    /// Debts change hands, as both partners have confirmed.
    Transfer { transfer: DebtTransferId },
    /// Freezes a wallet; the note is the evidence.
    Freeze { wallet: WalletId, order: FreezeOrder },
    /// Lifts a freeze that people had ordered.
    Unfreeze { freeze: FreezeId },
    /// Changes the facts of a loan; the note is the evidence.
    Correct { loan: LoanId, correction: Correction },
    /// From now on nobody debits a card for a loan, or the reason for that is over.
    MarkLoan { loan: LoanId, mark: LoanMark, holds: bool },
    /// From now on the institution has this share of what a funder's borrowers pay.
    ShareRevenue { partner: PartnerId, share: RevenueShare },
    /// Releases a file of commissions: agents are given them as soon as the carrier's money is there.
    Distribute { file: CommissionFileId },
    /// Takes back the release of a file of which nothing was given.
    Recall { file: CommissionFileId },
    /// A file of bank statements that nobody has confirmed is not wanted any more.
    DiscardStatement { import: ImportId },
    /// Nor is a file of commissions that nobody has released.
    DiscardCommissions { file: CommissionFileId },
    /// Registers a carrier, or changes what is registered of it.
    Carrier { carrier: CarrierId, change: CarrierChange },
    /// Registers a reserve account, or ends it.
    ReserveAccount { account: ReserveAccountId, change: ReserveAccountChange },
    /// A payer's complaint was looked into: whoever holds the debt may debit again.
    SettleComplaint { debt: DebtId },
    /// Nobody debits with a binding until this is lifted: a risk is suspected, or the institution has another reason.
    SuspendBinding { binding: BindingId, risk: bool },
    /// Whoever holds its debts debits again.
    ResumeBinding { binding: BindingId },
    /// A payment of a debt elsewhere was none: the debt owes it again; the note is the evidence.
    UndoPayment { payment: OutsidePaymentId },
    /// A refund for which the network does not answer was made, or was not, as people have found out.
    DecideRefund { refund: RefundId, made: bool },
    /// What succeeded after it had failed here is booked: a debit for whoever holds the debt now, a top-up in its agent's wallet, a
    /// refund as if it had succeeded at once.
    AdoptLate { difference: SettlementBreakId },
    /// The money of such a debit goes back to its payer.
    GiveBackLate { difference: SettlementBreakId },
    /// More went back to a payer than was taken: whoever was paid owes that, or the network has made it good.
    SettleBeyond { difference: SettlementBreakId, charged: bool },
    /// From now on an agent takes on nothing new, or, without a reason, does again.
    Depart { agent: AgentId, departure: Option<Departure> },
    /// From now on cards are tried so often, and again after a refusal then.
    DebitRules { rules: DebitRules },
}

/// What an action needs besides its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// A schedule of payouts, as [`PayoutSchedule::text`] writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<FreezeOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_share: Option<RevenueShare>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<CarrierChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve_account: Option<ReserveAccountChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit_rules: Option<DebitRules>,
}

impl Action {
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Match { movement, .. }
            | Self::Return { movement }
            | Self::Duplicate { movement }
            | Self::Distinct { movement } => Subject::Movement(*movement),
            Self::Resend { payout, .. } => Subject::Payout(*payout),
            Self::Adopt { layout } | Self::Retire { layout } => Subject::Layout(*layout),
            Self::Schedule { partner, .. } | Self::ShareRevenue { partner, .. } => Subject::Partner(*partner),
            Self::Publish { mapping } | Self::Disable { mapping } => Subject::Mapping(*mapping),
            Self::Transfer { transfer } => Subject::Transfer(*transfer),
            Self::Freeze { wallet, .. } => Subject::Wallet(*wallet),
            Self::Unfreeze { freeze } => Subject::Freeze(*freeze),
            Self::Correct { loan, .. } | Self::MarkLoan { loan, .. } => Subject::Loan(*loan),
            Self::Distribute { file } | Self::Recall { file } | Self::DiscardCommissions { file } => {
                Subject::Commissions(*file)
            }
            Self::DiscardStatement { import } => Subject::Statement(*import),
            Self::Carrier { carrier, .. } => Subject::Carrier(*carrier),
            Self::ReserveAccount { account, .. } => Subject::ReserveAccount(*account),
            Self::SettleComplaint { debt } => Subject::Debt(*debt),
            Self::SuspendBinding { binding, .. } | Self::ResumeBinding { binding } => Subject::Binding(*binding),
            Self::UndoPayment { payment } => Subject::OutsidePayment(*payment),
            Self::DecideRefund { refund, .. } => Subject::Refund(*refund),
            Self::AdoptLate { difference }
            | Self::GiveBackLate { difference }
            | Self::SettleBeyond { difference, .. } => Subject::Difference(*difference),
            Self::Depart { agent, .. } => Subject::Agent(*agent),
            Self::DebitRules { .. } => Subject::DebitRules,
        }
    }

    #[must_use]
    pub fn details(&self) -> Details {
        match self {
            Self::Match { reference, .. } => Details { reference: Some(reference.clone()), ..Details::default() },
            Self::Resend { account_no, account_name, .. } => Details {
                account_no: Some(account_no.clone()),
                account_name: Some(account_name.clone()),
                ..Details::default()
            },
            Self::Schedule { payouts, .. } => Details { schedule: Some(payouts.text()), ..Details::default() },
            Self::Freeze { order, .. } => Details { freeze: Some(order.clone()), ..Details::default() },
            Self::Correct { correction, .. } => Details { correction: Some(correction.clone()), ..Details::default() },
            Self::ShareRevenue { share, .. } => Details { revenue_share: Some(*share), ..Details::default() },
            Self::Carrier { change, .. } => Details { carrier: Some(change.clone()), ..Details::default() },
            Self::ReserveAccount { change, .. } => {
                Details { reserve_account: Some(change.clone()), ..Details::default() }
            }
            Self::DebitRules { rules } => Details { debit_rules: Some(rules.clone()), ..Details::default() },
            _ => Details::default(),
        }
    }

    /// The action that a code, a subject and details make, if they make one.
    #[must_use]
    pub fn of(code: &str, subject: Uuid, details: Details) -> Option<Self> {
        let (movement, payout, layout) = (BankMovementId(subject), PayoutId(subject), BankLayoutId(subject));
        let (partner, mapping) = (PartnerId(subject), MappingId(subject));
        let Details { reference, account_no, account_name, schedule, freeze, correction, revenue_share, .. } = details;
        if let Some(change) = details.carrier {
            return (code == "carrier").then_some(Self::Carrier { carrier: CarrierId(subject), change });
        }
        if let Some(change) = details.reserve_account {
            let account = ReserveAccountId(subject);
            return (code == "reserve_account").then_some(Self::ReserveAccount { account, change });
        }
        if let Some(rules) = details.debit_rules {
            return (code == "debit_rules").then_some(Self::DebitRules { rules });
        }
        if let Some(share) = revenue_share {
            return (code == "share_revenue").then_some(Self::ShareRevenue { partner, share });
        }
        if let Some(correction) = correction {
            return (code == "correct").then_some(Self::Correct { loan: LoanId(subject), correction });
        }
        if let Some(order) = freeze {
            return (code == "freeze").then_some(Self::Freeze { wallet: WalletId(subject), order });
        }
        if let Some(text) = schedule {
            let payouts = PayoutSchedule::read(&text).filter(|_| code == "schedule")?;
            return Some(Self::Schedule { partner, payouts });
        }
        Some(match (code, reference, account_no, account_name) {
            ("match", Some(reference), None, None) => Self::Match { movement, reference },
            ("return", None, None, None) => Self::Return { movement },
            ("duplicate", None, None, None) => Self::Duplicate { movement },
            ("distinct", None, None, None) => Self::Distinct { movement },
            ("resend", None, Some(account_no), Some(account_name)) => Self::Resend { payout, account_no, account_name },
            ("adopt", None, None, None) => Self::Adopt { layout },
            ("retire", None, None, None) => Self::Retire { layout },
            ("publish", None, None, None) => Self::Publish { mapping },
            ("disable", None, None, None) => Self::Disable { mapping },
            ("transfer", None, None, None) => Self::Transfer { transfer: DebtTransferId(subject) },
            ("recall", None, None, None) => Self::Recall { file: CommissionFileId(subject) },
            ("distribute", None, None, None) => Self::Distribute { file: CommissionFileId(subject) },
            ("discard_statement", None, None, None) => Self::DiscardStatement { import: ImportId(subject) },
            ("discard_commissions", None, None, None) => Self::DiscardCommissions { file: CommissionFileId(subject) },
            ("settle_complaint", None, None, None) => Self::SettleComplaint { debt: DebtId(subject) },
            ("suspend_for_risk", None, None, None) => Self::SuspendBinding { binding: BindingId(subject), risk: true },
            ("suspend", None, None, None) => Self::SuspendBinding { binding: BindingId(subject), risk: false },
            ("resume", None, None, None) => Self::ResumeBinding { binding: BindingId(subject) },
            ("undo_payment", None, None, None) => Self::UndoPayment { payment: OutsidePaymentId(subject) },
            ("refund_made", None, None, None) => Self::DecideRefund { refund: RefundId(subject), made: true },
            ("refund_failed", None, None, None) => Self::DecideRefund { refund: RefundId(subject), made: false },
            ("adopt_late", None, None, None) => Self::AdoptLate { difference: SettlementBreakId(subject) },
            ("give_back_late", None, None, None) => Self::GiveBackLate { difference: SettlementBreakId(subject) },
            ("beyond_charged", None, None, None) => {
                Self::SettleBeyond { difference: SettlementBreakId(subject), charged: true }
            }
            ("beyond_made_good", None, None, None) => {
                Self::SettleBeyond { difference: SettlementBreakId(subject), charged: false }
            }
            ("mark_disputed", None, None, None) => Self::marked(subject, LoanMark::Disputed, true),
            ("mark_in_litigation", None, None, None) => Self::marked(subject, LoanMark::InLitigation, true),
            ("unmark_disputed", None, None, None) => Self::marked(subject, LoanMark::Disputed, false),
            ("unmark_in_litigation", None, None, None) => Self::marked(subject, LoanMark::InLitigation, false),
            ("agent_leaves", None, None, None) => Self::departs(subject, Some(Departure::Leaves)),
            ("commissions_elsewhere", None, None, None) => {
                Self::departs(subject, Some(Departure::CommissionsElsewhere))
            }
            ("agent_comes_back", None, None, None) => Self::departs(subject, None),
            ("unfreeze", None, None, None) => Self::Unfreeze { freeze: FreezeId(subject) },
            _ => return None,
        })
    }

    const fn departs(agent: Uuid, departure: Option<Departure>) -> Self {
        Self::Depart { agent: AgentId(agent), departure }
    }

    const fn marked(loan: Uuid, mark: LoanMark, holds: bool) -> Self {
        Self::MarkLoan { loan: LoanId(loan), mark, holds }
    }

    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Match { .. } => "match",
            Self::Return { .. } => "return",
            Self::Duplicate { .. } => "duplicate",
            Self::Distinct { .. } => "distinct",
            Self::Resend { .. } => "resend",
            Self::Adopt { .. } => "adopt",
            Self::Retire { .. } => "retire",
            Self::Schedule { .. } => "schedule",
            Self::Publish { .. } => "publish",
            Self::Disable { .. } => "disable",
            Self::Transfer { .. } => "transfer",
            Self::Freeze { .. } => "freeze",
            Self::Unfreeze { .. } => "unfreeze",
            Self::Correct { .. } => "correct",
            Self::Distribute { .. } => "distribute",
            Self::Depart { departure: Some(Departure::Leaves), .. } => "agent_leaves",
            Self::Depart { departure: Some(Departure::CommissionsElsewhere), .. } => "commissions_elsewhere",
            Self::Depart { departure: None, .. } => "agent_comes_back",
            Self::MarkLoan { mark: LoanMark::Disputed, holds: true, .. } => "mark_disputed",
            Self::MarkLoan { mark: LoanMark::InLitigation, holds: true, .. } => "mark_in_litigation",
            Self::MarkLoan { mark: LoanMark::Disputed, holds: false, .. } => "unmark_disputed",
            Self::MarkLoan { mark: LoanMark::InLitigation, holds: false, .. } => "unmark_in_litigation",
            Self::Recall { .. } => "recall",
            Self::ShareRevenue { .. } => "share_revenue",
            Self::DiscardStatement { .. } => "discard_statement",
            Self::DiscardCommissions { .. } => "discard_commissions",
            Self::Carrier { .. } => "carrier",
            Self::ReserveAccount { .. } => "reserve_account",
            Self::DebitRules { .. } => "debit_rules",
            Self::SettleComplaint { .. } => "settle_complaint",
            Self::SuspendBinding { risk: true, .. } => "suspend_for_risk",
            Self::SuspendBinding { risk: false, .. } => "suspend",
            Self::ResumeBinding { .. } => "resume",
            Self::UndoPayment { .. } => "undo_payment",
            Self::DecideRefund { made: true, .. } => "refund_made",
            Self::DecideRefund { made: false, .. } => "refund_failed",
            Self::AdoptLate { .. } => "adopt_late",
            Self::GiveBackLate { .. } => "give_back_late",
            Self::SettleBeyond { charged: true, .. } => "beyond_charged",
            Self::SettleBeyond { charged: false, .. } => "beyond_made_good",
        }
    }
}

/// Checks the words with which something is proposed or given back.
///
/// # Errors
/// When there are none, or too many.
pub fn check_note(note: &str) -> Result<(), ApprovalRefusal> {
    if note.trim().is_empty() {
        return Err(ApprovalRefusal::NoteMissing);
    }
    if note.chars().count() > NOTE_LIMIT || note.contains('\0') {
        return Err(ApprovalRefusal::NoteTooLong);
    }
    Ok(())
}

/// Checks an account that money is to be sent to: a number of letters and digits, and a name.
///
/// # Errors
/// When it cannot be one.
pub fn check_account(account_no: &str, account_name: &str) -> Result<(), ApprovalRefusal> {
    let number = account_no::read(account_no).is_ok_and(|read| read.as_deref() == Some(account_no));
    let name = !account_name.trim().is_empty()
        && account_name.chars().count() <= NOTE_LIMIT
        && !account_name.chars().any(char::is_control);
    if number && name { Ok(()) } else { Err(ApprovalRefusal::AccountInvalid) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Amount, carrier::CarrierFacts, freeze::FreezeReason, revenue_share::Billing};

    #[test]
    fn a_note_says_something_and_not_everything() {
        assert_eq!(check_note(" \n"), Err(ApprovalRefusal::NoteMissing));
        assert_eq!(check_note(&"长".repeat(NOTE_LIMIT)), Ok(()));
        assert_eq!(check_note(&"长".repeat(NOTE_LIMIT + 1)), Err(ApprovalRefusal::NoteTooLong));
    }

    #[test]
    fn an_account_has_a_number_and_a_name() {
        assert_eq!(check_account("6222020200112233445", "嘉禾小额贷款有限公司"), Ok(()));
        for (number, name) in [
            ("", "x"),
            ("6222 0202", "x"),
            ("6222", " "),
            ("6222", "a\nb"),
            (&"1".repeat(35), "x"),
            ("6222****0202", "x"),
            ("6E18", "x"),
        ] {
            assert_eq!(check_account(number, name), Err(ApprovalRefusal::AccountInvalid), "{number} {name}");
        }
    }

    /// An action of each kind, all about one thing.
    fn one_of_each(id: Uuid) -> Vec<Action> {
        let reference = "DRW2026112000000017".parse::<Reference>().unwrap();
        let (movement, payout, layout) = (BankMovementId(id), PayoutId(id), BankLayoutId(id));
        let account = || "6222".to_owned();
        let correction = Correction::Receive { amount: Amount::from_fen(1), on: time::macros::date!(2026 - 11 - 20) };
        let facts = CarrierFacts { name: account(), account_no: account(), bank_name: account() };
        vec![
            Action::Match { movement, reference },
            Action::Return { movement },
            Action::Duplicate { movement },
            Action::Distinct { movement },
            Action::Resend { payout, account_no: account(), account_name: account() },
            Action::Adopt { layout },
            Action::Retire { layout },
            Action::Publish { mapping: MappingId(id) },
            Action::Disable { mapping: MappingId(id) },
            Action::Transfer { transfer: DebtTransferId(id) },
            Action::Unfreeze { freeze: FreezeId(id) },
            Action::SettleComplaint { debt: DebtId(id) },
            Action::SuspendBinding { binding: BindingId(id), risk: true },
            Action::SuspendBinding { binding: BindingId(id), risk: false },
            Action::ResumeBinding { binding: BindingId(id) },
            Action::UndoPayment { payment: OutsidePaymentId(id) },
            Action::DecideRefund { refund: RefundId(id), made: true },
            Action::DecideRefund { refund: RefundId(id), made: false },
            Action::AdoptLate { difference: SettlementBreakId(id) },
            Action::GiveBackLate { difference: SettlementBreakId(id) },
            Action::SettleBeyond { difference: SettlementBreakId(id), charged: true },
            Action::SettleBeyond { difference: SettlementBreakId(id), charged: false },
            Action::Depart { agent: AgentId(id), departure: Some(Departure::Leaves) },
            Action::Depart { agent: AgentId(id), departure: Some(Departure::CommissionsElsewhere) },
            Action::Depart { agent: AgentId(id), departure: None },
            Action::MarkLoan { loan: LoanId(id), mark: LoanMark::Disputed, holds: true },
            Action::MarkLoan { loan: LoanId(id), mark: LoanMark::InLitigation, holds: true },
            Action::MarkLoan { loan: LoanId(id), mark: LoanMark::Disputed, holds: false },
            Action::MarkLoan { loan: LoanId(id), mark: LoanMark::InLitigation, holds: false },
            Action::Distribute { file: CommissionFileId(id) },
            Action::Recall { file: CommissionFileId(id) },
            Action::DiscardStatement { import: ImportId(id) },
            Action::DiscardCommissions { file: CommissionFileId(id) },
            Action::Freeze {
                wallet: WalletId(id),
                order: FreezeOrder {
                    reason: FreezeReason::Risk,
                    amount: None,
                    expires_on: None,
                    asked_by: String::new(),
                },
            },
            Action::Correct { loan: LoanId(id), correction },
            Action::ShareRevenue {
                partner: PartnerId(id),
                share: RevenueShare {
                    rate: "0.2".parse().unwrap(),
                    penalty: true,
                    elsewhere: false,
                    billing: Billing::Withheld,
                },
            },
            Action::Carrier { carrier: CarrierId(id), change: CarrierChange::Register(facts.clone()) },
            Action::Carrier { carrier: CarrierId(id), change: CarrierChange::Change(facts) },
            Action::ReserveAccount { account: ReserveAccountId(id), change: ReserveAccountChange::End },
            Action::ReserveAccount { account: ReserveAccountId(id), change: ReserveAccountChange::Recognise(true) },
            Action::DebitRules { rules: DebitRules::default() },
            Action::Schedule { partner: PartnerId(id), payouts: PayoutSchedule::AtOnce },
            Action::Schedule { partner: PartnerId(id), payouts: PayoutSchedule::Daily(time::macros::time!(16:00)) },
        ]
    }

    #[test]
    fn an_action_is_what_its_code_its_subject_and_its_details_make() {
        let id = Uuid::from_u128(7);
        let all = one_of_each(id);
        for action in &all {
            let made = Action::of(action.code(), action.subject().id(), action.details());
            assert_eq!(made.as_ref(), Some(action));
            for other in all.iter().filter(|other| other.details() != action.details()) {
                // Those that are of one code and differ in their details.
                let several =
                    ["schedule", "freeze", "correct", "share_revenue", "carrier", "reserve_account", "debit_rules"];
                let made = Action::of(action.code(), id, other.details());
                assert!(made.is_none_or(|made| several.contains(&made.code())));
            }
        }
    }
}
