//! How many rows of a table are ticked, and what they come to.

use domain::Amount;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlInputElement, NodeList};

use crate::texts::ticked;

/// The tick boxes that belong to the form with this id.
fn boxes(form: &str) -> impl Iterator<Item = HtmlInputElement> {
    let found: Option<NodeList> = document().query_selector_all(&format!("input[type=checkbox][form={form}]")).ok();
    (0..found.as_ref().map_or(0, NodeList::length))
        .filter_map(move |place| found.as_ref()?.item(place)?.dyn_into::<HtmlInputElement>().ok())
}

/// How many rows are ticked of how many, and the sum of those that have an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    all: usize,
    ticked: usize,
    sum: Option<Amount>,
}

impl Count {
    fn of(form: &str) -> Self {
        boxes(form).fold(Self::default(), |count, tick| {
            if !tick.checked() {
                return Self { all: count.all + 1, ..count };
            }
            let fen = tick.get_attribute("data-fen").and_then(|fen| fen.parse().ok());
            let sum = fen.map(|fen| count.sum.unwrap_or_default().plus(Amount::from_fen(fen))).or(count.sum);
            Self { all: count.all + 1, ticked: count.ticked + 1, sum }
        })
    }
}

/// Says how many tick boxes of `form` are ticked, sums them up, and ticks all at once. Where this does not run, one ticks and
/// presses the button.
#[island(lazy)]
pub fn Ticked(form: String) -> impl IntoView {
    let count = RwSignal::new(None::<Count>);
    let (looked_at, all_of) = (form.clone(), form);
    Effect::new(move |_| {
        count.set(Some(Count::of(&looked_at)));
        let form = looked_at.clone();
        let changed = window_event_listener(ev::change, move |_| count.set(Some(Count::of(&form))));
        on_cleanup(move || changed.remove());
    });
    let all = move |event: ev::Event| {
        let tick = event_target_checked(&event);
        boxes(&all_of).for_each(|row| row.set_checked(tick));
    };
    let every = move || count.get().is_some_and(|count| count.all > 0 && count.ticked == count.all);
    let said = move || {
        let texts = ticked();
        count.get().map(|count| match count.sum {
            Some(sum) => texts.ticked_sum(count.ticked, &sum.grouped()),
            None => texts.ticked(count.ticked),
        })
    };
    view! {
        <div class="cluster">
            <label class="check" hidden=move || count.get().is_none()>
                <input type="checkbox" prop:checked=every on:change=all />
                <span>{ticked().all()}</span>
            </label>
            <output aria-live="polite">{said}</output>
        </div>
    }
}
