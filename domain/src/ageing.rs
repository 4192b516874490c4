//! How late loans are, in the classes of reports, and what becomes of each class in a month.

use rust_decimal::Decimal;
use time::Date;

use crate::{Amount, calendar::days_between};

/// The class of a loan by the days that its oldest unpaid instalment is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    NotOverdue,
    UpTo30,
    From31To60,
    From61To90,
    Over90,
}

codes!(Age {
    NotOverdue => "not_overdue",
    UpTo30 => "up_to_30",
    From31To60 => "from_31_to_60",
    From61To90 => "from_61_to_90",
    Over90 => "over_90",
});

impl Age {
    /// With how many days the classes of what is overdue begin. What is unpaid at the close of its due date is overdue with none.
    pub const BEGINS: [i32; 4] = [0, 31, 61, 91];

    /// The class, at the close of a date, of what is overdue since an earlier one or since it.
    #[must_use]
    pub fn of(overdue_since: Option<Date>, on: Date) -> Self {
        let days = overdue_since.map(|since| days_between(since, on));
        let reached = |begin: &&i32| days.is_some_and(|days| begin.unsigned_abs() <= days);
        let reached = Self::BEGINS.iter().filter(reached).count();
        Self::at(reached).unwrap_or(Self::Over90)
    }

    /// The class in a place, from what is not overdue at 0 on.
    #[must_use]
    pub fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }

    /// The class that is next where nothing is paid; the last one has none.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|age| *age != self).nth(1)
    }
}

/// Where loans of one class are at the end of the next month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    In(Age),
    /// Nothing is outstanding any more, or another holds it.
    Gone,
    /// Their funder has written them off.
    WrittenOff,
}

/// What some loans that stood in one class at the end of a month had outstanding, and what became of it by the end of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: Age,
    pub to: Became,
    pub opening: Amount,
    pub closing: Amount,
}

/// What a class held at the end of a month, and where it went in the next. Its parts add up to it: what is lent meanwhile is in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roll {
    pub age: Age,
    pub opening: Amount,
    /// By the class in which it is then.
    pub to: [Amount; Age::ALL.len()],
    /// Less than nothing where more is owed again, of payments that were none after all, than was paid.
    pub repaid: Amount,
    /// Another holds it.
    pub transferred: Amount,
    /// Its funder has written it off.
    pub written_off: Amount,
}

impl Roll {
    /// A part of what the class held; nothing where it held nothing.
    #[must_use]
    pub fn share(&self, part: Amount) -> Option<Decimal> {
        part.to_decimal().checked_div(self.opening.to_decimal())
    }

    /// What went on to the next class, in which all of it is later.
    #[must_use]
    pub fn rolled(&self) -> Option<Amount> {
        let next = self.age.next()?;
        Age::ALL.into_iter().zip(self.to).find(|(age, _)| *age == next).map(|(_, amount)| amount)
    }
}

