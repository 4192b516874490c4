//! The year before the present day: some of the shops that the story does not speak of borrow too, and not all of them pay in time, so
//! that what is told of a book's past has something to tell. Who borrows how much, and pays when, is thrown by dice. All of it goes through
//! the use cases; a payment is what the wallet pays by itself, at the close of its due date or when the money comes later.

use domain::{Amount, matching::Direction, position::Position, schedule::DueDates, terms::LoanTerms};
use services::error::Failure;
use time::{Date, Duration, macros::date};

use crate::{
    bank::{Counterparty, ReserveAccount},
    credit::{Credit, Line, Quote, Reaches},
    dice::Dice,
    lending::{Debt, Drawing, Goes},
    shops::{Character, SHOPS, character},
    world::World,
};

/// The first business date, where the world has this year.
pub const FIRST: Date = date!(2025 - 11 - 03);
/// The last day on which one of these shops pays or owes something: what it brings about is over before the present day, of which the
/// story tells.
const LAST: Date = date!(2026 - 11 - 16);
/// Those that fail begin to on a day between these.
const FAILING: (Date, i64) = (date!(2026 - 04 - 20), 150);
/// How long a line lends: it ends a year after it was opened.
const LENDS_FOR: Duration = Duration::days(350);

/// What a product offers these shops.
struct Lends {
    funder: usize,
    product: usize,
    rate: &'static str,
    /// In thousands of yuan.
    limit: (i64, i64),
    tenors: &'static [&'static str],
}

/// Of the first funder, which lends in some regions only; of the second; and of the third, at once and by the month.
static LENDS: [Lends; 4] = [
    Lends { funder: 0, product: 0, rate: "0.084", limit: (60, 160), tenors: &["30d", "60d", "90d"] },
    Lends { funder: 1, product: 0, rate: "0.138", limit: (25, 90), tenors: &["14d", "30d", "60d"] },
    Lends { funder: 2, product: 0, rate: "0.16", limit: (10, 30), tenors: &["14d", "30d"] },
    Lends { funder: 2, product: 1, rate: "0.156", limit: (10, 30), tenors: &["3m"] },
];

/// Whether a shop is one of them.
pub fn borrows(index: usize) -> bool {
    (61..=SHOPS).contains(&index)
        && !index.is_multiple_of(3)
        && !matches!(character(index), Character::New | Character::Unknown)
}

/// The shops that borrow in this year.
pub struct Year {
    borrowers: Vec<Borrower>,
}

struct Borrower {
    shop: usize,
    opens_on: Date,
    line: Option<Opened>,
    /// When it borrows again, unless it owes something.
    draws_on: Date,
    /// From when on it pays back nothing that it borrows.
    fails_from: Date,
    owes: Option<Owed>,
}

struct Opened {
    line: Line,
    lends: &'static Lends,
    limit_yuan: i64,
}

/// What is owed, as the books say it too, and when money comes for it.
struct Owed {
    debt: Debt,
    position: Position,
    pays: Vec<Date>,
    /// The payment that was not paid out yet.
    paid_on: Option<Date>,
}

impl Year {
    /// Before its first day: one shop after the other will open its line, every second day.
    pub fn begin() -> Self {
        let days = (2..).step_by(2).map(Duration::days);
        let borrowers = (1..=SHOPS).filter(|index| borrows(*index)).zip(days);
        Self { borrowers: borrowers.map(|(shop, after)| Borrower::new(shop, FIRST + after)).collect() }
    }

