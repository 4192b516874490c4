//! Evidence of what several parties have to do with: one timeline of it across all of them, and a pack to keep, that shows by
//! itself whether it was changed, and by what we keep of it whether we have given it out.

mod canonical;
mod debits;
mod facts;
mod pack;
mod sql;
mod steps;

use std::fmt;

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    binding::{BindingState, ShareState},
    debt::Holder,
    debt_transfer::{Declined, Item, ItemState, LegalBasis, TransferState},
    evidence::Subject,
    hexadecimal,
    id::{
        BindingId, DebitId, DebtId, DebtTransferId, EvidencePackId, MappingId, OutsidePaymentId, RefundId, ShareId,
        SigningId, TopUpId,
    },
    network::{Reason, ReturnReason},
    outside_payment::OutsidePaymentState,
};
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{Context, Db, Error, debt_transfer::open_documents, error::Never};

pub use pack::{Pack, PackVerdict, verify_pack};
pub use steps::{By, Step, StepReason, What};

/// Everything that the asking party may know of a thing.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub subject: Subject,
    /// For whom it was read.
    party: String,
    pub agreements: Vec<AgreementFact>,
    pub debts: Vec<DebtFact>,
    pub transfers: Vec<TransferFact>,
    pub debits: Vec<DebitFact>,
    pub refunds: Vec<RefundFact>,
    pub payments: Vec<PaymentFact>,
    /// The oldest first.
    pub steps: Vec<Step>,
    /// The first closed date whose chain has all of the steps; none before the day of the last one is closed.
    pub fixed: Option<FixedBy>,
}

/// A closed date, whose digest is one over all dates before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedBy {
    pub on: Date,
    /// In hexadecimal.
    pub chain: String,
}

/// A signing with what it has made. To a facilitator it is its share, and no more.
#[derive(Clone, Debug)]
pub struct AgreementFact {
    pub signing: Option<(SigningId, String)>,
    /// With the funder's alias.
    pub binding: Option<(BindingId, String, BindingState)>,
    /// With the facilitator's alias, which the funder does not know.
    pub share: Option<(ShareId, String, ShareState)>,
    pub settlement_id: String,
    pub funder_name: String,
    pub facilitator_name: String,
    pub payer_masked: String,
    pub card_masked: String,
    pub consent: Option<ConsentFact>,
    /// By which mapping it is shared, and when that was over: what happens to the mapping until then concerns it.
    pub mapping: Option<(MappingId, Option<OffsetDateTime>)>,
}

/// What the payer agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentFact {
    pub text: String,
    /// Whether it names the facilitator.
    pub shares: bool,
    pub at: OffsetDateTime,
}

impl ConsentFact {
    /// The SHA-256 of the words, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        hexadecimal::text(&Sha256::digest(&self.text))
    }
}

/// A debt that is collected with one.
#[derive(Clone, Debug)]
pub struct DebtFact {
    pub id: DebtId,
    pub number: String,
    binding: Uuid,
    pub funder_name: String,
    pub holder_name: String,
    pub holder: Holder,
    pub amount: Amount,
    /// None to a facilitator that has held it and is nothing to it any more.
    pub outstanding: Option<Amount>,
    pub due_on: Date,
    /// When such a facilitator gave it back: it knows of nothing after that.
    until: Option<OffsetDateTime>,
}

/// How debts change hands.
#[derive(Clone, Debug)]
pub struct TransferFact {
    pub id: DebtTransferId,
    pub back: bool,
    pub state: TransferState,
    pub funder_name: String,
    pub facilitator_name: String,
    pub legal_basis: LegalBasis,
    pub document: String,
    /// The files that are kept with it, each with its name and its SHA-256 in hexadecimal.
    pub documents: Vec<(String, String)>,
    pub effective_from: Option<OffsetDateTime>,
    pub effective_at: Option<OffsetDateTime>,
    pub notice: Option<NoticeFact>,
    pub items: Vec<ItemFact>,
}

/// That the debtor was notified, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeFact {
    pub on: Date,
    pub evidence: String,
}

impl NoticeFact {
    /// The SHA-256 of what was said to show it, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        hexadecimal::text(&Sha256::digest(&self.evidence))
    }
}

/// The part of one debt or loan in a transfer.
#[derive(Clone, Debug)]
pub struct ItemFact {
    pub item: Item,
    pub number: String,
    pub state: ItemState,
    /// What was outstanding when it changed hands.
    pub amount: Option<Amount>,
    /// Why it takes no part, where it takes none.
    pub reason: Option<Declined>,
}

/// A debit of a debt, or for a loan of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Debited {
    Debt(DebitId),
    Loan(TopUpId),
}

impl Debited {
    const fn uuid(self) -> Uuid {
        match self {
            Self::Debt(id) => id.0,
            Self::Loan(id) => id.0,
        }
    }
}

impl fmt::Display for Debited {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Debt(id) => write!(formatter, "{id}"),
            Self::Loan(id) => write!(formatter, "{id}"),
        }
    }
}

