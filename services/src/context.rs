//! Who asks, and under which request number.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{
    actor::{ActorName, SystemPart},
    hexadecimal,
    id::{AgentId, PartnerId, SessionId, UserId},
    role::{PartnerKind, Party, Role},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Error;

/// Who acts. Owned, so that an operation can outlive the connection that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Nobody,
    User(SignedIn),
    /// A partner's system, by its signed request.
    Partner {
        kind: PartnerKind,
        id: PartnerId,
        key_id: String,
    },
    /// Lianrong itself: the worker, the demonstration's past, the end of a day.
    System(SystemPart),
}

/// A person with a live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: UserId,
    pub session: SessionId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    pub party: Party,
    /// Where the person sits, for consents and audit.
    pub address: String,
    pub device: String,
}

/// What every use case is told besides its command.
#[derive(Clone, Debug)]
pub struct Context {
    pub actor: Actor,
    /// The caller's own number for this request: the same number is answered the same, for ever.
    pub request_no: String,
    replay: Option<Replay>,
    code: Option<TypedCode>,
}

/// The code that was sent to the person, as it was typed. It is nobody else's to read, so no log gets it.
#[derive(Clone)]
struct TypedCode(String);

impl std::fmt::Debug for TypedCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TypedCode")
    }
}

/// Whether an operation was answered with what it had answered before.
#[derive(Clone, Debug, Default)]
pub struct Replay(Arc<AtomicBool>);

impl Replay {
    #[must_use]
    pub fn happened(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Context {
    #[must_use]
    pub const fn new(actor: Actor, request_no: String) -> Self {
        Self { actor, request_no, replay: None, code: None }
    }

    /// The same context, and where to look afterwards whether the answer was a stored one.
    #[must_use]
    pub fn noticing_replay(self) -> (Self, Replay) {
        let replay = Replay::default();
        (Self { replay: Some(replay.clone()), ..self }, replay)
    }

    pub(crate) fn tell_replay(&self) {
        if let Some(Replay(happened)) = &self.replay {
            happened.store(true, Ordering::Release);
        }
    }

    /// The same context, with the code by which the person confirms what is asked for.
    #[must_use]
    pub fn with_code(self, typed: &str) -> Self {
        let code = Some(typed.trim()).filter(|typed| !typed.is_empty()).map(|typed| TypedCode(typed.to_owned()));
        Self { code, ..self }
    }

    pub(crate) fn code(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.0.as_str())
    }

    /// The same asker, for one of several operations that one request asks for: with a number made of the request's and of
    /// what the operation is about.
    #[must_use]
    pub fn about(&self, subject: impl std::fmt::Display) -> Self {
        let number = Sha256::digest(format!("{}\n{subject}", self.request_no));
        let request_no = hexadecimal::text(number.get(..16).unwrap_or_default());
        Self::new(self.actor.clone(), request_no)
    }

    #[must_use]
    pub fn system(part: SystemPart, request_no: impl Into<String>) -> Self {
        Self::new(Actor::System(part), request_no.into())
    }

    /// The party whose rows the operation may see.
    #[must_use]
    pub const fn party(&self) -> Party {
        match &self.actor {
            Actor::Nobody => Party::Nobody,
            Actor::User(person) => person.party,
            Actor::Partner { kind, id, .. } => kind.party(*id),
            Actor::System(_) => Party::Institution,
        }
    }

    /// How audit rows and transitions name the actor.
    #[must_use]
    pub fn actor_name(&self) -> String {
        let name = match &self.actor {
            Actor::Nobody => ActorName::Nobody,
            Actor::User(person) => ActorName::User(&person.username),
            Actor::Partner { key_id, .. } => ActorName::Key(key_id),
            Actor::System(part) => ActorName::System(part.code()),
        };
        name.to_string()
    }

    /// Whose answer a stored one is: a person's own. A partner's is the partner's, whichever of its keys signed, so that
    /// a request can be repeated after a key was changed.
    #[must_use]
    pub fn asker(&self) -> String {
        match &self.actor {
            Actor::Partner { .. } => "key".to_owned(),
            _ => self.actor_name(),
        }
    }

    /// The scope of request numbers: each party numbers its own requests.
    #[must_use]
    pub fn party_name(&self) -> String {
        match self.party() {
            Party::Institution => "institution".to_owned(),
            Party::Agent(id) => id.to_string(),
            Party::Funder(id) | Party::Facilitator(id) => id.to_string(),
            Party::Nobody => "nobody".to_owned(),
        }
    }

    /// The agent and the funder whose rows are listed; the institution sees all.
    ///
    /// # Errors
    /// `Forbidden` for nobody.
    pub const fn owners<R>(&self) -> Result<(Option<Uuid>, Option<Uuid>), Error<R>> {
        match self.party() {
            Party::Institution => Ok((None, None)),
            Party::Agent(id) => Ok((Some(id.0), None)),
            Party::Funder(id) => Ok((None, Some(id.0))),
            Party::Facilitator(_) | Party::Nobody => Err(Error::Forbidden),
        }
    }

    /// As [`Self::owners`], where the partner may be whoever holds a loan: its funder, or a facilitator.
    ///
    /// # Errors
    /// `Forbidden` for nobody in particular.
    pub const fn holders<R>(&self) -> Result<(Option<Uuid>, Option<Uuid>), Error<R>> {
        match self.party() {
            Party::Facilitator(id) => Ok((None, Some(id.0))),
            _ => self.owners(),
        }
    }

    /// The partner whose part is read of what funders and facilitators have to do with together; `None` is the institution's people,
    /// who see all.
    pub(crate) fn side<R>(&self) -> Result<Option<Uuid>, Error<R>> {
        match self.party() {
            Party::Funder(id) | Party::Facilitator(id) => Ok(Some(id.0)),
            _ => self.operator(INSTITUTION).map(|_| None),
        }
    }

    #[must_use]
    pub const fn session(&self) -> Option<SessionId> {
        match &self.actor {
            Actor::User(person) => Some(person.session),
            _ => None,
        }
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub const fn person<R>(&self) -> Result<&SignedIn, Error<R>> {
        match &self.actor {
            Actor::User(person) => Ok(person),
            _ => Err(Error::Forbidden),
        }
    }

    /// The agent whose shop a person of it looks at. Who changes something is its owner: see [`Self::agent`].
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub const fn shop<R>(&self) -> Result<AgentId, Error<R>> {
        match &self.actor {
            Actor::User(SignedIn { role: Role::Agent | Role::AgentClerk, party: Party::Agent(id), .. }) => Ok(*id),
            _ => Err(Error::Forbidden),
        }
    }

    /// Somebody of the staff of a partner or of the institution.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub const fn staff<R>(&self) -> Result<&SignedIn, Error<R>> {
        match &self.actor {
            Actor::User(person) if person.role.is_staff() => Ok(person),
            _ => Err(Error::Forbidden),
        }
    }

    /// Whether the actor changes anything by this operation: a clerk ends sessions of its own, tops up from the shop's cards, and
    /// nothing else.
    pub(crate) fn may_change(&self, operation: &str) -> bool {
        match &self.actor {
            Actor::User(person) => !person.role.only_looks() || OF_WHOEVER_LOOKS.contains(&operation),
            _ => true,
        }
    }

    /// The agent who acts for itself: the owner of the shop.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub const fn agent<R>(&self) -> Result<AgentId, Error<R>> {
        match &self.actor {
            Actor::User(SignedIn { role: Role::Agent, party: Party::Agent(id), .. }) => Ok(*id),
            _ => Err(Error::Forbidden),
        }
    }

