//! The formal application with one funder, from draft to contract.

pub(crate) mod contact;
mod contract;
mod decision;
mod ratio;
mod review_step;
mod written;

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    Amount, capacity::CapacityRefusal, consent::ConsentPurpose, one_time_code::CodeRefusal, standing::StandingRefusal,
};

pub use contact::{Contact, UNMASKED_MINUTES};
pub use contract::{CONTRACT_MONTHS, Contract, contract_text};
pub(crate) use contract::{day_count_name, grace, holidays, method_name, tenor_name};
pub use decision::{Decision, Proposal, RejectReason};
pub use ratio::{LimitFit, WEIGHED_MONTHS, limit_in_months, missing_months};
pub use review_step::ReviewStep;
pub use written::{COMMENT_LIMIT, OPINION_LIMIT, written};

/// Whose step it was, as an application's agent is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Agent,
    Funder,
}

codes!(Whose {
    Agent => "agent",
    Funder => "funder",
});

/// How long a submitted application may wait for the funder's decision, its questions and their answers included.
pub const DECISION_DAYS: i64 = 30;
/// How long an approval or a counter-offer may wait for the agent's agreement.
pub const AGREEMENT_DAYS: i64 = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    Draft,
    Submitted,
    InReview,
    MoreInformation,
    /// More was granted than was asked for, which the agent has to accept before there is a contract.
    CounterOffered,
    Approved,
    Agreed,
    Rejected,
    Withdrawn,
    Lapsed,
}

codes!(ApplicationState {
    Draft => "draft",
    Submitted => "submitted",
    InReview => "in_review",
    MoreInformation => "more_information",
    CounterOffered => "counter_offered",
    Approved => "approved",
    Agreed => "agreed",
    Rejected => "rejected",
    Withdrawn => "withdrawn",
    Lapsed => "lapsed",
});

impl ApplicationState {
    /// Whether the agent's one slot is taken: from submission until it ends without a line.
    #[must_use]
    pub const fn holds_slot(self) -> bool {
        !matches!(self, Self::Draft | Self::Rejected | Self::Withdrawn | Self::Lapsed)
    }

    /// Whether it was submitted and waits for somebody's next step.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.holds_slot() && !matches!(self, Self::Agreed)
    }

    /// When an application in this state lapses: 30 days after its submission, or 15 after the funder's decision. A draft,
    /// which holds nothing, and what has ended do not.
    #[must_use]
    pub fn lapses_at(
        self,
        submitted_at: Option<OffsetDateTime>,
        decided_at: Option<OffsetDateTime>,
    ) -> Option<OffsetDateTime> {
        match self {
            Self::Submitted | Self::InReview | Self::MoreInformation => {
                submitted_at?.checked_add(Duration::days(DECISION_DAYS))
            }
            Self::CounterOffered | Self::Approved => decided_at?.checked_add(Duration::days(AGREEMENT_DAYS)),
            _ => None,
        }
    }

    /// The state after a step.
    ///
    /// # Errors
    /// When the step does not exist from here.
    pub fn after(self, step: ApplicationStep) -> Result<Self, ApplicationRefusal> {
        use ApplicationStep as Step;
        match (self, step) {
            (Self::Draft, Step::Submit) => Ok(Self::Submitted),
            (Self::Submitted | Self::InReview, Step::Claim) | (Self::MoreInformation, Step::Answer) => {
                Ok(Self::InReview)
            }
            (Self::InReview, Step::AskForMore) => Ok(Self::MoreInformation),
            (Self::InReview, Step::CounterOffer) => Ok(Self::CounterOffered),
            (Self::InReview, Step::Approve) | (Self::CounterOffered, Step::Accept) => Ok(Self::Approved),
            (Self::InReview, Step::Reject) => Ok(Self::Rejected),
            (Self::Approved, Step::Agree) => Ok(Self::Agreed),
            (state, Step::Withdraw) if state == Self::Draft || state.is_open() => Ok(Self::Withdrawn),
            (state, Step::Lapse) if state.is_open() => Ok(Self::Lapsed),
            _ => Err(ApplicationRefusal::WrongState { state: self.code().to_owned() }),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationStep {
    Submit,
    Claim,
    AskForMore,
    Answer,
    CounterOffer,
    Accept,
    Approve,
    Reject,
    Agree,
    Withdraw,
    Lapse,
}

/// What the agent fills in, over four steps: the shop, the need, the consents, the review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationForm {
    pub contact: Contact,
    pub need: Need,
}

/// How much, and what for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Need {
    pub requested_limit: Option<Amount>,
    pub purpose: String,
    pub use_of_funds: String,
    /// The answer to the reviewer's last question.
    pub answer: String,
}

