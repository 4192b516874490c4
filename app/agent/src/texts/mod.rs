//! The agent portal.

pub mod application;
pub mod consent;
pub mod draw;
pub mod offer;
pub mod repayment;

use parts::texts::Language;

pub struct AgentTexts {
    pub home: &'static str,
    pub offers: &'static str,
    pub borrow: &'static str,
    pub loans: &'static str,
    pub wallet: &'static str,
    pub available: &'static str,
    pub no_line_title: &'static str,
    pub no_line_text: &'static str,
    pub compare_offers: &'static str,
    pub highest_offer: &'static str,
    pub offers_waiting: fn(usize) -> String,
    pub choose_offer: &'static str,
    pub line: &'static str,
    pub next_repayment: &'static str,
    pub repay: &'static str,
    pub under_way: &'static str,
    pub application: &'static str,
    pub application_title: &'static str,
    pub to_application: &'static str,
    pub balance: &'static str,
    pub statement: &'static str,
    /// Total limit and rate under the figure.
    pub line_note: fn(&str, &str, &str) -> String,
    pub due_on: fn(&str) -> String,
    pub draw_states: fn(&str) -> &'static str,
    pub events: fn(&str) -> &'static str,
}

static ZH: AgentTexts = AgentTexts {
    home: "首页",
    offers: "额度",
    borrow: "借款",
    loans: "还款",
    wallet: "账户",
    available: "可用额度（元）",
    no_line_title: "还没有额度",
    no_line_text: "几家资金方可以根据您的经营数据给出额度和价格，由您比较、选一家。查看不收费。",
    compare_offers: "看看能借多少",
    highest_offer: "最高可申请额度（元）",
    offers_waiting: |count| format!("{count} 家资金方给出了方案，比一比价格，选一家申请。查看不收费。"),
    choose_offer: "比较方案",
    line: "额度与合同",
    next_repayment: "下一笔还款",
    repay: "还款",
    under_way: "办理中",
    application: "额度申请",
    application_title: "额度申请办理中",
    to_application: "查看申请",
    balance: "余额（元）",
    statement: "明细",
    line_note: |funder, limit, rate| format!("{funder}，总额度 {limit}，年化利率（单利）{rate}"),
    due_on: |on| format!("{on} 到期"),
    draw_states: |code| match code {
        "requested" => "等待资金方受理",
        "awaiting" => "等待资金到账",
        "refused" => "资金方未受理",
        "cancelled" => "已取消",
        "lapsed" => "已失效",
        "credited" => "已到账",
        _ => "",
    },
    events: |code| match code {
        "draw.credited" => "借款到账",
        "loan.repaid" => "还款",
        "top_up.matched" => "充值",
        "commission.distributed" => "佣金",
        _ => "其他",
    },
};

static EN: AgentTexts = AgentTexts {
    home: "Home",
    offers: "Credit",
    borrow: "Borrow",
    loans: "Repay",
    wallet: "Wallet",
    available: "Available limit (yuan)",
    no_line_title: "No credit line yet",
    no_line_text: "Funders can give you a limit and a price from your business data; you compare and choose one. Looking costs nothing.",
    compare_offers: "See my offers",
    highest_offer: "Highest limit offered (yuan)",
    offers_waiting: |count| {
        let funders = if count == 1 { "1 funder has".to_owned() } else { format!("{count} funders have") };
        format!("{funders} made an offer. Compare the prices and apply to one; looking costs nothing.")
    },
    choose_offer: "Compare offers",
    line: "Line and contract",
    next_repayment: "Next repayment",
    repay: "Repay",
    under_way: "Under way",
    application: "Application",
    application_title: "Your application is under way",
    to_application: "See the application",
    balance: "Balance (yuan)",
    statement: "Statement",
    line_note: |funder, limit, rate| format!("{funder}, limit {limit}, {rate} a year (simple)"),
    due_on: |on| format!("due {on}"),
    draw_states: |code| match code {
        "requested" => "Waiting for the funder",
        "awaiting" => "Waiting for the money",
        "refused" => "Refused by the funder",
        "cancelled" => "Cancelled",
        "lapsed" => "Lapsed",
        "credited" => "Credited",
        _ => "",
    },
    events: |code| match code {
        "draw.credited" => "Loan credited",
        "loan.repaid" => "Repayment",
        "top_up.matched" => "Top-up",
        "commission.distributed" => "Commission",
        _ => "Other",
    },
};

/// The texts of the page's language.
#[must_use]
pub fn agent() -> &'static AgentTexts {
    Language::here().choose(&ZH, &EN)
}
