//! What narrows a list, and the order in which it is asked for.

use std::str::FromStr;

use domain::{Amount, search::Sought};
use sqlx::PgConnection;
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};
use uuid::Uuid;

use crate::{clock::start, planning::plan_anew};

/// Before these days, and after them, there is nothing.
const FIRST: Date = date!(1970 - 01 - 01);
const LAST: Date = date!(9999 - 12 - 31);

/// What narrows a list. What is not given does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// The first and the last day, in China.
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub least: Option<Amount>,
    pub most: Option<Amount>,
    /// A whole number, or whose rows they are: a shop by a part of its name or by its number.
    pub text: Option<Sought>,
}

impl Narrow {
    /// Whether it narrows anything.
    #[must_use]
    pub fn is_given(&self) -> bool {
        *self != Self::default()
    }
}

/// An order of a list. Rows of one instant or one amount are ordered by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Newest,
    Oldest,
    Largest,
    Smallest,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Largest, Self::Smallest];

    /// As an address and the statements of lists name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Largest => "largest",
            Self::Smallest => "smallest",
        }
    }
}

impl FromStr for Sort {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|sort| sort.code() == code).ok_or(())
    }
}

/// Which rows of a list are asked for: those of one state or kind, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<State> {
    Of(State),
    All,
}

impl<State> Which<State> {
    pub(crate) fn one(self) -> Option<State> {
        match self {
            Self::Of(state) => Some(state),
            Self::All => None,
        }
    }
}

/// A part of a list, as it is asked for: narrowed, and in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed<Part> {
    pub part: Part,
    pub narrow: Narrow,
    /// None is the part's own order.
    pub sort: Option<Sort>,
}

impl<Part> From<Part> for Narrowed<Part> {
    fn from(part: Part) -> Self {
        Self { part, narrow: Narrow::default(), sort: None }
    }
}

impl<Part> Narrowed<Part> {
    /// Whether more is asked for than the part as it is. What draws, loans and repayments answer otherwise is on every shop's pages,
    /// and has an index for each part: that is a statement of its own, whose plan is kept. The lists that only staff read have one
    /// statement, planned for what is asked each time: a kept plan that leaves a state or a place open would walk the whole list for
    /// what is rare, or far on.
    pub(crate) fn asks(&self) -> bool {
        self.narrow.is_given() || self.sort.is_some()
    }
}

/// What all of a narrowed list comes to. A list that nothing narrows has none: it may be a whole book, and adding that up would
/// cost as much for each of its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    pub count: i64,
    /// Of the amounts, or of what came in where the list has both ways; none where adding up says nothing.
    pub sum: Option<Amount>,
    /// Of what went out, where the list has both ways.
    pub outgo: Option<Amount>,
}

impl Total {
    pub(crate) const fn counted(count: i64) -> Self {
        Self { count, sum: None, outgo: None }
    }

    pub(crate) const fn added(count: i64, fen: i64) -> Self {
        Self { count, sum: Some(Amount::from_fen(fen)), outgo: None }
    }
}

/// A count and a sum as a statement gives them.
pub(crate) struct Added {
    pub count: i64,
    pub fen: i64,
}

/// A count and both sums of a list that has both ways, as a statement gives them.
pub(crate) struct BothWays {
    pub count: i64,
    pub income: i64,
    pub outgo: i64,
}

/// How many there are of a list that is not added up.
impl From<i64> for Total {
    fn from(count: i64) -> Self {
        Self::counted(count)
    }
}

impl From<Added> for Total {
    fn from(added: Added) -> Self {
        Self::added(added.count, added.fen)
    }
}

impl From<BothWays> for Total {
    fn from(both: BothWays) -> Self {
        let (sum, outgo) = (Some(Amount::from_fen(both.income)), Some(Amount::from_fen(both.outgo)));
        Self { count: both.count, sum, outgo }
    }
}

