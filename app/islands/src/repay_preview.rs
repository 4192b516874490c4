//! Where a repayment goes, while one types: the very function that will split it, run in the browser.

use domain::{
    Amount,
    amount::AmountError,
    position::{Allocation, Position},
    repayment::{RepaymentChoice, RepaymentRefusal},
};
use leptos::{ev, prelude::*};
use time::Date;
use web_sys::HtmlInputElement;

use crate::{
    slots::{Slots, Unsaid},
    texts::repay,
};

/// What a repayment is computed from: the loan that is named, with those of its agent that are overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Each with its number, and in the order of those.
    pub loans: Vec<(String, Position)>,
    /// The place of the one that is named.
    pub named: usize,
    pub today: Date,
    /// What the wallet holds.
    pub balance: Amount,
}

/// What a choice would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaid {
    /// What the wallet lacks for it.
    pub short: Amount,
    /// What goes to which loan; empty where all of it goes to the one that is named.
    pub parts: String,
    /// Of the loan that is named; nothing where all of it goes to what is overdue.
    pub own: Option<(Allocation, Outlook)>,
}

/// What is left afterwards, when the next payment is due, and what was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    pub left: String,
    /// Empty where nothing is due any more.
    pub next: String,
    /// Empty where nothing is.
    pub saved: String,
    pub repaid: Amount,
    /// Of which that much is repaid.
    pub total: Amount,
}

impl Owed {
    /// What the choice would do, by its code, `due`, `all` or `part`, and for a part by what is typed.
    ///
    /// # Errors
    /// When that is no amount, more than is owed, or nothing.
    pub fn repaid(&self, choice: &str, typed: &str) -> Result<Repaid, Unsaid> {
        let texts = repay();
        let choice = match choice {
            "due" => RepaymentChoice::Due,
            "part" => match typed.parse() {
                Ok(amount) => RepaymentChoice::Part(amount),
                Err(AmountError::MisplacedComma) => return Err(Unsaid::Wrong(texts.comma().to_owned())),
                Err(_) => return Err(Unsaid::Open(texts.enter_amount())),
            },
            _ => RepaymentChoice::All,
        };
        let split = self.split(choice).map_err(|refusal| match refusal {
            RepaymentRefusal::AbovePayoff { payoff } => Unsaid::Wrong(texts.above_payoff(&payoff.grouped())),
            _ => Unsaid::Open(texts.enter_amount()),
        })?;
        let amount: Amount = split.iter().map(|(_, amount)| *amount).sum();
        Ok(Repaid { short: amount.less(self.balance), parts: self.told(&split), own: self.own(&split) })
    }

    /// How much each loan gets, by its place.
    ///
    /// # Errors
    /// As [`RepaymentChoice::split`].
    pub fn split(&self, choice: RepaymentChoice) -> Result<Vec<(usize, Amount)>, RepaymentRefusal> {
        let positions: Vec<_> = self.loans.iter().map(|(_, position)| position).collect();
        choice.split(&positions, self.named, self.today)
    }

    /// What the loan that is named gets does to it.
    #[must_use]
    pub fn own(&self, split: &[(usize, Amount)]) -> Option<(Allocation, Outlook)> {
        let (_, amount) = split.iter().find(|(place, _)| *place == self.named)?;
        let (_, position) = self.loans.get(self.named)?;
        Outlook::of(position, self.today, *amount)
    }

    /// What goes to which loan, in words: nothing where all of it goes to the one that is named.
    #[must_use]
    pub fn told(&self, split: &[(usize, Amount)]) -> String {
        let texts = repay();
        let late = |(place, amount): &(usize, Amount)| {
            let (reference, position) = self.loans.get(*place).filter(|_| *place != self.named)?;
            let since = position.overdue_since(self.today)?.to_string();
            let left = position.quote(self.today).overdue_total().less(*amount);
            let amount = amount.grouped();
            Some(if left.is_zero() {
                texts.clears(&amount, reference, &since)
            } else {
                texts.lessens(&amount, reference, &since, &left.grouped())
            })
        };
        let mut told: Vec<String> = split.iter().filter_map(late).collect();
        if told.is_empty() {
            return String::new();
        }
        let own = split.iter().find(|(place, _)| *place == self.named);
        told.push(own.map_or_else(|| texts.no_rest().to_owned(), |(_, rest)| texts.rest(&rest.grouped())));
        texts.sentences(&told)
    }

