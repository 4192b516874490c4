//! Evidence of bindings, shares, debts, transfers and debits: the timeline of each, and a pack to take away.

use domain::evidence::{EvidenceKind, Subject};
use parts::api::{Answer, Told, db, instant, new_request_no, reader, role, writer};
use services::evidence::{By, Debited, Evidence, Pack, Step, StepReason, What};

/// Where a pack is taken from, in each portal. A form is posted there, because what is given out is written down.
pub const FUNDER_PACK: &str = "/funder/evidence/{id}/pack";
pub const FACILITATOR_PACK: &str = "/facilitator/evidence/{id}/pack";
pub const ADMIN_PACK: &str = "/admin/evidence/{id}/pack";

/// One step of a timeline across parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceStepView {
    pub what: What,
    pub of: String,
    pub by: By,
    pub reason: Option<StepReason>,
    pub at: String,
}

/// A thing that belongs to the same story: what it is, how it is called, and its identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedView {
    pub kind: EvidenceKind,
    pub name: String,
    pub id: String,
}

/// What happened to a thing, across all parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceView {
    pub id: String,
    /// The thing itself stands among them.
    pub related: Vec<RelatedView>,
    pub steps: Vec<EvidenceStepView>,
    /// The date whose close has fixed all of it, and its chain.
    pub fixed: Option<(String, String)>,
    pub portal: &'static str,
}

impl EvidenceStepView {
    #[must_use]
    pub fn of(step: Step) -> Self {
        Self { what: step.what, of: step.of, by: step.by, reason: step.reason, at: instant(step.at) }
    }
}

fn related(evidence: &Evidence) -> Vec<RelatedView> {
    let mut related = Vec::new();
    let mut add = |subject: Subject, name: &str| {
        related.push(RelatedView { kind: subject.kind(), name: name.to_owned(), id: subject.to_string() });
    };
    for agreement in &evidence.agreements {
        if let Some((id, alias, _)) = &agreement.binding {
            add(Subject::Binding(*id), alias);
        }
        if let Some((id, alias, _)) = &agreement.share {
            // The funder does not know the facilitator's alias.
            add(Subject::Share(*id), if alias.is_empty() { &agreement.settlement_id } else { alias });
        }
    }
    for debt in &evidence.debts {
        add(Subject::Debt(debt.id), &debt.number);
    }
    for transfer in &evidence.transfers {
        add(Subject::Transfer(transfer.id), &transfer.document);
    }
    for debit in &evidence.debits {
        if let Debited::Debt(id) = debit.id {
            add(Subject::Debit(id), &debit.reference);
        }
    }
    related
}

/// What happened to a thing, as the visitor may know it.
pub async fn evidence(subject: Subject) -> Answer<EvidenceView> {
    let context = reader()?;
    let evidence = services::evidence::evidence(&db(), &context, subject).await.told()?;
    Ok(EvidenceView {
        id: subject.to_string(),
        related: related(&evidence),
        steps: evidence.steps.into_iter().map(EvidenceStepView::of).collect(),
        fixed: evidence.fixed.map(|day| (day.on.to_string(), day.chain)),
        portal: role(&context)?.portal(),
    })
}

/// Everything that the visitor may know of a thing, to be written down.
pub async fn read(subject: Subject) -> Answer<Evidence> {
    services::evidence::evidence(&db(), &reader()?, subject).await.told()
}

/// The pack of it, with a page for people.
pub async fn make(evidence: &Evidence, page: String) -> Answer<Pack> {
    services::evidence::make_pack(&db(), &writer(&new_request_no())?, evidence, page).await.told()
}
