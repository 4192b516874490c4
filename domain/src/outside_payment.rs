//! [`OutsidePaymentState`]: what a payer has paid on a debt elsewhere, as one of the debt's sides reports it.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Amount, debt::DebtRefusal, reason::is_reason};

/// How long the number of a bank transfer may be, in characters.
const REFERENCE_LIMIT: usize = 64;

/// How far a report has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsidePaymentState {
    /// A former holder says so, of a day on which the debtor had to pay another: it waits for the holder's word.
    Reported,
    /// The debt owes so much less.
    Counted,
    /// The holder does not agree.
    Declined,
    /// Two people have found it wrong, and the debt owes again.
    Undone,
}

codes!(OutsidePaymentState {
    Reported => "reported",
    Counted => "counted",
    Declined => "declined",
    Undone => "undone",
});

/// A time, over by now, in which a debtor paid one side of its debt with effect: from when it was notified that the debt is that side's,
/// or from the beginning, until it was notified of the next. On the days of both it may have been either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    since: Option<Date>,
    until: Date,
}

impl Held {
    /// Those of one side, of the ways that the debt has gone between the two: each back to the funder or not, with the day on which its
    /// debtor was notified.
    #[must_use]
    pub fn periods(of_funder: bool, ways: impl IntoIterator<Item = (bool, Date)>) -> Vec<Self> {
        let (mut since, mut periods) = (None, Vec::new());
        for (back, notified_on) in ways {
            if back == of_funder {
                since = Some(notified_on);
            } else {
                periods.push(Self { since: since.take(), until: notified_on });
            }
        }
        periods
    }

    fn include(self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && day <= self.until
    }
}

/// All that decides whether a report counts, read under the lock of the debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportStanding {
    pub outstanding: Amount,
    /// What a debit may have taken of it, for which the network has not answered.
    pub unknown: Amount,
    /// Whether whoever reports holds the debt.
    pub holds: bool,
    /// When whoever reports held it before.
    pub held: Vec<Held>,
}

impl ReportStanding {
    /// What becomes of a report. Until its debtor is notified a debtor pays the former holder with effect, so that counts; what
    /// is said of a later day, or of one before it held the debt, the holder has to confirm.
    ///
    /// # Errors
    /// When nothing was paid, the day has not come, it is more than a debit leaves, or the debt was never the reporter's.
    pub fn report(&self, amount: Amount, paid_on: Date, today: Date) -> Result<OutsidePaymentState, DebtRefusal> {
        if !self.holds && self.held.is_empty() {
            return Err(DebtRefusal::NotHeld);
        }
        if !amount.is_positive() {
            return Err(DebtRefusal::AmountNotPositive);
        }
        if paid_on > today {
            return Err(DebtRefusal::PaidInTheFuture);
        }
        self.may_count(amount)?;
        let counts = self.holds || self.held.iter().any(|held| held.include(paid_on));
        Ok(if counts { OutsidePaymentState::Counted } else { OutsidePaymentState::Reported })
    }

    /// Whether so much can still be taken off what the debt owes, whatever a debit that nobody has answered for may bring.
    ///
    /// # Errors
    /// When it is more.
    pub fn may_count(&self, amount: Amount) -> Result<(), DebtRefusal> {
        let outstanding = self.outstanding.less(self.unknown);
        if amount > outstanding { Err(DebtRefusal::MoreThanOutstanding { outstanding }) } else { Ok(()) }
    }
}

/// What a former holder of debts passes on to their holder, of a date. Below zero, where more was found to be none than counted, the
/// holder gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassOn {
    pub on: Date,
    pub amount: Amount,
    /// Whether it is said to be paid.
    pub recorded: bool,
}

/// Why nothing that was to be passed on is recorded as paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PassOnRefusal {
    #[error("the date is open: more may count on it")]
    StillOpen,
    #[error("it is the other side that pays")]
    NotOwed,
    #[error("it is recorded already")]
    Recorded,
    #[error("the number of the bank transfer is missing or longer than 64 characters")]
    ReferenceInvalid,
}

impl PassOnRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StillOpen => "pass_on.still_open",
            Self::NotOwed => "pass_on.not_owed",
            Self::Recorded => "pass_on.recorded",
            Self::ReferenceInvalid => "pass_on.reference_invalid",
        }
    }
}

impl PassOn {
    /// How much changes hands, whichever way.
    #[must_use]
    pub fn owed(&self) -> Amount {
        if self.amount.is_negative() { self.amount.negated() } else { self.amount }
    }

    /// Whether a side owes it: whoever was paid by the debtors, or (`was_paid` is false) the holder.
    #[must_use]
    pub fn owes(&self, was_paid: bool) -> bool {
        if was_paid { self.amount.is_positive() } else { self.amount.is_negative() }
    }

    /// Whether a side can say that it has paid.
    ///
    /// # Errors
    /// When it owes nothing, the date is open, or it has said so.
    pub fn may_record(&self, was_paid: bool, today: Date) -> Result<(), PassOnRefusal> {
        if !self.owes(was_paid) {
            Err(PassOnRefusal::NotOwed)
        } else if self.on >= today {
            Err(PassOnRefusal::StillOpen)
        } else if self.recorded {
            Err(PassOnRefusal::Recorded)
        } else {
            Ok(())
        }
    }