    /// The loans as a page takes them along into the browser.
    #[must_use]
    pub fn written(&self) -> String {
        let loans = self.loans.iter().map(|(reference, position)| format!("{reference} {position}"));
        loans.collect::<Vec<_>>().join(";")
    }

    /// Loans as they were written.
    fn read(text: &str) -> Option<Vec<(String, Position)>> {
        let loan = |text: &str| {
            let (reference, position) = text.split_once(' ')?;
            Some((reference.to_owned(), position.parse::<Position>().ok()?))
        };
        text.split(';').map(loan).collect()
    }
}

impl Outlook {
    /// After a payment, with how that is split. `None` where it would not be taken.
    #[must_use]
    pub fn of(position: &Position, today: Date, amount: Amount) -> Option<(Allocation, Self)> {
        let texts = repay();
        let (after, allocation) = position.pay(today, amount).ok()?;
        let saved = position.saved_by(today, amount).ok()?;
        let outstanding = after.outstanding_principal();
        // What was paid ahead is no part of the plan any more.
        let planned: Amount = position.instalments().iter().map(|part| part.planned.principal).sum();
        let total = planned.plus(position.prepaid());
        let left = if allocation.settled { texts.settled().to_owned() } else { texts.left(&outstanding.grouped()) };
        let next = after.next_due(today).map(|(on, amount)| texts.next(&on.to_string(), &amount.grouped()));
        let outlook = Self {
            left,
            next: next.unwrap_or_default(),
            saved: if saved.is_positive() { texts.saved(&saved.grouped()) } else { String::new() },
            repaid: total.less(outstanding),
            total,
        };
        Some((allocation, outlook))
    }
}

/// Brings the form of a repayment to life, which stands on the page as `data-loans` with what it is computed from.
#[island(lazy)]
pub fn RepayPreview() -> impl IntoView {
    Effect::new(|_| {
        let Some(form) = Form::of_page() else { return };
        // What was chosen or typed before counts.
        form.say();
        let changing = window_event_listener(ev::input, move |_| form.say());
        on_cleanup(move || changing.remove());
    });
}

/// The form of a repayment, on the page.
struct Form {
    here: Slots,
    field: HtmlInputElement,
    owed: Owed,
}

impl Form {
    fn of_page() -> Option<Self> {
        let here = Slots::of_page("[data-loans]")?;
        let owed = Owed {
            loans: Owed::read(&here.said::<String>("data-loans")?)?,
            named: here.said("data-named")?,
            today: Date::from_julian_day(here.said("data-today")?).ok()?,
            balance: Amount::from_fen(here.said("data-balance")?),
        };
        Some(Self { field: here.find("#amount")?, owed, here })
    }

    /// Writes what the choice would do.
    fn say(&self) {
        let chosen = self.here.find::<HtmlInputElement>("input[name=choice]:checked");
        let choice = chosen.map(|chosen| chosen.value()).unwrap_or_default();
        self.here.show("part", choice == "part");
        let repaid = self.owed.repaid(&choice, &self.field.value());
        self.here.tell("repaid", repaid.as_ref().err());
        if let Ok(repaid) = repaid {
            self.write(&repaid);
        }
    }

    fn write(&self, Repaid { short, parts, own }: &Repaid) {
        let (texts, here) = (repay(), &self.here);
        let enough = short.is_zero();
        here.write("short", &texts.short(&short.grouped()));
        here.show("lacks", !enough);
        here.write_any("parts", parts);
        here.show("own", own.is_some());
        let Some((allocation, outlook)) = own else { return };
        here.write("split", &texts.split(&allocation.total().grouped()));
        let Allocation { fee, penalty, interest, principal, .. } = allocation;
        let amounts = [("fee", fee), ("penalty", penalty), ("interest", interest), ("principal", principal)];
        for (name, amount) in amounts {
            here.write(name, &amount.grouped());
        }
        here.write("sum", &allocation.total().grouped());
        here.write("left", &outlook.left);
        here.write_any("next", &outlook.next);
        here.write_any("saved", &outlook.saved);
        here.write("done", &outlook.repaid.grouped());
        here.write("total", &outlook.total.grouped());
        if let Some(bar) = here.slot("bar") {
            let _ = bar.set_attribute("max", &outlook.total.fen().to_string());
            let _ = bar.set_attribute("value", &outlook.repaid.fen().to_string());
            bar.set_text_content(Some(&outlook.repaid.grouped()));
        }
        here.show("outlook", enough);
        here.show("progress", enough);
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        schedule::DueDates,
        terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
    };

