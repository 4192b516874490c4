//! Money on the reserve accounts: why a file that tells of it is not taken, and what a second person has to know of it
//! before it is.

mod left_out;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    approval::{ApprovalRefusal, check_note},
    file_fault::FileFault,
    matching::Direction,
};

pub use left_out::{LineRefusal, UnreadReason};

/// Days before the business date from which on a line is further back than statements are.
const LONG_AGO_DAYS: i32 = 366;

/// Where a line of a reserve account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovementState {
    /// Perhaps a movement that is recorded already: it is not in the books until two people have said.
    Doubtful,
    /// Two people have found it to be another one's reading.
    ToldAgain,
    /// A person looks.
    Unmatched,
    Matched,
    /// It has a break.
    Broken,
    /// Its money is on its way back to the payer.
    Returning,
    Returned,
}

codes!(MovementState {
    Doubtful => "doubtful",
    ToldAgain => "told_again",
    Unmatched => "unmatched",
    Matched => "matched",
    Broken => "broken",
    Returning => "returning",
    Returned => "returned",
});

impl MovementState {
    /// Whether people have to say what becomes of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Doubtful | Self::Unmatched | Self::Broken)
    }

    /// Whether it is a movement for certain: not a reading that may be, or is, another one's.
    #[must_use]
    pub const fn is_booked(self) -> bool {
        !matches!(self, Self::Doubtful | Self::ToldAgain)
    }

    /// # Errors
    /// When nobody can give its money to anything any more, or it is not known whether it is a movement of its own.
    pub fn check_unsettled(self) -> Result<(), ApprovalRefusal> {
        match self {
            Self::Unmatched | Self::Broken => Ok(()),
            state => Err(ApprovalRefusal::MovementSettled { state: state.code().to_owned() }),
        }
    }
}

/// Whether the money of a line can go back to the account that it came from: its counterparty's name and account.
///
/// # Errors
/// When it is settled, went out, or its payer is not known.
pub fn may_return(
    state: MovementState,
    direction: Direction,
    (name, account): (&str, &str),
) -> Result<(), ApprovalRefusal> {
    state.check_unsettled()?;
    if direction == Direction::Debit {
        return Err(ApprovalRefusal::NotReceived);
    }
    if name.is_empty() || account.is_empty() {
        return Err(ApprovalRefusal::PayerUnknown);
    }
    Ok(())
}

/// What becomes of a line of a file, what needs people first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    /// It was not understood.
    Refused,
    /// It may be a movement that is recorded already.
    Doubtful,
    Break,
    Unmatched,
    Draw,
    Wallet,
    Payout,
    Receivable,
    Commission,
    Settlement,
    /// It is recorded already.
    Known,
    /// It is no line: a total, a note.
    PassedOver,
}

codes!(LineOutcome {
    Refused => "refused",
    Doubtful => "doubtful",
    Break => "break",
    Unmatched => "unmatched",
    Draw => "draw",
    Wallet => "wallet",
    Payout => "payout",
    Receivable => "receivable",
    Commission => "commission",
    Settlement => "settlement",
    Known => "known",
    PassedOver => "passed_over",
});

impl LineOutcome {
    /// Whether the line tells of money that moved, as far as it was understood.
    #[must_use]
    pub const fn is_movement(self) -> bool {
        !matches!(self, Self::Refused | Self::PassedOver)
    }

    /// Whether the line's money is somebody's, to whom it is given when the line is recorded.
    #[must_use]
    pub const fn is_given(self) -> bool {
        match self {
            Self::Draw | Self::Wallet | Self::Payout | Self::Receivable | Self::Commission | Self::Settlement => true,
            Self::Refused | Self::Doubtful | Self::Break | Self::Unmatched | Self::Known | Self::PassedOver => false,
        }
    }
}

/// Why our books of a reserve account differ from its bank's balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// On the account before our books begin.
    Before,
    /// In our books, told by one source of the bank and not by the other, while that one tells what the first does not.
    Contradicted,
    /// In the bank's balance, and a possible duplicate here.
    Doubtful,
    /// In our books, and not in the bank's balance yet.
    NotTold,
}

codes!(Difference {
    Before => "before",
    Contradicted => "contradicted",
    Doubtful => "doubtful",
    NotTold => "not_told",
});

/// Why our books of a reserve account at the end of a day differ from what its bank told then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayDifference {
    /// On the account before our books begin.
    Before,
    /// The bank booked it by then, and our books later.
    BookedLater,
    /// Our books had it by then, and the bank booked it later.
    BookedAhead,
    /// In the bank's balance, and a possible duplicate here.
    Doubtful,
    /// In our books, and not in the balance that the bank told.
    NotTold,
}

