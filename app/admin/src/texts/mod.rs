//! The admin portal: its navigation, and the words that its pages share.

pub mod approval;
pub mod audit;
pub mod feed;
pub mod ledger;
pub mod operating_data;
pub mod overview;
pub mod party;
pub mod reconcile;
pub mod reserve;
pub mod statement;
pub mod user;

use parts::texts::Language;

pub struct AdminTexts {
    pub overview: &'static str,
    pub statements: &'static str,
    pub movements: &'static str,
    pub breaks: &'static str,
    pub payouts: &'static str,
    pub approvals: &'static str,
    pub operating_data: &'static str,
    pub agents: &'static str,
    pub partners: &'static str,
    pub ledger: &'static str,
    pub loans: &'static str,
    pub users: &'static str,
    pub audit: &'static str,
    pub group_daily: &'static str,
    pub group_parties: &'static str,
    pub group_books: &'static str,
    pub group_system: &'static str,
    pub position: &'static str,
    pub filter: &'static str,
    pub search: &'static str,
    pub clear: &'static str,
    pub all: &'static str,
    pub nothing_found: &'static str,
    pub nothing_found_text: &'static str,
    pub total: &'static str,
    pub page_total: &'static str,
    /// An age in whole days.
    pub days: fn(i64) -> String,
}

static ZH: AdminTexts = AdminTexts {
    overview: "总览",
    statements: "银行流水",
    movements: "对账",
    breaks: "差异",
    payouts: "代付",
    approvals: "复核",
    operating_data: "经营数据",
    agents: "代理商",
    partners: "合作机构",
    ledger: "试算平衡",
    loans: "借据凭证",
    users: "用户与会话",
    audit: "审计",
    group_daily: "日常",
    group_parties: "合作",
    group_books: "账务",
    group_system: "系统",
    position: "位置",
    filter: "筛选",
    search: "查找",
    clear: "清除条件",
    all: "全部",
    nothing_found: "没有符合条件的记录",
    nothing_found_text: "换一个条件，或清除条件查看全部。",
    total: "合计",
    page_total: "本页合计",
    days: |days| if days == 0 { "不到 1 天".to_owned() } else { format!("{days} 天") },
};

static EN: AdminTexts = AdminTexts {
    overview: "Overview",
    statements: "Bank statements",
    movements: "Reconciliation",
    breaks: "Breaks",
    payouts: "Payouts",
    approvals: "Approvals",
    operating_data: "Operating data",
    agents: "Agents",
    partners: "Partners",
    ledger: "Trial balance",
    loans: "Loan journals",
    users: "Users and sessions",
    audit: "Audit trail",
    group_daily: "Daily",
    group_parties: "Parties",
    group_books: "Books",
    group_system: "System",
    position: "You are here",
    filter: "Filter",
    search: "Search",
    clear: "Clear",
    all: "All",
    nothing_found: "Nothing fits",
    nothing_found_text: "Change what you look for, or clear it to see everything.",
    total: "Total",
    page_total: "Total, this page",
    days: |days| match days {
        0 => "under a day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    },
};

/// The texts of the page's language.
#[must_use]
pub fn admin() -> &'static AdminTexts {
    Language::here().choose(&ZH, &EN)
}
