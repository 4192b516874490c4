//! How many rows of a table are ticked, and what they come to.

use domain::Amount;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlInputElement, NodeList};

use crate::{slots::Slots, texts::ticked};

/// The tick boxes of rows, which stand outside of the form that they belong to.
const BOXES: &str = "input[type=checkbox][form]";

fn boxes() -> impl Iterator<Item = HtmlInputElement> {
    let found: Option<NodeList> = document().query_selector_all(BOXES).ok();
    (0..found.as_ref().map_or(0, NodeList::length))
        .filter_map(move |place| found.as_ref()?.item(place)?.dyn_into::<HtmlInputElement>().ok())
}

/// How many rows are ticked of how many, and the sum of those that have an amount.
#[derive(Default)]
struct Count {
    all: usize,
    ticked: usize,
    sum: Option<Amount>,
}

impl Count {
    fn of_page() -> Self {
        boxes().fold(Self::default(), |count, tick| {
            if !tick.checked() {
                return Self { all: count.all + 1, ..count };
            }
            let fen = tick.get_attribute("data-fen").and_then(|fen| fen.parse().ok());
            let sum = fen.map(|fen| count.sum.unwrap_or_default().plus(Amount::from_fen(fen))).or(count.sum);
            Self { all: count.all + 1, ticked: count.ticked + 1, sum }
        })
    }
}

/// Says in `data-ticked` how many rows are ticked, sums them up, and ticks all at once by the box in it. Where this does not run,
/// one ticks and presses the button.
#[island(lazy)]
pub fn Ticked() -> impl IntoView {
    Effect::new(|_| {
        let Some(bar) = Slots::of_page("[data-ticked]") else { return };
        let Some(every) = bar.find::<HtmlInputElement>("input") else { return };
        bar.show("every", true);
        say(&bar, &every);
        let changed = window_event_listener(ev::change, move |event| {
            let tick = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if tick.as_ref() == Some(&every) {
                boxes().for_each(|row| row.set_checked(every.checked()));
            }
            say(&bar, &every);
        });
        on_cleanup(move || changed.remove());
    });
}

fn say(bar: &Slots, every: &HtmlInputElement) {
    let (texts, Count { all, ticked, sum }) = (ticked(), Count::of_page());
    every.set_checked(all > 0 && ticked == all);
    let said = sum.map_or_else(|| texts.ticked(ticked), |sum| texts.ticked_sum(ticked, &sum.grouped()));
    bar.write("said", &said);
}