/// A step of the form that is filled in by the agent; the others are the consents and the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormStep {
    /// Who is asked, and where.
    Shop(Contact),
    /// How much, and what for.
    Need(Need),
}

/// Why an application may not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ApplicationRefusal {
    #[error("the application is {state}, so this cannot be done")]
    WrongState { state: String },
    #[error("another application or line is live")]
    SlotTaken,
    #[error("the offer has expired or is no longer open")]
    OfferNotOpen,
    #[error("{field} is missing")]
    FieldMissing { field: String },
    #[error("{field} is too long")]
    FieldTooLong { field: String },
    #[error("{field} has a character that cannot be seen")]
    FieldUnprintable { field: String },
    #[error("the phone number is not a mobile number in mainland China")]
    PhoneInvalid,
    #[error("the limit asked for is above the offered {offered}")]
    AboveOffer { offered: Amount },
    #[error("the consent {purpose} is missing")]
    ConsentMissing { purpose: String },
    #[error("somebody else decided first")]
    DecidedMeanwhile,
    #[error("{by} has claimed it")]
    ClaimedByAnother { by: String },
    #[error("the second person must be another person")]
    SamePerson,
    #[error("nothing was proposed yet")]
    NothingProposed,
    #[error("approval may only lower the limit of {offered}")]
    LimitRaised { offered: Amount },
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("the contract shown is not the contract agreed to")]
    ContractStale,
    #[error("something is overdue of an earlier line")]
    Overdue,
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("the application has waited too long")]
    Lapsed,
    #[error(transparent)]
    #[serde(untagged)]
    Standing(#[from] StandingRefusal),
    #[error(transparent)]
    #[serde(untagged)]
    Code(#[from] CodeRefusal),
    #[error(transparent)]
    #[serde(untagged)]
    Capacity(#[from] CapacityRefusal),
}

impl ApplicationRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "application.wrong_state",
            Self::SlotTaken => "application.slot_taken",
            Self::OfferNotOpen => "offer.not_open",
            Self::FieldMissing { .. } => "field.missing",
            Self::FieldTooLong { .. } => "field.too_long",
            Self::FieldUnprintable { .. } => "field.unprintable",
            Self::PhoneInvalid => "application.phone_invalid",
            Self::AboveOffer { .. } => "application.above_offer",
            Self::ConsentMissing { .. } => "application.consent_missing",
            Self::DecidedMeanwhile => "application.decided_meanwhile",
            Self::ClaimedByAnother { .. } => "application.claimed_by_another",
            Self::SamePerson => "two_people.same_person",
            Self::NothingProposed => "two_people.nothing_proposed",
            Self::LimitRaised { .. } => "application.limit_raised",
            Self::ReasonMissing => "reason.missing",
            Self::ContractStale => "application.contract_stale",
            Self::Overdue => "application.overdue",
            Self::AmountNotPositive => "amount.not_positive",
            Self::Lapsed => "application.lapsed",
            Self::Standing(refusal) => refusal.code(),
            Self::Code(refusal) => refusal.code(),
            Self::Capacity(refusal) => refusal.code(),
        }
    }

    /// The field of a form that it is about, if it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::FieldMissing { field } | Self::FieldTooLong { field } | Self::FieldUnprintable { field } => {
                Some(field)
            }
            _ => None,
        }
    }
}

/// The longest text that any field of a form holds, in characters.
pub const FIELD_LIMIT: usize = 500;

