//! [`DebtTransfer`]: debts change hands, from a funder to a facilitator or back, when both, the institution and the debtors know.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    attachment::AttachmentRefusal,
    calendar::{CHINA, Calendar},
    debt::{DebtRefusal, Holder},
    id::{DebtId, IdError, LoanId},
    loan::LoanState,
    role::PartnerKind,
};

/// How many working days debts stay frozen while nobody shows that their debtors were notified.
const NOTICE_WITHIN_DAYS: u32 = 10;
/// The most debts and loans of one transfer.
pub const ITEMS_LIMIT: usize = 1_000;
/// The most files that are kept with a transfer.
const DOCUMENTS_LIMIT: usize = 10;
/// The longest text of a document or of evidence, in characters.
pub const TEXT_LIMIT: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// By the one side; the other has to confirm.
    Submitted,
    /// By both; two people of the institution have to approve.
    Confirmed,
    /// The debts are frozen, until the debtors are notified, nothing is in flight, and its time has come.
    Approved,
    /// They have changed hands.
    Effective,
    Cancelled,
    Rejected,
}

codes!(TransferState {
    Submitted => "submitted",
    Confirmed => "confirmed",
    Approved => "approved",
    Effective => "effective",
    Cancelled => "cancelled",
    Rejected => "rejected",
});

/// Why a transfer has ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferEnd {
    /// Nobody has shown within [`NOTICE_WITHIN_DAYS`] that the debtors were notified.
    NoNotice,
}

codes!(TransferEnd {
    NoNotice => "transfer.no_notice",
});

/// Where one debt of a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    Pending,
    Frozen,
    Effective,
    /// It does not take part, for a reason ([`Declined`]).
    Declined,
}

codes!(ItemState {
    Pending => "pending",
    Frozen => "frozen",
    Effective => "effective",
    Declined => "declined",
});

/// Why something takes no part in a transfer: the code is that of the [`DebtRefusal`], or the transfer is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    NotHeld,
    InOtherTransfer,
    Settled,
    NotOverdue,
    NotShared,
    Cancelled,
    Rejected,
}

codes!(Declined {
    NotHeld => "debt.not_held",
    InOtherTransfer => "debt.in_other_transfer",
    Settled => "debt.settled",
    NotOverdue => "debt.not_overdue",
    NotShared => "debt.not_shared",
    Cancelled => "transfer.cancelled",
    Rejected => "transfer.rejected",
});

impl ItemState {
    /// Whether its transfer is under way: no other takes it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Frozen)
    }
}

/// What changes hands: a debt that its funder has registered, or a loan of this platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Debt(DebtId),
    Loan(LoanId),
}

impl Item {
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Debt(id) => id.0,
            Self::Loan(id) => id.0,
        }
    }

    /// The debt that it is, unless it is a loan.
    #[must_use]
    pub const fn debt(self) -> Option<DebtId> {
        match self {
            Self::Debt(id) => Some(id),
            Self::Loan(_) => None,
        }
    }

    /// The loan that it is, unless it is a debt.
    #[must_use]
    pub const fn loan(self) -> Option<LoanId> {
        match self {
            Self::Loan(id) => Some(id),
            Self::Debt(_) => None,
        }
    }

    /// The item of two columns, of which one says what it is.
    #[must_use]
    pub fn from_parts(debt: Option<Uuid>, loan: Option<Uuid>) -> Option<Self> {
        debt.map(|id| Self::Debt(DebtId(id))).or_else(|| loan.map(|id| Self::Loan(LoanId(id))))
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Debt(id) => write!(formatter, "{id}"),
            Self::Loan(id) => write!(formatter, "{id}"),
        }
    }
}

impl FromStr for Item {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse().map(Self::Loan).or_else(|_| text.parse().map(Self::Debt))
    }
}

/// All that decides whether a loan changes hands, read under its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoanStanding {
    pub holder: Holder,
    pub state: LoanState,
    /// When its oldest unpaid instalment falls due; none where nothing is owed.
    pub due_on: Option<Date>,
    /// Whether a facilitator shares a card of its borrower.
    pub shared: bool,
}

impl LoanStanding {
    /// Decides whether a transfer of it to the facilitator, or back, may be asked for.
    ///
    /// # Errors
    /// Why the item is declined.
    pub fn may_transfer(&self, back: bool) -> Result<(), DebtRefusal> {
        if self.holder.is_frozen() {
            return Err(DebtRefusal::InOtherTransfer);
        }
        if (self.holder == Holder::Facilitator) != back {
            return Err(DebtRefusal::NotHeld);
        }
        self.may_change_hands(back)
    }

