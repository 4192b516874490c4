//! What each side may read of an application. The agent never sees the funder's internal notes; the funder sees nothing
//! before submission, and who the agent is only while it consents.

use domain::{
    Amount, Reference,
    application::{ApplicationState, Decision, Need, Proposal, RejectReason, Whose, contract_text},
    hexadecimal,
    id::{AgentId, ApplicationId, OfferId, PartnerId, UserId},
    offer::{ContractKind, OfferTerms},
    operating_data::OperatingRow,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    Owner,
    contact::{ShownContact, for_others, open_contact},
    contract,
    same_owner::OwnerExposure,
    sql,
};
use crate::{
    Context, Db, Error,
    context::{FUNDER_TEAM, INSTITUTION},
    error::Never,
    offer::list_months,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, total},
    sealed::Seals,
    transition::{self, TransitionRow},
};

/// One application as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationDetail {
    pub id: ApplicationId,
    /// Given with the submission.
    pub reference: Option<Reference>,
    pub state: ApplicationState,
    /// What the next command names.
    pub version: i64,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub funder_name: String,
    pub offer: OfferId,
    pub contract_kind: ContractKind,
    /// What was offered, unchanged.
    pub offered: OfferTerms,
    pub offer_valid_until: Option<OffsetDateTime>,
    /// The lowest and the highest that the offer's product lends.
    pub product_limits: (Amount, Amount),
    pub approved_limit: Option<Amount>,
    /// `None` to a funder when consent was withdrawn, as the contact is.
    pub need: Option<Need>,
    /// In clear to the shop, masked to others.
    pub contact: Option<ShownContact>,
    /// Other shops' applications to the same funder with the same mobile number: for the funder alone.
    pub same_phone: Vec<(ApplicationId, Reference)>,
    /// What the funder has granted to other shops of, perhaps, the same owner: for the funder alone.
    pub same_owner: OwnerExposure,
    /// What the reviewer asked last, while it waits for an answer.
    pub question: Option<String>,
    pub reject_reasons: Vec<RejectReason>,
    /// Who reviews it, and what is proposed: not for the agent.
    pub claimed_by: Option<(UserId, String)>,
    pub proposal: Option<Proposed>,
    /// Who applies, with its business: not for the agent itself, nor for a funder without consent.
    pub applicant: Option<Applicant>,
    /// Once it is approved.
    pub contract: Option<ShownContract>,
    pub created_at: OffsetDateTime,
    pub submitted_at: Option<OffsetDateTime>,
    pub decided_at: Option<OffsetDateTime>,
    /// When it ends by itself, unless somebody takes the next step.
    pub lapses_at: Option<OffsetDateTime>,
    pub timeline: Vec<TransitionRow>,
}

/// A proposal, and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub by: UserId,
    pub by_name: String,
    pub decision: Decision,
    /// Empty where it was proposed before opinions were asked for.
    pub opinion: String,
}

/// A contract's text and its SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownContract {
    pub text: String,
    pub hash: String,
}

/// Who applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub number: String,
    pub shop_name: String,
    pub legal_person: String,
    pub licence_no: String,
    pub licence_expires_on: Date,
    pub region: String,
    pub carrier: String,
    pub phone_masked: String,
    pub joined_on: Date,
    /// The latest 24 months, oldest first.
    pub months: Vec<OperatingRow>,
}

/// What a funder's list shows.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    pub state: Option<ApplicationState>,
    /// Only what this reviewer has claimed.
    pub claimed_by: Option<UserId>,
    /// Only what waits for its second person.
    pub proposed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub reference: Reference,
    pub state: ApplicationState,
    pub agent: AgentId,
    /// `None` when consent was withdrawn.
    pub shop_name: Option<String>,
    pub requested_limit: Amount,
    pub offered_limit: Amount,
    pub approved_limit: Option<Amount>,
    pub claimed_by: Option<(UserId, String)>,
    /// A proposal waits for its second person.
    pub proposed: bool,
    pub submitted_at: OffsetDateTime,
    pub decided_at: Option<OffsetDateTime>,
}

