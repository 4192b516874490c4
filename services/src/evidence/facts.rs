//! Evidence as programs read it: `evidence.json`. What stands in it stays as it is; more may be added.

use domain::{Amount, agreement_debit::DebitFailure, calendar::CHINA, debt_transfer::Declined, network::Reason};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    AgreementFact, By, DebitFact, DebtFact, Evidence, ItemFact, PaymentFact, RefundFact, Step, StepReason,
    TransferFact, What, canonical,
};
use crate::{Error, error::Never};

/// How the facts are written.
const VERSION: i64 = 1;

/// The facts in their one form.
pub fn of(evidence: &Evidence) -> Result<String, Error<Never>> {
    let facts = json!({
        "version": VERSION,
        "platform": "lianrong",
        "subject": {"kind": evidence.subject.kind().code(), "id": evidence.subject.to_string()},
        "party": evidence.party,
        "agreements": all(&evidence.agreements, agreement)?,
        "debts": all(&evidence.debts, |fact| Ok(debt(fact)))?,
        "transfers": all(&evidence.transfers, transfer)?,
        "debits": all(&evidence.debits, debit)?,
        "refunds": all(&evidence.refunds, refund)?,
        "payments": all(&evidence.payments, payment)?,
        "steps": all(&evidence.steps, step)?,
        "fixed_by": evidence.fixed.as_ref().map(|day| json!({"business_date": day.on.to_string(), "chain": day.chain})),
    });
    Ok(canonical::text(&facts))
}

fn all<T>(rows: &[T], write: impl Fn(&T) -> Result<Value, Error<Never>>) -> Result<Vec<Value>, Error<Never>> {
    rows.iter().map(write).collect()
}

/// In China's time, with its offset.
fn instant(at: OffsetDateTime) -> Result<String, Error<Never>> {
    at.to_offset(CHINA).format(&Rfc3339).map_err(Error::defect)
}

fn instant_of(at: Option<OffsetDateTime>) -> Result<Option<String>, Error<Never>> {
    at.map(instant).transpose()
}

fn amount_of(amount: Option<Amount>) -> Option<String> {
    amount.map(|amount| amount.to_string())
}

fn agreement(fact: &AgreementFact) -> Result<Value, Error<Never>> {
    let consent = match &fact.consent {
        Some(consent) => json!({
            "text": consent.text,
            "sha256": consent.hash(),
            "names_facilitator": consent.shares,
            "at": instant(consent.at)?,
        }),
        None => Value::Null,
    };
    Ok(json!({
        "signing": fact.signing.as_ref().map(|(id, reference)| json!({"id": id.to_string(), "reference": reference})),
        "binding": fact.binding.as_ref().map(
            |(id, alias, state)| json!({"id": id.to_string(), "alias": alias, "state": state.code()}),
        ),
        "share": fact.share.as_ref().map(
            |(id, alias, state)| json!({"id": id.to_string(), "alias": alias, "state": state.code()}),
        ),
        "settlement_id": fact.settlement_id,
        "funder": fact.funder_name,
        "facilitator": fact.facilitator_name,
        "payer": fact.payer_masked,
        "card": fact.card_masked,
        "consent": consent,
    }))
}

fn debt(fact: &DebtFact) -> Value {
    json!({
        "id": fact.id.to_string(),
        "number": fact.number,
        "funder": fact.funder_name,
        "holder": fact.holder_name,
        "held_as": fact.holder.code(),
        "amount": fact.amount.to_string(),
        "outstanding": amount_of(fact.outstanding),
        "due_on": fact.due_on.to_string(),
    })
}