    /// As [`PassOn::may_record`], by the number of a bank transfer.
    ///
    /// # Errors
    /// Also when the number can be none.
    pub fn record(&self, was_paid: bool, reference: &str, today: Date) -> Result<(), PassOnRefusal> {
        self.may_record(was_paid, today)?;
        let is = (1..=REFERENCE_LIMIT).contains(&reference.chars().count()) && !reference.chars().any(char::is_control);
        if is { Ok(()) } else { Err(PassOnRefusal::ReferenceInvalid) }
    }
}

/// Checks the words that show a payment.
///
/// # Errors
/// When there are none, or too many.
pub fn check_evidence(evidence: &str) -> Result<(), DebtRefusal> {
    if is_reason(evidence) { Ok(()) } else { Err(DebtRefusal::PaymentEvidenceMissing) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);
    const NOTIFIED: Date = date!(2026 - 11 - 15);
    const HELD: ReportStanding = ReportStanding {
        outstanding: Amount::from_fen(1_000_000),
        unknown: Amount::ZERO,
        holds: true,
        held: Vec::new(),
    };

    fn code(outcome: Result<OutsidePaymentState, DebtRefusal>) -> &'static str {
        outcome.as_ref().map_or_else(DebtRefusal::code, |state| state.code())
    }

    #[test]
    fn the_holder_s_word_counts_and_a_former_holder_s_of_a_day_on_which_another_held_it_waits_for_it() {
        let (there, back) = ((false, NOTIFIED), (true, date!(2026 - 11 - 17)));
        let former = ReportStanding { holds: false, held: Held::periods(true, [there]), ..HELD };
        let again = ReportStanding { held: Held::periods(true, [there, back]), ..HELD };
        let never = ReportStanding { holds: false, ..HELD };
        let facilitator = ReportStanding { holds: false, held: Held::periods(false, [there, back]), ..HELD };
        let third = (false, date!(2026 - 11 - 19));
        let twice = ReportStanding { holds: false, held: Held::periods(true, [there, back, third]), ..HELD };
        let one = Amount::from_fen(1);
        for (standing, on, is) in [
            (HELD, TODAY, "counted"),
            (again, TODAY, "counted"),
            (former.clone(), date!(2026 - 01 - 01), "counted"),
            (former.clone(), NOTIFIED, "counted"),
            (former, date!(2026 - 11 - 16), "reported"),
            (facilitator.clone(), date!(2026 - 11 - 14), "reported"),
            (facilitator.clone(), NOTIFIED, "counted"),
            (facilitator.clone(), date!(2026 - 11 - 17), "counted"),
            (facilitator, date!(2026 - 11 - 18), "reported"),
            (twice.clone(), date!(2026 - 11 - 16), "reported"),
            (twice.clone(), date!(2026 - 11 - 18), "counted"),
            (twice, TODAY, "reported"),
            (never, NOTIFIED, "debt.not_held"),
            (HELD, date!(2026 - 11 - 21), "outside_payment.in_the_future"),
        ] {
            assert_eq!(code(standing.report(one, on, TODAY)), is, "{standing:?} {on}");
        }
    }

    #[test]
    fn no_more_is_paid_than_is_left_whatever_an_unknown_debit_brings() {
        let fen = |fen| Amount::from_fen(fen);
        let taken = ReportStanding { unknown: fen(400_000), ..HELD };
        for (standing, amount, is) in [
            (HELD, 1_000_000, "counted"),
            (HELD, 1_000_001, "debt.more_than_outstanding"),
            (taken.clone(), 600_000, "counted"),
            (taken, 600_001, "debt.more_than_outstanding"),
            (ReportStanding { unknown: fen(1_000_000), ..HELD }, 1, "debt.more_than_outstanding"),
            (HELD, 0, "debt.amount_not_positive"),
            (HELD, -1, "debt.amount_not_positive"),
        ] {
            assert_eq!(code(standing.report(fen(amount), TODAY, TODAY)), is, "{amount}");
        }
    }

    #[test]
    fn whoever_owes_a_closed_date_says_once_that_it_is_passed_on() {
        use time::Duration;
        let yesterday = TODAY - Duration::DAY;
        let due = |fen, on| PassOn { on, amount: Amount::from_fen(fen), recorded: false };
        let long = "1".repeat(65);
        let cases: [(PassOn, bool, &str, Option<&str>); 9] = [
            (due(100, yesterday), true, "JH-1", None),
            (due(100, yesterday), false, "JH-1", Some("pass_on.not_owed")),
            (due(-100, yesterday), false, "JH-1", None),
            (due(-100, yesterday), true, "JH-1", Some("pass_on.not_owed")),
            (due(0, yesterday), false, "JH-1", Some("pass_on.not_owed")),
            (due(100, TODAY), true, "JH-1", Some("pass_on.still_open")),
            (PassOn { recorded: true, ..due(100, yesterday) }, true, "JH-1", Some("pass_on.recorded")),
            (due(100, yesterday), true, "", Some("pass_on.reference_invalid")),
            (due(100, yesterday), true, &long, Some("pass_on.reference_invalid")),
        ];
        for (pass_on, was_paid, reference, refusal) in cases {
            let recorded = pass_on.record(was_paid, reference, TODAY);
            assert_eq!(recorded.err().map(|refusal| refusal.code()), refusal, "{pass_on:?} {was_paid} {reference}");
        }
        assert_eq!(due(-100, yesterday).owed(), Amount::from_fen(100));
    }

    #[test]
    fn evidence_has_words() {
        assert_eq!(check_evidence("银行回单 20261119-0007"), Ok(()));
        assert_eq!(check_evidence(" "), Err(DebtRefusal::PaymentEvidenceMissing));
    }
}
