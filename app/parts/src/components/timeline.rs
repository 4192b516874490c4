//! What happened to a thing, oldest first.

use leptos::prelude::*;

/// One step. `actor` and `reason` may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub word: String,
    pub actor: String,
    pub reason: String,
    pub at: String,
    /// Whether it went wrong.
    pub bad: bool,
}

#[must_use]
pub fn timeline(steps: Vec<Step>) -> AnyView {
    view! {
        <ol class="timeline">
            {steps
                .into_iter()
                .map(|step| {
                    view! {
                        <li class=step.bad.then_some("timeline__bad")>
                            <p class="timeline__title">{step.word}</p>
                            {(!step.reason.is_empty()).then(|| view! { <p class="lines">{step.reason}</p> })}
                            <p class="timeline__meta">
                                <time>{step.at}</time>
                                " "
                                <span>{step.actor}</span>
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}
