//! What a draw would cost, while one types: the functions that disclose and charge it, run in the browser.
//!
//! The server makes the page, and its form works without this. The browser is sent what it needs to reckon with, and writes the
//! texts of a [`Price`] where the page shows them.

use domain::{
    Amount,
    amount::AmountError,
    cost::cost,
    schedule::{DueDates, Instalment, plan},
    terms::{LoanTerms, Tenor},
};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use time::Date;
use web_sys::{Element, HtmlInputElement};

use crate::{
    slots::{Slots, Unsaid},
    texts::{borrow, terms},
};

/// A cell of figures: its tag, an attribute and that one's value.
const NUMBER: (&str, &str, &str) = ("td", "class", "num");

/// What the card says of an amount and a tenor. On the page each text stands in `data-slot="…"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Price {
    pub principal: String,
    /// The name of the interest, with the tenor.
    pub interest_of: String,
    pub interest: String,
    pub fees: String,
    /// When the whole falls due.
    pub due: String,
    pub total: String,
    pub effective: String,
    /// Empty where all falls due at once.
    pub plan: Vec<Instalment>,
}

impl Price {
    /// Of what is typed, on these terms and dates.
    ///
    /// # Errors
    /// When that is no amount, or more than is available.
    pub fn of(typed: &str, terms: &LoanTerms, available: Amount, dates: Option<&DueDates>) -> Result<Self, Unsaid> {
        let texts = borrow();
        let amount = match typed.parse::<Amount>() {
            Ok(amount) if amount > available => {
                return Err(Unsaid::Wrong(texts.above_available(&available.grouped())));
            }
            Ok(amount) if amount.is_positive() => amount,
            Err(AmountError::MisplacedComma) => return Err(Unsaid::Wrong(texts.comma().to_owned())),
            _ => return Err(Unsaid::Open(texts.enter_amount())),
        };
        let reckoned = dates.and_then(|dates| cost(amount, terms, dates).ok().zip(plan(amount, terms, dates).ok()));
        let (cost, plan) = reckoned.ok_or(Unsaid::Open(texts.enter_amount()))?;
        let (due, plan) = match plan.as_slice() {
            [only] => (texts.due_once(&only.due_on.to_string()), Vec::new()),
            _ => (texts.due_in_all().to_owned(), plan),
        };
        Ok(Self {
            principal: amount.grouped(),
            interest_of: texts.interest(&terms::tenor(terms.tenor)),
            interest: cost.interest.grouped(),
            fees: cost.fees.grouped(),
            due,
            total: amount.plus(cost.total).grouped(),
            effective: texts.effective(&terms::percent(cost.effective_annual_rate)),
            plan,
        })
    }
}