/// Checks that every consent that an application needs is among those given, each by itself.
///
/// # Errors
/// Names the first that is missing.
pub fn check_consents(given: &[ConsentPurpose]) -> Result<(), ApplicationRefusal> {
    match ConsentPurpose::FOR_APPLICATION.into_iter().find(|purpose| !given.contains(purpose)) {
        Some(missing) => Err(ApplicationRefusal::ConsentMissing { purpose: missing.code().to_owned() }),
        None => Ok(()),
    }
}

/// Checks a text that one person writes to another: a question, an answer, a note.
///
/// # Errors
/// When it is empty or longer than [`FIELD_LIMIT`].
pub fn check_message(field: &str, text: &str) -> Result<(), ApplicationRefusal> {
    if text.trim().is_empty() {
        return Err(ApplicationRefusal::FieldMissing { field: field.to_owned() });
    }
    if text.chars().count() > FIELD_LIMIT {
        return Err(ApplicationRefusal::FieldTooLong { field: field.to_owned() });
    }
    Ok(())
}

impl ApplicationForm {
    /// The form with one step's fields as they were filled in, and all others as they were.
    #[must_use]
    pub fn with_step(self, filled: FormStep) -> Self {
        match filled {
            FormStep::Shop(contact) => Self { contact, ..self },
            FormStep::Need(need) => Self { need: Need { answer: self.need.answer, ..need }, ..self },
        }
    }

    /// Checks what was typed so far; a draft may be incomplete, but neither huge nor with a number that reaches nobody.
    ///
    /// # Errors
    /// Names the first field that is too long, or the phone number.
    pub fn check_draft(&self) -> Result<(), ApplicationRefusal> {
        for (field, text) in self.texts() {
            if text.chars().count() > FIELD_LIMIT {
                return Err(ApplicationRefusal::FieldTooLong { field: field.to_owned() });
            }
        }
        if self.contact.number().is_none() || self.contact.has_mobile() {
            Ok(())
        } else {
            Err(ApplicationRefusal::PhoneInvalid)
        }
    }

    /// Checks a form that is to be submitted.
    ///
    /// # Errors
    /// Names the first thing that is missing or wrong.
    pub fn check_complete(&self, offered: Amount) -> Result<(), ApplicationRefusal> {
        self.check_draft()?;
        for (field, text) in self.texts().into_iter().take(4) {
            if text.trim().is_empty() {
                return Err(ApplicationRefusal::FieldMissing { field: field.to_owned() });
            }
        }
        match self.need.requested_limit {
            None => Err(ApplicationRefusal::FieldMissing { field: "requested_limit".to_owned() }),
            Some(limit) if !limit.is_positive() => Err(ApplicationRefusal::AmountNotPositive),
            Some(limit) if limit > offered => Err(ApplicationRefusal::AboveOffer { offered }),
            Some(_) => Ok(()),
        }
    }

