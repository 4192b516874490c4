//! Freezes of wallets.

use domain::freeze::FreezeReason;
use parts::bilingual;

bilingual! {
    pub fn freeze() -> FreezeTexts {
        note: "逾期冻结和解除由系统自动办理；其他冻结和解除须双人办理", "Overdue freezes are placed and lifted automatically. All others need two people";
        none_title: "没有冻结的账户", "No frozen wallets";
        none_text: "可在代理商列表中打开账户，提出冻结。", "To propose a freeze, open a wallet from the list of agents.";
        reasons(reason: FreezeReason) {
            FreezeReason::Overdue => "逾期", "Overdue";
            FreezeReason::Funder => "资金方申请", "Funder's request";
            FreezeReason::Risk => "风险控制", "Risk control";
            FreezeReason::Court => "司法冻结", "Court order";
        }
        lifts(reason: FreezeReason) {
            FreezeReason::Overdue => "按产品约定，逾期还清或全部结清后自动解除", "Lifted automatically: once the overdue amount is repaid or, where the product says so, all loans are settled";
            FreezeReason::Funder | FreezeReason::Risk => "双人解除，或到期自动解除", "Lifted by two people, or on its last day";
            FreezeReason::Court => "到期自动解除，或凭法院文书双人解除", "Lifted on its last day, or by two people on the court's notice";
        }
        waits(held: &str): "已冻结 {held} 元，其余轮候", "{held} yuan frozen, queued for the rest";
        amount: "冻结金额（元）", "Frozen amount (yuan)";
        whole: "全额冻结，只进不出", "Entire wallet: money in only";
        ordered: "冻结", "Frozen";
        no_end: "无期限", "No expiry";
        by_itself: "自动", "Automatic";
        lifted: "解除", "Lifted";
        paid_to_court: "已扣划付给法院", "Paid out to the court";
        stands: "生效中", "Active";
        order_title: "提出冻结", "Propose a freeze";
        order_text:
            "复核通过后立即生效：未到账的支用结束，未发出的提现退回。司法冻结须填写法院、金额和到期日，优先于任何还款。",
            "Takes effect immediately on approval: draws not yet credited end and unsent withdrawals are returned. Court freezes need the court, an amount and an expiry date, and take priority over any repayment.";
        asked_by: "申请方", "Requested by";
        asked_by_hint:
            "代理商会看到。司法冻结填写法院名称和案号，资金方申请填写资金方名称。",
            "The shop sees this. For court freezes the court's name and case number, for a funder's request its name.";
        amount_hint: "仅用于司法冻结。", "Court freezes only.";
        expires_hint: "最后一天；司法冻结必填。", "Last day of the freeze. Required for court freezes.";
        propose: "提出冻结", "Propose freeze";
        lift: "提出解除冻结", "Propose lifting";
        deduct: "提出司法扣划", "Propose court deduction";
        deduct_text:
            "复核通过后，从该冻结款中付给法院；未扣划的部分继续冻结。付款被银行退回的，退回支付账户并继续冻结。",
            "On approval the court is paid out of this freeze, and the rest stays frozen. If the bank returns the payment, the money is frozen in the wallet again.";
        deducted: "扣划金额（元）", "Amount deducted (yuan)";
        court_name: "法院收款户名", "Court's account name";
        court_account: "法院收款账号", "Court's account number";
        history: "冻结记录", "Freezes";
        never: "该账户没有冻结记录。", "This wallet was never frozen.";
        wallet: "冻结", "Freezes";
    }
}
