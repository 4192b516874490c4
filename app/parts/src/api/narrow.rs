//! What narrows a list, as its page's address says it.

use domain::{
    Amount,
    search::{SOUGHT_LIMIT, Sought},
};
use services::page::{Narrow, Narrowed, Sort};
use time::Date;

use super::{Answer, RequestProblem, amount, bad_field, date};

/// As it was typed; what is none does not narrow the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NarrowQuery {
    /// A name or a number.
    pub text: Option<String>,
    /// Days: `2026-11-20`.
    pub from: Option<String>,
    pub to: Option<String>,
    pub least: Option<String>,
    pub most: Option<String>,
    /// None is the list's own order.
    pub sort: Option<Sort>,
}

impl NarrowQuery {
    /// Whether it narrows anything, in whatever order.
    #[must_use]
    pub fn is_given(&self) -> bool {
        [&self.text, &self.from, &self.to, &self.least, &self.most].into_iter().any(Option::is_some)
    }

    /// The part of a list as it is asked for.
    ///
    /// # Errors
    /// What cannot be read, is too long, or ends before it begins.
    pub fn read<Part>(self, part: Part) -> Answer<Narrowed<Part>> {
        if self.text.as_ref().is_some_and(|text| text.chars().count() > SOUGHT_LIMIT) {
            return Err(bad_field(RequestProblem::TextTooLong { most: SOUGHT_LIMIT }));
        }
        let day = |text: Option<String>| -> Answer<Option<Date>> { text.map(|text| date(&text)).transpose() };
        let sum = |text: Option<String>| -> Answer<Option<Amount>> { text.map(|text| amount(&text)).transpose() };
        let narrow = Narrow {
            from: day(self.from)?,
            to: day(self.to)?,
            least: sum(self.least)?,
            most: sum(self.most)?,
            text: self.text.and_then(|text| Sought::of(&text)),
        };
        if narrow.from.zip(narrow.to).is_some_and(|(from, to)| from > to) {
            return Err(bad_field(RequestProblem::DatesReversed));
        }
        if narrow.least.zip(narrow.most).is_some_and(|(least, most)| least > most) {
            return Err(bad_field(RequestProblem::AmountsReversed));
        }
        Ok(Narrowed { part, narrow, sort: self.sort })
    }
}

#[cfg(test)]
mod tests {
    use domain::amount::AmountError;
    use time::macros::date;

    use super::*;
    use crate::api::Problem;

    fn typed(field: fn(&mut NarrowQuery) -> &mut Option<String>, text: &str) -> NarrowQuery {
        let mut query = NarrowQuery::default();
        *field(&mut query) = Some(text.to_owned());
        query
    }

    #[test]
    fn what_is_typed_is_read() {
        let query = NarrowQuery {
            text: Some(" 万佳 ".to_owned()),
            from: Some("2026-11-01".to_owned()),
            to: Some("2026-11-20".to_owned()),
            least: Some("1,000".to_owned()),
            most: Some("1000.00".to_owned()),
            sort: Some(Sort::Largest),
        };
        assert!(query.is_given());
        let read = query.read("all").unwrap();
        let narrow = Narrow {
            from: Some(date!(2026 - 11 - 01)),
            to: Some(date!(2026 - 11 - 20)),
            least: Some(Amount::from_fen(100_000)),
            most: Some(Amount::from_fen(100_000)),
            text: Sought::of("万佳"),
        };
        assert_eq!(read, Narrowed { part: "all", narrow, sort: Some(Sort::Largest) });
        let sorted = NarrowQuery { sort: Some(Sort::Oldest), ..NarrowQuery::default() };
        assert!(!sorted.is_given());
        // A character without a width is no text.
        assert!(!typed(|query| &mut query.text, "\u{200B}").read(()).unwrap().narrow.is_given());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let long = "9".repeat(10_000);
        let reversed = |query: NarrowQuery, from: &str, to: &str| NarrowQuery {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..query
        };
        let amounts = NarrowQuery { most: Some("1".to_owned()), ..typed(|query| &mut query.least, "1.01") };
        let cases: [(NarrowQuery, Problem); 7] = [
            (typed(|query| &mut query.from, "x"), RequestProblem::DateUnreadable.into()),
            (typed(|query| &mut query.to, "2026-02-30"), RequestProblem::DateUnreadable.into()),
            (typed(|query| &mut query.least, "x"), AmountError::NotANumber.into()),
            (typed(|query| &mut query.most, "0.001"), AmountError::FinerThanFen.into()),
            (typed(|query| &mut query.text, &long), RequestProblem::TextTooLong { most: SOUGHT_LIMIT }.into()),
            (reversed(NarrowQuery::default(), "2026-11-20", "2026-11-19"), RequestProblem::DatesReversed.into()),
            (amounts, RequestProblem::AmountsReversed.into()),
        ];
        for (query, problem) in cases {
            assert_eq!(query.clone().read(()).unwrap_err().problem, problem, "{query:?}");
        }
        assert!(typed(|query| &mut query.least, &long).read(()).is_err());
        assert!(typed(|query| &mut query.from, &long).read(()).is_err());
    }
}
