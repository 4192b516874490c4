//! The keyboard of those who work with it all day.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// What keys mean something else in.
const TYPING: &str = "input, textarea, select, [contenteditable]";
const SEARCH: &str = "input[type=search]";
/// The way to the next page of a list, or to what waits next.
const NEXT: &str = "main a[rel=next]";
/// The rows of tables, and the links of what names a row: the first leads to it, the others beside it.
const ROW: &str = "main tbody tr";
const LINK: &str = "tr > th a, tr > td:first-child a";

/// `/` leads into the box in which everything is looked for, and the arrow down from there to the first row; from a row the arrows lead to the
/// others, and Enter opens one. Anywhere else they scroll the page, as always. `n` leads to what comes next.
#[island]
pub fn Keys() -> impl IntoView {
    Effect::new(move |_| {
        let pressed = window_event_listener(ev::keydown, |event| {
            let at = document().active_element();
            let is = |what: &str| at.as_ref().is_some_and(|at| at.matches(what).unwrap_or_default());
            let (typing, searching, in_rows) = (is(TYPING), is(SEARCH), is(LINK) && row_of(at.as_ref()).is_some());
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let next = match event.key().as_str() {
                "/" if !typing => document().query_selector(SEARCH).ok().flatten(),
                "n" if !typing => document().query_selector(NEXT).ok().flatten(),
                "ArrowDown" if searching || in_rows => {
                    row_from(at.as_ref(), |place| place.map_or(0, |place| place + 1))
                }
                "ArrowUp" if in_rows => row_from(at.as_ref(), |place| place.map_or(0, |place| place.saturating_sub(1))),
                _ => None,
            };
            let Some(next) = next else { return };
            event.prevent_default();
            // What stands in the box is replaced by what is typed.
            if let Some(element) = next.dyn_ref::<HtmlElement>() {
                let _ = element.focus();
            }
            if let Some(input) = next.dyn_ref::<HtmlInputElement>() {
                input.select();
            }
        });
        on_cleanup(move || pressed.remove());
    });
}

/// The row that something stands in.
fn row_of(at: Option<&Element>) -> Option<Element> {
    at?.closest(ROW).ok()?
}

/// The link of the row to go to, by the place of the one that has the focus, if one has it.
fn row_from(at: Option<&Element>, to: impl Fn(Option<usize>) -> usize) -> Option<Element> {
    let rows = document().query_selector_all(ROW).ok()?;
    let rows = (0..rows.length()).filter_map(|place| rows.item(place)?.dyn_into::<Element>().ok());
    let linked: Vec<(Element, Element)> =
        rows.filter_map(|row| row.query_selector(LINK).ok()?.map(|link| (row, link))).collect();
    let row = row_of(at);
    let here = linked.iter().position(|(of, _)| Some(of) == row.as_ref());
    let (_, link) = linked.get(to(here).min(linked.len().checked_sub(1)?))?;
    Some(link.clone())
}
