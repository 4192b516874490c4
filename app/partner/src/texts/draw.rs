//! Draws, as their funder and the institution read them.

use domain::draw::DrawPhase;
use parts::bilingual;

bilingual! {
    pub fn draw() -> DrawTexts {
        draw_title(amount: &str): "支用 {amount} 元", "Draw of {amount} yuan";
        draw_facts: "支用内容", "Draw details";
        information: "信息流", "Payment report";
        funds: "资金流", "Funds received";
        draw_state(phase: DrawPhase) {
            DrawPhase::Requested => "待放款", "To pay";
            DrawPhase::Awaiting => "等待付款信息与到账金额一致", "Awaiting matching report and funds";
            DrawPhase::Refused => "已拒绝", "Refused";
            DrawPhase::Cancelled => "代理商已取消", "Cancelled by the agent";
            DrawPhase::Lapsed => "已失效", "Lapsed";
            DrawPhase::Credited => "已入账", "Credited";
        }
        not_reported: "未登记", "Not reported";
        reported: "已登记", "Reported";
        part_arrived(amount: &str): "已到 {amount}", "{amount} arrived";
        too_much_arrived(amount: &str): "多到 {amount}", "{amount} in excess";
        matched: "金额一致，已入账", "Matched and credited";
        matches_when_equal: "付款信息与到账金额一致后入账", "Credited once both match";
        differs(amount: &str): "差 {amount}", "{amount} difference";
        ended: "已结束", "Ended";
        pays_into: "收款账户", "Receiving account";
        disclosure: "代理商确认的综合融资成本明示", "Cost disclosure confirmed by the agent";
    }
}
