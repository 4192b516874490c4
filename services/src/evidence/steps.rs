//! The timeline of a thing across all parties: who did what to which of the things that belong to it.

use std::collections::BTreeMap;

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    binding::{BindingState, ShareState, Suspension},
    code::Why,
    debt::Holder,
    debt_transfer::{TransferEnd, TransferState},
    evidence::EvidenceKind,
    network::{Reason, ReturnReason},
    outside_payment::OutsidePaymentState,
    signing::SigningState,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    DebitFact, DebtFact, Evidence, PaymentFact, RefundFact, TransferFact,
    sql::{self, StepRow},
};
use crate::{Error, binding::suspension_of, error::Never, mapping::debits_by};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub what: What,
    /// Which of several: a reference, an alias, a number or a document; may be empty.
    pub of: String,
    pub by: By,
    pub reason: Option<StepReason>,
    pub at: OffsetDateTime,
}

/// Why a step was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepReason {
    /// Of a signing, a binding or a share.
    Agreement(Why<Reason>),
    /// Of a transfer, or of a debt in one.
    Transfer(Why<TransferEnd>),
    Failed(DebitFailure),
    Returned(ReturnReason),
    Written(String),
}

impl StepReason {
    /// Its code, or what somebody wrote.
    #[must_use]
    pub fn kept(&self) -> &str {
        match self {
            Self::Agreement(Why::Of(reason)) => reason.code(),
            Self::Transfer(Why::Of(end)) => end.code(),
            Self::Failed(failure) => failure.code(),
            Self::Returned(reason) => reason.code(),
            Self::Agreement(Why::Written(text)) | Self::Transfer(Why::Written(text)) | Self::Written(text) => text,
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The payer agreed to the binding, and perhaps to a share.
    Consented {
        shares: bool,
    },
    Signing(SigningState),
    Binding(BindingState),
    /// Nobody debits with the binding, until it is resumed.
    Suspended(Suspension),
    Resumed,
    /// The mapping's facilitator debits nothing with its shares, until it may again.
    DebitsBlocked,
    DebitsResumed,
    Share(ShareState),
    Registered,
    Debt(Holder),
    Transfer {
        state: TransferState,
        back: bool,
    },
    /// The debtors were notified.
    Notified {
        on: Date,
    },
    Debit {
        state: DebitState,
        amount: Amount,
    },
    /// The network has given a debit back to its payer.
    Returned {
        amount: Amount,
    },
    Refund {
        state: DebitState,
        amount: Amount,
    },
    /// What was paid on a debt elsewhere.
    Paid {
        state: OutsidePaymentState,
        amount: Amount,
        on: Date,
    },
}

impl What {
    /// What it happened to, and what it was, as evidence says it.
    #[must_use]
    pub const fn told(self) -> (EvidenceKind, &'static str) {
        match self {
            Self::Consented { shares: true } => (EvidenceKind::Consent, "to_share"),
            Self::Consented { shares: false } => (EvidenceKind::Consent, "to_bind"),
            Self::Signing(state) => (EvidenceKind::Signing, state.code()),
            Self::Binding(state) => (EvidenceKind::Binding, state.code()),
            Self::Suspended(_) => (EvidenceKind::Binding, "suspended"),
            Self::Resumed => (EvidenceKind::Binding, "resumed"),
            Self::DebitsBlocked => (EvidenceKind::Mapping, "debits_blocked"),
            Self::DebitsResumed => (EvidenceKind::Mapping, "debits_resumed"),
            Self::Share(state) => (EvidenceKind::Share, state.code()),
            Self::Registered => (EvidenceKind::Debt, "registered"),
            Self::Debt(holder) => (EvidenceKind::Debt, holder.code()),
            Self::Transfer { state, back: false } => (EvidenceKind::Transfer, state.code()),
            Self::Transfer { state, back: true } => (EvidenceKind::BuyBack, state.code()),
            Self::Notified { .. } => (EvidenceKind::Notice, "given"),
            Self::Debit { state, .. } => (EvidenceKind::Debit, state.code()),
            Self::Returned { .. } => (EvidenceKind::Debit, "returned"),
            Self::Refund { state, .. } => (EvidenceKind::Refund, state.code()),
            Self::Paid { state, .. } => (EvidenceKind::Payment, state.code()),
        }
    }
}

/// Who did it, as the asking party may know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// One of the asking party's own people; to the institution anybody, with the partner, if it is one's.
    Person {
        name: String,
        house: Option<String>,
    },
    /// Somebody of this partner.
    House(String),
    /// A partner's system.
    Machine(String),
    Institution,
    System,
    Payer,
}

/// What a step's subject is.
enum Thing<'a> {
    Signing(&'a str),
    Binding(&'a str),
    Suspension(&'a str),
    /// Of a settlement id; until when it was shared by it.
    Mapping(&'a str, Option<OffsetDateTime>),
    Share(&'a str),
    Debt(&'a DebtFact),
    Transfer(&'a TransferFact),
    Debit(&'a DebitFact),
    Refund(&'a RefundFact),
    Payment(&'a PaymentFact),
}

/// The things of a story, by their identifiers.
fn things(evidence: &Evidence) -> BTreeMap<String, Thing<'_>> {
    let mut things = BTreeMap::new();
    for agreement in &evidence.agreements {
        if let Some((id, reference)) = &agreement.signing {
            things.insert(id.to_string(), Thing::Signing(reference));
        }
        if let Some((id, alias, _)) = &agreement.binding {
            things.insert(id.to_string(), Thing::Binding(alias));
            things.insert(suspension_of(id), Thing::Suspension(alias));
        }
        if let Some((id, alias, _)) = &agreement.share {
            things.insert(id.to_string(), Thing::Share(alias));
            // Once, where both are known.
            if agreement.binding.is_none() {
                things.insert(suspension_of(id), Thing::Suspension(alias));
            }
        }
    }
    for (agreement, (mapping, until)) in evidence.agreements.iter().filter_map(|one| Some((one, one.mapping?))) {
        // As long as any share by it was one.
        let known = things.entry(debits_by(mapping)).or_insert(Thing::Mapping(&agreement.settlement_id, until));
        if let Thing::Mapping(_, known) = known {
            *known = known.zip(until).map(|(one, other)| one.max(other));
        }
    }
    for debt in &evidence.debts {
        things.insert(debt.id.to_string(), Thing::Debt(debt));
    }
    for transfer in &evidence.transfers {
        things.insert(transfer.id.to_string(), Thing::Transfer(transfer));
    }
    for debit in &evidence.debits {
        things.insert(debit.id.to_string(), Thing::Debit(debit));
    }
    for refund in &evidence.refunds {
        things.insert(refund.id.to_string(), Thing::Refund(refund));
    }
    for payment in &evidence.payments {
        things.insert(payment.id.to_string(), Thing::Payment(payment));
    }
    things
}

/// Everything that happened, the oldest first.
pub async fn list(
    connection: &mut PgConnection,
    evidence: &Evidence,
    partner: Option<Uuid>,
) -> Result<Vec<Step>, Error<Never>> {
    let things = things(evidence);
    let subjects: Vec<String> = things.keys().cloned().collect();
    let transfers: Vec<String> = evidence.transfers.iter().map(|transfer| transfer.id.to_string()).collect();
    let consents = evidence.agreements.iter().filter_map(|agreement| {
        let consent = agreement.consent.as_ref()?;
        let (what, by) = (What::Consented { shares: consent.shares }, By::Payer);
        let of = agreement.signing.as_ref().map(|(_, reference)| reference.clone()).unwrap_or_default();
        Some(Step { what, of, by, reason: None, at: consent.at })
    });
    let returns = evidence.debits.iter().filter_map(|debit| {
        let (reason, at) = debit.returned?;
        let (what, of) = (What::Returned { amount: debit.amount }, debit.reference.clone());
        Some(Step { what, of, by: By::System, reason: Some(StepReason::Returned(reason)), at })
    });
    let mut steps: Vec<Step> = consents.chain(returns).collect();
    for row in sql::list_steps(connection, &subjects, &transfers).await? {
        if let Some(thing) = things.get(&row.subject) {
            steps.extend(step(row, thing, partner)?);
        }
    }
    // Of one instant, in the order in which they were found: a consent is before the signing that it is given for.
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

fn step(row: StepRow, thing: &Thing<'_>, partner: Option<Uuid>) -> Result<Option<Step>, Error<Never>> {
    let to = row.to.as_str();
    let (what, of) = match thing {
        Thing::Signing(of) => (What::Signing(to.parse().map_err(Error::defect)?), *of),
        Thing::Binding(of) => (What::Binding(to.parse().map_err(Error::defect)?), *of),
        Thing::Suspension(of) if to.is_empty() => (What::Resumed, *of),
        Thing::Suspension(of) => (What::Suspended(to.parse().map_err(Error::defect)?), *of),
        Thing::Mapping(_, Some(until)) if row.at > *until => return Ok(None),
        Thing::Mapping(of, _) if to.is_empty() => (What::DebitsResumed, *of),
        Thing::Mapping(of, _) => (What::DebitsBlocked, *of),
        Thing::Share(of) => (What::Share(to.parse().map_err(Error::defect)?), *of),
        Thing::Debt(debt) if debt.until.is_some_and(|until| row.at > until) => return Ok(None),
        Thing::Debt(debt) if row.from.is_empty() => (What::Registered, debt.number.as_str()),
        Thing::Debt(debt) => (What::Debt(to.parse().map_err(Error::defect)?), debt.number.as_str()),
        Thing::Transfer(transfer) if to.is_empty() => match &transfer.notice {
            Some(notice) => (What::Notified { on: notice.on }, transfer.document.as_str()),
            None => return Ok(None),
        },
        Thing::Transfer(transfer) => {
            let (state, back) = (to.parse().map_err(Error::defect)?, transfer.back);
            (What::Transfer { state, back }, transfer.document.as_str())
        }
        Thing::Debit(debit) => {
            let (state, amount) = (to.parse().map_err(Error::defect)?, debit.amount);
            (What::Debit { state, amount }, debit.reference.as_str())
        }
        Thing::Refund(refund) => {
            let (state, amount) = (to.parse().map_err(Error::defect)?, refund.amount);
            (What::Refund { state, amount }, refund.reference.as_str())
        }
        Thing::Payment(payment) => {
            let (state, amount, on) = (to.parse().map_err(Error::defect)?, payment.amount, payment.paid_on);
            (What::Paid { state, amount, on }, payment.number.as_str())
        }
    };
    let reason = match (what, thing) {
        (What::Notified { .. }, Thing::Transfer(transfer)) => {
            transfer.notice.as_ref().map(|notice| StepReason::Written(notice.evidence.clone()))
        }
        _ => reason(what, &row.reason)?,
    };
    let (of, at) = (of.to_owned(), row.at);
    Ok(Some(Step { what, of, by: by(row, partner), reason, at }))
}

/// Of what is kept with a step, which is empty where nothing was said.
fn reason(what: What, kept: &str) -> Result<Option<StepReason>, Error<Never>> {
    Ok(match what {
        _ if kept.is_empty() => None,
        What::Refund { state: DebitState::Accepted, .. } | What::Paid { .. } => {
            Some(StepReason::Written(kept.to_owned()))
        }
        What::Debit { .. } | What::Refund { .. } => Some(StepReason::Failed(kept.parse().map_err(Error::defect)?)),
        What::Debt(_) | What::Transfer { .. } => Why::read(kept.to_owned()).map(StepReason::Transfer),
        _ => Why::read(kept.to_owned()).map(StepReason::Agreement),
    })
}

/// Another party's people are told by their house.
fn by(row: StepRow, asker: Option<Uuid>) -> By {
    let own = asker.is_none() || row.partner == asker;
    match (row.actor.split_once(':').map(|(kind, _)| kind), row.name, row.house) {
        (Some("user"), Some(name), house) if own => By::Person { name, house: house.filter(|_| asker.is_none()) },
        (Some("user"), _, Some(house)) => By::House(house),
        (Some("user"), _, None) => By::Institution,
        (Some("key"), _, Some(house)) => By::Machine(house),
        _ => By::System,
    }
}
