//! Lines of a file of bank statements: what each says, how they are counted and asked for.

use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};

use domain::bank_movement::{LineOutcome, StatementRefusal};
use serde::{Deserialize, Serialize};

use super::{MovementFacts, plan::Outcome};
use crate::Error;

/// What is done about a file, or why it is not.
pub type Answer<T> = Result<T, Error<StatementRefusal>>;

/// What a line of a file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "nearly all lines are read, so that a box would only be one more each")]
pub enum Told<'a> {
    Read {
        facts: Cow<'a, MovementFacts>,
        outcome: Outcome,
    },
    /// It was not understood and is left out: the reader's code, and the part that it stumbled over.
    Refused {
        code: String,
        text: String,
    },
}

/// How many lines become what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<LineOutcome, u64>);

impl Counts {
    pub(super) fn one(&mut self, outcome: LineOutcome) {
        let count = self.0.entry(outcome).or_default();
        *count = count.saturating_add(1);
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (outcome, more) in &other.0 {
            let count = self.0.entry(*outcome).or_default();
            *count = count.saturating_add(*more);
        }
    }

    /// How many lines are movements.
    pub(super) fn movements(&self) -> u64 {
        let movements = self.0.iter().filter(|(outcome, _)| outcome.is_movement());
        movements.map(|(_, count)| *count).sum()
    }

    /// How many lines have this outcome.
    #[must_use]
    pub fn of(&self, outcome: LineOutcome) -> u64 {
        self.0.get(&outcome).copied().unwrap_or_default()
    }
}

/// The place after a line of a file. Text form: the statement, an underscore, the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineCursor {
    pub statement: i32,
    pub place: i32,
}

impl fmt::Display for LineCursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.statement, self.place)
    }
}

impl FromStr for LineCursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (statement, place) = text.split_once('_').unwrap_or((text, ""));
        Ok(Self { statement: statement.parse()?, place: place.parse()? })
    }
}

/// Which lines of a file are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineRequest {
    /// Only those with this outcome.
    pub outcome: Option<LineOutcome>,
    pub after: Option<LineCursor>,
}

impl LineRequest {
    /// How many lines a page has.
    pub const PAGE: usize = 50;
}