    /// Whether a frozen loan still changes hands when its transfer takes effect.
    ///
    /// # Errors
    /// When it was paid in full meanwhile; and, on the way to the facilitator, when it is not overdue any more or no card is shared.
    pub fn may_change_hands(&self, back: bool) -> Result<(), DebtRefusal> {
        let Some(due_on) = self.due_on.filter(|_| self.state != LoanState::Settled) else {
            return Err(DebtRefusal::Settled);
        };
        if !back && self.state.overdue_since().is_none() {
            return Err(DebtRefusal::NotOverdue { due_on });
        }
        if !back && !self.shared {
            return Err(DebtRefusal::NotShared);
        }
        Ok(())
    }
}

/// On what a transfer rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    Assignment,
    /// The facilitator has compensated the funder, and steps into its place.
    Subrogation,
    NplBatch,
    Court,
}

codes!(LegalBasis {
    Assignment => "assignment",
    Subrogation => "subrogation_after_compensation",
    NplBatch => "npl_batch",
    Court => "court",
});

/// A transfer as far as its rules go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebtTransfer {
    pub state: TransferState,
    /// From the facilitator to the funder.
    pub back: bool,
    /// When the debtors were notified, where there is evidence.
    pub notified_on: Option<Date>,
    /// From when it is to count; as soon as everything is there, if it says nothing.
    pub effective_from: Option<OffsetDateTime>,
    /// When its debts were frozen.
    pub approved_at: Option<OffsetDateTime>,
}

impl DebtTransfer {
    fn step(self, from: &[TransferState], to: TransferState) -> Result<Self, TransferRefusal> {
        if from.contains(&self.state) {
            Ok(Self { state: to, ..self })
        } else {
            Err(TransferRefusal::State { state: self.state })
        }
    }

    /// The other side confirms it.
    ///
    /// # Errors
    /// Unless it was submitted.
    pub fn confirm(self) -> Result<Self, TransferRefusal> {
        self.step(&[TransferState::Submitted], TransferState::Confirmed)
    }

    /// The other side will not have it.
    ///
    /// # Errors
    /// Once the debts are frozen, unless they are its own.
    pub fn reject(self) -> Result<Self, TransferRefusal> {
        match self.state {
            TransferState::Approved if self.back => Ok(Self { state: TransferState::Rejected, ..self }),
            _ => self.step(&[TransferState::Submitted, TransferState::Confirmed], TransferState::Rejected),
        }
    }

    /// Whoever submitted it takes it back; frozen debts thaw.
    ///
    /// # Errors
    /// Once it is effective or over.
    pub fn cancel(self) -> Result<Self, TransferRefusal> {
        let open = [TransferState::Submitted, TransferState::Confirmed, TransferState::Approved];
        self.step(&open, TransferState::Cancelled)
    }

    /// Two people of the institution approve it, and the debts are frozen. Whoever gives them away has brought so many files.
    ///
    /// # Errors
    /// Unless both sides have confirmed it, and without a file.
    pub fn approve(self, files: usize) -> Result<Self, TransferRefusal> {
        let after = self.step(&[TransferState::Confirmed], TransferState::Approved)?;
        if files == 0 { Err(TransferRefusal::FileMissing) } else { Ok(after) }
    }

    /// Whose debts they are until it takes effect.
    #[must_use]
    pub const fn gives(self) -> PartnerKind {
        if self.back { PartnerKind::Facilitator } else { PartnerKind::Funder }
    }

    /// There is evidence that the debtors were notified.
    ///
    /// # Errors
    /// Once it is effective or over, when there is some already, and of a day that has not come.
    pub fn notify(self, on: Date, today: Date) -> Result<Self, TransferRefusal> {
        if !matches!(self.state, TransferState::Submitted | TransferState::Confirmed | TransferState::Approved) {
            return Err(TransferRefusal::State { state: self.state });
        }
        if self.notified_on.is_some() {
            return Err(TransferRefusal::NotifiedAlready);
        }
        if on > today {
            return Err(TransferRefusal::NotifiedInTheFuture);
        }
        Ok(Self { notified_on: Some(on), ..self })
    }