    /// The funder in whose name a person with one of `roles`, or the funder's own system, acts.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub fn funder<R>(&self, roles: &[Role]) -> Result<PartnerId, Error<R>> {
        match &self.actor {
            Actor::User(SignedIn { role, party: Party::Funder(id), .. }) if roles.contains(role) => Ok(*id),
            Actor::Partner { kind: PartnerKind::Funder, id, .. } => Ok(*id),
            _ => Err(Error::Forbidden),
        }
    }

    /// The facilitator in whose name a person with one of `roles`, or the facilitator's own system, acts.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub fn facilitator<R>(&self, roles: &[Role]) -> Result<PartnerId, Error<R>> {
        match &self.actor {
            Actor::User(SignedIn { role, party: Party::Facilitator(id), .. }) if roles.contains(role) => Ok(*id),
            Actor::Partner { kind: PartnerKind::Facilitator, id, .. } => Ok(*id),
            _ => Err(Error::Forbidden),
        }
    }

    /// One of the institution's own people with one of `roles`.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub fn operator<R>(&self, roles: &[Role]) -> Result<&SignedIn, Error<R>> {
        match &self.actor {
            Actor::User(person) if person.party == Party::Institution && roles.contains(&person.role) => Ok(person),
            _ => Err(Error::Forbidden),
        }
    }

    /// Lianrong itself.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub const fn system_only<R>(&self) -> Result<(), Error<R>> {
        match &self.actor {
            Actor::System(_) => Ok(()),
            _ => Err(Error::Forbidden),
        }
    }
}

/// What whoever only looks may do nevertheless.
const OF_WHOEVER_LOOKS: [&str; 6] = [
    "identity.sign_in",
    "identity.sign_out",
    "identity.revoke_session",
    "identity.enrol_second_factor",
    "identity.confirm_second_factor",
    "top_up.order",
];

/// Everybody in a funder's team, for what all of them may see.
pub const FUNDER_TEAM: &[Role] = &[Role::FunderReviewer, Role::FunderApprover, Role::FunderTreasurer];
/// The people of a funder who have cards bound and register what they pay.
pub const SIGNERS: &[Role] = &[Role::FunderTreasurer, Role::FunderReviewer];
/// Everybody in a facilitator's team.
pub const FACILITATOR_TEAM: &[Role] = &[Role::FacilitatorOperator, Role::FacilitatorApprover];
/// Everybody in the institution, auditors included, for what all of them may see.
pub const INSTITUTION: &[Role] = &[Role::OperatorMaker, Role::OperatorChecker, Role::Auditor];
