//! The texts of the islands, which the browser needs too.

mod language;
pub mod terms;

pub use language::{Language, Preferences};

/// Of the preview of a draw.
pub struct BorrowTexts {
    pub amount: &'static str,
    pub all: &'static str,
    pub less: &'static str,
    pub more: &'static str,
    pub tenor: &'static str,
    pub yuan: &'static str,
    pub this_loan: &'static str,
    pub principal: &'static str,
    /// With the tenor.
    pub interest: fn(&str) -> String,
    pub other_fees: &'static str,
    /// With the date of the only payment.
    pub due_once: fn(&str) -> String,
    pub due_in_all: &'static str,
    pub annual_rate: &'static str,
    /// With the effective annual rate.
    pub effective: fn(&str) -> String,
    /// With the least days of interest.
    pub early_free: fn(u32) -> String,
    /// With the fee's rate.
    pub early_fee: fn(&str) -> String,
    pub plan: &'static str,
    pub due_on: &'static str,
    pub plan_principal: &'static str,
    pub plan_interest: &'static str,
    pub plan_total: &'static str,
    pub enter_amount: &'static str,
    /// Where a comma might be meant for the decimal point.
    pub comma: &'static str,
    /// With what is available.
    pub above_available: fn(&str) -> String,
    /// With the seconds that are left.
    pub read_on: fn(i64) -> String,
}

static BORROW_ZH: BorrowTexts = BorrowTexts {
    amount: "借款金额",
    all: "全部借出",
    less: "减少 1,000 元",
    more: "增加 1,000 元",
    tenor: "期限",
    yuan: "元",
    this_loan: "这笔借款（元）",
    principal: "借款本金",
    interest: |tenor| format!("利息（{tenor}）"),
    other_fees: "其他费用",
    due_once: |on| format!("{on} 应还"),
    due_in_all: "应还合计",
    annual_rate: "年化利率（单利）",
    effective: |rate| format!("实际年化（复利）{rate}。按今天到账测算：到账当天起计息，还款当天不计息。"),
    early_free: |days| format!("提前还款不收费，利息只算到还款前一天，至少 {days} 天。"),
    early_fee: |rate| format!("提前还款按提前归还的本金收 {rate}。"),
    plan: "还款计划",
    due_on: "到期日",
    plan_principal: "本金（元）",
    plan_interest: "利息（元）",
    plan_total: "应还（元）",
    enter_amount: "请填写借款金额，最多两位小数。",
    comma: "逗号只能作千分位，小数点请用“.”。",
    above_available: |available| format!("超过可用额度，最多可借 {available} 元。"),
    read_on: |seconds| format!("请先看完费用（{seconds} 秒）"),
};

static BORROW_EN: BorrowTexts = BorrowTexts {
    amount: "Amount",
    all: "Draw all",
    less: "1,000 yuan less",
    more: "1,000 yuan more",
    tenor: "Tenor",
    yuan: "yuan",
    this_loan: "This loan (yuan)",
    principal: "Principal",
    interest: |tenor| format!("Interest ({tenor})"),
    other_fees: "Other fees",
    due_once: |on| format!("To repay on {on}"),
    due_in_all: "To repay in all",
    annual_rate: "a year (simple)",
    effective: |rate| {
        format!(
            "Effectively {rate} a year, compounded. Reckoned as if credited today: that day bears interest, the day of repayment does not."
        )
    },
    early_free: |days| {
        format!(
            "Repaying early is free; interest runs to the day before, for {days} {} at least.",
            if days == 1 { "day" } else { "days" }
        )
    },
    early_fee: |rate| format!("Repaying early costs {rate} of the principal prepaid."),
    plan: "Plan",
    due_on: "Due on",
    plan_principal: "Principal (yuan)",
    plan_interest: "Interest (yuan)",
    plan_total: "To repay (yuan)",
    enter_amount: "Enter an amount with at most two decimals.",
    comma: "Commas stand between thousands; the decimal mark is a point.",
    above_available: |available| format!("More than is available: at most {available} yuan."),
    read_on: |seconds| format!("Read the cost first ({seconds} s)"),
};

