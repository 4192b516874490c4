//! Draws, and paying them.

use domain::draw::DrawPhase;
use parts::bilingual;

bilingual! {
    pub fn draw() -> DrawTexts {
        draws_note:
            "付款信息与到账金额一致后入账：贵司登记的付款（信息流）与备付金账户收到的款项（资金流）",
            "A draw is credited once the payment you report matches the money received in the reserve account";
        accept: "受理", "Accept";
        accept_text: "受理后请通过网银付款，再逐笔登记", "After accepting, pay through your bank and report each payment";
        awaiting: "待到账", "Awaiting money";
        ended_unpaid: "未放款已结束", "Ended without payment";
        no_open_draws: "没有待放款的支用", "No draws to pay";
        no_open_draws_text: "代理商申请支用后会出现在这里，请尽快受理。", "Draws requested by agents appear here. Please respond promptly.";
        no_draws: "当前状态下没有支用", "No draws in this status";
        no_draws_text:
            "请切换其他状态查看。额度开通后，代理商可随时申请支用。",
            "Choose another status. Agents can draw at any time once they have a credit line.";
        draw_step(to: DrawPhase) {
            DrawPhase::Requested => "代理商申请支用，额度已占用", "Requested by the agent, limit earmarked";
            DrawPhase::Awaiting => "资金方受理", "Accepted by the funder";
            DrawPhase::Refused => "资金方拒绝，额度已释放", "Refused, limit released";
            DrawPhase::Cancelled => "代理商取消，额度已释放", "Cancelled by the agent, limit released";
            DrawPhase::Lapsed => "自动结束，额度已释放", "Ended automatically, limit released";
            DrawPhase::Credited => "付款信息与到账金额一致，已入账并开始计息", "Payment report and funds matched: credited, interest starts";
        }
        see_loan: "查看借据", "View loan";
        pay: "放款", "Payment";
        pay_first: "第一步：通过网银付款", "Step 1: pay through your bank";
        payee_account: "收款账号", "To account";
        remittance_hint:
            "请从上述付款账户付款，并在附言中填写业务编号；否则款项无法自动匹配，须人工核实，无法核实的将退回。",
            "Pay from the account above and enter the reference as the remittance text. Otherwise the money cannot be matched automatically; it is checked by hand and returned if it cannot be identified.";
        pay_then: "第二步：登记付款", "Step 2: report the payment";
        amount: "付款金额", "Amount paid";
        own_reference: "贵司付款流水号", "Your payment reference number";
        own_reference_hint: "网银的流水号或凭证号，便于核对", "From your bank, for reconciliation";
        report_payment: "受理并登记已付款", "Accept and report as paid";
        report_accepts:
            "登记即视为受理，此后代理商不能取消。",
            "Reporting accepts the draw. The agent can no longer cancel it.";
        or_refuse: "不放款", "Decline payment";
        refuse_reason: "拒绝原因", "Reason";
        refuse_hint: "代理商会看到", "The agent will see it";
        refuse: "拒绝这笔支用", "Refuse draw";
        treasurer_only: "由资金岗办理", "Handled by your treasurer";
        treasurer_only_text:
            "受理、登记付款和拒绝由贵司资金岗办理。",
            "Your treasurer accepts or refuses draws and reports payments.";
        next_draw(shop: &str, amount: &str):
            "下一笔待放款：{shop} {amount} 元",
            "Next to pay: {shop} {amount} yuan";
        reported_title: "付款已登记，等待到账", "Payment reported, awaiting funds";
        reported_text:
            "备付金账户收到相同金额后立即入账，无需其他操作。",
            "It is credited as soon as the same amount arrives. No further action needed.";
        credited_text: "借据已生成，从入账日开始计息。", "The loan has been created. Interest starts on the credit date.";
        refused_title: "已拒绝，额度已释放", "Refused, limit released";
        cancelled_title: "代理商已取消", "Cancelled by the agent";
        cancelled_text:
            "额度已释放。如已付款，款项到账后将原路退回。",
            "The limit is released. Any money that arrives later is returned to the paying account.";
        lapsed_title: "已自动结束", "Ended automatically";
        lapsed_text:
            "额度已释放。已到账或之后到账的款项将原路退回。",
            "The limit is released. Any money received is returned to the paying account.";
    }
}
