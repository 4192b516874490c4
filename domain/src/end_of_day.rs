//! The close of a business date: its steps in their order, and what is told of a day that was closed.

use time::{Date, OffsetDateTime};

use crate::calendar::date_in_china;

/// A step of the close of one date. Each may be done again, and then does what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayStep {
    /// What has waited for too long by the end of the date ends, on that date.
    Lapse,
    /// What falls due is debited while the date is open, so that nobody who can pay is late.
    Debit,
    /// The books of the date are closed and the next one opens: what is unpaid is overdue, freezes begin and end.
    CutOff,
    /// Debts and loans whose day has come change hands, before anything comes in on it.
    Transfer,
    /// Who has to pay soon, or is late, is told.
    Remind,
    /// After the last day of a month, funders are invoiced the institution's share of its interest.
    Invoice,
    /// The books of each reserve account are held against what its bank told of the date's end; what differs stays open.
    Reconcile,
    /// What was posted on the date is held against itself and the balances of its end.
    Verify,
}

codes!(DayStep {
    Lapse => "lapse",
    Debit => "debit",
    CutOff => "cut_off",
    Transfer => "transfer",
    Remind => "remind",
    Invoice => "invoice",
    Reconcile => "reconcile",
    Verify => "verify",
});

/// Why a wallet could not be debited at a close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayFailure {
    /// Others wrote at the same time, again and again.
    Changed,
    /// The answer was lost: it may have been.
    Unknown,
    /// The database has not taken it, or was away.
    Database,
    /// What is stored contradicts itself or a rule.
    Contradiction,
}

codes!(DayFailure {
    Changed => "changed",
    Unknown => "unknown",
    Database => "database",
    Contradiction => "contradiction",
});

/// What is counted of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayFigure {
    /// Payments of what fell due that day, by the wallets themselves.
    Debited,
    /// Payments of what was overdue, out of money that came.
    Swept,
    /// Loans that became overdue.
    Overdue,
    /// Freezes that began.
    Frozen,
    /// Freezes that ended.
    Freed,
    /// Draws that a freeze ended.
    DrawsEnded,
    /// Withdrawals that were not sent, and came back for the debt.
    WithdrawalsReversed,
    /// Draws, applications and transfers of debts that had waited too long.
    Lapsed,
    /// Lines whose last day it was.
    LinesMatured,
    /// Lines of which nothing was owed after that.
    LinesClosed,
}

codes!(DayFigure {
    Debited => "debited",
    Swept => "swept",
    Overdue => "overdue",
    Frozen => "frozen",
    Freed => "freed",
    DrawsEnded => "draws_ended",
    WithdrawalsReversed => "withdrawals_reversed",
    Lapsed => "lapsed",
    LinesMatured => "lines_matured",
    LinesClosed => "lines_closed",
});

/// Days before a due date on which the one who has to pay is reminded; the day itself is one.
pub const REMIND_BEFORE: [u32; 4] = [7, 3, 1, 0];

/// Days overdue on which it is told that a loan still is.
pub const REMIND_LATE: [u32; 6] = [3, 7, 15, 30, 60, 90];

/// The last date that is to be closed: what is over in China by the clocks of both the server and the database, so that one that
/// is ahead closes nothing; or what somebody wants closed, where no calendar is followed.
#[must_use]
pub fn last_to_close(calendar: Option<(OffsetDateTime, OffsetDateTime)>, wanted: Option<Date>) -> Option<Date> {
    let over = calendar.and_then(|(server, database)| date_in_china(server.min(database)).previous_day());
    over.max(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_date_is_over_when_both_clocks_say_so() {
        let (late, early) = (datetime!(2026-11-20 15:59:59 UTC), datetime!(2026-11-20 16:00 UTC));
        assert_eq!(last_to_close(Some((early, early)), None), Some(date!(2026 - 11 - 20)));
        for ahead in [(early, late), (late, early), (late, late), (datetime!(2026-11-23 00:00 UTC), late)] {
            assert_eq!(last_to_close(Some(ahead), None), Some(date!(2026 - 11 - 19)), "{ahead:?}");
        }
    }

    #[test]
    fn where_no_calendar_is_followed_only_what_is_wanted_is_closed() {
        assert_eq!(last_to_close(None, None), None);
        assert_eq!(last_to_close(None, Some(date!(2026 - 12 - 24))), Some(date!(2026 - 12 - 24)));
    }
}
