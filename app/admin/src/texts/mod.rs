//! The admin portal: its navigation, and the words that its pages share.

pub mod agent;
pub mod approval;
pub mod audit;
pub mod bank_layout;
pub mod binding;
pub mod calendar;
pub mod callback;
pub mod commission;
pub mod complaint;
pub mod correction;
pub mod day;
pub mod debit_rules;
pub mod decision;
pub mod feed;
pub mod finding;
pub mod freeze;
pub mod job;
pub mod ledger;
pub mod lending;
pub mod mapping;
pub mod operating_data;
pub mod outside_payment;
pub mod overview;
pub mod party;
pub mod reconcile;
pub mod refund;
pub mod registry;
pub mod reserve;
pub mod settlement;
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
        partners: "合作机构", "Partners";
        reserve_accounts: "备付金账户", "Reserve accounts";
        mappings: "结算映射", "Mappings";
        transfers: "债权转让", "Debt transfers";
        ledger: "试算平衡", "Trial balance";
        loans: "借据凭证", "Loan journals";
        layouts: "银行格式", "Bank layouts";
        calendar: "工作日历", "Calendar";
        end_of_day: "日终", "End of day";
        freezes: "账户冻结", "Freezes";
        jobs: "后台任务", "Jobs";
        users: "用户与登录设备", "Users and devices";
        audit: "审计", "Audit trail";
        group_parties: "合作", "Parties";
        group_books: "账务", "Books";
        group_system: "系统", "System";
        /// An age in whole days.
        days(days: i64) -> String =
            if days == 0 { "今天".to_owned() } else { format!("{days} 天") },
            if days == 0 { "Today".to_owned() } else { counted(days, "day", "days") };
    }
}