fn transfer(fact: &TransferFact) -> Result<Value, Error<Never>> {
    let notice = fact
        .notice
        .as_ref()
        .map(|notice| json!({"on": notice.on.to_string(), "evidence": notice.evidence, "sha256": notice.hash()}));
    let item = |item: &ItemFact| {
        Ok(json!({
            "item": item.item.to_string(),
            "number": item.number,
            "state": item.state.code(),
            "amount": amount_of(item.amount),
            "reason": item.reason.map_or("", Declined::code),
        }))
    };
    let documents: Vec<Value> =
        fact.documents.iter().map(|(name, sha256)| json!({"name": name, "sha256": sha256})).collect();
    Ok(json!({
        "id": fact.id.to_string(),
        "kind": if fact.back { "buy_back" } else { "transfer" },
        "state": fact.state.code(),
        "funder": fact.funder_name,
        "facilitator": fact.facilitator_name,
        "legal_basis": fact.legal_basis.code(),
        "document": fact.document,
        "document_sha256": fact.documents.first().map(|(_, sha256)| sha256.as_str()).unwrap_or_default(),
        "documents": documents,
        "effective_from": instant_of(fact.effective_from)?,
        "effective_at": instant_of(fact.effective_at)?,
        "notice": notice,
        "items": all(&fact.items, item)?,
    }))
}

fn debit(fact: &DebitFact) -> Result<Value, Error<Never>> {
    Ok(json!({
        "id": fact.id.to_string(),
        "reference": fact.reference,
        "debt_number": fact.debt_number,
        "holder": fact.holder_name,
        "amount": fact.amount.to_string(),
        "state": fact.state.code(),
        "failure": fact.failure.map_or("", DebitFailure::code),
        "accepted_at": instant(fact.accepted_at)?,
        "sent_at": instant_of(fact.sent_at)?,
        "decided_at": instant_of(fact.decided_at)?,
        "returned": match fact.returned {
            Some((reason, at)) => json!({"reason": reason.code(), "at": instant(at)?}),
            None => Value::Null,
        },
    }))
}

fn refund(fact: &RefundFact) -> Result<Value, Error<Never>> {
    Ok(json!({
        "id": fact.id.to_string(),
        "reference": fact.reference,
        "debit": fact.debit,
        "amount": fact.amount.to_string(),
        "reason": fact.reason,
        "state": fact.state.code(),
        "failure": fact.failure.map_or("", Reason::code),
        "accepted_at": instant(fact.accepted_at)?,
        "sent_at": instant_of(fact.sent_at)?,
        "decided_at": instant_of(fact.decided_at)?,
    }))
}

fn payment(fact: &PaymentFact) -> Result<Value, Error<Never>> {
    Ok(json!({
        "id": fact.id.to_string(),
        "number": fact.number,
        "reporter": fact.reporter_name,
        "debt_number": fact.debt_number,
        "amount": fact.amount.to_string(),
        "paid_on": fact.paid_on.to_string(),
        "evidence": fact.evidence,
        "state": fact.state.code(),
        "reported_at": instant(fact.reported_at)?,
    }))
}

fn step(step: &Step) -> Result<Value, Error<Never>> {
    let (of, what) = step.what.told();
    let (amount, on) = match step.what {
        What::Debit { amount, .. } | What::Returned { amount } | What::Refund { amount, .. } => (Some(amount), None),
        What::Paid { amount, on, .. } => (Some(amount), Some(on)),
        What::Notified { on } => (None, Some(on)),
        _ => (None, None),
    };
    let by = match &step.by {
        By::Person { name, house } => json!({"kind": "person", "name": name, "house": house}),
        By::House(house) => json!({"kind": "house", "house": house}),
        By::Machine(house) => json!({"kind": "machine", "house": house}),
        By::Institution => json!({"kind": "institution"}),
        By::System => json!({"kind": "system"}),
        By::Payer => json!({"kind": "payer"}),
    };
    let reason = match step.what {
        What::Suspended(suspension) => suspension.code(),
        _ => step.reason.as_ref().map_or("", StepReason::kept),
    };
    Ok(json!({
        "at": instant(step.at)?,
        "of": of.code(),
        "which": step.of,
        "what": what,
        "amount": amount_of(amount),
        "on": on.map(|on| on.to_string()),
        "by": by,
        "reason": reason,
    }))
}