    use super::*;

    const TODAY: i32 = 2_461_372;

    /// A bullet of 14 days at 14.4 %, so many days old.
    fn position(yuan: i64, days: i32) -> Position {
        let first = Date::from_julian_day(TODAY - days).unwrap();
        let terms =
            LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(14));
        let dates = DueDates::unmoved(&terms, first).unwrap();
        Position::open(Amount::from_fen(yuan * 100), &terms, &dates).unwrap()
    }

    /// 50,000.00 on its 7th of 14 days, with 20,000.00 in the wallet.
    fn owed() -> Owed {
        Owed {
            loans: vec![("DRW2".to_owned(), position(50_000, 7))],
            named: 0,
            today: Date::from_julian_day(TODAY).unwrap(),
            balance: Amount::from_fen(2_000_000),
        }
    }

    #[test]
    fn a_choice_says_what_it_would_do_or_why_it_does_nothing() {
        Owner::new().with(|| {
            let (texts, owed) = (repay(), owed());
            let repaid = |choice, typed| owed.repaid(choice, typed);
            let all = repaid("all", "").unwrap();
            assert_eq!((all.short, all.parts.as_str()), (Amount::from_fen(3_014_000), ""));
            let (allocation, outlook) = all.own.unwrap();
            assert_eq!(allocation.total(), Amount::from_fen(5_014_000));
            assert_eq!((outlook.left.as_str(), outlook.next.as_str()), (texts.settled(), ""));
            assert_eq!(outlook.saved, texts.saved("140.00"));
            let part = repaid("part", "10,140.00").unwrap();
            let (allocation, outlook) = part.own.unwrap();
            assert_eq!((allocation.interest, part.short), (Amount::from_fen(14_000), Amount::ZERO));
            assert_eq!(outlook.left, texts.left("40,000.00"));
            assert_eq!((outlook.repaid, outlook.total), (Amount::from_fen(1_000_000), Amount::from_fen(5_000_000)));
            for (choice, typed) in [("due", ""), ("part", ""), ("part", "0")] {
                assert_eq!(repaid(choice, typed), Err(Unsaid::Open(texts.enter_amount())), "{choice} {typed}");
            }
            assert_eq!(repaid("part", "500,00"), Err(Unsaid::Wrong(texts.comma().to_owned())));
            assert_eq!(repaid("part", "50140.01"), Err(Unsaid::Wrong(texts.above_payoff("50,140.00"))));
        });
    }

    #[test]
    fn what_is_overdue_is_told_first_and_the_rest_after_it() {
        Owner::new().with(|| {
            // 1,000.00 that fell due two days ago owes 5.60 of interest and 1.20 of penalty interest.
            let late = ("DRW1".to_owned(), position(1_000, 16));
            let since = late.1.overdue_since(Date::from_julian_day(TODAY).unwrap()).unwrap().to_string();
            let mut owed = owed();
            owed.loans.insert(0, late);
            owed.named = 1;
            assert_eq!(Owed::read(&owed.written()), Some(owed.loans.clone()));
            let texts = repay();
            let part = owed.repaid("part", "1806.80").unwrap();
            let told = [texts.clears("1,006.80", "DRW1", &since), texts.rest("800.00")];
            assert_eq!(part.parts, texts.sentences(&told));
            assert_eq!(part.own.map(|(own, _)| own.total()), Some(Amount::from_fen(80_000)));
            let little = owed.repaid("part", "6.80").unwrap();
            let told = [texts.lessens("6.80", "DRW1", &since, "1,000.00"), texts.no_rest().to_owned()];
            assert_eq!((little.parts, little.own), (texts.sentences(&told), None));
            let all = owed.repaid("all", "").unwrap();
            assert_eq!(all.short, Amount::from_fen(5_114_680 - 2_000_000));
            assert_eq!(owed.repaid("part", "51146.81"), Err(Unsaid::Wrong(texts.above_payoff("51,146.80"))));
        });
    }
}
