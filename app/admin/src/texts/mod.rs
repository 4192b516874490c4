//! The admin portal: its navigation, and the words that its pages share.

pub mod approval;
pub mod audit;
pub mod feed;
pub mod finding;
pub mod ledger;
pub mod operating_data;
pub mod overview;
pub mod party;
pub mod reconcile;
pub mod reserve;
pub mod statement;
pub mod user;

use parts::{bilingual, texts::counted};

bilingual! {
    pub fn admin() -> AdminTexts {
        overview: "总览", "Overview";
        statements: "银行流水", "Bank statements";
        movements: "对账", "Reconciliation";
        breaks: "差异", "Breaks";
        payouts: "代付", "Payouts";
        approvals: "复核", "Approvals";
        operating_data: "经营数据", "Operating data";
        agents: "代理商", "Agents";
        partners: "合作机构", "Partners";
        ledger: "试算平衡", "Trial balance";
        loans: "借据凭证", "Loan journals";
        users: "用户与会话", "Users and sessions";
        audit: "审计", "Audit trail";
        group_daily: "日常", "Daily";
        group_parties: "合作", "Parties";
        group_books: "账务", "Books";
        group_system: "系统", "System";
        position: "位置", "You are here";
        filter: "筛选", "Filter";
        search: "查找", "Search";
        clear: "清除条件", "Clear";
        all: "全部", "All";
        nothing_found: "没有符合条件的记录", "Nothing fits";
        nothing_found_text:
            "换一个条件，或清除条件查看全部。",
            "Change what you look for, or clear it to see everything.";
        total: "合计", "Total";
        page_total: "本页合计", "Total, this page";
        /// An age in whole days.
        days(days: i64) -> String =
            if days == 0 { "不到 1 天".to_owned() } else { format!("{days} 天") },
            if days == 0 { "under a day".to_owned() } else { counted(days, "day", "days") };
    }
}
