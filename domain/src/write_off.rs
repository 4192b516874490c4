//! A write-off: a funder's own mark of a late loan that it does not expect to be paid. Its figures of what is late leave the loan out from
//! then on. What is owed, who is paid, and what freezes and sweeps do for it, stays as it is.

use serde::{Deserialize, Serialize};

use crate::reason::{REASON_LIMIT, is_reason};

/// What decides whether a loan is written off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOffStanding {
    pub overdue: bool,
    /// By its funder, and not by a facilitator.
    pub held: bool,
    pub written_off: bool,
}

/// Why a loan is not written off, or that not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WriteOffRefusal {
    #[error("nothing is overdue on the loan")]
    NotOverdue,
    #[error("another holds the loan")]
    NotHeld,
    #[error("the loan is written off already, or is not any more")]
    Unchanged,
    #[error("there is no reason, or one of more than {REASON_LIMIT} characters")]
    Reason,
}

impl WriteOffRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOverdue => "write_off.not_overdue",
            Self::NotHeld => "write_off.not_held",
            Self::Unchanged => "write_off.unchanged",
            Self::Reason => "write_off.reason",
        }
    }
}

impl WriteOffStanding {
    /// Whether its funder may write the loan off for a reason.
    ///
    /// # Errors
    /// When another holds it, nothing of it is overdue, it is written off, or the reason is missing or too long.
    pub fn write_off(self, reason: &str) -> Result<(), WriteOffRefusal> {
        if self.written_off {
            return Err(WriteOffRefusal::Unchanged);
        }
        if !self.held {
            return Err(WriteOffRefusal::NotHeld);
        }
        if !self.overdue {
            return Err(WriteOffRefusal::NotOverdue);
        }
        if is_reason(reason) { Ok(()) } else { Err(WriteOffRefusal::Reason) }
    }

    /// Whether that may be taken back, whoever holds the loan by now and however it stands.
    ///
    /// # Errors
    /// When it is not written off.
    pub const fn take_back(self) -> Result<(), WriteOffRefusal> {
        if self.written_off { Ok(()) } else { Err(WriteOffRefusal::Unchanged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_loan_is_written_off_once_by_whom_it_is_owed_to() {
        let late = WriteOffStanding { overdue: true, held: true, written_off: false };
        assert_eq!(late.write_off("失联"), Ok(()));
        for (standing, reason, refused) in [
            (WriteOffStanding { overdue: false, ..late }, "失联", WriteOffRefusal::NotOverdue),
            (WriteOffStanding { held: false, ..late }, "失联", WriteOffRefusal::NotHeld),
            (WriteOffStanding { written_off: true, ..late }, "失联", WriteOffRefusal::Unchanged),
            (late, " ", WriteOffRefusal::Reason),
        ] {
            assert_eq!(standing.write_off(reason), Err(refused), "{standing:?}");
        }
    }

    #[test]
    fn what_is_written_off_may_be_taken_back_however_the_loan_stands() {
        for (overdue, held) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(WriteOffStanding { overdue, held, written_off: true }.take_back(), Ok(()));
            let not = WriteOffStanding { overdue, held, written_off: false };
            assert_eq!(not.take_back(), Err(WriteOffRefusal::Unchanged));
        }
    }
}
