//! [`PartnerEvent`]: what a partner is told. Each is named once here, with its code and its facts: what is written, the partner
//! API's document and the portals' words are made of this list.
//!
//! A fact that is absent is absent, never `null`. A new fact may be added to an event; one that means something else is a new event.

use serde::{Serialize, Serializer, ser::SerializeMap};
use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use crate::{Amount, Reference, calendar::iso_date, id::OfferId, mapping::SettlementId};

/// How the facts of events are written now. What was told before they had a form is of version 0.
pub const VERSION: i16 = 1;

/// How a fact is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    Text,
    /// In yuan, with two places.
    Amount,
    Date,
    /// RFC 3339.
    Instant,
    Count,
    /// A list of objects with these facts.
    List(&'static [FactForm]),
}

/// A fact of an event, as its receivers have to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactForm {
    pub name: &'static str,
    pub kind: FactKind,
    pub required: bool,
}

/// A value that can be a fact.
trait Fact {
    const KIND: FactKind;
    const REQUIRED: bool = true;
    /// What stands for it; nothing when it is absent.
    fn wire(&self) -> Option<impl Serialize>;
}

macro_rules! facts {
    ($($Type:ty: $Kind:ident = |$value:ident| $wire:expr;)+) => {$(
        impl Fact for $Type {
            const KIND: FactKind = FactKind::$Kind;

            fn wire(&self) -> Option<impl Serialize> {
                let $value = self;
                Some($wire)
            }
        }
    )+};
}

facts! {
    String: Text = |text| text;
    Reference: Text = |reference| reference;
    SettlementId: Text = |id| id;
    Uuid: Text = |id| id;
    OfferId: Text = |id| id;
    Amount: Amount = |amount| amount;
    Date: Date = |date| date.to_string();
    OffsetDateTime: Instant = |at| at.format(&Rfc3339).unwrap_or_default();
    usize: Count = |count| count;
}

impl<T: Fact> Fact for Option<T> {
    const KIND: FactKind = T::KIND;
    const REQUIRED: bool = false;

    fn wire(&self) -> Option<impl Serialize> {
        self.as_ref().and_then(Fact::wire)
    }
}

impl Fact for Vec<CorrectedPayment> {
    const KIND: FactKind = FactKind::List(&CorrectedPayment::FORM);

    fn wire(&self) -> Option<impl Serialize> {
        Some(self)
    }
}

/// A payment that is split otherwise now: by how much each part differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrectedPayment {
    /// The number of the repayment; none of a payment received outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repayment: Option<String>,
    #[serde(with = "iso_date")]
    pub value_on: Date,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What is the wallet's again, and what of that the partner owes back.
    pub returned: Amount,
    pub owed_back: Amount,
}

impl CorrectedPayment {
    const FORM: [FactForm; 8] = [
        FactForm { name: "repayment", kind: FactKind::Text, required: false },
        FactForm { name: "value_on", kind: FactKind::Date, required: true },
        FactForm { name: "fee", kind: FactKind::Amount, required: true },
        FactForm { name: "penalty", kind: FactKind::Amount, required: true },
        FactForm { name: "interest", kind: FactKind::Amount, required: true },
        FactForm { name: "principal", kind: FactKind::Amount, required: true },
        FactForm { name: "returned", kind: FactKind::Amount, required: true },
        FactForm { name: "owed_back", kind: FactKind::Amount, required: true },
    ];
}

