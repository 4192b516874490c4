//! Somebody was faster: what happened between what the person saw and what they sent.

use domain::application::RejectReason;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    form::{kept, sent_back_of},
    icon::{Icon, icon},
    timeline::timeline,
};

use super::{forms::ticked, named};
use crate::{
    api::review::{
        ReviewView,
        decision::{AskForMore, ClaimApplication, ConfirmDecision, ProposeApproval, ProposeRejection},
    },
    texts::review::review,
};

/// The server functions of this page's forms.
const FORMS: [&str; 5] =
    [ClaimApplication::PATH, AskForMore::PATH, ProposeApproval::PATH, ProposeRejection::PATH, ConfirmDecision::PATH];

/// Shown above the page when one of its forms came back and the application has moved on since the person saw it: what
/// happened meanwhile.
pub fn came_back(view: &ReviewView) -> Option<AnyView> {
    let back = FORMS.into_iter().find_map(sent_back_of)?;
    let seen = back.field("version").and_then(|version| version.parse().ok()).unwrap_or(view.version);
    (seen < view.version).then(|| conflict(view, seen))
}

fn conflict(view: &ReviewView, seen: i64) -> AnyView {
    let own = review();
    let steps = since(&view.timeline, view.version, seen).iter().map(named).collect();
    view! {
        <div class="alert alert--warn" role="alert" data-code="application.decided_meanwhile">
            {icon(Icon::Alert)}
            <div>
                <p class="alert__title">{own.conflict()}</p>
                <p>{own.conflict_text()}</p>
                <p>
                    <strong>{own.happened()}</strong>
                </p>
                {timeline(steps)}
                {typed()}
            </div>
        </div>
    }
    .into_any()
}

/// The steps after a version: since its submission each step of an application makes one version.
fn since<Step>(steps: &[Step], version: i64, seen: i64) -> &[Step] {
    let missed = usize::try_from(version.saturating_sub(seen)).unwrap_or_default().min(steps.len());
    steps.get(steps.len().saturating_sub(missed)..).unwrap_or_default()
}

/// What the person had entered, so that it can be used again.
fn typed() -> Option<AnyView> {
    let own = review();
    let reasons: Vec<&str> =
        RejectReason::ALL.into_iter().filter(|reason| ticked(reason.code())).map(|reason| own.reason(reason)).collect();
    let entered: Vec<(&'static str, String)> = [
        (own.limit(), kept::<ProposeApproval>("limit", "")),
        (own.reasons(), reasons.join(own.separator())),
        (own.opinion(), kept::<ProposeApproval>("opinion", kept::<ProposeRejection>("opinion", ""))),
        (own.question(), kept::<AskForMore>("question", "")),
        (own.confirm_note(), kept::<ConfirmDecision>("note", "")),
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
            <strong>{own.yours()}</strong>
        </p>
        <dl class="facts facts--2">{rows}</dl>
    };
    Some(shown.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_person_had_not_seen_is_told() {
        let steps = ["submitted", "in_review", "proposed", "approved"];
        assert_eq!(since(&steps, 7, 5), ["proposed", "approved"]);
        assert_eq!(since(&steps, 7, 7), [""; 0]);
        assert_eq!(since(&steps, 7, 9), [""; 0]);
        assert_eq!(since(&steps, 70, 1).len(), 4);
    }
}
