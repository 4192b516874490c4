//! Money that leaves a reserve account: an order to the bank whose result is never guessed.

use serde::{Deserialize, Serialize};
use time::{
    Duration, OffsetDateTime, Time,
    format_description::BorrowedFormatItem,
    macros::{format_description, time},
};

use crate::calendar::{CHINA, doubled};

/// How long a bank may not know an order before it is sent again, under the same number and serial.
const RESEND_AFTER: Duration = Duration::minutes(5);
/// How long a payout is left alone at first; each look that comes to nothing doubles it.
const FIRST_PAUSE: Duration = Duration::seconds(5);
/// As [`FIRST_PAUSE`], of one that the bank has accepted, whose movement is on its way.
const FIRST_PAUSE_SENT: Duration = Duration::minutes(10);
/// How long it grows.
const LONGEST_PAUSE: Duration = Duration::minutes(5);
const LONGEST_PAUSE_SENT: Duration = Duration::hours(6);
/// By which time of day money is told to be there.
const EXPECTED_BY: Time = time!(17:00);
/// How a time of day is written.
const CLOCK: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");
/// The longest payment reference that a partner gives, in characters.
const PAYMENT_REFERENCE_LIMIT: usize = 64;

/// When what is payable to a partner is paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayoutSchedule {
    /// Each payable by itself, as soon as it is there.
    AtOnce,
    /// All that has come together, every day at this time in China.
    Daily(Time),
}

impl PayoutSchedule {
    /// Reads a time of day as forms and details write it (`16:00`); empty is at once. None when it is neither.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::AtOnce);
        }
        Time::parse(text, CLOCK).ok().map(Self::Daily)
    }

    /// The time of day, if there is one.
    #[must_use]
    pub const fn time(self) -> Option<Time> {
        match self {
            Self::AtOnce => None,
            Self::Daily(time) => Some(time),
        }
    }

    /// What [`read`](Self::read) reads.
    #[must_use]
    pub fn text(self) -> String {
        self.time().and_then(|time| time.format(CLOCK).ok()).unwrap_or_default()
    }

    /// The instant up to which what became payable is to be paid out by `now`; none when all of it is, whatever the clocks of
    /// those who recorded it say.
    #[must_use]
    pub fn due_to(self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match self {
            Self::AtOnce => None,
            Self::Daily(time) => {
                let today = now.to_offset(CHINA).replace_time(time);
                Some(if today <= now { today } else { today.saturating_sub(Duration::DAY) })
            }
        }
    }

    /// Whether what became payable at an instant is to be paid out by `now`.
    #[must_use]
    pub fn is_due(self, since: OffsetDateTime, now: OffsetDateTime) -> bool {
        self.due_to(now).is_none_or(|due_to| since <= due_to)
    }
}

/// By when what was ordered at an instant is told to be there: at five in the afternoon in China, the next day for what was ordered
/// later than an hour before. Ordered at 15:59 it is today's, at 16:01 tomorrow's.
#[must_use]
pub fn expected_by(ordered_at: OffsetDateTime) -> OffsetDateTime {
    let today = ordered_at.to_offset(CHINA).replace_time(EXPECTED_BY);
    if ordered_at.saturating_add(Duration::HOUR) <= today { today } else { today.saturating_add(Duration::DAY) }
}

/// Where a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// Owed, and not yet sent.
    Requested,
    /// Written down as sent before the bank was asked; the bank's answer is not known.
    Unknown,
    /// The bank has accepted it.
    Sent,
    /// It stands on its reserve account's statement.
    Confirmed,
    /// The bank has refused it for good: the money is owed again until two people have it sent once more.
    Failed,
    /// It was paid, and the bank of whoever was to have it has sent it back: as [`Failed`](Self::Failed), it is owed again.
    SentBack,
    /// The money is in the wallet again that it was to leave, or went back to the payers that a partner had it from.
    Returned,
}

codes!(PayoutState {
    Requested => "requested",
    Unknown => "unknown",
    Sent => "sent",
    Confirmed => "confirmed",
    Failed => "failed",
    SentBack => "sent_back",
    Returned => "returned",
});

