//! A due date that is moved on because its day turns out not to be worked.

use time::Date;

use super::Position;
use crate::{
    Amount,
    calendar::Calendar,
    schedule::{interest_on, weigh, weight_of},
    terms::HolidayRule,
};

/// A due date moved on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedDueDate {
    pub from: Date,
    pub to: Date,
}

impl Position {
    /// The first unpaid due date of a span of days that is not worked, and the working day to which the terms let it move: on, never
    /// back, whatever their rule, because nobody is to pay earlier than was agreed. None that would pass the line's last day or the
    /// next instalment.
    #[must_use]
    pub fn due_date_to_move(&self, days: (Date, Date), calendar: &Calendar, last: Date) -> Option<MovedDueDate> {
        self.next_move(days, calendar, last).map(|(moved, _)| moved)
    }

    /// The position once every such date has moved on, and the moves in order.
    #[must_use]
    pub fn with_holidays(mut self, days: (Date, Date), calendar: &Calendar, last: Date) -> (Self, Vec<MovedDueDate>) {
        let mut moves = Vec::new();
        while let Some((moved, after)) = self.next_move(days, calendar, last) {
            moves.push(moved);
            self = after;
        }
        (self, moves)
    }

    fn next_move(&self, (from, until): (Date, Date), calendar: &Calendar, last: Date) -> Option<(MovedDueDate, Self)> {
        if self.terms.holiday_rule == HolidayRule::Stays {
            return None;
        }
        let due = self.instalments.iter().map(|part| part.planned.due_on);
        due.filter(|due_on| (from..=until).contains(due_on)).find_map(|from| {
            let to = calendar.worked_from(from).filter(|to| *to <= last)?;
            let moved = MovedDueDate { from, to };
            Some((moved, self.with_moved(moved)?))
        })
    }

    /// The position once a due date has moved on. Where interest is counted by days, the instalment bears it for the days in
    /// between, and the next for so many less. What was paid of it on that date itself stays paid, and only the rest bears interest on.
    /// `None` when nothing is unpaid on that date, when it lies before the last payment, or when the other does not lie between it and
    /// the next.
    ///
    /// 50,000.00 at 0.126 and `act_360` due in 30 days costs 525.00; moved on by six days, 50,000.00 × 0.126 × 36 / 360 = 630.00. Moved once
    /// 20,525.00 of it were paid that day, the other 30,000.00 cost 30,000.00 × 0.126 × 6 / 360 = 63.00 more.
    #[must_use]
    pub fn with_moved(&self, moved: MovedDueDate) -> Option<Self> {
        let MovedDueDate { from, to } = moved;
        let place = self.instalments.iter().position(|part| part.planned.due_on == from)?;
        let (earned_to, terms) = (self.earned_to(self.accrued_to), &self.terms);
        let mut next = self.clone();
        let (part, later) = next.instalments.get_mut(place..)?.split_first_mut()?;
        let unpaid = part.principal_unpaid().plus(part.interest_unpaid());
        if unpaid.is_zero() || from < self.accrued_to || to <= from {
            return None;
        }
        let after: Amount = later.iter().map(|part| part.planned.principal).sum();
        let by_days = !terms.method.charges_whole_months();
        let rate = terms.annual_rate.fraction();
        if from == self.accrued_to {
            // It was due: until then it has cost what was to be paid.
            part.accrued = weight_of(part.planned.interest, rate, terms.day_count);
        }
        let earned_before = part.planned.time_to(terms, earned_to);
        part.planned.due_on = to;
        if by_days {
            // The minimum days may reach beyond the date that it had.
            let bearing = after.plus(part.principal_unpaid());
            let earned = part.planned.time_to(terms, earned_to).saturating_sub(earned_before);
            part.accrued = part.accrued.saturating_add(weigh(bearing, earned));
            let rest = part.planned.whole_time(terms).saturating_sub(part.planned.time_to(terms, earned_to));
            let weight = part.accrued.saturating_add(weigh(bearing, rest));
            part.planned.interest = interest_on(weight, rate, terms.day_count);
        }
        if let Some(following) = later.first_mut() {
            if following.planned.due_on <= to {
                return None;
            }
            following.planned.opens_on = to;
            if by_days {
                let weight = weigh(after, following.planned.whole_time(terms));
                following.planned.interest = interest_on(weight, rate, terms.day_count);
            }
        }
        Some(next)
    }
}
