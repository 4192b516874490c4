//! A button that copies what stands beside it.

use std::time::Duration;

use leptos::prelude::*;

use crate::texts::copy;

/// How long it says that it has.
const SAID_FOR: Duration = Duration::from_secs(2);

/// Copies `text`; `of` names it for those who hear it. Where this does not run, there is no button.
#[island(lazy)]
pub fn Copy(text: String, of: String) -> impl IntoView {
    let (alive, copied) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| alive.set(true));
    let copies = move |_| {
        // A browser that refuses leaves the text to be marked by hand.
        drop(window().navigator().clipboard().write_text(&text));
        copied.set(true);
        set_timeout(move || copied.set(false), SAID_FOR);
    };
    let label = move || if copied.get() { copy().copied_what(&of) } else { copy().copy_what(&of) };
    view! {
        <button type="button" class="copy" hidden=move || !alive.get() aria-label=label aria-live="polite" on:click=copies>
            {move || if copied.get() { copy().copied() } else { copy().copy() }}
        </button>
    }
}