/// Why a withdrawal has gone back into its wallet before it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenBack {
    WalletFrozen,
}

codes!(GivenBack {
    WalletFrozen => "wallet.frozen",
});

impl PayoutState {
    /// Whether a debit of its reserve account may be this payout. An unknown one may have been paid.
    #[must_use]
    pub const fn is_on_its_way(self) -> bool {
        matches!(self, Self::Unknown | Self::Sent)
    }
}

/// Whose money a payout sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What is payable to a partner.
    Partner,
    /// Of a payer, to whom it goes back.
    Payer,
    /// An agent's own.
    Agent,
}

/// A payout's state, with the serial of its last attempt: 0 before the first. A new serial is given only after the one
/// before has failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    pub state: PayoutState,
    pub attempt: i16,
}

/// The payout is not where the step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the payout is {}, so this cannot be done", state.code())]
pub struct PayoutStateError {
    pub state: PayoutState,
}

impl Payout {
    /// Writes the next attempt down, before the bank is asked.
    ///
    /// # Errors
    /// Unless it was requested.
    pub fn send(self) -> Result<Self, PayoutStateError> {
        match (self.state, self.attempt.checked_add(1)) {
            (PayoutState::Requested, Some(attempt)) => Ok(Self { state: PayoutState::Unknown, attempt }),
            _ => Err(self.error()),
        }
    }

    /// The bank has taken the order.
    ///
    /// # Errors
    /// Unless its answer was awaited.
    pub const fn accept(self) -> Result<Self, PayoutStateError> {
        match self.state {
            PayoutState::Unknown => Ok(Self { state: PayoutState::Sent, ..self }),
            _ => Err(self.error()),
        }
    }

    /// The bank will never carry the order out. It may say so after it had accepted it.
    ///
    /// # Errors
    /// Unless it was on its way.
    pub const fn reject(self) -> Result<Self, PayoutStateError> {
        if self.state.is_on_its_way() { Ok(Self { state: PayoutState::Failed, ..self }) } else { Err(self.error()) }
    }

    /// A withdrawal comes back into its wallet: before it was sent, or because the bank will never carry it out.
    ///
    /// # Errors
    /// When it may have been paid.
    pub const fn give_back(self, refused_by_the_bank: bool) -> Result<Self, PayoutStateError> {
        match self.state {
            PayoutState::Requested if self.attempt == 0 => Ok(Self { state: PayoutState::Returned, ..self }),
            state if refused_by_the_bank && state.is_on_its_way() => Ok(Self { state: PayoutState::Returned, ..self }),
            _ => Err(self.error()),
        }
    }

    /// The money has left its reserve account.
    ///
    /// # Errors
    /// Unless it was on its way.
    pub const fn confirm(self) -> Result<Self, PayoutStateError> {
        if self.state.is_on_its_way() { Ok(Self { state: PayoutState::Confirmed, ..self }) } else { Err(self.error()) }
    }

    /// What the bank had paid comes back to the reserve account: an agent's is in its wallet again, a partner's is owed again. Whose
    /// it is that was to go back to its payer people find out anew.
    ///
    /// # Errors
    /// Unless it was confirmed.
    pub const fn come_back(self, whose: Whose) -> Result<Self, PayoutStateError> {
        match (self.state, whose) {
            (PayoutState::Confirmed, Whose::Agent) => Ok(Self { state: PayoutState::Returned, ..self }),
            (PayoutState::Confirmed, Whose::Partner) => Ok(Self { state: PayoutState::SentBack, ..self }),
            _ => Err(self.error()),
        }
    }

    /// The bank has refused it for good or sent it back, and two people have it sent once more: the next attempt takes the next serial.
    ///
    /// # Errors
    /// Unless it has failed or come back.
    pub const fn resend(self) -> Result<Self, PayoutStateError> {
        match self.state {
            PayoutState::Failed | PayoutState::SentBack => Ok(Self { state: PayoutState::Requested, ..self }),
            _ => Err(self.error()),
        }
    }

