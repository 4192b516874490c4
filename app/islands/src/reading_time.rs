//! The button of a disclosure: counts down while one reads. The server checks the time by itself.

use std::{cell::Cell, time::Duration};

use leptos::prelude::*;

use crate::texts::borrow;

/// Lets the button with `data-left` be pressed once so many seconds have passed; at once where this does not run.
#[island(lazy)]
pub fn ReadingTime() -> impl IntoView {
    Effect::new(|_| {
        let Some(button) = document().query_selector("button[data-left]").ok().flatten() else { return };
        let confirm = button.text_content().unwrap_or_default();
        let seconds = button.get_attribute("data-left").and_then(|left| left.parse().ok());
        let left = Cell::new(seconds.unwrap_or(0_i64));
        let tick = move || {
            let seconds = left.get();
            if seconds >= 0 {
                left.set(seconds - 1);
                let said = if seconds > 0 { borrow().read_on(seconds) } else { confirm.clone() };
                button.set_text_content(Some(&said));
                let _ = button.toggle_attribute_with_force("disabled", seconds > 0);
            }
        };
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
}