    /// What these shops do on a day.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn day(&mut self, world: &World, reserve: &mut ReserveAccount, on: Date) -> Result<(), Failure> {
        for borrower in &mut self.borrowers {
            borrower.settle(world, reserve, on).await?;
        }
        for borrower in &mut self.borrowers {
            borrower.draw(world, reserve, on).await?;
        }
        self.pay(world, reserve, on).await
    }

    /// Money comes into the wallets of those that pay on this day. What is overdue it pays at once, and what is due at the close.
    async fn pay(&mut self, world: &World, reserve: &mut ReserveAccount, on: Date) -> Result<(), Failure> {
        let mut lines = Vec::new();
        for borrower in &mut self.borrowers {
            let Some(owed) = &mut borrower.owes else { continue };
            let Some(amount) = owed.pay(on)? else { continue };
            let from = Counterparty::shop(world.shop(borrower.shop)?);
            world.stage.wait(Duration::seconds(95));
            lines.push(reserve.book((on, world.stage.time_of_day()), Direction::Credit, amount, from));
        }
        if lines.is_empty() { Ok(()) } else { world.record(&format!("year/{on}"), lines).await }
    }
}

impl Borrower {
    fn new(shop: usize, opens_on: Date) -> Self {
        let mut dice = Dice::of(&format!("fails/{shop}"));
        let fails = dice.between(0, 99) < 12;
        let fails_from = if fails { FAILING.0 + Duration::days(dice.between(0, FAILING.1)) } else { Date::MAX };
        Self { shop, opens_on, line: None, draws_on: opens_on + Duration::DAY, fails_from, owes: None }
    }

    /// What its wallet paid on the day before is paid out, and found by the funder.
    async fn settle(&mut self, world: &World, reserve: &mut ReserveAccount, on: Date) -> Result<(), Failure> {
        let Some(owed) = &mut self.owes else { return Ok(()) };
        let Some(paid_on) = owed.paid_on.take() else { return Ok(()) };
        world.settle_swept(&owed.debt, paid_on, on, reserve).await?;
        if owed.position.settled() {
            let rests = Dice::of(&format!("rests/{}/{on}", self.shop)).between(8, 45);
            self.draws_on = on + Duration::days(rests);
            self.owes = None;
        }
        Ok(())
    }

    /// Opens its line on its day; from then on it borrows whenever it owes nothing, and spends what it has borrowed.
    async fn draw(&mut self, world: &World, reserve: &mut ReserveAccount, on: Date) -> Result<(), Failure> {
        if self.opens_on == on {
            self.line = Some(open(world, self.shop).await?);
        }
        let Some(opened) = &self.line else { return Ok(()) };
        if self.owes.is_some() || on < self.draws_on {
            return Ok(());
        }
        let Some((drawing, pays)) = self.plan(opened, on)? else { return Ok(()) };
        let amount = Amount::from_fen(drawing.yuan * 100);
        let drawn = world.draw(&opened.line, on, drawing, reserve).await?;
        let debt = drawn.ok_or_else(|| format!("the draw of shop {} was not credited", self.shop))?;
        world.withdraw(self.shop, amount, on, reserve).await?;
        let terms = LoanTerms { tenor: drawing.tenor.parse()?, ..opened.line.terms.clone() };
        let position = Position::open(amount, &terms, &DueDates::kept(on, debt.due.clone()))?;
        self.owes = Some(Owed { debt, position, pays, paid_on: None });
        Ok(())
    }

    /// What it borrows on a day, and when it pays. Nothing that would be owed for longer than the line, or the year, lasts.
    fn plan(&self, opened: &Opened, on: Date) -> Result<Option<(Drawing, Vec<Date>)>, Failure> {
        let mut dice = Dice::of(&format!("draw/{}/{on}", self.shop));
        let tenors = opened.lends.tenors;
        let place = dice.between(0, i64::try_from(tenors.len())? - 1);
        let tenor = tenors.get(usize::try_from(place)?).copied().ok_or("a product has tenors")?;
        let yuan = (opened.limit_yuan * dice.between(35, 90) / 100_000).max(1) * 1_000;
        let terms = LoanTerms { tenor: tenor.parse()?, ..opened.line.terms.clone() };
        let dates = DueDates::unmoved(&terms, on)?;
        let last = LAST.min(self.opens_on + LENDS_FOR);
        if dates.due_on().iter().any(|due_on| *due_on > last) {
            return Ok(None);
        }
        let pays = if on < self.fails_from { pays(self.shop, dates.due_on()) } else { Vec::new() };
        Ok(Some((Drawing { yuan, tenor, purpose: "备货周转", goes: Goes::Credited }, pays)))
    }
}

