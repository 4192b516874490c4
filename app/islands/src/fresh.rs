//! A page that follows what happens: it is loaded again while it is open and looked at.

use std::time::Duration;

use leptos::prelude::*;

/// How often.
const EVERY: Duration = Duration::from_secs(5);

/// Loads the page again, every few seconds, while it can be seen. Where this does not run, a link beside it does.
#[island(lazy)]
pub fn Fresh() -> impl IntoView {
    Effect::new(move |_| {
        let look = || {
            if !document().hidden() {
                // What stands in the way is a page that is being left.
                let _ = window().location().reload();
            }
        };
        if let Ok(looking) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || looking.clear());
        }
    });
}
