//! What happened to a thing, oldest first.

use leptos::prelude::*;
use services::timeline::{Event, TimelineStep};

use crate::{
    api::instant,
    texts::{draw::reason_of, timeline::timeline as texts, word},
};

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

/// What has happened to things that belong together, across the parties, as a part of their page.
pub fn happened(steps: &[TimelineStep]) -> impl IntoView + use<> {
    let shown = if steps.is_empty() {
        view! { <p class="muted">{texts().none()}</p> }.into_any()
    } else {
        timeline(steps.iter().map(told).collect())
    };
    view! { <section class="section"><h2>{texts().title()}</h2>{shown}</section> }
}

/// A step with how much of what.
fn told(step: &TimelineStep) -> Step {
    let amount = step.amount.map(|amount| format!("{} {}", amount.grouped(), word().yuan())).unwrap_or_default();
    let parts = [texts().event(step.event).to_owned(), amount, step.reference.clone()];
    Step {
        word: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        actor: texts().doer(&step.doer),
        reason: match step.event {
            Event::Draw(phase) => reason_of(phase, &step.reason),
            _ => step.reason.clone(),
        },
        at: instant(step.at),
        bad: matches!(step.event, Event::Overdue | Event::Frozen(_) | Event::Undone),
    }
}