impl Owed {
    /// What is paid on a day: all that is due by then. On a due date nothing, while something is overdue: it is paid with that, at once.
    fn pay(&mut self, on: Date) -> Result<Option<Amount>, Failure> {
        if !self.pays.contains(&on) {
            return Ok(None);
        }
        let quote = self.position.quote(on);
        let waits = self.debt.due.contains(&on) && quote.overdue_total().is_positive();
        let amount = quote.due_total();
        if waits || amount.is_zero() {
            return Ok(None);
        }
        self.position = self.position.pay(on, amount)?.0;
        self.paid_on = Some(on);
        Ok(Some(amount))
    }
}

/// A shop applies to one of the funders that lend where it is, and is granted what it asks for.
async fn open(world: &World, shop: usize) -> Result<Opened, Failure> {
    let near = world.funder(0)?.facts.lends_in(&world.shop(shop)?.facts.region);
    let mut dice = Dice::of(&format!("lends/{shop}"));
    let lends = match dice.between(0, 99) {
        0..=34 if near => &LENDS[0],
        0..=64 => &LENDS[1],
        65..=84 => &LENDS[2],
        _ => &LENDS[3],
    };
    let limit_yuan = dice.between(lends.limit.0, lends.limit.1) * 1_000;
    let quote = Quote { product: lends.product, limit_yuan, rate: lends.rate };
    let credit = Credit { shop, funder: lends.funder, quote, purpose: "备货周转", reaches: Reaches::Line };
    let line = world.apply(credit).await?.ok_or_else(|| format!("shop {shop} was granted no line"))?;
    Ok(Opened { line, lends, limit_yuan })
}

/// When a shop pays what falls due on these days: most of it in time. What would be paid after the year is paid in time.
fn pays(shop: usize, due: &[Date]) -> Vec<Date> {
    let pays = |due_on: &Date| {
        let days = days_late(&mut Dice::of(&format!("late/{shop}/{due_on}")));
        let on = *due_on + Duration::days(days);
        // A payment of something late is never on another due date.
        if days > 0 && due.contains(&on) { on + Duration::DAY } else { on }
    };
    let pays: Vec<Date> = due.iter().map(pays).collect();
    if pays.iter().all(|on| *on <= LAST) { pays } else { due.to_vec() }
}

fn days_late(dice: &mut Dice) -> i64 {
    match dice.between(0, 99) {
        0..=73 => 0,
        74..=86 => dice.between(2, 28),
        87..=93 => dice.between(33, 58),
        94..=97 => dice.between(62, 88),
        _ => dice.between(93, 130),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_shops_borrow_and_some_of_them_fail() {
        let year = Year::begin();
        let failing = year.borrowers.iter().filter(|borrower| borrower.fails_from < Date::MAX).count();
        assert!((70..=100).contains(&year.borrowers.len()), "{}", year.borrowers.len());
        assert!(failing >= 4, "{failing}");
        assert!(year.borrowers.iter().all(|borrower| borrower.opens_on < date!(2026 - 06 - 01)));
    }

    #[test]
    fn nobody_pays_before_a_due_date_or_after_the_year() {
        let due = [date!(2026 - 03 - 10), date!(2026 - 04 - 10), date!(2026 - 10 - 10)];
        let mut late = 0;
        for shop in 61..=SHOPS {
            let pays = pays(shop, &due);
            assert!(pays.iter().zip(&due).all(|(on, due_on)| due_on <= on && *on <= LAST), "{pays:?}");
            late += pays.iter().zip(&due).filter(|(on, due_on)| on > due_on).count();
        }
        assert!((50..=200).contains(&late), "{late}");
    }
}