    /// So much of what a partner's payout was to pay went back to its payer before it left: it pays the rest, if there is any.
    ///
    /// # Errors
    /// When it has left, or may have.
    pub const fn pay_less(self, rest: bool) -> Result<Self, PayoutStateError> {
        match self.state {
            PayoutState::Requested | PayoutState::Failed | PayoutState::SentBack if rest => Ok(self),
            PayoutState::Requested | PayoutState::Failed | PayoutState::SentBack => {
                Ok(Self { state: PayoutState::Returned, ..self })
            }
            _ => Err(self.error()),
        }
    }

    /// Two people find that a debit which fitted nothing is this payout: the bank paid it, whatever it has said, and whatever of a
    /// partner's went back to payers since.
    ///
    /// # Errors
    /// When it was never sent, is confirmed already, or is an agent's that is in its wallet again.
    pub const fn explain(self, whose: Whose) -> Result<Self, PayoutStateError> {
        match (self.state, whose) {
            _ if self.attempt == 0 => Err(self.error()),
            (PayoutState::Confirmed, _) | (PayoutState::Returned, Whose::Payer | Whose::Agent) => Err(self.error()),
            _ => Ok(Self { state: PayoutState::Confirmed, ..self }),
        }
    }

    /// Whether an order that the bank does not know is sent again. One that is still on the line is not known yet.
    #[must_use]
    pub fn may_resend(self, sent_at: OffsetDateTime, now: OffsetDateTime) -> bool {
        self.state == PayoutState::Unknown && sent_at.checked_add(RESEND_AFTER).is_some_and(|earliest| earliest <= now)
    }

    /// How long the worker leaves it alone after `tries` looks in this state that came to nothing. The pauses double up to a
    /// longest one.
    #[must_use]
    pub fn pause(self, tries: u32) -> Duration {
        let (first, longest) = match self.state {
            PayoutState::Sent => (FIRST_PAUSE_SENT, LONGEST_PAUSE_SENT),
            _ => (FIRST_PAUSE, LONGEST_PAUSE),
        };
        doubled(first, tries, longest)
    }

    const fn error(self) -> PayoutStateError {
        PayoutStateError { state: self.state }
    }
}

/// Why a partner may not confirm that a repayment has reached it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ConfirmationRefusal {
    #[error("the repayment was confirmed before")]
    AlreadyConfirmed,
    /// The bank has not taken the payout yet, so the money cannot be there.
    #[error("the money was not paid out yet")]
    NotPaidOut,
    #[error("the payment reference is missing or too long")]
    PaymentReferenceInvalid,
}

impl ConfirmationRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AlreadyConfirmed => "repayment.already_confirmed",
            Self::NotPaidOut => "repayment.not_paid_out",
            Self::PaymentReferenceInvalid => "repayment.payment_reference_invalid",
        }
    }
}

