//! What happened, what to do, and a reference.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::{
    api::{ApiError, Problem, RequestProblem},
    texts::{frame::frame, problem::Words},
};

/// An error where it happened, or what became of a batch.
#[must_use]
pub fn error_alert(error: &ApiError) -> AnyView {
    let Words { title, advice } = error.problem.words();
    let request_id = error.request_id.clone();
    let (class, shape) = match &error.problem {
        Problem::Batch(outcome) if outcome.is_whole() => ("alert alert--good", Icon::Check),
        Problem::Batch(outcome) if outcome.done > 0 => ("alert alert--warn", Icon::Alert),
        Problem::DebtImport(outcome) if outcome.is_whole() => ("alert alert--good", Icon::Check),
        Problem::DebtImport(outcome) if outcome.registered > 0 => ("alert alert--warn", Icon::Alert),
        Problem::PaymentImport(outcome) if outcome.is_whole() => ("alert alert--good", Icon::Check),
        Problem::PaymentImport(outcome) if outcome.reported > 0 => ("alert alert--warn", Icon::Alert),
        _ => ("alert alert--bad", Icon::Alert),
    };
    let of_many = matches!(error.problem, Problem::Batch(_) | Problem::DebtImport(_) | Problem::PaymentImport(_));
    let told = of_many || request_id.is_empty();
    view! {
        <div class=class role="alert" data-code=error.code.clone()>
            {icon(shape)}
            <div>
                <p class="alert__title">{title}</p>
                <p>{advice}</p>
                {refused_rows(&error.problem)}
                {(!told)
                    .then(|| view! { <p class="alert__reference">{frame().reference()}" "<code class="ref">{request_id}</code></p> })}
            </div>
        </div>
    }
    .into_any()
}

/// The rows of a batch that were not done, each with its reason.
fn refused_rows(problem: &Problem) -> Option<AnyView> {
    let Problem::Batch(outcome) = problem else { return None };
    let rows = outcome.refused.iter().map(|(name, error)| {
        let Words { title, advice } = error.problem.words();
        let defect = matches!(error.problem, Problem::Request(RequestProblem::Failed));
        let number = defect.then(|| format!(" · {} {}", frame().reference(), error.request_id));
        view! { <li><code class="ref">{name.clone()}</code> " " {title} " · " {advice} {number}</li> }
    });
    (!outcome.refused.is_empty()).then(|| view! { <ul>{rows.collect_view()}</ul> }.into_any())
}

/// Something worth knowing, or something that went well.
#[component]
pub fn Alert(
    /// `info`, `good`, `warn` or `bad`.
    kind: &'static str,
    #[prop(into)] title: String,
    #[prop(into, optional)] text: String,
) -> impl IntoView {
    let shape = match kind {
        "good" => Icon::Check,
        "info" => Icon::Info,
        _ => Icon::Alert,
    };
    view! {
        <div class=format!("alert alert--{kind}")>
            {icon(shape)}
            <div>
                <p class="alert__title">{title}</p>
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            </div>
        </div>
    }
}
