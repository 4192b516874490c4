//! [`History`]: all facts of a loan, of which its position is the pure function. A fact that is found out later, or that turns out
//! not to have been, is put in or taken out, and the loan is made again.

use time::Date;

use crate::{
    Amount,
    correction::Split,
    position::{Allocation, AllocationRefusal, MovedDueDate, Position, Waivable},
    schedule::{DueDates, MathError},
    terms::LoanTerms,
};

/// What happened to a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    Paid(Amount),
    /// So much of what was owed that day need not be paid.
    Waived(Waivable, Amount),
    DueDateMoved(MovedDueDate),
}

/// What kind of thing is recorded of a loan beside what its agent pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedKind {
    DueDateMoved,
    /// Paid outside of the platform, to the holder.
    Received,
    Waived,
    /// Another fact, or a payment, is none.
    Undone,
}

codes!(RecordedKind {
    DueDateMoved => "due_date_moved",
    Received => "received",
    Waived => "waived",
    Undone => "undone",
});

/// What happened, with the date for which it counts. Of what counts for the same date, what was recorded first comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<Id> {
    pub id: Id,
    pub on: Date,
    /// Of the loan after it was recorded; no two facts of a loan have the same.
    pub version: i64,
    pub happened: Happened,
}

/// A loan's facts, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<Id> {
    pub principal: Amount,
    pub terms: LoanTerms,
    pub dates: DueDates,
    pub facts: Vec<Fact<Id>>,
}

/// What a payment pays: all of it, but for what nobody owed. And what a waiver of principal takes off, which is principal alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<Id> {
    pub id: Id,
    pub on: Date,
    /// Nothing when nothing was owed.
    pub allocation: Allocation,
    pub excess: Amount,
}

impl<Id> Placed<Id> {
    #[must_use]
    pub fn split(&self) -> Split {
        let Allocation { fee, penalty, interest, principal, .. } = self.allocation;
        Split { fee, penalty, interest, principal, excess: self.excess }
    }
}

/// A loan made of its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed<Id> {
    pub position: Position,
    /// Of every payment and waiver of principal, in the order in which they count.
    pub placed: Vec<Placed<Id>>,
}

impl<Id: Copy> History<Id> {
    /// Makes the loan of its facts. A payment pays at most what is owed on its date, a waiver takes at most what is owed of its kind,
    /// and a due date of which nothing is unpaid is not moved.
    ///
    /// # Errors
    /// When the terms do not fit together or the figures leave the range of exact arithmetic.
    pub fn replay(&self) -> Result<Replayed<Id>, MathError> {
        let mut position = Position::open(self.principal, &self.terms, &self.dates)?;
        let mut facts: Vec<_> = self.facts.iter().collect();
        facts.sort_by_key(|fact| (fact.on, fact.version));
        let mut placed = Vec::new();
        for Fact { id, on, happened, .. } in facts {
            match happened {
                Happened::Paid(amount) => {
                    let taken = position.quote(*on).payoff_total().min(*amount);
                    let allocation = if taken.is_positive() {
                        let (after, allocation) = position.pay(*on, taken).map_err(out_of_range)?;
                        position = after;
                        allocation
                    } else {
                        Allocation::none()
                    };
                    placed.push(Placed { id: *id, on: *on, allocation, excess: amount.less(taken) });
                }
                Happened::Waived(what, amount) => {
                    let taken = position.quote(*on).waivable(*what).min(*amount);
                    if taken.is_positive() {
                        position = position.waive(*on, *what, taken).map_err(|_| MathError::OutOfRange)?;
                    }
                    if *what == Waivable::Principal {
                        let allocation = Allocation::of_principal(taken, position.settled());
                        placed.push(Placed { id: *id, on: *on, allocation, excess: Amount::ZERO });
                    }
                }
                Happened::DueDateMoved(moved) => position = position.with_moved(*moved).unwrap_or(position),
            }
        }
        Ok(Replayed { position, placed })
    }
}

fn out_of_range(refusal: AllocationRefusal) -> MathError {
    match refusal {
        AllocationRefusal::Math(error) => error,
        _ => MathError::OutOfRange,
    }
}