/// What the network was asked to take, and what it said.
#[derive(Clone, Debug)]
pub struct DebitFact {
    pub id: Debited,
    pub reference: String,
    /// The debt's number, or the loan's.
    pub debt_number: String,
    binding: Uuid,
    pub holder_name: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
    pub decided_at: Option<OffsetDateTime>,
    /// Why and when the network has given it back to its payer.
    pub returned: Option<(ReturnReason, OffsetDateTime)>,
}

/// What goes back of a debit to its payer, as whoever had debited has ordered.
#[derive(Clone, Debug)]
pub struct RefundFact {
    pub id: RefundId,
    pub reference: String,
    /// The debit's.
    pub debit: String,
    pub amount: Amount,
    pub reason: String,
    pub state: DebitState,
    pub failure: Option<Reason>,
    pub accepted_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
    pub decided_at: Option<OffsetDateTime>,
}

/// What was paid on a debt elsewhere, as one of its sides reports it.
#[derive(Clone, Debug)]
pub struct PaymentFact {
    pub id: OutsidePaymentId,
    pub number: String,
    pub reporter_name: String,
    pub debt_number: String,
    pub amount: Amount,
    pub paid_on: Date,
    pub evidence: String,
    pub state: OutsidePaymentState,
    pub reported_at: OffsetDateTime,
}

/// What the asking party may know of a thing, with its timeline across all parties.
///
/// # Errors
/// `Forbidden` to agents and nobody; `NotFound` to whom the thing was never named.
pub async fn evidence(db: &Db, context: &Context, subject: Subject) -> Result<Evidence, Error<Never>> {
    let (partner, party) = (context.side::<Never>()?, context.party_name());
    db.read(context, move |connection| {
        Box::pin(async move {
            let roots = sql::find_roots(connection, subject, partner).await?.ok_or(Error::NotFound)?;
            let debts = sql::list_debts(connection, &roots, partner).await?;
            if matches!(subject, Subject::Debt(_)) && debts.is_empty() {
                return Err(Error::NotFound);
            }
            let known: Vec<Uuid> = debts.iter().map(|debt| debt.id.0).collect();
            let transfers = sql::list_transfers(connection, &roots, &known, partner).await?;
            let mut debits = debits::list_of_debts(connection, &roots, &known, partner).await?;
            let refunds = sql::list_refunds(connection, &debits).await?;
            debits.extend(debits::list_of_loans(connection, roots.binding, partner).await?);
            // Of one debit it is no matter what else was paid.
            let of: &[Uuid] = if roots.debit.is_some() { &[] } else { &known };
            let payments = sql::list_payments(connection, of).await?;
            let bindings = debts.iter().map(|debt| debt.binding).chain(debits.iter().map(|debit| debit.binding));
            let bindings: Vec<Uuid> = bindings.chain(roots.binding).collect();
            let agreements = sql::list_agreements(connection, &bindings, roots.signing, partner).await?;
            let mut evidence = Evidence {
                subject,
                party,
                agreements,
                debts,
                transfers,
                debits,
                refunds,
                payments,
                steps: Vec::new(),
                fixed: None,
            };
            evidence.steps = steps::list(connection, &evidence, partner).await?;
            if let Some(last) = evidence.steps.last() {
                evidence.fixed = sql::find_fixed(connection, last.at).await?;
            }
            Ok(evidence)
        })
    })
    .await
}

/// Makes a pack of evidence that was read for the asker, with a page of it for people, and keeps by what it is known again.
///
/// # Errors
/// `Forbidden` with what was read for another party.
pub async fn make_pack(db: &Db, context: &Context, evidence: &Evidence, page: String) -> Result<Pack, Error<Never>> {
    context.side::<Never>()?;
    let (subject, party, actor) = (evidence.subject, context.party_name(), context.actor_name());
    if party != evidence.party {
        return Err(Error::Forbidden);
    }
    let transfers: Vec<DebtTransferId> = evidence.transfers.iter().map(|transfer| transfer.id).collect();
    let seals = db.seals().clone();
    let documents: Vec<(String, Vec<u8>)> = db
        .read(context, move |connection| Box::pin(async move { open_documents(connection, &seals, &transfers).await }))
        .await?;
    let made = Pack::of(&facts::of(evidence)?, page, documents).map_err(Error::defect)?;
    let (digest, file_digest, said) = (made.digest, made.file_digest(), hexadecimal::text(&made.digest));
    db.write(context, "evidence.make", &(subject.to_string(), said.clone()), move |write| {
        Box::pin(async move {
            let (id, at) = (EvidencePackId(write.id()), write.at);
            let row = sql::NewPack { id, subject: subject.to_string(), digest, file_digest, made_by: actor, party, at };
            sql::insert_pack(write.connection(), &row).await?;
            write.envelope.about(subject);
            write.envelope.changed(&(), &said)
        })
    })
    .await?;
    Ok(made)
}
