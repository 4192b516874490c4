//! What a correction would change, decided on what is locked.

use std::collections::HashMap;

use domain::{
    Amount,
    correction::{Correction, CorrectionRefusal, Split},
    credit_line::CreditLine,
    history::{Fact, Happened, History, Replayed},
    id::LoanId,
    loan::Loan,
    position::{Position, WaiverRefusal},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::sql::{self, LockedLoan, LockedPayable, PaidTo, ShareOf};
use crate::{
    Error, calendar,
    loan::fact::{Recorded, histories, splits},
};

/// A fact to be recorded, and the date for which it counts.
#[derive(Clone, Copy, Debug)]
pub struct ToRecord {
    pub id: Uuid,
    pub recorded: Recorded,
    pub on: Date,
}

/// What a payment pays now, and what it paid before.
#[derive(Clone, Copy, Debug)]
pub struct Changed {
    pub payment: Uuid,
    pub on: Date,
    /// What is to be added to what was posted.
    pub by: Split,
    /// It is none any more.
    pub undone: bool,
    /// It is no payment, but a waiver of principal.
    pub waives: bool,
}

impl Changed {
    /// What of a repayment is the wallet's again.
    pub fn back(&self) -> Amount {
        if self.undone { self.by.taken_back().excess } else { self.by.excess }
    }
}

pub struct Planned {
    pub loan: LockedLoan,
    pub facts: Vec<ToRecord>,
    /// In the order in which they count.
    pub changed: Vec<Changed>,
    pub line: CreditLine,
    pub after: Loan,
    /// What the wallet has paid.
    pub repayments: HashMap<Uuid, PaidTo>,
    /// What of the payments that give something back was payable.
    pub payables: HashMap<Uuid, LockedPayable>,
    /// What was withheld of its repayments for the institution.
    pub shares: HashMap<Uuid, ShareOf>,
}

impl Planned {
    /// What comes back to the wallet.
    pub fn back(&self) -> Amount {
        self.came_back().values().sum()
    }

    /// The same, of each repayment.
    pub fn came_back(&self) -> HashMap<Uuid, Amount> {
        // What was received outside comes back to no wallet.
        let paid = self.changed.iter().filter(|changed| self.repayments.contains_key(&changed.payment));
        paid.map(|changed| (changed.payment, changed.back())).collect()
    }
}

/// Plans a correction of a loan, locked. What is to be recorded has no name yet: nil.
pub async fn plan(
    connection: &mut PgConnection,
    id: LoanId,
    correction: &Correction,
) -> Result<Planned, Error<CorrectionRefusal>> {
    let loan = sql::lock_loan(connection, id).await?.ok_or(Error::NotFound)?;
    let kept = histories::<CorrectionRefusal>(connection, Some(id)).await?.remove(&id.0).ok_or(Error::NotFound)?;
    let was = splits(connection, Some(id)).await?;
    let repayments = sql::list_repayments(connection, id).await?;
    let mut facts = facts(&loan, &kept.history, &repayments, correction).map_err(Error::Refused)?;
    let mut known = known_of(&kept.history);
    let history = with(kept.history, &facts, loan.kept.version);
    known.extend(known_of(&history));
    let after = history.replay().map_err(Error::defect)?;
    let changed = differences(&was, &known, &after);
    // What is owed again may fall due on a day that has become a holiday meanwhile.
    let calendar = calendar::find_for(connection, std::iter::once(after.position.terms())).await?;
    let days = (loan.today, Date::MAX);
    let (position, moves) = after.position.with_holidays(days, &calendar, loan.line.now.matures_on);
    let moved = |moved| ToRecord { id: Uuid::nil(), recorded: Recorded::DueDateMoved(moved), on: loan.today };
    facts.extend(moves.into_iter().map(moved));
    check_excess(&changed, &facts, &repayments).map_err(Error::Refused)?;
    check_penalty(&position, loan.today).map_err(Error::Refused)?;
    let line = line_after(&loan, &position)?;
    let payables = payables(connection, &changed, &repayments).await?;
    let shares = sql::list_shares(connection, id).await?;
    let recorded = i64::try_from(facts.len()).map_err(Error::defect)?;
    let after = Loan { position, holder: loan.kept.holder, version: loan.kept.version.saturating_add(recorded) };
    Ok(Planned { loan, facts, changed, line, after, repayments, payables, shares })
}

/// A loan of which neither principal nor interest is owed is settled: whatever penalty interest is owed has to be waived before.
fn check_penalty(position: &Position, today: Date) -> Result<(), CorrectionRefusal> {
    let penalty = position.quote(today).penalty();
    if position.settled() && penalty.is_positive() {
        Err(WaiverRefusal::PenaltyLeft { penalty }.into())
    } else {
        Ok(())
    }
}

/// The facts that a correction records.
fn facts(
    loan: &LockedLoan,
    history: &History<Uuid>,
    repayments: &HashMap<Uuid, PaidTo>,
    correction: &Correction,
) -> Result<Vec<ToRecord>, CorrectionRefusal> {
    let known = |id: Uuid| history.facts.iter().find(|fact| fact.id == id).ok_or(CorrectionRefusal::NoSuchFact);
    let new = |recorded, on| ToRecord { id: Uuid::nil(), recorded, on };
    let dated = |on: Date| {
        let lived = loan.kept.position.credited_on() <= on && on <= loan.today;
        if lived { Ok(on) } else { Err(CorrectionRefusal::DateOutside { on: on.to_string() }) }
    };
    Ok(match correction {
        Correction::Reverse { repayment, .. } => {
            let fact = known(repayment.0)?;
            if !repayments.contains_key(&fact.id) {
                return Err(CorrectionRefusal::NoSuchFact);
            }
            vec![new(Recorded::Undone(fact.id), fact.on)]
        }
        Correction::Receive { amount, on } => {
            if !amount.is_positive() {
                return Err(CorrectionRefusal::NotPositive);
            }
            vec![new(Recorded::Received(*amount), dated(*on)?)]
        }
        Correction::Redate { fact, on } => {
            let fact = known(fact.0)?;
            let (Happened::Paid(amount), false) = (fact.happened, repayments.contains_key(&fact.id)) else {
                return Err(CorrectionRefusal::NoSuchFact);
            };
            if fact.on == *on {
                return Err(CorrectionRefusal::SameDate);
            }
            vec![new(Recorded::Undone(fact.id), fact.on), new(Recorded::Received(amount), dated(*on)?)]
        }
        Correction::Waive { part, amount } => {
            loan.kept.position.waive(loan.today, *part, *amount)?;
            vec![new(Recorded::Waived(*part, *amount), loan.today)]
        }
        Correction::Undo { fact } => {
            let fact = known(fact.0)?;
            if repayments.contains_key(&fact.id) || matches!(fact.happened, Happened::DueDateMoved(_)) {
                return Err(CorrectionRefusal::NoSuchFact);
            }
            vec![new(Recorded::Undone(fact.id), fact.on)]
        }
    })
}

/// The history with what is recorded. New facts are named by nobody yet.
fn with(mut history: History<Uuid>, facts: &[ToRecord], version: i64) -> History<Uuid> {
    for (version, fact) in (version.saturating_add(1)..).zip(facts) {
        let happened = match fact.recorded {
            Recorded::Received(amount) => Happened::Paid(amount),
            Recorded::Waived(part, amount) => Happened::Waived(part, amount),
            Recorded::DueDateMoved(moved) => Happened::DueDateMoved(moved),
            Recorded::Undone(undone) => {
                history.facts.retain(|fact| fact.id != undone);
                continue;
            }
        };
        history.facts.push(Fact { id: fact.id, on: fact.on, version, happened });
    }
    history
}

/// For which date each fact counts, and whether it waives something.
type Known = HashMap<Uuid, (Date, bool)>;

fn known_of(history: &History<Uuid>) -> Known {
    let waives = |fact: &Fact<Uuid>| matches!(fact.happened, Happened::Waived(..));
    history.facts.iter().map(|fact| (fact.id, (fact.on, waives(fact)))).collect()
}

/// By how much each payment's split differs from what it is told to be; one that is none any more pays nothing.
fn differences(was: &HashMap<Uuid, Split>, known: &Known, after: &Replayed<Uuid>) -> Vec<Changed> {
    let stays = |id: &Uuid| after.placed.iter().any(|placed| placed.id == *id);
    let gone = known.iter().filter(|(id, _)| !stays(id)).filter_map(|(id, of)| Some((id, of, was.get(id)?)));
    let mut changed: Vec<Changed> = gone
        .map(|(id, (on, waives), split)| Changed {
            payment: *id,
            on: *on,
            by: Split::default().differs_from(*split),
            undone: true,
            waives: *waives,
        })
        .collect();
    changed.extend(after.placed.iter().map(|placed| {
        let before = was.get(&placed.id).copied().unwrap_or_default();
        let by = placed.split().differs_from(before);
        let waives = known.get(&placed.id).is_some_and(|(_, waives)| *waives);
        Changed { payment: placed.id, on: placed.on, by, undone: false, waives }
    }));
    changed.retain(|changed| !changed.by.is_nothing());
    changed.sort_by_key(|changed| (changed.on, changed.payment));
    changed
}

/// What the holder has received outside is all for something: it cannot go back to the wallet.
fn check_excess(
    changed: &[Changed],
    facts: &[ToRecord],
    repayments: &HashMap<Uuid, PaidTo>,
) -> Result<(), CorrectionRefusal> {
    let outside =
        changed.iter().find(|changed| changed.by.excess.is_positive() && !repayments.contains_key(&changed.payment));
    let Some(changed) = outside else { return Ok(()) };
    let excess = changed.by.excess;
    let new = facts.iter().find_map(|fact| match fact.recorded {
        Recorded::Received(amount) if changed.payment.is_nil() => Some(amount),
        _ => None,
    });
    Err(match new {
        Some(amount) => CorrectionRefusal::AboveOwed { owed: amount.less(excess) },
        None => CorrectionRefusal::ExcessElsewhere { excess },
    })
}

fn line_after(loan: &LockedLoan, after: &Position) -> Result<CreditLine, Error<CorrectionRefusal>> {
    let (was, is) = (loan.kept.position.outstanding_principal(), after.outstanding_principal());
    // A line that is closed lends nothing, and owes what turns out to be owed.
    if is > was {
        let again = loan.line.now.owe_again(is.less(was));
        return again.map_err(|over| Error::Refused(CorrectionRefusal::LimitExceeded { over }));
    }
    loan.line.now.repay(was.less(is)).map_err(Error::defect)
}

/// What of the payments that give something back was payable, locked.
async fn payables(
    connection: &mut PgConnection,
    changed: &[Changed],
    repayments: &HashMap<Uuid, PaidTo>,
) -> Result<HashMap<Uuid, LockedPayable>, Error<CorrectionRefusal>> {
    let back = |changed: &&Changed| {
        repayments.contains_key(&changed.payment) && (changed.undone || changed.by.excess.is_positive())
    };
    let ids: Vec<Uuid> = changed.iter().filter(back).map(|changed| changed.payment).collect();
    let payables = sql::lock_payables::<CorrectionRefusal>(connection, &ids).await?;
    Ok(payables.into_iter().map(|payable| (payable.id, payable)).collect())
}
