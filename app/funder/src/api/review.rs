//! Applications as the funder's two people review them.

pub mod comment;
pub mod decision;
pub mod unmask;

use domain::{
    Amount,
    application::{ApplicationState, Decision, Need, RejectReason, ReviewStep},
    consent::ConsentPurpose,
    credit_line::CreditLineState,
    hexadecimal,
    offer::{ContractKind, OfferTerms},
    operating_data::{OperatingRow, Summary},
};
use parts::api::{
    Answer, Called, Names, StepView, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader,
};
use services::{page::Page, transition::TransitionRow};

use super::attachment::AttachmentView;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRowView {
    pub id: String,
    pub reference: String,
    pub state: ApplicationState,
    pub agent: String,
    /// `None` when consent was withdrawn.
    pub shop_name: Option<String>,
    pub requested_limit: Amount,
    pub offered_limit: Amount,
    pub approved_limit: Option<Amount>,
    /// Empty while nobody has it.
    pub reviewer: String,
    pub mine: bool,
    /// A proposal waits for its second person.
    pub proposed: bool,
    pub submitted_at: String,
}

/// What the visitor can do about an application now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    Claim,
    /// A colleague has it.
    TakeOver,
    /// Propose a decision, or another one instead, or ask.
    Decide,
    /// Confirm what a colleague proposed, or give it back.
    Confirm,
    /// Somebody else's turn.
    Look,
}

/// Who applies, with its business; only while it consents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantView {
    pub number: String,
    pub shop_name: String,
    pub legal_person: String,
    pub licence_no: String,
    pub licence_expires_on: String,
    /// Less than zero when it has expired.
    pub licence_days: i64,
    pub region: String,
    pub carrier: String,
    pub phone_masked: String,
    pub joined_on: String,
    pub need: Need,
    pub contact: ContactView,
    pub same_owner: OwnerExposureView,
    /// Oldest first.
    pub months: Vec<OperatingRow>,
    pub summary: Summary,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    /// Masked, as the number, unless it is said until when not.
    pub name: String,
    pub phone: String,
    pub address: String,
    /// Empty while it is masked.
    pub unmasked_until: String,
    /// Whether the visitor may see it in clear for a reason.
    pub may_unmask: bool,
    /// Other shops' applications with the same number: identifier and reference.
    pub same_phone: Vec<(String, String)>,
}

/// What the visitor's funder has granted to other shops of, perhaps, the same owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerExposureView {
    /// Of all lines, those that are not named included.
    pub limit: Amount,
    pub outstanding: Amount,
    pub named: Vec<OwnerLineView>,
    pub unnamed: usize,
}

/// A line with such a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerLineView {
    pub reference: String,
    pub agent: String,
    pub shop_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    /// By the licence number, and not by the legal person's name alone.
    pub same_licence: bool,
}

/// What a colleague proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalView {
    pub by_name: String,
    pub decision: Decision,
    /// Empty where it was proposed before opinions were asked for.
    pub opinion: String,
}

/// What a colleague has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentView {
    pub by_name: String,
    pub text: String,
    pub at: String,
}

/// What the agent authorised for this funder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentView {
    pub purpose: ConsentPurpose,
    pub text_version: String,
    /// The beginning of the SHA-256 of its text.
    pub hash: String,
    pub given_at: String,
    /// Empty while it holds.
    pub withdrawn_at: String,
}

/// One application with everything that its page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    pub id: String,
    pub reference: String,
    pub agent: String,
    pub state: ApplicationState,
    pub version: i64,
    pub contract_kind: ContractKind,
    pub offered: OfferTerms,
    /// Empty when it has none.
    pub offer_valid_until: String,
    /// The lowest and the highest that the product lends.
    pub product_limits: (Amount, Amount),
    pub approved_limit: Option<Amount>,
    /// Empty unless an answer is awaited.
    pub question: String,
    pub reject_reasons: Vec<RejectReason>,
    /// Empty while nobody has it.
    pub reviewer: String,
    pub proposal: Option<ProposalView>,
    pub applicant: Option<ApplicantView>,
    pub consents: Vec<ConsentView>,
    /// In the order in which they came; none where the agent does not consent.
    pub attachments: Vec<AttachmentView>,
    /// The last, or the last before a place, the oldest first.
    pub comments: Page<CommentView, i64>,
    pub submitted_at: String,
    pub decided_at: String,
    pub timeline: Vec<StepView<ReviewStep, Called>>,
    pub duty: Duty,
    pub request_no: String,
}

