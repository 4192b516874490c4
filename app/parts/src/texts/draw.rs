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
            ("按入账当天计算超过综合成本上限", "Credited on that day it would have cost more than the cap")
        }
        "draw.beyond_maturity" => {
            ("按入账当天计算到期日超过额度到期日", "Credited on that day it would have outlived the line")
        }
        "draw.line_not_active" => ("额度已不可用", "The line was not active any more"),
        _ => ("等待放款时间过长", "It waited too long for its payment"),
    };
    Language::here().choose(zh, en)
}