codes!(DayDifference {
    Before => "before",
    BookedLater => "booked_later",
    BookedAhead => "booked_ahead",
    Doubtful => "doubtful",
    NotTold => "not_told",
});

/// Why a bank statement is not imported. Nothing of the file is recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StatementRefusal {
    /// It is no statement, or not one that can be trusted. `detail` names the place.
    #[error("{detail}")]
    Unreadable { code: FileFault, detail: String },
    /// It is a statement of somebody else's account.
    #[error("{account_no} is not one of the reserve accounts")]
    UnknownAccount { account_no: String },
    #[error("the account {account_no} is kept in {account_currency}, the statement is in {statement_currency}")]
    OtherCurrency { account_no: String, account_currency: String, statement_currency: String },
    /// It says itself whose it is.
    #[error("the statement is of the account {account_no}, not of {given}")]
    OtherAccount { account_no: String, given: String },
    #[error("the second person must be another person")]
    SamePerson,
    #[error("it was decided before")]
    AlreadyDecided,
    #[error("there is no reason")]
    NoteMissing,
    #[error("the reason is too long")]
    NoteTooLong,
    /// Nobody has told what moved between the balance that was known last and the one with which it begins.
    #[error("{gap} lie between the last known balance and the opening balance")]
    PredecessorMissing { gap: Amount },
    /// Until its last line is recorded, nobody knows what this one tells beyond it.
    #[error("another file of one of its accounts is being recorded")]
    AnotherUnderWay,
}

impl StatementRefusal {
    /// The stable code that screens translate.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { code, .. } => code.code(),
            Self::UnknownAccount { .. } => "statement.unknown_account",
            Self::OtherCurrency { .. } => "statement.other_currency",
            Self::OtherAccount { .. } => "statement.other_account",
            Self::SamePerson => "two_people.same_person",
            Self::AlreadyDecided => "approval.already_decided",
            Self::NoteMissing => "approval.note_missing",
            Self::NoteTooLong => "approval.note_too_long",
            Self::PredecessorMissing { .. } => "statement.predecessor_missing",
            Self::AnotherUnderWay => "statement.another_under_way",
        }
    }
}

/// How a statement's opening balance joins what was known of the account before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Nothing was known before.
    Start,
    /// It is the balance that was known last.
    Follows,
    /// It begins in the middle of a day of which other lines are known.
    Part,
    /// It is another balance than the one that was known last.
    Gap,
    /// The statement does not tell it.
    Unknown,
}

codes!(Link {
    Start => "start",
    Follows => "follows",
    Part => "part",
    Gap => "gap",
    Unknown => "unknown",
});

impl Link {
    /// `before` is the balance that was known last before the statement's first day. `within` says whether the opening
    /// balance is among those that are known of that day itself, if any are, and `joined` whether those go on from `before`.
    #[must_use]
    pub fn of(opening: Amount, before: Option<Amount>, within: Option<bool>, joined: bool) -> Self {
        match (before, within) {
            (Some(before), _) if before == opening => Self::Follows,
            (Some(_), Some(true)) if joined => Self::Part,
            (Some(_), _) => Self::Gap,
            (None, None) => Self::Start,
            (None, Some(_)) => Self::Part,
        }
    }
}

/// Something about a statement that a person has to know before it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// The balance before the first line and the lines do not make the balance after the last: `missing` would.
    Unexplained { missing: Amount },
    /// The statement begins with another balance than the one that was known last.
    Gap { known: Amount, opening: Amount },
    /// The statement ends with another balance than the one with which what is known of the days after it begins.
    GapAfter { closing: Amount, known: Amount },
    /// Each of two sources tells of what the other should tell of too: the feed has movements of these days that are not in
    /// the file, as many and so much together, and the file has others.
    Contradicts { movements: u64, amount: Amount },
    /// Lines that are booked after the business date, or more than a year before it.
    FarAway { lines: u64, first: Date, last: Date },
    /// Lines that could not be read.
    Unread { lines: u64 },
    /// The statement tells no balances, so that nothing says whether lines are missing.
    NoBalances,
    /// The statement tells the balance at one end only: the other follows from its lines, and proves nothing of them.
    OneBalance,
    /// It is of an account that is not a reserve account; nothing of it is read.
    LeftOut,
}