/// Whether a repayment may be confirmed by its partner, by the state of the payout that pays it out, once there is one.
///
/// # Errors
/// When it was before, the payout cannot have arrived, or the reference names nothing.
pub fn confirm_repayment(
    payout: Option<PayoutState>,
    confirmed_before: bool,
    payment_reference: &str,
) -> Result<(), ConfirmationRefusal> {
    if confirmed_before {
        return Err(ConfirmationRefusal::AlreadyConfirmed);
    }
    if !matches!(payout, Some(PayoutState::Sent | PayoutState::Confirmed)) {
        return Err(ConfirmationRefusal::NotPaidOut);
    }
    if payment_reference.is_empty()
        || payment_reference.chars().count() > PAYMENT_REFERENCE_LIMIT
        || payment_reference.chars().any(char::is_control)
    {
        return Err(ConfirmationRefusal::PaymentReferenceInvalid);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn what_is_ordered_late_is_expected_tomorrow() {
        let today = datetime!(2026-11-20 17:00 +8);
        for (ordered_at, expected) in [
            (datetime!(2026-11-20 00:00 +8), today),
            (datetime!(2026-11-20 08:00 UTC), today),
            (datetime!(2026-11-20 16:00:01 +8), today + Duration::DAY),
            (datetime!(2026-11-20 23:59 +8), today + Duration::DAY),
        ] {
            assert_eq!(expected_by(ordered_at), expected, "{ordered_at}");
        }
    }

    /// Every state × every step: where it leads, or that it is refused.
    #[test]
    fn every_state_answers_every_step() {
        let expected = [
            // send, accept, reject, confirm, resend, explain
            (PayoutState::Requested, ["unknown", "-", "-", "-", "-", "confirmed"]),
            (PayoutState::Unknown, ["-", "sent", "failed", "confirmed", "-", "confirmed"]),
            (PayoutState::Sent, ["-", "-", "failed", "confirmed", "-", "confirmed"]),
            (PayoutState::Confirmed, ["-", "-", "-", "-", "-", "-"]),
            (PayoutState::Failed, ["-", "-", "-", "-", "requested", "confirmed"]),
            (PayoutState::SentBack, ["-", "-", "-", "-", "requested", "confirmed"]),
            (PayoutState::Returned, ["-", "-", "-", "-", "-", "-"]),
        ];
        for (state, row) in expected {
            let payout = Payout { state, attempt: 1 };
            let explained = payout.explain(Whose::Agent);
            let got = [payout.send(), payout.accept(), payout.reject(), payout.confirm(), payout.resend(), explained];
            let got = got.map(|outcome| outcome.map_or("-", |payout| payout.state.code()));
            assert_eq!(got, row, "{state:?}");
            assert_eq!(PayoutState::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn only_what_was_paid_comes_back_and_once() {
        for state in PayoutState::ALL {
            let payout = Payout { state, attempt: 2 };
            let back = |whose| payout.come_back(whose).ok().map(|payout| (payout.state, payout.attempt));
            let expected = |back| (state == PayoutState::Confirmed).then_some((back, 2));
            assert_eq!(back(Whose::Agent), expected(PayoutState::Returned), "{}", state.code());
            assert_eq!(back(Whose::Partner), expected(PayoutState::SentBack), "{}", state.code());
            assert_eq!(back(Whose::Payer), None, "{}", state.code());
        }
    }

    #[test]
    fn what_has_not_left_pays_less_and_nothing_of_it_is_over() {
        for state in PayoutState::ALL {
            let payout = Payout { state, attempt: 1 };
            let after = [true, false].map(|rest| payout.pay_less(rest).ok().map(|payout| payout.state));
            let here = matches!(state, PayoutState::Requested | PayoutState::Failed | PayoutState::SentBack);
            let expected = [here.then_some(state), here.then_some(PayoutState::Returned)];
            assert_eq!(after, expected, "{}", state.code());
        }
    }

    #[test]
    fn a_daily_schedule_pays_what_had_come_by_its_last_time() {
        let four = PayoutSchedule::Daily(time!(16:00));
        for (now, due_to) in [
            (datetime!(2026-11-20 15:59 +8), datetime!(2026-11-19 16:00 +8)),
            (datetime!(2026-11-20 16:00 +8), datetime!(2026-11-20 16:00 +8)),
            // Half past midnight in China.
            (datetime!(2026-11-20 16:30 UTC), datetime!(2026-11-20 16:00 +8)),
        ] {
            assert_eq!(four.due_to(now), Some(due_to), "{now}");
            assert!(four.is_due(due_to, now) && !four.is_due(due_to + Duration::SECOND, now));
            assert!(PayoutSchedule::AtOnce.is_due(now + Duration::SECOND, now), "another clock may be ahead");
        }
    }

    #[test]
    fn a_schedule_is_read_as_it_is_written_and_nothing_else_is() {
        for (text, schedule) in [
            ("", Some(PayoutSchedule::AtOnce)),
            ("16:00", Some(PayoutSchedule::Daily(time!(16:00)))),
            ("00:05", Some(PayoutSchedule::Daily(time!(00:05)))),
            ("24:00", None),
            ("4pm", None),
            ("16:00:00", None),
            (" 16:00", None),
        ] {
            assert_eq!(PayoutSchedule::read(text), schedule, "{text}");
            assert!(schedule.is_none_or(|schedule| schedule.text() == text), "{text}");
        }
    }

    #[test]
    fn only_a_new_attempt_takes_a_new_serial() {
        let requested = Payout { state: PayoutState::Requested, attempt: 0 };
        let sent = requested.send().unwrap();
        assert_eq!(sent.attempt, 1);
        assert_eq!(sent.accept().unwrap().attempt, 1);
        let again = sent.reject().and_then(Payout::resend).unwrap();
        assert_eq!((again.attempt, again.send().unwrap().attempt), (1, 2));
        assert!(requested.explain(Whose::Partner).is_err(), "what was never sent was never paid");
        let over = Payout { state: PayoutState::Returned, attempt: 1 }.explain(Whose::Partner);
        assert_eq!(over.map(|payout| payout.state), Ok(PayoutState::Confirmed), "nothing of it was left to pay");
        assert!(Payout { attempt: i16::MAX, ..requested }.send().is_err());
    }

    #[test]
    fn an_order_that_the_bank_does_not_know_waits_five_minutes() {
        let sent_at = datetime!(2026-11-20 10:00 +8);
        let unknown = Payout { state: PayoutState::Unknown, attempt: 1 };
        assert!(!unknown.may_resend(sent_at, sent_at + RESEND_AFTER - Duration::SECOND));
        assert!(unknown.may_resend(sent_at, sent_at + RESEND_AFTER));
        assert!(!Payout { state: PayoutState::Sent, ..unknown }.may_resend(sent_at, sent_at + RESEND_AFTER));
    }

    #[test]
    fn what_comes_to_nothing_is_left_alone_for_longer_and_longer() {
        let pauses = |state, tries: &[u32]| -> Vec<i64> {
            let payout = Payout { state, attempt: 1 };
            tries.iter().map(|&tries| payout.pause(tries).whole_seconds()).collect()
        };
        let tries = [0, 1, 2, 5, 6, 40, u32::MAX];
        assert_eq!(pauses(PayoutState::Unknown, &tries), [5, 10, 20, 160, 300, 300, 300]);
        assert_eq!(pauses(PayoutState::Requested, &tries), pauses(PayoutState::Unknown, &tries));
        assert_eq!(pauses(PayoutState::Sent, &[0, 1, 5, 6, u32::MAX]), [600, 1_200, 19_200, 21_600, 21_600]);
    }

    #[test]
    fn a_partner_confirms_once_what_can_have_arrived() {
        let long = "1".repeat(PAYMENT_REFERENCE_LIMIT + 1);
        assert_eq!(confirm_repayment(None, false, "JH-1"), Err(ConfirmationRefusal::NotPaidOut));
        for (payout, before, reference, expected) in [
            (PayoutState::Sent, false, "JH-1", None),
            (PayoutState::Confirmed, false, "JH-1", None),
            (PayoutState::Confirmed, true, "JH-1", Some(ConfirmationRefusal::AlreadyConfirmed)),
            (PayoutState::Unknown, false, "JH-1", Some(ConfirmationRefusal::NotPaidOut)),
            (PayoutState::Requested, false, "JH-1", Some(ConfirmationRefusal::NotPaidOut)),
            (PayoutState::Failed, false, "JH-1", Some(ConfirmationRefusal::NotPaidOut)),
            (PayoutState::SentBack, false, "JH-1", Some(ConfirmationRefusal::NotPaidOut)),
            (PayoutState::Sent, false, "", Some(ConfirmationRefusal::PaymentReferenceInvalid)),
            (PayoutState::Sent, false, &long, Some(ConfirmationRefusal::PaymentReferenceInvalid)),
        ] {
            assert_eq!(confirm_repayment(Some(payout), before, reference).err(), expected, "{payout:?} {reference}");
        }
    }
}
