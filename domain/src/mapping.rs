//! [`SettlementId`] and what it stands for: a mapping says which facilitator a funder's settlement id names, from when to when.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The most characters of a settlement id.
const SETTLEMENT_ID_LIMIT: usize = 32;
/// The most mappings that one file drafts.
pub const MOST_IN_A_FILE: usize = 500;

/// A funder's own number for those with whom it settles: letters, digits, `-` and `_`, taken as it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SettlementId(String);

impl SettlementId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SettlementId {
    type Err = MappingRefusal;

    /// Blanks and full-width letters are not taken away: what is not written exactly so is another id, or none.
    fn from_str(text: &str) -> Result<Self, MappingRefusal> {
        let is_made_of = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if text.is_empty() || text.len() > SETTLEMENT_ID_LIMIT || !text.bytes().all(is_made_of) {
            return Err(MappingRefusal::SettlementIdInvalid);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for SettlementId {
    type Error = MappingRefusal;

    fn try_from(text: String) -> Result<Self, MappingRefusal> {
        text.parse()
    }
}

impl From<SettlementId> for String {
    fn from(id: SettlementId) -> Self {
        id.0
    }
}

impl fmt::Display for SettlementId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where a mapping stands at an instant. Nothing stores it: it follows from its validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingState {
    /// Nobody has published it.
    Draft,
    /// Published for a later time.
    Scheduled,
    InForce,
    /// Disabled, or replaced by another.
    Ended,
}

codes!(MappingState {
    Draft => "draft",
    Scheduled => "scheduled",
    InForce => "in_force",
    Ended => "ended",
});

/// From when a mapping counts, and until when; without an end until further notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    pub from: OffsetDateTime,
    pub to: Option<OffsetDateTime>,
}

impl MappingState {
    #[must_use]
    pub fn at(validity: Option<Validity>, at: OffsetDateTime) -> Self {
        match validity {
            None => Self::Draft,
            Some(Validity { to: Some(to), .. }) if to <= at => Self::Ended,
            Some(Validity { from, .. }) if from > at => Self::Scheduled,
            Some(_) => Self::InForce,
        }
    }

    /// From when a draft counts that is published at an instant: the time that was asked for, or at once.
    ///
    /// # Errors
    /// When it is no draft, or the time has passed: nothing counts before two people have said so.
    pub fn publish(
        self,
        asked_from: Option<OffsetDateTime>,
        at: OffsetDateTime,
    ) -> Result<OffsetDateTime, MappingRefusal> {
        if self != Self::Draft {
            return Err(MappingRefusal::State { state: self });
        }
        match asked_from {
            Some(from) if from < at => Err(MappingRefusal::InThePast),
            asked => Ok(asked.unwrap_or(at)),
        }
    }

    /// Decides that a mapping may be disabled.
    ///
    /// # Errors
    /// When it is a draft, or over.
    pub const fn disable(self) -> Result<(), MappingRefusal> {
        match self {
            Self::Scheduled | Self::InForce => Ok(()),
            Self::Draft | Self::Ended => Err(MappingRefusal::State { state: self }),
        }
    }

    /// Decides that what a mapping's facilitator debits, which is blocked or not, may be blocked or go on: it may have shares of one that
    /// counts, or has counted.
    ///
    /// # Errors
    /// When it has never counted, and when nothing would change.
    pub const fn block(self, is_blocked: bool, block: bool) -> Result<(), MappingRefusal> {
        match (self, is_blocked, block) {
            (Self::Draft | Self::Scheduled, ..) => Err(MappingRefusal::State { state: self }),
            (_, true, true) => Err(MappingRefusal::Blocked),
            (_, false, false) => Err(MappingRefusal::NotBlocked),
            _ => Ok(()),
        }
    }

    /// Decides that what counted before a mapping may be proposed anew.
    ///
    /// # Errors
    /// Unless it counts.
    pub const fn roll_back(self) -> Result<(), MappingRefusal> {
        match self {
            Self::InForce => Ok(()),
            Self::Draft | Self::Scheduled | Self::Ended => Err(MappingRefusal::State { state: self }),
        }
    }
}

/// Why a mapping is not added, published, disabled or rolled back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MappingRefusal {
    #[error("a settlement id is 1 to 32 letters, digits, - or _, without blanks and not full width")]
    SettlementIdInvalid,
    #[error("there is no such funder or facilitator")]
    PartnerUnknown,
    #[error("the time from which it is to count has passed")]
    InThePast,
    #[error("another mapping of this settlement id counts then")]
    Overlaps,
    #[error("the mapping is {}", state.code())]
    State { state: MappingState },
    /// Of a file: it needs columns for settlement id, funder and facilitator, each once.
    #[error("a column is missing, or there twice")]
    ColumnsMissing,
    #[error("the time cannot be read")]
    TimeUnreadable,
    #[error("row {row} says the same")]
    Twin { row: usize },
    #[error("row {row} names another facilitator")]
    Contradicted { row: usize },
    #[error("there is such a mapping already")]
    AlreadyThere,
    #[error("its settlement id stood for nobody else before")]
    NoFormer,
    #[error("what its facilitator debits is blocked already")]
    Blocked,
    #[error("what its facilitator debits is not blocked")]
    NotBlocked,
}

impl MappingRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SettlementIdInvalid => "mapping.settlement_id_invalid",
            Self::PartnerUnknown => "mapping.partner_unknown",
            Self::InThePast => "mapping.in_the_past",
            Self::Overlaps => "mapping.overlaps",
            Self::State { .. } => "mapping.state",
            Self::ColumnsMissing => "mapping.columns_missing",
            Self::TimeUnreadable => "mapping.time_unreadable",
            Self::Twin { .. } => "mapping.row_repeated",
            Self::Contradicted { .. } => "mapping.row_contradicted",
            Self::AlreadyThere => "mapping.already_there",
            Self::NoFormer => "mapping.no_former",
            Self::Blocked => "mapping.blocked",
            Self::NotBlocked => "mapping.not_blocked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, macros::datetime};

    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

