//! Where the history is played: a database whose clock is set by the story, and whose randomness by the step.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{actor::SystemPart, calendar::CHINA, id::PartnerId, role::PartnerKind};
use services::{Actor, Context, Db, Error, context::SignedIn, error::Failure, sealed::MasterKeys};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::dice::Dice;

/// How much later every step is than the one before.
const PACE: Duration = Duration::seconds(20);

struct Hands {
    at: OffsetDateTime,
    dice: Dice,
}

/// The database and the hands of its clock.
pub struct Stage {
    pub db: Db,
    hands: Arc<Mutex<Hands>>,
    /// When the seed itself runs.
    pub now: OffsetDateTime,
}

fn held(hands: &Mutex<Hands>) -> MutexGuard<'_, Hands> {
    hands.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage {
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(database_url: &str, master_keys: MasterKeys, now: OffsetDateTime) -> Result<Self, Failure> {
        let hands = Arc::new(Mutex::new(Hands { at: now, dice: Dice::of("") }));
        let (clock, randomness) = (hands.clone(), hands.clone());
        let db = Db::connect(
            database_url,
            2,
            Arc::new(move || held(&clock).at),
            Arc::new(move |buffer: &mut [u8]| held(&randomness).dice.fill(buffer)),
        )
        .await?
        .with_master_keys(master_keys);
        Ok(Self { db, hands, now })
    }

    /// Sets the clock to a time of day in China.
    pub fn set(&self, on: Date, time: Time) {
        self.set_to(on.with_time(time).assume_offset(CHINA));
    }

    pub fn shows(&self) -> OffsetDateTime {
        held(&self.hands).at
    }

    pub fn set_to(&self, at: OffsetDateTime) {
        held(&self.hands).at = at;
    }

    /// What the clock shows in China, to the second.
    pub fn time_of_day(&self) -> Time {
        let (hour, minute, second) = self.shows().to_offset(CHINA).time().as_hms();
        Time::from_hms(hour, minute, second).unwrap_or(Time::MIDNIGHT)
    }

    pub fn wait(&self, time: Duration) {
        held(&self.hands).at += time;
    }

    /// The clock, but earlier than now by a margin for the steps that follow: what a process that starts after the seed
    /// shall take for past.
    pub fn not_after_now(&self) {
        let mut hands = held(&self.hands);
        hands.at = hands.at.min(self.now - Duration::minutes(10));
    }

    /// Chance begins anew with a step; the clock does not move.
    pub fn roll_for(&self, step: &str) {
        held(&self.hands).dice = Dice::of(step);
    }

    /// Every step has a request number of its own, which is the same in every run: what was done is not done again. Its
    /// identifiers follow from the number, so that they are the same whichever steps this run skips.
    fn context(&self, actor: Actor, request_no: &str) -> Context {
        let mut hands = held(&self.hands);
        hands.at += PACE;
        hands.dice = Dice::of(request_no);
        Context::new(actor, request_no.to_owned())
    }

    pub fn system(&self, request_no: &str) -> Context {
        self.context(Actor::System(SystemPart::Seed), request_no)
    }

    pub fn person(&self, person: &SignedIn, request_no: &str) -> Context {
        self.context(Actor::User(person.clone()), request_no)
    }

    /// A funder's own system.
    pub fn partner(&self, id: PartnerId, code: &str, request_no: &str) -> Context {
        self.context(Actor::Partner { kind: PartnerKind::Funder, id, key_id: key_id(code) }, request_no)
    }
}

/// What the first key of a partner is called: `funder-a-1`.
pub fn key_id(code: &str) -> String {
    format!("{code}-1")
}

/// Says which step went wrong.
pub trait Told<T> {
    /// # Errors
    /// The error, with the step's name.
    fn told(self, step: &str) -> Result<T, Failure>;
}

impl<T, R: Debug> Told<T> for Result<T, Error<R>> {
    fn told(self, step: &str) -> Result<T, Failure> {
        self.map_err(|error| format!("the demonstration world is not complete: {step}: {error:?}").into())
    }
}
