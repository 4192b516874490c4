//! One choice among few, drawn as chips.

use leptos::{html::Input, prelude::*};

/// One of the choices.
pub struct Chip<T> {
    pub value: T,
    /// What the form sends.
    pub code: String,
    pub label: String,
    pub disabled: bool,
}

/// A group of radios named `name`, in step with `chosen`: what it holds is checked first, and what was chosen before the
/// page came to life counts.
pub fn chips<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: &'static str,
    choices: Vec<Chip<T>>,
    chosen: RwSignal<T>,
) -> impl IntoView {
    let first = chosen.get_untracked();
    let labels = choices
        .into_iter()
        .map(|Chip { value, code, label, disabled }| {
            let radio = NodeRef::<Input>::new();
            Effect::new(move |_| {
                if radio.get().is_some_and(|radio| radio.checked()) {
                    chosen.set(value);
                }
            });
            view! {
                <label>
                    <input
                        type="radio"
                        name=name
                        value=code
                        checked=value == first
                        disabled=disabled
                        required
                        node_ref=radio
                        on:change=move |_| chosen.set(value)
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="chips">
            <legend>{legend}</legend>
            {labels}
        </fieldset>
    }
}