/// Of the preview of a repayment.
pub struct RepayTexts {
    pub how_much: &'static str,
    pub due: &'static str,
    pub all: &'static str,
    pub part: &'static str,
    pub amount: &'static str,
    pub amount_hint: &'static str,
    pub yuan: &'static str,
    /// With the wallet's balance.
    pub balance: fn(&str) -> String,
    /// With the amount.
    pub split: fn(&str) -> String,
    pub item: &'static str,
    pub owed: &'static str,
    pub paid: &'static str,
    pub fee: &'static str,
    pub penalty: &'static str,
    pub interest: &'static str,
    pub principal: &'static str,
    pub sum: &'static str,
    pub settled: &'static str,
    /// With the principal that is left.
    pub left: fn(&str) -> String,
    /// With date and amount.
    pub next: fn(&str, &str) -> String,
    /// With the interest saved.
    pub saved: fn(&str) -> String,
    pub repaid_after: &'static str,
    pub nothing_due: &'static str,
    pub enter_amount: &'static str,
    /// Where a comma might be meant for the decimal point.
    pub comma: &'static str,
    /// With what settles the loan.
    pub above_payoff: fn(&str) -> String,
    /// With what is missing.
    pub short: fn(&str) -> String,
    pub top_up: &'static str,
}

static REPAY_ZH: RepayTexts = RepayTexts {
    how_much: "还多少",
    due: "到期部分",
    all: "全部还清",
    part: "自定金额",
    amount: "自定金额",
    amount_hint: "选择“自定金额”时填写",
    yuan: "元",
    balance: |balance| format!("支付账户余额 {balance} 元"),
    split: |amount| format!("这 {amount} 元怎么分"),
    item: "项目",
    owed: "今日结清（元）",
    paid: "本次还（元）",
    fee: "提前还款费",
    penalty: "罚息",
    interest: "利息",
    principal: "本金",
    sum: "合计",
    settled: "还款后这笔借款结清",
    left: |left| format!("还款后剩余本金 {left} 元"),
    next: |on, amount| format!("下次 {on} 应还 {amount} 元。"),
    saved: |saved| format!("比按计划还少付利息 {saved} 元。"),
    repaid_after: "还款后已还本金（元）",
    nothing_due: "今天没有到期应还，可以提前还清或还一部分。",
    enter_amount: "请填写还款金额，最多两位小数。",
    comma: "逗号只能作千分位，小数点请用“.”。",
    above_payoff: |payoff| format!("还清只需 {payoff} 元，多的不收。"),
    short: |short| format!("账户余额还差 {short} 元，请先充值，或少还一些。"),
    top_up: "怎么充值",
};

static REPAY_EN: RepayTexts = RepayTexts {
    how_much: "How much",
    due: "What is due",
    all: "Everything",
    part: "A part",
    amount: "Part",
    amount_hint: "Fill in when you choose a part",
    yuan: "yuan",
    balance: |balance| format!("The wallet holds {balance} yuan"),
    split: |amount| format!("How {amount} yuan is split"),
    item: "Item",
    owed: "Payoff today (yuan)",
    paid: "This payment (yuan)",
    fee: "Early fee",
    penalty: "Penalty interest",
    interest: "Interest",
    principal: "Principal",
    sum: "Total",
    settled: "This settles the loan",
    left: |left| format!("Principal left: {left} yuan"),
    next: |on, amount| format!("Next: {amount} yuan on {on}."),
    saved: |saved| format!("{saved} yuan of interest saved against the plan."),
    repaid_after: "Principal repaid by then (yuan)",
    nothing_due: "Nothing is due today; you may settle, or pay a part.",
    enter_amount: "Enter an amount with at most two decimals.",
    comma: "Commas stand between thousands; the decimal mark is a point.",
    above_payoff: |payoff| format!("{payoff} yuan settle the loan; no more is taken."),
    short: |short| format!("The wallet is {short} yuan short: top up, or pay less."),
    top_up: "How to top up",
};

#[must_use]
pub fn borrow() -> &'static BorrowTexts {
    Language::here().choose(&BORROW_ZH, &BORROW_EN)
}

#[must_use]
pub fn repay() -> &'static RepayTexts {
    Language::here().choose(&REPAY_ZH, &REPAY_EN)
}