    #[test]
    fn a_settlement_id_is_taken_as_it_is_written_or_not_at_all() {
        for text in ["S", "JH-2026_07", "0".repeat(32).as_str()] {
            assert_eq!(text.parse::<SettlementId>().unwrap().as_str(), text);
        }
        for text in ["", " S1", "S1 ", "S 1", "Ｓ１", "S1\u{200b}", "结算1", "S1\0", "0".repeat(33).as_str()] {
            assert_eq!(text.parse::<SettlementId>(), Err(MappingRefusal::SettlementIdInvalid), "{text:?}");
        }
    }

    #[test]
    fn a_mapping_stands_where_its_validity_says() {
        let (hour, from_to) = (Duration::HOUR, |from, to| Some(Validity { from, to }));
        for (validity, state) in [
            (None, MappingState::Draft),
            (from_to(AT + hour, None), MappingState::Scheduled),
            (from_to(AT, None), MappingState::InForce),
            (from_to(AT - hour, Some(AT + hour)), MappingState::InForce),
            (from_to(AT - hour, Some(AT)), MappingState::Ended),
            // Disabled before it began.
            (from_to(AT + hour, Some(AT)), MappingState::Ended),
        ] {
            assert_eq!(MappingState::at(validity, AT), state, "{validity:?}");
        }
    }

    #[test]
    fn each_state_allows_what_it_allows() {
        for state in MappingState::ALL {
            let refused = Err(MappingRefusal::State { state });
            let draft = state == MappingState::Draft;
            assert_eq!(state.publish(None, AT), if draft { Ok(AT) } else { refused.clone() });
            let counts = matches!(state, MappingState::Scheduled | MappingState::InForce);
            let refused = refused.map(|_: OffsetDateTime| ());
            assert_eq!(state.disable(), if counts { Ok(()) } else { refused.clone() });
            assert_eq!(state.roll_back(), if state == MappingState::InForce { Ok(()) } else { refused.clone() });
            let has_counted = matches!(state, MappingState::InForce | MappingState::Ended);
            assert_eq!(state.block(false, true), if has_counted { Ok(()) } else { refused });
            assert_eq!(state.block(true, false).is_ok(), has_counted);
            assert!(state.block(true, true).is_err() && state.block(false, false).is_err());
        }
        let (before, after) = (AT - Duration::SECOND, AT + Duration::SECOND);
        assert_eq!(MappingState::Draft.publish(Some(before), AT), Err(MappingRefusal::InThePast));
        assert_eq!(MappingState::Draft.publish(Some(AT), AT), Ok(AT));
        assert_eq!(MappingState::Draft.publish(Some(after), AT), Ok(after));
    }
}
