//! What agents and funders are told alike of a draw.

use domain::draw::{DrawPhase, LapseReason};

use super::Language;
use crate::api::StepView;

/// Why a draw has taken a step: in a person's words, or in ours where it has ended by itself.
#[must_use]
pub fn draw_reason<Actor>(step: &StepView<DrawPhase, Actor>) -> String {
    reason_of(step.to, &step.reason)
}

/// The same of a step within a longer timeline.
pub(crate) fn reason_of(to: DrawPhase, reason: &str) -> String {
    let lapsed = if to == DrawPhase::Lapsed { LapseReason::from_code(reason) } else { None };
    lapsed.map_or_else(|| reason.to_owned(), |lapsed| lapsed_because(lapsed).to_owned())
}

fn lapsed_because(reason: LapseReason) -> &'static str {
    let (zh, en) = match reason {
        LapseReason::WaitedTooLong => ("超过等待放款的时限", "Not paid in time"),
        LapseReason::WalletFrozen => ("支付账户已冻结", "The wallet was frozen"),
        LapseReason::LineNotActive => ("额度已不可用", "The credit line was no longer active"),
        LapseReason::BeyondMaturity => (
            "按入账当天计算，到期日晚于额度到期日",
            "If credited on that day, it would have fallen due after the credit line expires",
        ),
        LapseReason::AboveCap => {
            ("按入账当天计算，超过综合成本上限", "If credited on that day, it would have exceeded the cost cap")
        }
    };
    Language::here().choose(zh, en)
}