impl Finding {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unexplained { .. } => "statement.unexplained",
            Self::Gap { .. } => "statement.gap",
            Self::GapAfter { .. } => "statement.gap_after",
            Self::Contradicts { .. } => "statement.contradicts",
            Self::FarAway { .. } => "statement.far_away",
            Self::Unread { .. } => "statement.unread",
            Self::NoBalances => "statement.no_balances",
            Self::OneBalance => "statement.one_balance",
            Self::LeftOut => "statement.left_out",
        }
    }

    /// What moved before the statement begins and nobody has told: a file with such a gap is not confirmed.
    ///
    /// 1,000,000.00 were known last, and it opens with 1,012,345.67: 12,345.67.
    #[must_use]
    pub fn gap(&self) -> Option<Amount> {
        match self {
            Self::Gap { known, opening } => Some(opening.plus(known.negated())),
            _ => None,
        }
    }

    /// Whether who decides about the file all the same has to say why.
    #[must_use]
    pub const fn is_grave(&self) -> bool {
        match self {
            Self::Unexplained { .. }
            | Self::Gap { .. }
            | Self::GapAfter { .. }
            | Self::Contradicts { .. }
            | Self::FarAway { .. }
            | Self::Unread { .. } => true,
            Self::NoBalances | Self::OneBalance | Self::LeftOut => false,
        }
    }
}

/// What a statement tells, as far as it can be held against itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    /// What the lines that were read move; a debit is negative.
    pub moved: Amount,
    /// The booking dates of those lines.
    pub dates: Vec<Date>,
    pub unread: u64,
}

impl Told {
    /// The balances before the first line and after the last: where only one is told, the lines give the other, if all of
    /// them were read.
    #[must_use]
    pub fn ends(&self) -> (Option<Amount>, Option<Amount>) {
        match (self.opening, self.closing) {
            _ if self.unread > 0 => (self.opening, self.closing),
            (Some(opening), None) => (Some(opening), Some(opening.plus(self.moved))),
            (None, Some(closing)) => (Some(closing.plus(self.moved.negated())), Some(closing)),
            both => both,
        }
    }

    /// Whether both balances are told and the lines are what lies between them.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.opening.zip(self.closing).is_some_and(|(opening, closing)| opening.plus(self.moved) == closing)
    }

    /// What a person has to know of it, but for how it joins what was known before.
    ///
    /// 1,000,000.00 before, lines of 5,000.00 and −1,200.00, and 1,004,800.00 after: 1,000.00 is missing.
    #[must_use]
    pub fn findings(&self, business_date: Date) -> Vec<Finding> {
        let mut findings = Vec::new();
        match (self.opening, self.closing) {
            (Some(opening), Some(closing)) => {
                let missing = closing.plus(opening.plus(self.moved).negated());
                if !missing.is_zero() {
                    findings.push(Finding::Unexplained { missing });
                }
            }
            (None, None) => findings.push(Finding::NoBalances),
            _ => findings.push(Finding::OneBalance),
        }
        let long_ago = business_date.saturating_sub(time::Duration::days(LONG_AGO_DAYS.into()));
        let far: Vec<Date> = self.dates.iter().copied().filter(|on| *on > business_date || *on < long_ago).collect();
        if let (Some(first), Some(last)) = (far.iter().min(), far.iter().max()) {
            let lines = u64::try_from(far.len()).unwrap_or(u64::MAX);
            findings.push(Finding::FarAway { lines, first: *first, last: *last });
        }
        if self.unread > 0 {
            findings.push(Finding::Unread { lines: self.unread });
        }
        findings
    }
}

/// What the second person says to a file: done, or not with a reason. Who confirms what is grave says why; what begins behind a gap
/// waits until that is told.
///
/// # Errors
/// When the reason is missing or too long, or the statement before is missing.
pub fn check_decision<'f>(
    agree: bool,
    note: &str,
    mut findings: impl Iterator<Item = &'f Finding> + Clone,
) -> Result<(), StatementRefusal> {
    if let Some(gap) = findings.clone().find_map(Finding::gap).filter(|_| agree) {
        return Err(StatementRefusal::PredecessorMissing { gap });
    }
    let grave = findings.any(Finding::is_grave);
    if agree && !grave && note.trim().is_empty() {
        return Ok(());
    }
    check_note(note).map_err(|_| match note.trim() {
        "" => StatementRefusal::NoteMissing,
        _ => StatementRefusal::NoteTooLong,
    })
}

#[cfg(test)]
mod tests;
