//! Where a repayment goes, while one types: the very function that will split it, run in the browser.

use domain::{
    Amount,
    amount::AmountError,
    position::{Allocation, Position},
    repayment::RepaymentChoice,
};
use leptos::{ev, prelude::*};
use time::Date;
use web_sys::HtmlInputElement;

use crate::{
    slots::{Slots, Unsaid},
    texts::repay,
};

/// What a choice would do to a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaid {
    /// What the wallet lacks for it.
    pub short: Amount,
    pub allocation: Allocation,
    pub outlook: Outlook,
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

impl Repaid {
    /// By the code of the choice, `due`, `all` or `part`, and for a part by what is typed.
    ///
    /// # Errors
    /// When that is no amount, more than is owed, or nothing.
    pub fn of(position: &Position, today: Date, balance: Amount, choice: &str, typed: &str) -> Result<Self, Unsaid> {
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
        let (amount, payoff) = (choice.amount(position, today), position.quote(today).payoff_total());
        if amount > payoff {
            return Err(Unsaid::Wrong(texts.above_payoff(&payoff.grouped())));
        }
        let (allocation, outlook) = Outlook::of(position, today, amount).ok_or(Unsaid::Open(texts.enter_amount()))?;
        Ok(Self { short: amount.less(balance), allocation, outlook })
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

/// Brings the form of a repayment to life, which stands on the page as `data-position` with what it is computed from.
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
    position: Position,
    today: Date,
    balance: Amount,
}

impl Form {
    fn of_page() -> Option<Self> {
        let here = Slots::of_page("[data-position]")?;
        Some(Self {
            field: here.find("#amount")?,
            position: here.said("data-position")?,
            today: Date::from_julian_day(here.said("data-today")?).ok()?,
            balance: Amount::from_fen(here.said("data-balance")?),
            here,
        })
    }

    /// Writes what the choice would do.
    fn say(&self) {
        let chosen = self.here.find::<HtmlInputElement>("input[name=choice]:checked");
        let choice = chosen.map(|chosen| chosen.value()).unwrap_or_default();
        self.here.show("part", choice == "part");
        let repaid = Repaid::of(&self.position, self.today, self.balance, &choice, &self.field.value());
        self.here.tell("repaid", repaid.as_ref().err());
        if let Ok(repaid) = repaid {
            self.write(&repaid);
        }
    }

    fn write(&self, Repaid { short, allocation, outlook }: &Repaid) {
        let (texts, here) = (repay(), &self.here);
        here.write("short", &texts.short(&short.grouped()));
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
        let enough = short.is_zero();
        here.show("lacks", !enough);
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

    /// 50,000.00 on its 7th of 14 days, with 20,000.00 in the wallet.
    fn repaid(choice: &str, typed: &str) -> Result<Repaid, Unsaid> {
        let [first, today] = [2_461_365, 2_461_372].map(|day| Date::from_julian_day(day).unwrap());
        let terms =
            LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(14));
        let dates = DueDates::unmoved(&terms, first).unwrap();
        let position = Position::open(Amount::from_fen(5_000_000), &terms, &dates).unwrap();
        Repaid::of(&position, today, Amount::from_fen(2_000_000), choice, typed)
    }

    #[test]
    fn a_choice_says_what_it_would_do_or_why_it_does_nothing() {
        Owner::new().with(|| {
            let texts = repay();
            let all = repaid("all", "").unwrap();
            assert_eq!((all.allocation.total(), all.short), (Amount::from_fen(5_014_000), Amount::from_fen(3_014_000)));
            assert_eq!((all.outlook.left.as_str(), all.outlook.next.as_str()), (texts.settled(), ""));
            assert_eq!(all.outlook.saved, texts.saved("140.00"));
            let part = repaid("part", "10,140.00").unwrap();
            assert_eq!((part.allocation.interest, part.short), (Amount::from_fen(14_000), Amount::ZERO));
            assert_eq!(part.outlook.left, texts.left("40,000.00"));
            assert_eq!(
                (part.outlook.repaid, part.outlook.total),
                (Amount::from_fen(1_000_000), Amount::from_fen(5_000_000))
            );
            for (choice, typed) in [("due", ""), ("part", ""), ("part", "0")] {
                assert_eq!(repaid(choice, typed), Err(Unsaid::Open(texts.enter_amount())), "{choice} {typed}");
            }
            assert_eq!(repaid("part", "500,00"), Err(Unsaid::Wrong(texts.comma().to_owned())));
            assert_eq!(repaid("part", "50140.01"), Err(Unsaid::Wrong(texts.above_payoff("50,140.00"))));
        });
    }
}