/// What an agent's other pages say of its application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationBrief {
    pub id: ApplicationId,
    /// Given with the submission.
    pub reference: Option<Reference>,
    pub state: ApplicationState,
    pub submitted: bool,
    pub funder_name: String,
}

/// Who reads, and what it takes to show a contact.
struct Reader {
    owner: Owner,
    person: Option<UserId>,
    now: OffsetDateTime,
    seals: Seals,
}

impl Reader {
    fn of(db: &Db, context: &Context) -> Result<Self, Error<Never>> {
        let owner = match (context.shop::<Never>(), context.funder::<Never>(FUNDER_TEAM)) {
            (Ok(agent), _) => Owner::Agent(agent),
            (_, Ok(funder)) => Owner::Funder(funder),
            _ => context.operator(INSTITUTION).map(|_| Owner::Institution)?,
        };
        let person = context.person::<Never>().ok().map(|person| person.user);
        Ok(Self { owner, person, now: db.true_now(), seals: db.seals().clone() })
    }
}

/// One application, as much of it as the reader may see.
///
/// # Errors
/// `NotFound` for what is not the reader's, and to a funder for what was not submitted.
pub async fn application(db: &Db, context: &Context, id: ApplicationId) -> Result<ApplicationDetail, Error<Never>> {
    let reader = Reader::of(db, context)?;
    db.read(context, move |connection| Box::pin(async move { detail(connection, id, &reader).await })).await
}

/// The agent's own live application, or else its newest; `None` when it never took an offer.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn newest_application(db: &Db, context: &Context) -> Result<Option<ApplicationBrief>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| Box::pin(async move { sql::find_newest(connection, agent).await })).await
}

/// The applications that were submitted to a funder, newest first where nothing else is asked for. Their amount is the limit
/// that was offered: what was asked for is the shop's to withhold.
///
/// # Errors
/// `Forbidden` for anybody but the funder.
pub async fn applications(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ApplicationFilter>>,
    page: PageRequest,
) -> Result<Page<ApplicationRow>, Error<Never>> {
    let list: Narrowed<ApplicationFilter> = list.into();
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            if bounds.is_nobody() {
                return Ok(Page::EMPTY);
            }
            let rows = sql::list_narrowed(connection, funder, (&list, &bounds), page).await?;
            let listed = Page::of(rows, page, |row: &ApplicationRow| Cursor { at: row.submitted_at, id: row.id.0 });
            let total = total!(list, sql::count_narrowed(connection, funder, (&list, &bounds)));
            Ok(listed.with_total(total))
        })
    })
    .await
}

async fn detail(
    connection: &mut PgConnection,
    id: ApplicationId,
    reader: &Reader,
) -> Result<ApplicationDetail, Error<Never>> {
    let application = sql::find_application(connection, id, reader.owner).await?.ok_or(Error::NotFound)?;
    let mut around = sql::find_surroundings(connection, id).await?;
    let timeline = transition::list(connection, &id.to_string()).await?;
    if let (Owner::Funder(_), false) = (reader.owner, around.consented) {
        let timeline = timeline.into_iter().map(without_answer).collect();
        let shown = everything(application, around, timeline);
        return Ok(ApplicationDetail { need: None, applicant: None, contract: None, ..shown });
    }
    let contact = open_contact(&reader.seals, &application)?;
    if let Owner::Agent(_) = reader.owner {
        let timeline = timeline.into_iter().filter_map(for_agent).collect();
        return Ok(ApplicationDetail {
            contact: Some(ShownContact { contact, unmasked_until: None }),
            claimed_by: None,
            proposal: None,
            applicant: None,
            ..everything(application, around, timeline)
        });
    }
    let months = list_months(connection, &[application.agent.0]).await?;
    around.applicant.months = months.into_iter().map(|(_, month)| month).collect();
    let (same_phone, same_owner) = match reader.owner {
        Owner::Funder(_) => {
            (sql::list_with_same_phone(connection, id).await?, sql::find_owner_exposure(connection, id).await?)
        }
        _ => (Vec::new(), OwnerExposure::default()),
    };
    let contact = Some(for_others(connection, id, contact, (reader.person, reader.now)).await?);
    Ok(ApplicationDetail { contact, same_phone, same_owner, ..everything(application, around, timeline) })
}