impl ReviewView {
    /// The limit that was asked for, or offered where the form is not shown any more.
    #[must_use]
    pub fn asked_limit(&self) -> Amount {
        let need = self.applicant.as_ref().map(|applicant| &applicant.need);
        need.and_then(|need| need.requested_limit).unwrap_or(self.offered.limit)
    }
}

pub(crate) fn row(row: services::application::ApplicationRow, me: domain::id::UserId) -> ApplicationRowView {
    let mine = row.claimed_by.as_ref().is_some_and(|(user, _)| *user == me);
    ApplicationRowView {
        id: row.id.to_string(),
        reference: row.reference.to_string(),
        state: row.state,
        agent: row.agent.to_string(),
        shop_name: row.shop_name,
        requested_limit: row.requested_limit,
        offered_limit: row.offered_limit,
        approved_limit: row.approved_limit,
        reviewer: row.claimed_by.map(|(_, name)| name).unwrap_or_default(),
        mine,
        proposed: row.proposed,
        submitted_at: instant(row.submitted_at),
    }
}

/// Which part of the applications: of one state, those that wait for their second person, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    Of(ApplicationState),
    ToConfirm,
}

/// A page of what was submitted to the funder, as it is asked for; `mine` is what the visitor has claimed.
pub async fn applications(
    (part, mine): (Part, bool),
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<ApplicationRowView>> {
    use services::application::ApplicationFilter;
    let context = reader()?;
    let me = context.person::<services::error::Never>().told()?.user;
    let filter = ApplicationFilter {
        state: match part {
            Part::Of(state) => Some(state),
            Part::All | Part::ToConfirm => None,
        },
        claimed_by: mine.then_some(me),
        proposed: part == Part::ToConfirm,
    };
    let list = query.read(filter)?;
    let rows = services::application::applications(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(|application| row(application, me)))
}

/// One application, with the last comments, or the last before one of them.
pub async fn application(application: String, before: Option<String>) -> Answer<ReviewView> {
    let (db, context) = (db(), reader()?);
    let person = context.person::<services::error::Never>().told()?.clone();
    let detail = services::application::application(&db, &context, id(&application)?).await.told()?;
    let before = before.and_then(|place| place.parse().ok());
    let comments = services::application::comments(&db, &context, detail.id, before).await.told()?;
    let consents = services::consent::consents_for_funder(&db, &context, detail.agent).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let names = partner::api::team::names().await?;
    let attached = match detail.applicant {
        Some(_) => services::application::attachments(&db, &context, detail.id).await.told()?,
        None => Vec::new(),
    };
    let (contact, same_owner) = (contact_view(&detail, person.role), owner_view(&detail.same_owner));
    let at = |at: Option<time::OffsetDateTime>| at.map(instant).unwrap_or_default();
    Ok(ReviewView {
        duty: duty(&detail, &person),
        id: detail.id.to_string(),
        agent: detail.agent.to_string(),
        reference: detail.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        state: detail.state,
        version: detail.version,
        contract_kind: detail.contract_kind,
        offered: detail.offered,
        offer_valid_until: at(detail.offer_valid_until),
        product_limits: detail.product_limits,
        approved_limit: detail.approved_limit,
        question: detail.question.unwrap_or_default(),
        reject_reasons: detail.reject_reasons,
        reviewer: detail.claimed_by.map(|(_, name)| name).unwrap_or_default(),
        proposal: detail.proposal.map(|proposal| ProposalView {
            by_name: proposal.by_name,
            decision: proposal.decision,
            opinion: proposal.opinion,
        }),
        applicant: detail
            .applicant
            .zip(detail.need)
            .zip(contact)
            .map(|((applicant, need), contact)| applicant_view(applicant, need, (contact, same_owner), today)),
        consents: consents.into_iter().map(consent).collect(),
        attachments: attached.into_iter().map(AttachmentView::of).collect(),
        comments: comments.map(comment_view),
        submitted_at: at(detail.submitted_at),
        decided_at: at(detail.decided_at),
        timeline: steps(detail.timeline, &names)?,
        request_no: new_request_no(),
    })
}

fn duty(detail: &services::application::ApplicationDetail, person: &services::context::SignedIn) -> Duty {
    use domain::role::Role;
    match (detail.state, person.role) {
        (ApplicationState::Submitted, Role::FunderReviewer) => Duty::Claim,
        (ApplicationState::InReview, Role::FunderReviewer) => {
            let mine = detail.claimed_by.as_ref().is_some_and(|(user, _)| *user == person.user);
            if mine { Duty::Decide } else { Duty::TakeOver }
        }
        (ApplicationState::InReview, Role::FunderApprover)
            if detail.proposal.as_ref().is_some_and(|proposal| proposal.by != person.user) =>
        {
            Duty::Confirm
        }
        _ => Duty::Look,
    }
}

fn contact_view(detail: &services::application::ApplicationDetail, role: domain::role::Role) -> Option<ContactView> {
    use domain::role::Role;
    let shown = detail.contact.clone()?;
    Some(ContactView {
        name: shown.contact.name,
        phone: shown.contact.phone,
        address: shown.contact.address,
        unmasked_until: shown.unmasked_until.map(instant).unwrap_or_default(),
        may_unmask: matches!(role, Role::FunderReviewer | Role::FunderApprover),
        same_phone: detail.same_phone.iter().map(|(id, reference)| (id.to_string(), reference.to_string())).collect(),
    })
}

fn owner_view(exposure: &services::application::OwnerExposure) -> OwnerExposureView {
    let named = exposure.named.iter().map(|line| OwnerLineView {
        reference: line.reference.to_string(),
        agent: line.agent.to_string(),
        shop_name: line.shop_name.clone(),
        state: line.state,
        limit: line.limit,
        outstanding: line.outstanding,
        same_licence: line.same_licence,
    });
    OwnerExposureView {
        limit: exposure.limit,
        outstanding: exposure.outstanding,
        named: named.collect(),
        unnamed: usize::try_from(exposure.lines).unwrap_or_default().saturating_sub(exposure.named.len()),
    }
}

fn applicant_view(
    applicant: services::application::Applicant,
    need: Need,
    (contact, same_owner): (ContactView, OwnerExposureView),
    today: time::Date,
) -> ApplicantView {
    ApplicantView {
        number: applicant.number,
        shop_name: applicant.shop_name,
        legal_person: applicant.legal_person,
        licence_no: applicant.licence_no,
        licence_expires_on: applicant.licence_expires_on.to_string(),
        licence_days: (applicant.licence_expires_on - today).whole_days(),
        region: applicant.region,
        carrier: applicant.carrier,
        phone_masked: applicant.phone_masked,
        joined_on: applicant.joined_on.to_string(),
        need,
        contact,
        same_owner,
        summary: domain::operating_data::summary(&applicant.months),
        months: applicant.months,
    }
}

fn comment_view(comment: services::application::Comment) -> CommentView {
    CommentView { by_name: comment.by_name, text: comment.text, at: instant(comment.at) }
}

fn consent(row: services::consent::ConsentRow) -> ConsentView {
    ConsentView {
        purpose: row.purpose,
        text_version: row.text_version,
        hash: hexadecimal::text(row.text_hash.get(..6).unwrap_or_default()),
        given_at: instant(row.given_at),
        withdrawn_at: row.withdrawn_at.map(instant).unwrap_or_default(),
    }
}

fn steps(rows: Vec<TransitionRow>, names: &Names) -> Answer<Vec<StepView<ReviewStep, Called>>> {
    let from: Vec<String> = rows.iter().map(|row| row.from.clone()).collect();
    let reached: Vec<StepView<ApplicationState>> = parts::api::steps(rows)?;
    let step = |(step, from): (StepView<ApplicationState>, String)| {
        let step = step.called(names);
        let (to, reason) = ReviewStep::of(ApplicationState::from_code(&from), step.to, &step.reason);
        StepView { to, actor: step.actor, reason: reason.to_owned(), at: step.at }
    };
    Ok(reached.into_iter().zip(from).map(step).collect())
}
