//! What agents and funders are told alike of a draw.

use domain::draw::DrawPhase;

use super::Language;
use crate::api::StepView;

/// Why a draw has taken a step: in a person's words, or in ours where it has ended by itself.
#[must_use]
pub fn draw_reason(step: &StepView<DrawPhase>) -> String {
    reason_of(step.to, &step.reason)
}

/// The same of a step within a longer timeline.
pub(crate) fn reason_of(to: DrawPhase, reason: &str) -> String {
    if to == DrawPhase::Lapsed { lapsed_because(reason).to_owned() } else { reason.to_owned() }
}

/// By the code of the reason.
fn lapsed_because(code: &str) -> &'static str {
    let (zh, en) = match code {
        "draw.above_cap" => {
            ("按入账当天计算，超过综合成本上限", "If credited on that day, it would have exceeded the cost cap")
        }
        "draw.beyond_maturity" => (
            "按入账当天计算，到期日晚于额度到期日",
            "If credited on that day, it would have fallen due after the credit line expires",
        ),
        "draw.line_not_active" => ("额度已不可用", "The credit line was no longer active"),
        _ => ("超过等待放款的时限", "Not paid in time"),
    };
    Language::here().choose(zh, en)
}
