//! Draws, and paying them.

use domain::draw::DrawPhase;
use parts::bilingual;

bilingual! {
    pub fn draw() -> DrawTexts {
        draws_note:
            "付款信息与到账金额一致后入账：您登记的付款（信息流）和备付金账户收到的钱（资金流）",
            "A draw is credited only when both flows agree: the payment you report, and the money that arrives";
        accept: "受理", "Accept";
        accept_text: "受理后请在网银付款，再逐笔登记", "Then pay at your bank, and report each payment";
        awaiting: "待到账", "Awaiting money";
        credited: "已入账", "Credited";
        ended_unpaid: "未放款结束", "Ended unpaid";
        information: "信息流", "Information";
        funds: "资金流", "Funds";
        requested_at: "申请时间", "Requested";
        no_open_draws: "没有待放款的支用", "No draw waits for payment";
        no_open_draws_text: "代理商申请支用后会出现在这里，请尽快受理。", "They appear here when agents ask for them.";
        no_draws: "这里没有支用", "No draws here";
        no_draws_text:
            "换一个状态看看；额度开立后，代理商可以随时申请支用。",
            "Look under another state. Agents may draw as soon as they have a line.";
        draw_state(phase: DrawPhase) {
            DrawPhase::Requested => "待放款", "To pay";
            DrawPhase::Awaiting => "等待信息与资金一致", "Awaiting both flows";
            DrawPhase::Refused => "已拒绝", "Refused";
            DrawPhase::Cancelled => "代理商已取消", "Cancelled by the agent";
            DrawPhase::Lapsed => "已失效", "Lapsed";
            DrawPhase::Credited => "已入账", "Credited";
        }
        not_reported: "未登记", "Not reported";
        reported: "已登记", "Reported";
        part_arrived(amount: &str): "已到 {amount}", "{amount} arrived";
        too_much_arrived(amount: &str): "多到 {amount}", "{amount} too much";
        matched: "金额一致，已入账", "Equal, and credited";
        matches_when_equal: "付款信息与到账金额一致后入账", "Credited when both are equal";
        differs(amount: &str): "差 {amount}", "{amount} apart";
        ended: "已终止", "Ended";
        draw_title(amount: &str): "支用 {amount} 元", "Draw of {amount} yuan";
        pays_into: "收款账户", "Paid into";
        draw_facts: "支用内容", "The draw";
        agent_number: "代理商编号", "Agent number";
        disclosure: "代理商确认的综合融资成本明示", "The cost disclosure that the agent confirmed";
        timeline: "记录", "History";
        draw_step(to: DrawPhase) {
            DrawPhase::Requested => "代理商申请支用，额度已占用", "Requested, limit earmarked";
            DrawPhase::Awaiting => "资金方受理", "Accepted by the funder";
            DrawPhase::Refused => "资金方拒绝，额度已释放", "Refused, limit released";
            DrawPhase::Cancelled => "代理商取消，额度已释放", "Cancelled by the agent, limit released";
            DrawPhase::Lapsed => "自动结束，额度已释放", "Ended by itself, limit released";
            DrawPhase::Credited => "付款信息与到账金额一致，已入账并开始计息", "Both flows agree: credited, interest starts";
        }
        see_loan: "查看借据", "See the loan";
        pay: "放款", "Payment";
        pay_first: "第一步：在网银付款", "First, pay at your bank";
        payer_account: "付款账户", "From account";
        payee_account: "收款账号", "To account";
        payee_name: "收款户名", "Account name";
        payee_branch: "收款开户行", "Bank and branch";
        remittance: "附言", "Remittance text";
        remittance_hint:
            "请用上面的付款账户，并在附言里写上业务编号；否则钱到了也对不上，要人工核实，对不上的退回。",
            "Pay from this account and put the reference into the remittance text; money that names no draw is looked into by hand, and returned if it fits nothing.";
        pay_then: "第二步：登记付款", "Then, report the payment";
        amount: "付款金额", "Amount paid";
        own_reference: "贵司付款流水号", "Your payment number";
        own_reference_hint: "网银的流水号或凭证号，便于查找", "From your bank, to find it by";
        report_payment: "受理并登记已付款", "Accept and report as paid";
        report_accepts:
            "登记即受理，此后代理商不能再取消。",
            "This accepts the draw; the agent can no longer cancel it.";
        or_refuse: "不放款", "Do not pay";
        refuse_reason: "拒绝原因", "Reason";
        refuse_hint: "代理商会看到", "The agent reads it";
        refuse: "拒绝这笔支用", "Refuse this draw";
        treasurer_only: "由资金岗办理", "Your treasurer does this";
        treasurer_only_text:
            "受理、付款登记和拒绝由贵司资金岗操作。",
            "Answering draws and reporting payments is up to your treasurer.";
        next_draw(shop: &str, amount: &str):
            "下一笔待放款：{shop} {amount} 元",
            "Next to pay: {shop} {amount} yuan";
        reported_title: "付款已登记，等待到账", "Reported as paid, awaiting the money";
        reported_text:
            "备付金账户收到同样金额后立即入账。不用再操作。",
            "It is credited as soon as the same amount arrives. Nothing is left to do.";
        credited_title: "已入账", "Credited";
        credited_text: "借据已生成，从入账日开始计息。", "The loan exists, and interest runs from the day of credit.";
        refused_title: "已拒绝，额度已释放", "Refused, limit released";
        cancelled_title: "代理商已取消", "Cancelled by the agent";
        cancelled_text:
            "额度已释放。如果已经付款，钱到账后会原路退回。",
            "The limit is released. Money that still arrives is returned.";
        lapsed_title: "已自动结束", "Ended by itself";
        lapsed_text:
            "额度已释放。已到或之后到账的款项会退回。",
            "The limit is released. Money that has come or still arrives is returned.";
    }
}