fn everything(
    application: sql::Application,
    around: sql::Surroundings,
    timeline: Vec<TransitionRow>,
) -> ApplicationDetail {
    let state = application.state;
    let asked = timeline.iter().rev().find(|row| row.to == ApplicationState::MoreInformation.code());
    let question = asked.filter(|_| state == ApplicationState::MoreInformation).map(|row| row.reason.clone());
    let reject_reasons = match (state, &application.proposal) {
        (ApplicationState::Rejected, Some(Proposal { decision: Decision::Reject { reasons }, .. })) => reasons.clone(),
        _ => Vec::new(),
    };
    let by = application.proposed_by.zip(around.proposed_name);
    let (funder_name, contract_kind) = (around.parties.funder.clone(), around.parties.kind);
    ApplicationDetail {
        contract: shown_contract(&application, around.parties),
        id: application.id,
        reference: application.reference,
        state,
        version: application.version,
        agent: application.agent,
        funder: application.funder,
        funder_name,
        offer: application.offer,
        contract_kind,
        offered: OfferTerms { limit: application.offered_limit, terms: application.terms, tenors: application.tenors },
        offer_valid_until: around.offer_valid_until,
        product_limits: around.product_limits,
        approved_limit: application.approved_limit,
        need: Some(application.need),
        contact: None,
        same_phone: Vec::new(),
        same_owner: OwnerExposure::default(),
        question,
        reject_reasons,
        claimed_by: application.claimed_by.zip(around.claimed_name),
        proposal: by.zip(application.proposal).map(|((by, by_name), Proposal { decision, opinion })| Proposed {
            by,
            by_name,
            decision,
            opinion,
        }),
        applicant: Some(around.applicant),
        created_at: around.created_at,
        submitted_at: application.submitted_at,
        decided_at: application.decided_at,
        lapses_at: state.lapses_at(application.submitted_at, application.decided_at),
        timeline,
    }
}

/// What was agreed to, as it was shown then; before that, what would be agreed to now. There is none for a counter-offer.
fn shown_contract(application: &sql::Application, parties: sql::Parties) -> Option<ShownContract> {
    if let Some((text, hash)) = &application.contract {
        return Some(ShownContract { text: text.clone(), hash: hexadecimal::text(hash) });
    }
    if application.state == ApplicationState::CounterOffered {
        return None;
    }
    let text = contract_text(&contract::contract_of(application, parties)?);
    let hash = hexadecimal::text(&contract::hash(&text));
    Some(ShownContract { text, hash })
}

/// Whether a step is the agent's answer to a question.
fn is_answer(row: &TransitionRow) -> bool {
    row.from == ApplicationState::MoreInformation.code() && row.to == ApplicationState::InReview.code()
}

/// What the agent has answered is its own again when it consents no more, as its form is.
fn without_answer(row: TransitionRow) -> TransitionRow {
    if is_answer(&row) { TransitionRow { reason: String::new(), ..row } } else { row }
}

/// The agent reads its own words and the questions put to it, never who at the funder did what, nor why.
fn for_agent(row: TransitionRow) -> Option<TransitionRow> {
    if row.from == row.to {
        return None;
    }
    let question = row.to == ApplicationState::MoreInformation.code();
    let answer = is_answer(&row);
    let own =
        [ApplicationState::Draft, ApplicationState::Submitted, ApplicationState::Agreed, ApplicationState::Withdrawn]
            .iter()
            .any(|state| state.code() == row.to)
            || row.from == ApplicationState::CounterOffered.code() && row.to == ApplicationState::Approved.code();
    let reason = if question || answer { row.reason } else { String::new() };
    let actor = if own || answer { Whose::Agent } else { Whose::Funder }.code().to_owned();
    Some(TransitionRow { actor, reason, ..row })
}