macro_rules! events {
    ($($(#[doc = $doc:literal])+ $Variant:ident = $code:literal { $($fact:ident: $Type:ty),* })+) => {
        /// Something that happened, with what a partner is told of it besides its subject.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum PartnerEvent {
            $($(#[doc = $doc])+ $Variant { $($fact: $Type),* },)+
        }

        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PartnerEventKind {
            $($(#[doc = $doc])+ $Variant,)+
        }

        codes!(PartnerEventKind { $($Variant => $code,)+ });

        impl PartnerEvent {
            #[must_use]
            pub const fn kind(&self) -> PartnerEventKind {
                match self {
                    $(Self::$Variant { .. } => PartnerEventKind::$Variant,)+
                }
            }
        }

        impl PartnerEventKind {
            /// What happened, in a sentence.
            #[must_use]
            pub fn meaning(self) -> String {
                let lines: &[&str] = match self {
                    $(Self::$Variant => &[$($doc),+],)+
                };
                lines.concat().trim().to_owned()
            }

            /// What is told of it besides its subject.
            #[must_use]
            pub const fn facts(self) -> &'static [FactForm] {
                match self {
                    $(Self::$Variant => &[$(FactForm {
                        name: stringify!($fact),
                        kind: <$Type as Fact>::KIND,
                        required: <$Type as Fact>::REQUIRED,
                    }),*],)+
                }
            }
        }

        /// Its facts.
        impl Serialize for PartnerEvent {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an event may have no facts")]
                let mut map = serializer.serialize_map(None)?;
                match self {
                    $(Self::$Variant { $($fact),* } => {
                        $(if let Some(wire) = $fact.wire() {
                            map.serialize_entry(stringify!($fact), &wire)?;
                        })*
                    })+
                }
                map.end()
            }
        }
    };
}

events! {
    /// A funder is asked for an offer.
    OfferRequested = "offer.requested" { offer: OfferId, pseudonym: Uuid, deadline_at: OffsetDateTime }
    /// The agent has taken the funder's offer.
    OfferSelected = "offer.selected" {}
    /// An agent applies.
    ApplicationSubmitted = "application.submitted" { reference: Reference }
    /// The agent has answered the funder's question.
    ApplicationAnswered = "application.answered" {}
    /// The funder asks for more.
    ApplicationMoreInformation = "application.more_information" {}
    /// The funder offers less than was asked for.
    ApplicationCounterOffered = "application.counter_offered" {}
    /// The application is approved, by the funder or by the agent's taking of another limit.
    ApplicationApproved = "application.approved" {}
    /// The funder has refused.
    ApplicationRejected = "application.rejected" {}
    /// The agent has withdrawn.
    ApplicationWithdrawn = "application.withdrawn" {}
    /// Nobody went on with the application in time.
    ApplicationLapsed = "application.lapsed" {}
    /// The contract is signed.
    CreditLineOpened = "credit_line.opened" { reference: Reference, limit: Amount }
    /// The agent has asked to close its line: nothing more is drawn, and it ends once nothing is owed.
    CreditLineClosing = "credit_line.closing" { reference: Reference }
    /// The line has ended: nothing is owed, and its agent may apply anew.
    CreditLineClosed = "credit_line.closed" { reference: Reference }
    /// An agent's data may be used no more for a purpose.
    ConsentWithdrawn = "consent.withdrawn" { purpose: String }
    /// A draw waits for the funder.
    DrawRequested = "draw.requested" { reference: Reference, amount: Amount }
    /// The funder has reported its transfer.
    DrawInstructed = "draw.instructed" { reference: Reference, amount: Amount }
    /// The agent has cancelled the draw.
    DrawCancelled = "draw.cancelled" { reference: Reference }
    /// The draw has ended by itself.
    DrawLapsed = "draw.lapsed" { reference: Reference, reason: String }
    /// Information and funds match: the wallet is credited, and interest runs.
    LoanCredited = "loan.credited" { reference: Reference, amount: Amount, credited_on: Date }
    /// The agent has repaid; a payout follows, of less where the institution's share is withheld.
    LoanRepaid = "loan.repaid" {
        reference: Reference, fee: Amount, penalty: Amount, interest: Amount, principal: Amount,
        revenue_share: Option<Amount>
    }
    /// An instalment falls due within days.
    LoanDueSoon = "loan.due_soon" { reference: Reference, due_on: Date, amount: Amount }
    /// Something was not paid when it was due; the wallet is frozen.
    LoanOverdue = "loan.overdue" { reference: Reference, amount: Amount }
    /// What was not paid when it was due is not paid yet, after so many days.
    LoanStillOverdue = "loan.still_overdue" { reference: Reference, days: usize, amount: Amount }
    /// A due date is no working day any more.
    LoanDueDateMoved = "loan.due_date_moved" { reference: Reference, from: Date, to: Date }
    /// The facts of a loan were corrected, and payments are split otherwise.
    LoanCorrected = "loan.corrected" {
        reference: Reference, correction: String, amount: Option<Amount>, payments: Vec<CorrectedPayment>
    }
    /// Nobody debits a card for a loan: it is disputed, or in litigation.
    LoanDebitsPaused = "loan.debits_paused" { reference: Reference, reason: String }
    /// That is over: whoever holds it may debit again.
    LoanDebitsResumed = "loan.debits_resumed" { reference: Reference }
    /// Nothing is overdue any more; the wallet is free.
    WalletFreed = "wallet.freed" { freed_on: Date }
    /// The agent of a line leaves, or its commissions are paid elsewhere; it owes nothing, and draws no more.
    AgentDeparted = "agent.departed" { reference: Reference, reason: String }
    /// It may draw again.
    AgentCameBack = "agent.came_back" { reference: Reference }
    /// The bank has carried out a payout.
    PayoutConfirmed = "payout.confirmed" { reference: Reference, amount: Amount, booked_on: Date }
    /// What a payout had paid has come back from the bank, with the text that gives its reason; it is owed again until it is sent again.
    PayoutSentBack = "payout.sent_back" { reference: Reference, amount: Amount, booked_on: Date, reason: String }
    /// What the partner owed back has arrived, or was set off against what is to be paid to it with a payout that has failed or come back.
    ReceivableSettled = "receivable.settled" { amount: Amount, payout: Option<Reference> }
    /// The institution's share of a month's interest.
    RevenueShareInvoiced = "revenue_share.invoiced" { month: String, interest: Amount, amount: Amount }
    /// The card is bound.
    SigningSucceeded = "signing.succeeded" {
        settlement_id: SettlementId, reference: Option<Reference>, alias: Option<String>
    }
    /// The network has refused.
    SigningFailed = "signing.failed" {
        settlement_id: SettlementId, reference: Option<Reference>, failure: Option<String>
    }
    /// Nobody typed the code in time.
    SigningExpired = "signing.expired" {
        settlement_id: SettlementId, reference: Option<Reference>, failure: Option<String>
    }
    /// The card is bound, and not shared.
    ShareVoid = "share.void" { settlement_id: SettlementId }
    /// The funder has taken the share back, or the binding is over.
    ShareRevoked = "share.revoked" { alias: Option<String>, reason: String }
    /// The facilitator has given the share back.
    ShareReleased = "share.released" { alias: Option<String>, reason: String }
    /// The network has ended the agreement.
    BindingUnsigned = "binding.unsigned" { alias: String }
    /// The network did not end the agreement: the binding goes on.
    BindingUnsignRefused = "binding.unsign_refused" { alias: String }
    /// The institution has suspended the binding, for `risk` or for `operations`: nobody debits with it.
    BindingSuspended = "binding.suspended" { alias: String, reason: String }
    /// It counts again: whoever holds its debts may debit.
    BindingResumed = "binding.resumed" { alias: String }
    /// The institution has blocked what the facilitator of a settlement id debits: the funder debits on.
    MappingDebitsBlocked = "mapping.debits_blocked" { settlement_id: SettlementId }
    /// It may debit again what it holds.
    MappingDebitsResumed = "mapping.debits_resumed" { settlement_id: SettlementId }
    /// The agreement has ended at the bank.
    BindingInvalid = "binding.invalid" { alias: String }
    /// A debt that the binding pays is registered.
    DebtRegistered = "debt.registered" { number: String }
    /// Open debts are paid by a newer binding of the same card.
    DebtMoved = "debt.moved" { alias: String, debts: usize }
    /// The other side wants to transfer debts; confirm or reject it.
    TransferSubmitted = "transfer.submitted" { debts: usize }
    /// The facilitator has confirmed.
    TransferConfirmed = "transfer.confirmed" {}
    /// The institution has approved; the debts are frozen until they change hands.
    TransferApproved = "transfer.approved" {}
    /// The debtors were told.
    TransferNotified = "transfer.notified" { notified_on: Date }
    /// The debts have changed hands.
    TransferEffective = "transfer.effective" { debts: usize }
    /// Debts of a transfer that has taken effect go on in another under the same document, because debits of them were on their way.
    TransferFollowedUp = "transfer.followed_up" { transfer: String, debts: usize }
    /// The transfer does not happen.
    TransferCancelled = "transfer.cancelled" { reason: String }
    /// The facilitator does not want it.
    TransferRejected = "transfer.rejected" { reason: String }
    /// A debit brought its money.
    DebitSucceeded = "debit.succeeded" { reference: Reference, amount: Amount }
    /// A debit brought nothing.
    DebitFailed = "debit.failed" { reference: Reference, amount: Amount, failure: Option<String> }
    /// The network has given back to its payer what a debit had brought; what was paid out of it is owed back.
    DebitReturned = "debit.returned" {
        reference: Reference, amount: Amount, reason: String, owed_back: Option<Amount>
    }
    /// So much of a debit went back to its payer, as was ordered; what was paid out of it is owed back.
    DebitRefunded = "debit.refunded" {
        reference: Reference, debit: Reference, amount: Amount, owed_back: Option<Amount>
    }
    /// A refund was refused for good.
    DebitRefundFailed = "debit.refund_failed" {
        reference: Reference, debit: Reference, amount: Amount, failure: Option<String>
    }
    /// A debit that had failed was in the network's file as a success; two people give it back, or book it.
    DebitLateSuccess = "debit.late_success" { reference: Reference, amount: Amount }
    /// A debit that succeeded late is booked, and paid to whoever holds the debt.
    DebitCorrected = "debit.corrected" { reference: Reference, amount: Amount }
    /// So much of a debt is owed again, because its payer had it taken back; nobody debits until that is looked into.
    DebtComplained = "debt.complained" { number: String, amount: Amount }
    /// The complaint is settled: whoever holds the debt may debit again.
    DebtComplaintSettled = "debt.complaint_settled" { number: String }
    /// So much was paid on a debt elsewhere, and it owes less; what a former holder was paid it owes the holder.
    DebtPaidOutside = "debt.paid_outside" {
        number: String, payment: String, amount: Amount, paid_on: Date, owed_to_holder: Option<Amount>
    }
    /// A former holder says that it was paid after the debtor was notified: it counts once the holder confirms it.
    DebtPaymentReported = "debt.payment_reported" { number: String, payment: String, amount: Amount, paid_on: Date }
    /// The holder does not agree that it was paid.
    DebtPaymentDeclined = "debt.payment_declined" { number: String, payment: String, amount: Amount }
    /// A payment elsewhere was none, as two people of the institution have found: the debt owes it again.
    DebtPaymentUndone = "debt.payment_undone" { number: String, payment: String, amount: Amount }
    /// What is passed on, by the next working day and with no money of the platform's, of what former holders were paid on debts on a
    /// date that is closed.
    PassOnDue = "pass_on.due" {
        on: Date, due_on: Date, other: String, to_pay: Option<Amount>, to_receive: Option<Amount>
    }
    /// It was passed on, as whoever owes it says.
    PassOnPaid = "pass_on.paid" { on: Date, amount: Amount, transfer_reference: String }
    /// A business date is over, and another one open.
    BusinessDateMoved = "business_date.moved" { business_date: Date }
    /// What was posted for the partner on a date that is closed can be fetched as a file.
    ReconciliationFileReady = "reconciliation_file.ready" { business_date: Date, lines: usize, sha256: String }
    /// Another key of the partner counts.
    KeyApproved = "key.approved" { key: String }
    /// A key of the partner counts no more.
    KeyEnded = "key.ended" { key: String }
    /// Nothing happened: the endpoint is tried out.
    EndpointTest = "endpoint.test" {}
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn facts_are_written_each_in_its_form_and_what_is_absent_is_absent() {
        let told = |event: PartnerEvent| serde_json::to_value(event).unwrap();
        let reference: Reference = "DRW2026112000000014".parse().unwrap();
        let amount = Amount::from_fen(123_450);
        let requested = PartnerEvent::OfferRequested {
            offer: OfferId(Uuid::from_u128(1)),
            pseudonym: Uuid::from_u128(2),
            deadline_at: datetime!(2026-11-20 10:30 +8),
        };
        assert_eq!(requested.kind().code(), "offer.requested");
        assert_eq!(
            told(requested),
            json!({ "offer": OfferId(Uuid::from_u128(1)).to_string(), "pseudonym": Uuid::from_u128(2).to_string(),
                    "deadline_at": "2026-11-20T10:30:00+08:00" })
        );
        assert_eq!(
            told(PartnerEvent::LoanCredited { reference, amount, credited_on: date!(2026 - 11 - 20) }),
            json!({ "reference": "DRW2026112000000014", "amount": "1234.50", "credited_on": "2026-11-20" })
        );
        let failed =
            PartnerEvent::SigningFailed { settlement_id: "JH-01".parse().unwrap(), reference: None, failure: None };
        assert_eq!(told(failed), json!({ "settlement_id": "JH-01" }));
        assert_eq!(told(PartnerEvent::TransferEffective { debts: 3 }), json!({ "debts": 3 }));
        assert_eq!(told(PartnerEvent::TransferApproved {}), json!({}));
    }

    #[test]
    fn the_form_of_a_list_names_what_its_rows_have() {
        let payment = CorrectedPayment {
            repayment: Some("RPY1".into()),
            value_on: date!(2026 - 11 - 20),
            fee: Amount::ZERO,
            penalty: Amount::ZERO,
            interest: Amount::ZERO,
            principal: Amount::ZERO,
            returned: Amount::ZERO,
            owed_back: Amount::ZERO,
        };
        let Value::Object(row) = serde_json::to_value(&payment).unwrap() else { panic!() };
        let mut named: Vec<&str> = CorrectedPayment::FORM.iter().map(|form| form.name).collect();
        named.sort_unstable();
        let mut written: Vec<&str> = row.keys().map(String::as_str).collect();
        written.sort_unstable();
        assert_eq!(written, named);
    }

    #[test]
    fn an_event_says_what_it_means_and_what_is_told_of_it() {
        let kind = PartnerEventKind::SigningSucceeded;
        assert_eq!(kind.meaning(), "The card is bound.");
        let facts: Vec<(&str, FactKind, bool)> =
            kind.facts().iter().map(|fact| (fact.name, fact.kind, fact.required)).collect();
        let text = FactKind::Text;
        assert_eq!(facts, [("settlement_id", text, true), ("reference", text, false), ("alias", text, false)]);
    }
}
