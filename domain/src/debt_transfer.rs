//! [`DebtTransfer`]: debts change hands, from a funder to a facilitator or back, when both, the institution and the debtors know.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
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
pub const NOTICE_WITHIN_DAYS: u32 = 10;
/// How long after its debts froze a transfer waits for debits that were on their way, where its time has come before.
const DRAINS_FOR: Duration = Duration::minutes(10);
/// The most debts and loans of one transfer.
pub const ITEMS_LIMIT: usize = 1_000;
/// The most files that are kept with a transfer.
const DOCUMENTS_LIMIT: usize = 10;

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
    /// It is another's, or nothing.
    NotFound,
    /// An earlier row names it, and counts.
    Twin,
    NotHeld,
    InOtherTransfer,
    Settled,
    NotOverdue,
    NotShared,
    /// A debit of it was on its way when the others changed hands: it goes on in a follow-up of the transfer.
    FollowedUp,
    Cancelled,
    Rejected,
}

codes!(Declined {
    NotFound => "not_found",
    Twin => "transfer.row_repeated",
    NotHeld => "debt.not_held",
    InOtherTransfer => "debt.in_other_transfer",
    Settled => "debt.settled",
    NotOverdue => "debt.not_overdue",
    NotShared => "debt.not_shared",
    FollowedUp => "transfer.followed_up",
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

    /// Whether its debts have had the time to drain: those of which a debit is still on its way keep the others no longer.
    fn has_drained(&self, at: OffsetDateTime) -> bool {
        let drains_until = self.approved_at.map(|frozen| frozen + DRAINS_FOR);
        drains_until.max(self.effective_from).is_some_and(|until| until <= at)
    }

    /// What an approved transfer waits for, while debits of its debts are in flight, and one of its sides is or is not suspended.
    #[must_use]
    pub fn waits_for(&self, draining: Draining, suspended: bool, at: OffsetDateTime) -> Option<Waiting> {
        if self.notified_on.is_none() {
            Some(Waiting::Notice)
        } else if suspended {
            Some(Waiting::Partners)
        } else if draining == Draining::All || (draining == Draining::Part && !self.has_drained(at)) {
            Some(Waiting::Debits)
        } else {
            self.effective_from.filter(|from| *from > at).map(|until| Waiting::Time { until })
        }
    }
}

/// Of which debts of a transfer a debit is on its way, or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draining {
    Nothing,
    Part,
    All,
}

impl Draining {
    #[must_use]
    pub const fn of(any: bool, all: bool) -> Self {
        match (any, all) {
            (false, _) => Self::Nothing,
            (true, false) => Self::Part,
            (true, true) => Self::All,
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

#[cfg(test)]
mod tests;