/// When how much is to be repaid, folded away; the browser writes its rows anew.
pub fn plan_table(plan: &[Instalment]) -> impl IntoView + use<> {
    let (texts, hidden) = (borrow(), plan.is_empty());
    let rows = plan.iter().map(cells).map(|[due_on, principal, interest]| {
        view! {
            <tr>
                <th scope="row">{due_on}</th>
                <td class="num">{principal}</td>
                <td class="num">{interest}</td>
            </tr>
        }
    });
    view! {
        <details class="details" data-slot="planned" hidden=hidden>
            <summary>{texts.plan()}</summary>
            <table class="table table--compact">
                <thead>
                    <tr>
                        <th scope="col">{texts.due_on()}</th>
                        <th scope="col" class="num">{texts.plan_principal()}</th>
                        <th scope="col" class="num">{texts.plan_interest()}</th>
                    </tr>
                </thead>
                <tbody data-slot="plan">{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

fn cells(instalment: &Instalment) -> [String; 3] {
    [instalment.due_on.to_string(), instalment.principal.grouped(), instalment.interest.grouped()]
}

/// Days as the page carries them for the browser: numbers, with spaces between.
#[must_use]
pub fn written(days: &[Date]) -> String {
    days.iter().map(|day| day.to_julian_day().to_string()).collect::<Vec<_>>().join(" ")
}

fn read(days: &str) -> Option<Vec<Date>> {
    days.split(' ').map(|day| Date::from_julian_day(day.parse().ok()?).ok()).collect()
}

/// Brings the form of a draw to life, which stands on the page as `data-borrow` with the terms, and `data-step` on what changes the
/// amount.
#[island(lazy)]
pub fn BorrowPreview() -> impl IntoView {
    Effect::new(|_| {
        let Some(form) = Form::of_page() else { return };
        form.wake();
        let pressed = form.clone();
        let typing = window_event_listener(ev::input, move |event| form.changed(&event));
        let pressing = window_event_listener(ev::click, move |event| pressed.pressed(&event));
        on_cleanup(move || {
            typing.remove();
            pressing.remove();
        });
    });
}

/// The form of a draw, on the page.
#[derive(Clone)]
struct Form {
    here: Slots,
    field: HtmlInputElement,
    range: HtmlInputElement,
    terms: LoanTerms,
    available: Amount,
    today: Date,
}

impl Form {
    fn of_page() -> Option<Self> {
        let here = Slots::of_page("[data-borrow]")?;
        let (rate, day_count) = (here.said("data-rate")?, here.said("data-day-count")?);
        let mut terms = LoanTerms::new(rate, day_count, here.said("data-method")?, Tenor::Days(1));
        terms.min_days = here.said("data-min-days")?;
        Some(Self {
            field: here.find("#amount")?,
            range: here.find("input[type=range]")?,
            terms,
            available: Amount::from_fen(here.said("data-available")?),
            today: Date::from_julian_day(here.said("data-today")?).ok()?,
            here,
        })
    }

    /// Shows what works in the browser only. What was typed before counts.
    fn wake(&self) {
        while let Some(asleep) = self.here.find::<Element>("[data-asleep]") {
            let _ = asleep.remove_attribute("hidden");
            let _ = asleep.remove_attribute("data-asleep");
        }
        self.say();
    }

    fn amount(&self) -> Amount {
        self.field.value().parse().unwrap_or_default()
    }

    fn set(&self, amount: Amount) {
        self.field.set_value(&amount.clamp(Amount::ZERO, self.available).grouped());
        self.say();
    }

    fn changed(&self, event: &ev::Event) {
        let slid = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        match slid.filter(|input| *input == self.range) {
            Some(range) => self.set(Amount::from_fen(range.value().parse().unwrap_or_default())),
            None => self.say(),
        }
    }

    fn pressed(&self, event: &ev::MouseEvent) {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = pressed.and_then(|pressed| pressed.closest("button[data-step]").ok().flatten());
        let step = button.and_then(|button| button.get_attribute("data-step")?.parse().ok());
        if let Some(step) = step {
            self.set(Amount::from_fen(self.amount().fen().saturating_add(step)));
        }
    }

    /// The tenor that is chosen, and its due dates, if it can be.
    fn chosen(&self) -> Option<(Tenor, DueDates)> {
        let chosen = self.here.find::<Element>("input[name=tenor]:checked")?;
        let due_on = read(&chosen.get_attribute("data-due")?)?;
        Some((chosen.get_attribute("value")?.parse().ok()?, DueDates::kept(self.today, due_on)))
    }

    /// Writes what the amount comes to, and what it would cost.
    fn say(&self) {
        let (typed, amount) = (self.field.value(), self.amount());
        self.here.write("words", &typed.parse::<Amount>().map(Amount::in_words).unwrap_or_default());
        self.range.set_value(&amount.fen().to_string());
        let _ = self.range.set_attribute("aria-valuetext", &amount.grouped());
        let (terms, dates) = match self.chosen() {
            Some((tenor, dates)) => (LoanTerms { tenor, ..self.terms.clone() }, Some(dates)),
            None => (self.terms.clone(), None),
        };
        let price = Price::of(&typed, &terms, self.available, dates.as_ref());
        self.here.tell("cost", price.as_ref().err());
        if let Ok(price) = price {
            self.write(&price);
        }
    }

    fn write(&self, price: &Price) {
        let texts = [
            ("principal", &price.principal),
            ("interest_of", &price.interest_of),
            ("interest", &price.interest),
            ("fees", &price.fees),
            ("due", &price.due),
            ("total", &price.total),
            ("effective", &price.effective),
        ];
        for (name, text) in texts {
            self.here.write(name, text);
        }
        self.here.show("planned", !price.plan.is_empty());
        if let Some(body) = self.here.slot("plan") {
            body.set_text_content(None);
            price.plan.iter().filter_map(row).for_each(|row| drop(body.append_child(&row)));
        }
    }
}

/// A row of the plan, as [`plan_table`] makes it.
fn row(instalment: &Instalment) -> Option<Element> {
    let row = document().create_element("tr").ok()?;
    for (text, (tag, name, value)) in cells(instalment).iter().zip([("th", "scope", "row"), NUMBER, NUMBER]) {
        let cell = document().create_element(tag).ok()?;
        cell.set_attribute(name, value).ok()?;
        cell.set_text_content(Some(text));
        row.append_child(&cell).ok()?;
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_were_written() {
        let days = [Date::MIN, Date::from_julian_day(2_461_375).unwrap(), Date::MAX];
        assert_eq!(read(&written(&days)), Some(days.to_vec()));
        assert_eq!(read(""), None);
        assert_eq!(read("2461375 soon"), None);
    }
}
