//! The last island of every page: says that the page is alive, and keeps a form from being sent twice.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlFormElement};

use crate::copy::copies;

/// Marks `html[data-hydrated]`, for which tests wait instead of guessing. A form that is being sent is marked busy, and a
/// second click on it does nothing; the request number in the form makes it harmless where this does not run.
#[island]
pub fn Ready() -> impl IntoView {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
        let handle = window_event_listener(ev::submit, |event| {
            let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
                return;
            };
            // Answered with a file, the page stays, and its form is as it was.
            if form.has_attribute("data-file") {
                return;
            }
            if form.get_attribute("aria-busy").as_deref() == Some("true") {
                event.prevent_default();
            } else {
                let _ = form.set_attribute("aria-busy", "true");
            }
        });
        // A page that the browser brings back from its memory is not being sent any more.
        let shown = window_event_listener(ev::pageshow, |_| {
            while let Ok(Some(form)) = document().query_selector("form[aria-busy]") {
                let _ = form.remove_attribute("aria-busy");
            }
        });
        let copies = copies();
        on_cleanup(move || {
            copies.remove();
            handle.remove();
            shown.remove();
        });
    });
}
