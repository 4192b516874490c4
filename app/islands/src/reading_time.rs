//! The button of a disclosure: counts down while one reads. The server checks the time by itself.

use std::time::Duration;

use leptos::prelude::*;

use crate::texts::borrow;

/// A form's button that says `confirm` and can be pressed after `seconds`; at once where this does not run.
#[island(lazy)]
pub fn ReadingTime(seconds: i64, confirm: String) -> impl IntoView {
    let left = RwSignal::new(0);
    Effect::new(move |_| {
        left.set(seconds);
        let tick = move || left.update(|left| *left = left.saturating_sub(1).max(0));
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <button class="button" disabled=move || left.get().is_positive()>
            {move || match left.get() {
                0 => confirm.clone(),
                left => borrow().read_on(left),
            }}
        </button>
    }
}