/// What `$list` comes to, which `$found` gives: asked for only where something narrows it.
macro_rules! total {
    ($list:expr, $found:expr $(,)?) => {
        if $list.narrow.is_given() { Some($crate::page::Total::from($found.await?)) } else { None }
    };
}

pub(crate) use total;

/// What a statement compares the rows of a list with.
pub(crate) struct Bounds {
    pub from: Date,
    pub to: Date,
    pub least: i64,
    pub most: i64,
    /// Whose rows, of shops and partners alike; everybody's when no name was given.
    pub parties: Option<Vec<Uuid>>,
    partners: Vec<Uuid>,
    pub reference: Option<String>,
    /// The text itself, for numbers that others have made up.
    pub text: Option<String>,
}

impl Bounds {
    /// Looks up whom the text means, so that their rows are found by the index that each list has on whose they are. What follows in
    /// the transaction is planned for its values: conditions that nobody asked for are gone from the plan.
    pub async fn find(connection: &mut PgConnection, narrow: &Narrow) -> Result<Self, sqlx::Error> {
        plan_anew(connection).await?;
        let reference = narrow.text.as_ref().and_then(|text| text.reference.as_ref()).map(ToString::to_string);
        // A number is nobody's name, and has pairs of digits that stand in many.
        let found = match &narrow.text {
            Some(text) if reference.is_none() => Some(list_parties(connection, text).await?),
            _ => None,
        };
        let partners = found.iter().flatten().filter(|party| party.partner).map(|party| party.id).collect();
        let parties = found.map(|found| found.into_iter().map(|party| party.id).collect());
        Ok(Self {
            from: narrow.from.map_or(FIRST, |day| day.max(FIRST)),
            to: narrow.to.map_or(LAST, |day| day.max(FIRST)),
            least: narrow.least.map_or(i64::MIN, Amount::fen),
            most: narrow.most.map_or(i64::MAX, Amount::fen),
            parties,
            partners,
            reference,
            text: narrow.text.as_ref().map(|text| text.text.clone()),
        })
    }

    /// The partners that are called so, if any is.
    pub fn named(&self) -> Option<&[Uuid]> {
        Some(self.partners.as_slice()).filter(|partners| !partners.is_empty())
    }

    /// Whether nobody is called so.
    pub fn is_nobody(&self) -> bool {
        self.parties.as_ref().is_some_and(Vec::is_empty)
    }

    /// When the first day begins.
    pub fn since(&self) -> OffsetDateTime {
        start(self.from)
    }

    /// When the day after the last begins.
    pub fn until(&self) -> OffsetDateTime {
        self.to.next_day().map_or(datetime!(9999-12-31 00:00 UTC), start)
    }
}

/// A shop or a partner that can be meant.
struct Called {
    id: Uuid,
    partner: bool,
}

/// The shops and partners that can be meant: a shop by its name, its legal person's or its number, a partner by its name or code.
async fn list_parties(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<Called>, sqlx::Error> {
    let Sought { text, name, .. } = sought;
    sqlx::query_as!(
        Called,
        r#"select id as "id!", false as "partner!" from agents
           where pairs(shop_name, legal_person) @> pairs($2)
             and position($2 in folded(shop_name || chr(10) || legal_person)) > 0
           union select id, false from agents where number = $1
           union select id, true from partners where position($2 in folded(name || chr(10) || code)) > 0"#,
        text,
        name.as_deref(),
    )
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_s_code_leads_back_to_it() {
        for sort in Sort::ALL {
            assert_eq!(sort.code().parse(), Ok(sort));
        }
        assert_eq!("amount desc".parse::<Sort>(), Err(()));
    }

    #[test]
    fn a_part_by_itself_asks_for_nothing_more() {
        let plain = Narrowed::from(7);
        assert!(!plain.asks());
        assert!(Narrowed { sort: Some(Sort::Largest), ..plain.clone() }.asks());
        let narrow = Narrow { text: Sought::of("万佳"), ..Narrow::default() };
        assert!(Narrowed { narrow, ..plain }.asks());
    }
}
