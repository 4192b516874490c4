//! A page that follows what happens: it is loaded again while it is open and looked at.

use std::time::Duration;

use leptos::prelude::*;

/// How often.
const EVERY: Duration = Duration::from_secs(10);
/// What somebody is at, whom a new page would disturb.
const BUSY: &str = "main details[open], main :focus, form:invalid";

/// Loads the page again, every few seconds, while it can be seen and nobody is at anything on it. Where this does not run, a link
/// beside it does.
#[island(lazy)]
pub fn Fresh() -> impl IntoView {
    Effect::new(move |_| {
        let look = || {
            let busy = document().query_selector(BUSY).is_ok_and(|found| found.is_some());
            if !busy && !document().hidden() {
                // What stands in the way is a page that is being left.
                let _ = window().location().reload();
            }
        };
        if let Ok(looking) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || looking.clear());
        }
    });
}