    /// Another file may be kept with it, which has so many.
    ///
    /// # Errors
    /// Once it has ended without effect, and when there are as many as there may be.
    pub const fn may_add_document(self, there: usize) -> Result<(), TransferRefusal> {
        match self.state {
            TransferState::Cancelled | TransferState::Rejected => Err(TransferRefusal::State { state: self.state }),
            _ if there >= DOCUMENTS_LIMIT => {
                Err(TransferRefusal::File(AttachmentRefusal::TooMany { most: DOCUMENTS_LIMIT }))
            }
            _ => Ok(()),
        }
    }

    /// When frozen debts thaw of which nobody was notified.
    #[must_use]
    pub fn thaws_at(&self, calendar: &Calendar) -> Option<OffsetDateTime> {
        let frozen = self.approved_at.filter(|_| self.state == TransferState::Approved && self.notified_on.is_none());
        let at = frozen?.to_offset(CHINA);
        calendar.add_worked_days(at.date(), NOTICE_WITHIN_DAYS).map(|on| at.replace_date(on))
    }

    /// What an approved transfer waits for, while debits of its debts are or are not in flight, and one of its sides is or is not
    /// suspended.
    #[must_use]
    pub fn waits_for(&self, in_flight: bool, suspended: bool, at: OffsetDateTime) -> Option<Waiting> {
        if self.notified_on.is_none() {
            Some(Waiting::Notice)
        } else if suspended {
            Some(Waiting::Partners)
        } else if in_flight {
            Some(Waiting::Debits)
        } else {
            self.effective_from.filter(|from| *from > at).map(|until| Waiting::Time { until })
        }
    }
}

/// Why an approved transfer is not effective yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Evidence that the debtors were notified (Civil Code, article 546).
    Notice,
    /// The end of a suspension: nobody that is suspended takes on or hands over anything.
    Partners,
    /// Debits that are on their way, or may be.
    Debits,
    Time {
        until: OffsetDateTime,
    },
}

/// Why a transfer is not submitted, or a step of it not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TransferRefusal {
    #[error("the transfer is {}", state.code())]
    State { state: TransferState },
    #[error("a transfer is of 1 to 1,000 debts and loans")]
    Items,
    #[error("a debt is named twice")]
    Twice,
    #[error("none of the debts can be transferred: {0}")]
    NoneLeft(DebtRefusal),
    #[error("the document is missing")]
    DocumentMissing,
    #[error("whoever gives the debts away has brought no file")]
    FileMissing,
    #[error("the evidence is missing")]
    EvidenceMissing,
    #[error("there is evidence already")]
    NotifiedAlready,
    #[error("the debtors were notified on a day that has not come")]
    NotifiedInTheFuture,
    #[error("the time from which it is to count has passed")]
    InThePast,
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("the funder or the facilitator is suspended")]
    Suspended,
    #[error(transparent)]
    File(#[from] AttachmentRefusal),
}

impl TransferRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "transfer.state",
            Self::Items => "transfer.items",
            Self::Twice => "transfer.twice",
            Self::NoneLeft(_) => "transfer.none_left",
            Self::DocumentMissing => "transfer.document_missing",
            Self::FileMissing => "transfer.file_missing",
            Self::EvidenceMissing => "transfer.evidence_missing",
            Self::NotifiedAlready => "transfer.notified_already",
            Self::NotifiedInTheFuture => "transfer.notified_in_the_future",
            Self::InThePast => "transfer.in_the_past",
            Self::ReasonMissing => "transfer.reason_missing",
            Self::Suspended => "transfer.partner_suspended",
            Self::File(refusal) => refusal.code(),
        }
    }
}