    fn texts(&self) -> [(&'static str, &str); 6] {
        [
            ("contact_name", &self.contact.name),
            ("contact_phone", &self.contact.phone),
            ("business_address", &self.contact.address),
            ("purpose", &self.need.purpose),
            ("use_of_funds", &self.need.use_of_funds),
            ("answer", &self.need.answer),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn every_state_answers_every_step() {
        use ApplicationStep as Step;
        let steps = [
            Step::Submit,
            Step::Claim,
            Step::AskForMore,
            Step::Answer,
            Step::CounterOffer,
            Step::Accept,
            Step::Approve,
            Step::Reject,
            Step::Agree,
            Step::Withdraw,
            Step::Lapse,
        ];
        let table = [
            ("draft", "submitted - - - - - - - - withdrawn -"),
            ("submitted", "- in_review - - - - - - - withdrawn lapsed"),
            ("in_review", "- in_review more_information - counter_offered - approved rejected - withdrawn lapsed"),
            ("more_information", "- - - in_review - - - - - withdrawn lapsed"),
            ("counter_offered", "- - - - - approved - - - withdrawn lapsed"),
            ("approved", "- - - - - - - - agreed withdrawn lapsed"),
            ("agreed", "- - - - - - - - - - -"),
            ("rejected", "- - - - - - - - - - -"),
            ("withdrawn", "- - - - - - - - - - -"),
            ("lapsed", "- - - - - - - - - - -"),
        ];
        for (state, (code, row)) in ApplicationState::ALL.into_iter().zip(table) {
            assert_eq!(state.code(), code);
            let have = steps.map(|step| state.after(step).map_or("-", ApplicationState::code));
            assert_eq!(have.join(" "), row, "{code}");
        }
    }

    #[test]
    fn an_application_waits_for_its_funder_and_then_for_its_agent_and_not_for_ever() {
        let (submitted, decided) = (datetime!(2026-11-20 10:00 +8), datetime!(2026-11-25 10:00 +8));
        for state in ApplicationState::ALL {
            let expected = match state {
                ApplicationState::Submitted | ApplicationState::InReview | ApplicationState::MoreInformation => {
                    Some(datetime!(2026-12-20 10:00 +8))
                }
                ApplicationState::CounterOffered | ApplicationState::Approved => Some(datetime!(2026-12-10 10:00 +8)),
                _ => None,
            };
            assert_eq!(state.lapses_at(Some(submitted), Some(decided)), expected, "{state:?}");
            assert_eq!(expected.is_some(), state.after(ApplicationStep::Lapse).is_ok(), "{state:?}");
        }
    }

    #[test]
    fn an_incomplete_or_oversized_form_names_the_field() {
        let complete = ApplicationForm {
            contact: Contact {
                name: "张三".to_owned(),
                phone: "13800001402".to_owned(),
                address: "重庆市渝北区".to_owned(),
            },
            need: Need {
                requested_limit: Some(Amount::from_fen(10_000_000)),
                purpose: "phones".to_owned(),
                ..Need::default()
            },
        };
        let offered = Amount::from_fen(10_000_000);
        assert_eq!(complete.check_complete(offered), Ok(()));
        let with = |change: fn(&mut ApplicationForm)| {
            let mut form = complete.clone();
            change(&mut form);
            form
        };
        let cases = [
            (with(|form| form.contact.name = " ".to_owned()), "field.missing"),
            (with(|form| form.contact.phone = "12".to_owned()), "application.phone_invalid"),
            (with(|form| form.need.requested_limit = None), "field.missing"),
            (with(|form| form.need.requested_limit = Some(Amount::from_fen(10_000_001))), "application.above_offer"),
            (with(|form| form.need.requested_limit = Some(Amount::ZERO)), "amount.not_positive"),
            (with(|form| form.need.use_of_funds = "长".repeat(501)), "field.too_long"),
            (with(|form| form.contact.address = "长".repeat(501)), "field.too_long"),
        ];
        for (form, code) in cases {
            assert_eq!(form.check_complete(offered).map_err(|refusal| refusal.code()), Err(code), "{form:?}");
        }
    }

    #[test]
    fn a_step_changes_its_own_fields_only() {
        let contact = |of: &str| Contact { name: of.to_owned(), phone: of.to_owned(), address: of.to_owned() };
        let need = |of: &str| Need {
            requested_limit: Some(Amount::from_fen(i64::try_from(of.len()).unwrap())),
            purpose: of.to_owned(),
            use_of_funds: of.to_owned(),
            answer: of.to_owned(),
        };
        let old = ApplicationForm { contact: contact("old"), need: need("old") };
        let shop = old.with_step(FormStep::Shop(contact("newer")));
        assert_eq!(shop, ApplicationForm { contact: contact("newer"), need: need("old") });
        let answered = Need { answer: "old".to_owned(), ..need("newer") };
        let both = shop.with_step(FormStep::Need(need("newer")));
        assert_eq!(both, ApplicationForm { contact: contact("newer"), need: answered });
    }

    #[test]
    fn the_first_missing_consent_is_named() {
        let [data, contract, wallet] = ConsentPurpose::FOR_APPLICATION;
        assert_eq!(check_consents(&[wallet, data, contract]), Ok(()));
        let missing = |purpose: &str| Err(ApplicationRefusal::ConsentMissing { purpose: purpose.to_owned() });
        assert_eq!(check_consents(&[data, wallet, ConsentPurpose::PreCredit]), missing("contract"));
        assert_eq!(check_consents(&[]), missing("application_data"));
    }
}
