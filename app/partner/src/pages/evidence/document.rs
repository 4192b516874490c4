//! Evidence as a page by itself, which is kept in a pack and printed. It loads nothing and needs no server.

use std::fmt::Write as _;

use domain::{Amount, agreement_debit::DebitFailure, evidence::EvidenceKind};
use parts::{
    api::instant,
    components::timeline::Step,
    texts::{Language, outside_payment::outside_payment, word},
};
use services::evidence::{
    AgreementFact, DebitFact, DebtFact, Evidence, ItemFact, PaymentFact, RefundFact, TransferFact,
};

use super::step::shown;
use crate::{
    api::evidence::EvidenceStepView,
    texts::{binding::binding, debt::debt, evidence::evidence as texts_of_evidence, transfer::transfer},
};

const LOOK: &str = "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:14px/1.6 sans-serif;color:#1b1b1b}\
h2{margin-top:2rem;border-bottom:1px solid #999}dl{display:grid;grid-template-columns:14rem 1fr;gap:.2rem 1rem;break-inside:avoid}\
dt{color:#555}dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}li{margin:.4rem 0;break-inside:avoid}\
@media print{body{margin:0;max-width:none}}";

/// The page.
pub fn document(evidence: &Evidence) -> String {
    let texts = texts_of_evidence();
    let title = texts.named(texts.document_title(), texts.kinds(evidence.subject.kind()));
    let mut page = Page::default();
    page.facts(&[(texts.subject(), evidence.subject.to_string())]);
    page.part(texts.agreements(), &evidence.agreements, agreement);
    page.part(debt().title(), &evidence.debts, owed);
    page.part(transfer().title(), &evidence.transfers, moved);
    page.part(debt().debits(), &evidence.debits, debited);
    page.part(texts.kinds(EvidenceKind::Refund), &evidence.refunds, refunded);
    page.part(outside_payment().title(), &evidence.payments, paid);
    page.steps(evidence.steps.iter().cloned().map(EvidenceStepView::of).map(shown));
    match &evidence.fixed {
        Some(day) => page.facts(&[(word().business_date(), day.on.to_string()), (texts.chain(), day.chain.clone())]),
        None => page.text(texts.not_fixed()),
    }
    let (title, note, body) = (escape(&title), escape(texts.document_note()), page.0);
    let language = Language::here().tag();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{LOOK}</style></head>\n<body>\n<h1>{title}</h1>\n<p>{note}</p>\n{body}</body>\n</html>\n"
    )
}

/// What stands on a page so far; every text in it is escaped.
#[derive(Default)]
struct Page(String);