/// Whether a text says something, and not everything.
#[must_use]
pub fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= TEXT_LIMIT && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{CalendarDay, DayKind};
    use time::{
        Duration,
        macros::{date, datetime},
    };

    const TODAY: Date = date!(2026 - 11 - 20);
    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

    #[test]
    fn a_loan_goes_to_who_shares_its_card_while_it_is_overdue_and_back_while_anything_is_owed() {
        let late = LoanStanding {
            holder: Holder::Funder,
            state: LoanState::Overdue { since: TODAY },
            due_on: Some(TODAY),
            shared: true,
        };
        let code = |outcome: Result<(), DebtRefusal>| outcome.err().map(|refusal| refusal.code());
        assert_eq!(code(late.may_transfer(false)), None);
        assert_eq!(code(late.may_transfer(true)), Some("debt.not_held"));
        for (standing, refusal) in [
            (LoanStanding { state: LoanState::Active, ..late }, "debt.not_overdue"),
            (LoanStanding { state: LoanState::Settled, due_on: None, ..late }, "debt.settled"),
            (LoanStanding { shared: false, ..late }, "debt.not_shared"),
        ] {
            assert_eq!(code(standing.may_transfer(false)), Some(refusal));
            assert_eq!(Declined::from_code(refusal).map(Declined::code), Some(refusal));
            assert_eq!(code(standing.may_change_hands(false)), Some(refusal));
        }
        let frozen = LoanStanding { holder: Holder::InTransfer, ..late };
        assert_eq!(code(frozen.may_transfer(false)), Some("debt.in_other_transfer"));
        assert_eq!(code(frozen.may_change_hands(false)), None);
        let held = LoanStanding { holder: Holder::Facilitator, state: LoanState::Active, shared: false, ..late };
        assert_eq!(code(held.may_transfer(true)), None, "bought back whatever has become of the card");
    }

    #[test]
    fn an_item_is_known_by_its_text() {
        for item in [Item::Debt(DebtId(Uuid::nil())), Item::Loan(LoanId(Uuid::max()))] {
            assert_eq!(item.to_string().parse(), Ok(item));
        }
        assert!("draw_00000000000000000000000000".parse::<Item>().is_err());
    }

    fn transfer(state: TransferState) -> DebtTransfer {
        DebtTransfer { state, back: false, notified_on: None, effective_from: None, approved_at: Some(AT) }
    }

    #[test]
    fn each_state_allows_its_steps() {
        use TransferState::{Approved, Cancelled, Confirmed, Effective, Rejected, Submitted};
        for (state, steps) in [
            (Submitted, [Some(Confirmed), Some(Rejected), Some(Cancelled), None]),
            (Confirmed, [None, Some(Rejected), Some(Cancelled), Some(Approved)]),
            (Approved, [None, None, Some(Cancelled), None]),
            (Effective, [None; 4]),
            (Cancelled, [None; 4]),
            (Rejected, [None; 4]),
        ] {
            let now = transfer(state);
            let done = [now.confirm(), now.reject(), now.cancel(), now.approve(1)];
            assert_eq!(done.map(|step| step.ok().map(|after| after.state)), steps, "{state:?}");
            assert!(now.approve(0).is_err(), "{state:?}");
            assert_eq!(now.may_add_document(0).is_ok(), !matches!(state, Cancelled | Rejected), "{state:?}");
            assert!(now.may_add_document(DOCUMENTS_LIMIT).is_err(), "{state:?}");
            let open = matches!(state, Submitted | Confirmed | Approved);
            assert_eq!(now.notify(TODAY, TODAY).is_ok(), open, "{state:?}");
        }
    }

    #[test]
    fn who_holds_what_is_frozen_can_leave_and_without_a_notice_it_thaws() {
        let approved = transfer(TransferState::Approved);
        assert!(approved.reject().is_err());
        let back = DebtTransfer { back: true, ..approved };
        assert_eq!(back.reject().unwrap().state, TransferState::Rejected);
        let plain = Calendar::default();
        assert_eq!(approved.thaws_at(&plain), Some(AT + Duration::days(14)));
        let off = CalendarDay { on: TODAY + Duration::days(3), kind: DayKind::Off, name: String::new() };
        assert_eq!(approved.thaws_at(&[off].into_iter().collect()), Some(AT + Duration::days(17)), "over a weekend");
        assert_eq!(approved.notify(TODAY, TODAY).unwrap().thaws_at(&plain), None);
        assert_eq!(transfer(TransferState::Confirmed).thaws_at(&plain), None);
    }

    #[test]
    fn it_waits_for_the_notice_the_debits_and_its_time() {
        let approved = transfer(TransferState::Approved);
        assert_eq!(approved.waits_for(false, true, AT), Some(Waiting::Notice));
        assert_eq!(approved.notify(TODAY + Duration::DAY, TODAY), Err(TransferRefusal::NotifiedInTheFuture));
        let notified = approved.notify(TODAY, TODAY).unwrap();
        assert_eq!(notified.notify(TODAY, TODAY), Err(TransferRefusal::NotifiedAlready));
        assert_eq!(notified.waits_for(true, true, AT), Some(Waiting::Partners));
        assert_eq!(notified.waits_for(true, false, AT), Some(Waiting::Debits));
        assert_eq!(notified.waits_for(false, false, AT), None);
        let until = AT + Duration::HOUR;
        let later = DebtTransfer { effective_from: Some(until), ..notified };
        assert_eq!(later.waits_for(false, false, AT), Some(Waiting::Time { until }));
        assert_eq!(later.waits_for(false, false, until), None);
    }
}
