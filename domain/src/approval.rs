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
    freeze::{Deduction, FreezeOrder},
    id::{
        AgentId, BankLayoutId, BankMovementId, BindingId, CarrierId, CommissionFileId, DebtId, DebtTransferId,
        FreezeId, ImportId, LoanId, MappingId, OutsidePaymentId, PartnerId, PayoutId, RefundId, ReserveAccountId,
        SettlementBreakId, WalletId,
    },
    loan::LoanMark,
    payout::PayoutSchedule,
    reason::is_reason,
    reserve_account::ReserveAccountChange,
    revenue_share::RevenueShare,
    standing::Departure,
};

pub use refusal::ApprovalRefusal;
pub use subject::Subject;

/// The longest name of an account, in characters.
const ACCOUNT_NAME_LIMIT: usize = 500;

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
    /// Its facilitator debits nothing with the shares that it has by it, or does again.
    BlockMapping { mapping: MappingId, blocked: bool },
    /// Debts change hands, as both partners have confirmed.
    Transfer { transfer: DebtTransferId },
    /// Freezes a wallet; the note is the evidence.
    Freeze { wallet: WalletId, order: FreezeOrder },
    /// Lifts a freeze that people had ordered.
    Unfreeze { freeze: FreezeId },
    /// Has so much of what a court holds paid to it; the note is the evidence.
    Deduct { freeze: FreezeId, deduction: Deduction },
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
    #[serde(default, skip_serializing_if = "Option::is_none", with = "schedule_text")]
    pub schedule: Option<PayoutSchedule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<FreezeOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduction: Option<Deduction>,
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

/// A schedule of payouts is kept as [`PayoutSchedule::text`] writes it.
mod schedule_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::payout::PayoutSchedule;

    pub fn serialize<S: Serializer>(schedule: &Option<PayoutSchedule>, serializer: S) -> Result<S::Ok, S::Error> {
        schedule.map(PayoutSchedule::text).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PayoutSchedule>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| PayoutSchedule::read(&text).ok_or_else(|| D::Error::custom("no schedule"))).transpose()
    }
}

/// What each action is about, which of its fields are details and of what name, and its code; one line each. Of an action that has
/// several codes, `if` says with which values of its fields each goes.
macro_rules! actions {
    ($($Action:ident of $Subject:ident $(($id:ident: $Id:ident))? $([$($field:ident as $detail:ident),+])?
        $(if $($flag:ident = [$($value:tt)+]),+)? => $code:literal,)+) => {
        impl Action {
            /// What it is about.
            #[must_use]
            pub const fn subject(&self) -> Subject {
                match self {
                    $(Self::$Action { $($id,)? $($($flag: $($value)+,)+)? .. } => Subject::$Subject $((*$id))?,)+
                }
            }

            /// What it needs besides.
            #[must_use]
            pub fn details(&self) -> Details {
                match self {
                    $(Self::$Action { $($($field,)+)? $($($flag: $($value)+,)+)? .. } => {
                        Details { $($($detail: Some($field.clone()),)+)? ..Details::default() }
                    })+
                }
            }

            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$Action { $($($flag: $($value)+,)+)? .. } => $code,)+
                }
            }

            /// The action that a code, a subject and details make, if they make one.
            #[must_use]
            pub fn of(code: &str, subject: Uuid, mut details: Details) -> Option<Self> {
                let action = match code {
                    $($code => Self::$Action {
                        $($id: $Id(subject),)?
                        $($($field: details.$detail.take()?,)+)?
                        $($($flag: $($value)+,)+)?
                    },)+
                    _ => return None,
                };
                // What is left over is of another one.
                (details == Details::default()).then_some(action)
            }
        }
    };
}

