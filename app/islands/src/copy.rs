//! Buttons that copy what stands beside them: plain markup, which the last island of every page brings to life.

use leptos::{ev, leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// What a button copies, and what it says when it has.
const TEXT: &str = "data-copy";
const SAYS: &str = "data-says";

/// Shows the buttons, and copies when one is pressed. Where this does not run, they stay hidden.
pub fn copies() -> WindowListenerHandle {
    while let Ok(Some(button)) = document().query_selector("button[data-copy][hidden]") {
        let _ = button.remove_attribute("hidden");
    }
    window_event_listener(ev::click, |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = pressed.and_then(|pressed| pressed.closest("button[data-copy]").ok().flatten()) else {
            return;
        };
        let Some(text) = button.get_attribute(TEXT) else { return };
        let copying = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            // A browser that refuses leaves the text to be marked by hand, and the button says what it said.
            if JsFuture::from(copying).await.is_ok() {
                say(&button);
            }
        });
    })
}

/// Says that it is copied; the one before says again what it does.
fn say(button: &Element) {
    if let Ok(Some(before)) = document().query_selector("button[data-copied]") {
        swap(&before);
        let _ = before.remove_attribute("data-copied");
    }
    swap(button);
    let _ = button.set_attribute("data-copied", "");
}

/// What its first part says, and what that would say.
fn swap(button: &Element) {
    let Some(said) = button.first_element_child() else { return };
    let (now, other) = (said.text_content().unwrap_or_default(), button.get_attribute(SAYS).unwrap_or_default());
    said.set_text_content(Some(&other));
    let _ = button.set_attribute(SAYS, &now);
}