/// A month's rolls, of each class one.
#[must_use]
pub fn rolls(moves: &[Moved]) -> [Roll; Age::ALL.len()] {
    Age::ALL.map(|age| {
        let own = || moves.iter().filter(move |moved| moved.from == age);
        let closing = |to: Became| own().filter(move |moved| moved.to == to).map(|moved| moved.closing).sum::<Amount>();
        let opening: Amount = own().map(|moved| moved.opening).sum();
        let left: Amount = own().map(|moved| moved.closing).sum();
        let to = Age::ALL.map(|to| closing(Became::In(to)));
        let (transferred, written_off) = (closing(Became::Gone), closing(Became::WrittenOff));
        Roll { age, opening, to, repaid: opening.plus(left.negated()), transferred, written_off }
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    /// Case 51.
    #[test]
    fn thirty_days_are_the_first_class_and_thirty_one_the_second_and_the_last_has_no_end() {
        let on = date!(2026 - 12 - 31);
        assert_eq!(Age::of(None, on), Age::NotOverdue);
        for (since, age) in [
            (date!(2026 - 12 - 31), Age::UpTo30),
            (date!(2026 - 12 - 30), Age::UpTo30),
            (date!(2026 - 12 - 01), Age::UpTo30),
            (date!(2026 - 11 - 30), Age::From31To60),
            (date!(2026 - 11 - 01), Age::From31To60),
            (date!(2026 - 10 - 31), Age::From61To90),
            (date!(2026 - 10 - 02), Age::From61To90),
            (date!(2026 - 10 - 01), Age::Over90),
            (date!(2019 - 10 - 01), Age::Over90),
        ] {
            assert_eq!(Age::of(Some(since), on), age, "{since}");
        }
        assert_eq!(
            Age::ALL.map(Age::next).map(|next| next.map_or("", Age::code)),
            ["up_to_30", "from_31_to_60", "from_61_to_90", "over_90", ""]
        );
    }

    fn case(text: &str) -> serde_json::Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn each_loan_of_the_worked_case_is_in_one_class() {
        let case = case(include_str!("../tests/data/cases-reports/51-ageing-buckets-at-their-edges.json"));
        let date = |text: &serde_json::Value| {
            Date::parse(text.as_str().unwrap(), &time::format_description::well_known::Iso8601::DATE).unwrap()
        };
        let (on, mut sums) = (date(&case["as_of"]), Age::ALL.map(|_| Amount::ZERO));
        for loan in case["given"].as_array().unwrap() {
            let age = Age::of(Some(date(&loan[0])).filter(|due_on| *due_on <= on), on);
            let place = Age::ALL.into_iter().position(|other| other == age).unwrap();
            sums[place] = sums[place].plus(yuan(loan[1].as_str().unwrap()));
        }
        for (age, sum) in Age::ALL.into_iter().zip(sums) {
            assert_eq!(case["expected"][age.code()], sum.to_string(), "{}", age.code());
        }
        assert_eq!(case["expected"]["total"], sums.into_iter().sum::<Amount>().to_string());
    }

    #[test]
    fn each_row_adds_up_to_what_the_class_held() {
        let moved = |from, to, opening, closing| Moved { from, to, opening: yuan(opening), closing: yuan(closing) };
        let moves = [
            moved(Age::NotOverdue, Became::In(Age::NotOverdue), "460000", "450000"),
            // Of what was repaid, 2,000.00 by loans that then rolled.
            moved(Age::NotOverdue, Became::In(Age::UpTo30), "30000", "28000"),
            moved(Age::NotOverdue, Became::Gone, "10000", "0"),
            moved(Age::UpTo30, Became::In(Age::From31To60), "25000", "24000"),
            moved(Age::UpTo30, Became::In(Age::NotOverdue), "20000", "18000"),
            moved(Age::UpTo30, Became::Gone, "9000", "0"),
            moved(Age::UpTo30, Became::Gone, "6000", "6000"),
            // A payment of it was reversed.
            moved(Age::Over90, Became::In(Age::Over90), "1000", "1500"),
            // Of 8,000.00 some was repaid, and the rest is written off.
            moved(Age::Over90, Became::WrittenOff, "8000", "7900"),
        ];
        let [current, late, later, _, oldest] = rolls(&moves);
        let case = case(include_str!("../tests/data/cases-reports/55-roll-rates-add-up.json"));
        for (row, roll) in case["expected"].as_array().unwrap().iter().zip([&current, &late]) {
            assert_eq!(row["row"], roll.age.code());
            assert_eq!(row["opening"], roll.opening.to_string());
            let classes = Age::ALL.into_iter().zip(roll.to).map(|(age, part)| (age.code(), part));
            let parts = classes.chain([("repaid", roll.repaid), ("transferred", roll.transferred)]);
            for (name, part) in parts.filter(|(name, _)| row.get(*name).is_some()) {
                assert_eq!(row[name], format!("{:.4}", roll.share(part).unwrap()), "{name} of {}", roll.age.code());
            }
        }
        assert_eq!((oldest.repaid, oldest.written_off), (yuan("400").negated(), yuan("7900")));
        for roll in [current, late, oldest] {
            let gone = roll.repaid.plus(roll.transferred).plus(roll.written_off);
            assert_eq!(roll.to.iter().sum::<Amount>().plus(gone), roll.opening);
        }
        assert_eq!(later.share(later.repaid), None, "a class that held nothing");
    }
}
