//! The agent portal.

pub mod application;
pub mod attachment;
pub mod card;
pub mod confirmation;
pub mod consent;
pub mod draw;
pub mod freeze;
pub mod offer;
pub mod people;
pub mod repayment;
pub mod standing_order;

use domain::{draw::DrawPhase, ledger::EventKind};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn agent() -> AgentTexts {
        home: "首页", "Home";
        offers: "额度", "Credit";
        borrow: "借款", "Borrow";
        wallet: "账户", "Wallet";
        available: "可用额度（元）", "Available limit (yuan)";
        not_now: "额度（元），现在暂停借款", "Limit (yuan), nothing is lent now";
        no_line_title: "还没有额度", "No credit line yet";
        no_line_text:
            "几家资金方可以根据您的经营数据给出额度和价格，由您比较、选一家。查看不收费。",
            "Funders can give you a limit and a price from your business data; you compare and choose one. Looking costs nothing.";
        compare_offers: "看看能借多少", "See my offers";
        highest_offer: "最高可申请额度（元）", "Highest limit offered (yuan)";
        offers_waiting(count: usize) -> String =
            format!("{count} 家资金方给出了方案，比一比价格，选一家申请。查看不收费。"),
            format!(
                "{} made an offer. Compare the prices and apply to one; looking costs nothing.",
                counted(count, "funder has", "funders have")
            );
        choose_offer: "比较方案", "Compare offers";
        line: "额度与合同", "Line and contract";
        next_repayment: "下一笔还款", "Next repayment";
        under_way: "办理中", "Under way";
        application: "额度申请", "Application";
        application_title: "额度申请办理中", "Your application is under way";
        to_application: "查看申请", "See the application";
        statement: "明细", "Statement";
        /// Total limit and rate under the figure.
        line_note(funder: &str, limit: &str, rate: &str):
            "{funder}，总额度 {limit}，年化利率（单利）{rate}",
            "{funder}, limit {limit}, {rate} a year (simple)";
        due_on(on: &str): "{on} 到期", "due {on}";
        /// Days until something falls due.
        due_in(days: u32) -> String =
            match days {
                0 => "今天到期".to_owned(),
                1 => "明天到期".to_owned(),
                days => format!("{days} 天后到期"),
            },
            match days {
                0 => "due today".to_owned(),
                1 => "due tomorrow".to_owned(),
                days => format!("due in {days} days"),
            };
        due_in_30_days: "30 天内到期（元）", "Due within 30 days (yuan)";
        instalments(count: i64) -> String = format!("{count} 笔"), counted(count, "payment", "payments");
        debited_by_itself:
            "到期日当天结束时自动从账户扣款，不用操作。",
            "It is debited from the wallet by itself at the end of that day; nothing is to be done.";
        short(amount: &str):
            "账户还差 {amount} 元。请在到期日前充值：到期日结束时自动扣款，不足会逾期并冻结账户。",
            "The wallet is {amount} yuan short. Top up before then: it is debited at the end of that day, and what is missing freezes the wallet.";
        /// How much of what is missing the expected commission brings.
        short_until(amount: &str, commission: &str, on: &str):
            "账户还差 {amount} 元；预计 {on} 到账的佣金 {commission} 元可以补上一部分，其余请在到期日前充值。",
            "The wallet is {amount} yuan short. {commission} yuan of commissions, expected on {on}, bring a part of it; top up the rest before then.";
        covered_by_commission(amount: &str, commission: &str, on: &str):
            "账户还差 {amount} 元；预计 {on} 到账的佣金 {commission} 元足够补上。佣金没有按时到账时请充值。",
            "The wallet is {amount} yuan short, and {commission} yuan of commissions are expected on {on}, which is enough. Top up if they do not come in time.";
        commissions: "佣金", "Commissions";
        commission_of(month: &str): "{month} 佣金", "Commissions of {month}";
        commission_expected(on: &str): "预计 {on} 到账", "expected on {on}";
        commission_open: "运营商待扣回", "To be taken back";
        commission_open_text: "以后有资金到账时自动扣回，先还逾期借款", "taken when money comes, after what is overdue";
        draw_states(phase: DrawPhase) {
            DrawPhase::Requested => "等待资金方受理", "Waiting for the funder";
            DrawPhase::Awaiting => "等待资金到账", "Waiting for the money";
            DrawPhase::Refused => "资金方未受理", "Refused by the funder";
            DrawPhase::Cancelled => "已取消", "Cancelled";
            DrawPhase::Lapsed => "已失效", "Lapsed";
            DrawPhase::Credited => "已到账", "Credited";
        }
        events(event: EventKind) {
            EventKind::DrawCredited => "借款到账", "Loan credited";
            EventKind::LoanRepaid => "还款", "Repayment";
            EventKind::LoanReversed => "还款冲正退回", "Repayment reversed";
            EventKind::LoanReceived => "平台外还款", "Paid outside";
            EventKind::LoanWaived => "减免本金", "Principal waived";
            EventKind::ReceivableSettled => "合作机构退款", "Given back by a partner";
            EventKind::LoanCorrected => "多还退回", "Overpaid, given back";
            EventKind::TopUpUnmatched => "误入款项转出", "Top-up that was not yours";
            EventKind::TopUpMatched => "充值", "Top-up";
            EventKind::TopUpDebited => "银行卡充值", "Top-up from your card";
            EventKind::WithdrawalRequested => "提现", "Withdrawal";
            EventKind::WithdrawalReturned => "提现退回", "Withdrawal came back";
            EventKind::PrepaymentRequested => "预存运营商", "Prepaid to the carrier";
            EventKind::PrepaymentReturned => "预存退回", "Prepayment came back";
            EventKind::CommissionDistributed => "佣金", "Commission";
            EventKind::CommissionTakenBack => "佣金扣回", "Commission taken back";
            // None of these moves what is in a wallet.
            EventKind::ReceiptRecorded
            | EventKind::PayoutSent
            | EventKind::PayoutConfirmed
            | EventKind::PayoutFailed
            | EventKind::DebitUnexplained
            | EventKind::DebtRegistered
            | EventKind::DebtTransferred
            | EventKind::AgreementDebited
            | EventKind::SettlementRecognised
            | EventKind::CommissionFunded => "其他", "Other";
        }
    }
}
