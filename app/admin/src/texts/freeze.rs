//! Freezes of wallets.

use domain::freeze::FreezeReason;
use parts::bilingual;

bilingual! {
    pub fn freeze() -> FreezeTexts {
        note: "逾期冻结自动办理；其他冻结由两个人办理和解除", "Freezes for overdue debts come and go by themselves; any other takes two people";
        none_title: "没有冻结的账户", "No wallet is frozen";
        none_text: "在代理商列表里打开账户，可以提出冻结。", "Open a wallet from the list of agents to propose a freeze.";
        reason: "原因", "Reason";
        reasons(reason: FreezeReason) {
            FreezeReason::Overdue => "逾期", "Overdue";
            FreezeReason::Funder => "资金方申请", "At a funder's request";
            FreezeReason::Risk => "风险控制", "For risk";
            FreezeReason::Court => "司法冻结", "By a court";
        }
        lifts(reason: FreezeReason) {
            FreezeReason::Overdue => "逾期还清后自动解除", "Ends by itself once that is paid";
            FreezeReason::Funder | FreezeReason::Risk => "由两个人解除，或到期", "Two people lift it, or its last day passes";
            FreezeReason::Court => "到期，或法院解除后由两个人办理", "Its last day passes, or two people lift it for the court";
        }
        waits(held: &str): "已冻结 {held} 元，其余轮候", "{held} yuan are there; it waits in line for the rest";
        amount: "冻结金额（元）", "Amount held (yuan)";
        whole: "全部，只进不出", "The whole wallet: in yes, out no";
        evidence: "依据", "Evidence";
        ordered: "冻结", "Ordered";
        expires: "到期", "Until";
        no_end: "无期限", "No last day";
        by_itself: "自动", "By itself";
        lifted: "解除", "Lifted";
        stands: "生效中", "In force";
        order_title: "提出冻结", "Propose a freeze";
        order_text:
            "通过后立即生效：未到账的支用终止，未发出的提现退回。司法冻结按金额，填写到期日，优先于一切还款。",
            "Once approved it counts at once: draws not credited end, withdrawals not sent come back. A court's freeze holds an amount until a day, before any debt.";
        amount_hint: "只用于司法冻结。", "Only for a court's.";
        expires_hint: "最后一天；司法冻结必填。", "The last day; needed for a court's.";
        propose: "提出冻结", "Propose the freeze";
        lift: "提出解除", "Propose to lift it";
        history: "冻结记录", "Freezes";
        wallet: "冻结", "Freezes";
    }
}