actions! {
    Match of Movement(movement: BankMovementId) [reference as reference] => "match",
    Return of Movement(movement: BankMovementId) => "return",
    Duplicate of Movement(movement: BankMovementId) => "duplicate",
    Distinct of Movement(movement: BankMovementId) => "distinct",
    Resend of Payout(payout: PayoutId) [account_no as account_no, account_name as account_name] => "resend",
    Adopt of Layout(layout: BankLayoutId) => "adopt",
    Retire of Layout(layout: BankLayoutId) => "retire",
    Schedule of Partner(partner: PartnerId) [payouts as schedule] => "schedule",
    Publish of Mapping(mapping: MappingId) => "publish",
    Disable of Mapping(mapping: MappingId) => "disable",
    BlockMapping of Mapping(mapping: MappingId) if blocked = [true] => "block_debits",
    BlockMapping of Mapping(mapping: MappingId) if blocked = [false] => "unblock_debits",
    Transfer of Transfer(transfer: DebtTransferId) => "transfer",
    Freeze of Wallet(wallet: WalletId) [order as freeze] => "freeze",
    Unfreeze of Freeze(freeze: FreezeId) => "unfreeze",
    Deduct of Freeze(freeze: FreezeId) [deduction as deduction] => "deduct",
    Correct of Loan(loan: LoanId) [correction as correction] => "correct",
    ShareRevenue of Partner(partner: PartnerId) [share as revenue_share] => "share_revenue",
    Distribute of Commissions(file: CommissionFileId) => "distribute",
    Recall of Commissions(file: CommissionFileId) => "recall",
    DiscardStatement of Statement(import: ImportId) => "discard_statement",
    DiscardCommissions of Commissions(file: CommissionFileId) => "discard_commissions",
    Carrier of Carrier(carrier: CarrierId) [change as carrier] => "carrier",
    ReserveAccount of ReserveAccount(account: ReserveAccountId) [change as reserve_account] => "reserve_account",
    SettleComplaint of Debt(debt: DebtId) => "settle_complaint",
    SuspendBinding of Binding(binding: BindingId) if risk = [true] => "suspend_for_risk",
    SuspendBinding of Binding(binding: BindingId) if risk = [false] => "suspend",
    ResumeBinding of Binding(binding: BindingId) => "resume",
    UndoPayment of OutsidePayment(payment: OutsidePaymentId) => "undo_payment",
    DecideRefund of Refund(refund: RefundId) if made = [true] => "refund_made",
    DecideRefund of Refund(refund: RefundId) if made = [false] => "refund_failed",
    AdoptLate of Difference(difference: SettlementBreakId) => "adopt_late",
    GiveBackLate of Difference(difference: SettlementBreakId) => "give_back_late",
    SettleBeyond of Difference(difference: SettlementBreakId) if charged = [true] => "beyond_charged",
    SettleBeyond of Difference(difference: SettlementBreakId) if charged = [false] => "beyond_made_good",
    MarkLoan of Loan(loan: LoanId) if mark = [LoanMark::Disputed], holds = [true] => "mark_disputed",
    MarkLoan of Loan(loan: LoanId) if mark = [LoanMark::InLitigation], holds = [true] => "mark_in_litigation",
    MarkLoan of Loan(loan: LoanId) if mark = [LoanMark::Disputed], holds = [false] => "unmark_disputed",
    MarkLoan of Loan(loan: LoanId) if mark = [LoanMark::InLitigation], holds = [false] => "unmark_in_litigation",
    Depart of Agent(agent: AgentId) if departure = [Some(Departure::Leaves)] => "agent_leaves",
    Depart of Agent(agent: AgentId) if departure = [Some(Departure::CommissionsElsewhere)] => "commissions_elsewhere",
    Depart of Agent(agent: AgentId) if departure = [None] => "agent_comes_back",
    DebitRules of DebitRules [rules as debit_rules] => "debit_rules",
}

/// Checks the words with which something is proposed or given back.
///
/// # Errors
/// When there are none, or too many.
pub fn check_note(note: &str) -> Result<(), ApprovalRefusal> {
    if note.trim().is_empty() {
        return Err(ApprovalRefusal::NoteMissing);
    }
    if is_reason(note) { Ok(()) } else { Err(ApprovalRefusal::NoteTooLong) }
}

/// Checks an account that money is to be sent to: a number of letters and digits, and a name.
///
/// # Errors
/// When it cannot be one.
pub fn check_account(account_no: &str, account_name: &str) -> Result<(), ApprovalRefusal> {
    let number = account_no::read(account_no).is_ok_and(|read| read.as_deref() == Some(account_no));
    let name = !account_name.trim().is_empty()
        && account_name.chars().count() <= ACCOUNT_NAME_LIMIT
        && !account_name.chars().any(char::is_control);
    if number && name { Ok(()) } else { Err(ApprovalRefusal::AccountInvalid) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Amount, carrier::CarrierFacts, freeze::FreezeReason, reason::REASON_LIMIT, revenue_share::Billing};

    #[test]
    fn a_note_says_something_and_not_everything() {
        assert_eq!(check_note(" \n"), Err(ApprovalRefusal::NoteMissing));
        assert_eq!(check_note(&"长".repeat(REASON_LIMIT)), Ok(()));
        assert_eq!(check_note(&"长".repeat(REASON_LIMIT + 1)), Err(ApprovalRefusal::NoteTooLong));
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
        let order = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
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
            Action::BlockMapping { mapping: MappingId(id), blocked: true },
            Action::BlockMapping { mapping: MappingId(id), blocked: false },
            Action::Transfer { transfer: DebtTransferId(id) },
            Action::Unfreeze { freeze: FreezeId(id) },
            Action::Deduct {
                freeze: FreezeId(id),
                deduction: Deduction { amount: Amount::from_fen(1), account_no: account(), account_name: account() },
            },
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
            Action::Freeze { wallet: WalletId(id), order },
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