impl Page {
    fn text(&mut self, text: &str) {
        let _ = writeln!(self.0, "<p>{}</p>", escape(text));
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.0, "<h2>{}</h2>", escape(text));
    }

    /// Facts with their names; what is not known is left out.
    fn facts(&mut self, facts: &[(&str, String)]) {
        self.0.push_str("<dl>\n");
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(self.0, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
        }
        self.0.push_str("</dl>\n");
    }

    /// Things of one kind, under a heading if there are any.
    fn part<T>(&mut self, heading: &str, things: &[T], facts: impl Fn(&T) -> Vec<(&'static str, String)>) {
        if !things.is_empty() {
            self.heading(heading);
        }
        for thing in things {
            self.facts(&facts(thing));
        }
    }

    fn steps(&mut self, steps: impl Iterator<Item = Step>) {
        self.heading(word().timeline());
        self.0.push_str("<ol>\n");
        for step in steps {
            let parts = [step.at, step.actor, step.word, step.reason];
            let parts: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| escape(part)).collect();
            let _ = writeln!(self.0, "<li>{}</li>", parts.join(" · "));
        }
        self.0.push_str("</ol>\n");
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn agreement(fact: &AgreementFact) -> Vec<(&'static str, String)> {
    let (texts, own) = (binding(), texts_of_evidence());
    let mut facts = vec![
        (texts.reference(), fact.signing.as_ref().map(|(_, reference)| reference.clone()).unwrap_or_default()),
        (word().settlement_id(), fact.settlement_id.clone()),
        (word().funder(), fact.funder_name.clone()),
        (word().facilitator(), fact.facilitator_name.clone()),
        (texts.payer(), fact.payer_masked.clone()),
        (word().card(), fact.card_masked.clone()),
    ];
    if let Some((_, alias, state)) = &fact.binding {
        facts.push((own.own_alias(), alias.clone()));
        facts.push((own.kinds(EvidenceKind::Binding), texts.binding_states(*state).to_owned()));
    }
    if let Some((_, alias, state)) = &fact.share {
        facts.push((own.share_alias(), alias.clone()));
        facts.push((texts.share(), texts.share_states(*state).to_owned()));
    }
    if let Some(consent) = &fact.consent {
        facts.push((own.agreed_at(), instant(consent.at)));
        facts.push((texts.consent(), consent.text.clone()));
        facts.push((texts.share(), own.names_facilitator(consent.shares).to_owned()));
        facts.push((word().checksum(), consent.hash()));
    }
    facts
}

fn owed(fact: &DebtFact) -> Vec<(&'static str, String)> {
    let texts = debt();
    vec![
        (texts.number(), fact.number.clone()),
        (texts.original(), fact.funder_name.clone()),
        (word().current_holder(), fact.holder_name.clone()),
        (texts.holder(), texts.holders(fact.holder).to_owned()),
        (texts.registered(), fact.amount.to_string()),
        (texts.outstanding(), fact.outstanding.as_ref().map(Amount::to_string).unwrap_or_default()),
        (word().due_on(), fact.due_on.to_string()),
    ]
}

fn moved(fact: &TransferFact) -> Vec<(&'static str, String)> {
    let texts = transfer();
    let mut facts = vec![
        (word().action(), texts.direction(fact.back).to_owned()),
        (word().state(), texts.states(fact.state).to_owned()),
        (word().funder(), fact.funder_name.clone()),
        (word().facilitator(), fact.facilitator_name.clone()),
        (texts.legal_basis(), texts.bases(fact.legal_basis).to_owned()),
        (texts.document(), fact.document.clone()),
        (texts.effective_from(), fact.effective_from.map(instant).unwrap_or_default()),
        (texts.effective_at(), fact.effective_at.map(instant).unwrap_or_default()),
    ];
    for (name, sha256) in &fact.documents {
        facts.push((word().file(), name.clone()));
        facts.push((word().checksum(), sha256.clone()));
    }
    if let Some(notice) = &fact.notice {
        facts.push((texts.notified_on(), notice.on.to_string()));
        facts.push((texts.evidence(), notice.evidence.clone()));
        facts.push((word().checksum(), notice.hash()));
    }
    facts.extend(fact.items.iter().map(|item| (texts.items(), part(item))));
    facts
}

/// One debt of a transfer: its number, its state, and what was outstanding, or why it does not take part.
fn part(item: &ItemFact) -> String {
    let texts = transfer();
    let amount = item.amount.as_ref().map(Amount::to_string).unwrap_or_default();
    let reason = item.reason.map_or("", |reason| texts.reasons(reason));
    let parts = [&*item.number, texts.item_states(item.state), &*amount, reason];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn debited(fact: &DebitFact) -> Vec<(&'static str, String)> {
    let (texts, own) = (debt(), texts_of_evidence());
    let failure = fact.failure.map_or("", |failure| texts.failure(failure));
    vec![
        (texts.reference(), fact.reference.clone()),
        (texts.number(), fact.debt_number.clone()),
        (word().current_holder(), fact.holder_name.clone()),
        (word().amount(), fact.amount.to_string()),
        (word().result(), texts.states(fact.state).to_owned()),
        (word().reason(), failure.to_owned()),
        (word().at(), instant(fact.accepted_at)),
        (own.sent_at(), fact.sent_at.map(instant).unwrap_or_default()),
        (own.decided_at(), fact.decided_at.map(instant).unwrap_or_default()),
    ]
}

fn refunded(fact: &RefundFact) -> Vec<(&'static str, String)> {
    let (texts, own) = (debt(), texts_of_evidence());
    let failure = fact.failure.map_or("", |reason| texts.failure(DebitFailure::Refused(reason)));
    vec![
        (own.kinds(EvidenceKind::Refund), fact.reference.clone()),
        (texts.reference(), fact.debit.clone()),
        (word().amount(), fact.amount.to_string()),
        (texts.refund_reason(), fact.reason.clone()),
        (word().result(), texts.states(fact.state).to_owned()),
        (word().reason(), failure.to_owned()),
        (word().at(), instant(fact.accepted_at)),
        (own.sent_at(), fact.sent_at.map(instant).unwrap_or_default()),
        (own.decided_at(), fact.decided_at.map(instant).unwrap_or_default()),
    ]
}

fn paid(fact: &PaymentFact) -> Vec<(&'static str, String)> {
    let texts = outside_payment();
    vec![
        (texts.number(), fact.number.clone()),
        (texts.reporter(), fact.reporter_name.clone()),
        (word().debt(), fact.debt_number.clone()),
        (word().amount(), fact.amount.to_string()),
        (texts.paid_on(), fact.paid_on.to_string()),
        (texts.evidence(), fact.evidence.clone()),
        (word().state(), texts.states(fact.state).to_owned()),
        (texts.reported_at(), instant(fact.reported_at)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_text_and_no_markup() {
        let mut page = Page::default();
        page.facts(&[("a<b", "<script>&\"".to_owned()), ("left out", String::new())]);
        page.text("<i>");
        let shown = "<dl>\n<dt>a&lt;b</dt><dd>&lt;script&gt;&amp;&quot;</dd>\n</dl>\n<p>&lt;i&gt;</p>\n";
        assert_eq!(page.0, shown);
    }
}
