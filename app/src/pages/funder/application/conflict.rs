//! Somebody was faster: what happened between what the person saw and what they sent.

use domain::application::RejectReason;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{forms::ticked, named};
use crate::{
    api::review::{
        ReviewView,
        decision::{AskForMore, ClaimApplication, ConfirmDecision, ProposeApproval, ProposeRejection},
    },
    components::{
        form::{error_of, kept},
        icon::{Icon, icon},
        timeline::{Step, timeline},
    },
    texts::funder::{applicant::applicant, review::review},
};

/// Shown when one of the page's forms came back because the application had moved on.
pub fn conflict(view: &ReviewView) -> Option<AnyView> {
    let late = came_late(ClaimApplication::PATH)
        .or_else(|| came_late(AskForMore::PATH))
        .or_else(|| came_late(ProposeApproval::PATH))
        .or_else(|| came_late(ProposeRejection::PATH))
        .or_else(|| came_late(ConfirmDecision::PATH))?;
    let own = review();
    let steps: Vec<Step> = since(&view.timeline, view.version, late).into_iter().map(named).collect();
    let happened = (!steps.is_empty()).then(|| {
        view! {
            <p>
                <strong>{own.happened}</strong>
            </p>
            {timeline(steps)}
        }
    });
    let shown = view! {
        <div class="alert alert--warn" role="alert" data-code="application.decided_meanwhile">
            {icon(Icon::Alert)}
            <div>
                <p class="alert__title">{own.conflict}</p>
                <p>{own.conflict_text}</p>
                {happened}
                {typed()}
            </div>
        </div>
    };
    Some(shown.into_any())
}

/// The version that the person of a late form had seen; 0 when the form does not say.
fn came_late(path: &str) -> Option<i64> {
    let code = error_of(path)?.code;
    let late = matches!(
        code.as_str(),
        "application.decided_meanwhile"
            | "application.wrong_state"
            | "application.claimed_by_another"
            | "two_people.nothing_proposed"
    );
    let seen = use_query_map().with_untracked(|query| query.get("typed.version"));
    late.then(|| seen.and_then(|version| version.parse().ok()).unwrap_or_default())
}

/// The steps after a version: since its submission each step of an application makes one version.
fn since(steps: &[Step], version: i64, seen: i64) -> Vec<Step> {
    let missed = if seen > 0 { version.saturating_sub(seen) } else { 1 };
    let missed = usize::try_from(missed).unwrap_or_default().min(steps.len());
    steps.iter().skip(steps.len().saturating_sub(missed)).cloned().collect()
}

/// What the person had entered, so that it can be used again.
fn typed() -> Option<AnyView> {
    let (own, data) = (review(), applicant());
    let reasons: Vec<&str> =
        RejectReason::ALL.into_iter().filter(|reason| ticked(reason.code())).map(own.reason).collect();
    let entered: Vec<(&'static str, String)> = [
        (own.limit, kept::<ProposeApproval>("limit", "")),
        (own.reasons, reasons.join("、")),
        (own.note, kept::<ProposeRejection>("note", "")),
        (own.question, kept::<AskForMore>("question", "")),
        (own.confirm_note, kept::<ConfirmDecision>("note", "")),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .collect();
    if entered.is_empty() {
        return None;
    }
    let rows = entered
        .into_iter()
        .map(|(label, text)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{text}</dd>
                </div>
            }
        })
        .collect_view();
    let shown = view! {
        <p>
            <strong>{own.yours}</strong>
        </p>
        <dl class="facts" aria-label=data.asks_for>{rows}</dl>
    };
    Some(shown.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_person_had_not_seen_is_told() {
        let step =
            |word: &str| Step { word: word.to_owned(), actor: String::new(), reason: String::new(), at: String::new() };
        let steps = ["submitted", "in_review", "proposed", "approved"].map(step);
        let words = |version, seen| since(&steps, version, seen).into_iter().map(|step| step.word).collect::<Vec<_>>();
        assert_eq!(words(7, 5), ["proposed", "approved"]);
        assert_eq!(words(7, 7), [""; 0]);
        assert_eq!(words(7, 0), ["approved"]);
        assert_eq!(words(7, 9), [""; 0]);
        assert_eq!(words(70, 1).len(), 4);
    }
}
