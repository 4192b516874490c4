//! The agent portal.

pub mod application;
pub mod attachment;
pub mod card;
pub mod confirmation;
pub mod consent;
pub mod draw;
pub mod freeze;
pub mod loan_debit;
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
        not_now: "额度（元），暂停借款", "Limit (yuan), borrowing suspended";
        no_line_title: "还没有额度", "No credit line yet";
        no_line_text:
            "多家资金方会根据您的经营数据给出额度和价格，由您比较后选择。查看不收费。",
            "Funders offer you a limit and a price based on your business data. Compare them and choose one. Viewing offers is free.";
        compare_offers: "看看能借多少", "See how much I can borrow";
        highest_offer: "最高可申请额度（元）", "Highest offer (yuan)";
        offers_waiting(count: usize) -> String =
            format!("{count} 家资金方给出了方案。比较价格后选一家申请，查看不收费。"),
            format!(
                "{} made an offer. Compare prices and apply to one. Viewing offers is free.",
                counted(count, "funder has", "funders have")
            );
        choose_offer: "比较方案", "Compare offers";
        line: "额度与合同", "Credit line and contract";
        next_repayment: "下一笔还款", "Next repayment";
        under_way: "办理中", "In progress";
        application: "额度申请", "Application";
        application_title: "额度申请办理中", "Application in progress";
        to_application: "查看申请", "View application";
        statement: "明细", "Statement";
        /// Total limit and rate under the figure.
        line_note(funder: &str, limit: &str, rate: &str):
            "{funder}，总额度 {limit}，年化利率（单利）{rate}",
            "{funder}, limit {limit}, {rate} annual rate (simple)";
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
        /// How long something has been unpaid.
        late(days: u32) -> String = format!("已逾期 {days} 天"), format!("{} overdue", counted(days, "day", "days"));
        due_in_30_days: "30 天内到期（元）", "Due within 30 days (yuan)";
        instalments(count: i64) -> String = format!("{count} 笔"), counted(count, "payment", "payments");
        debited_by_itself:
            "到期日日终自动从支付账户扣款，无需操作。",
            "Debited automatically from your wallet at the end of that day. No action needed.";
        short(amount: &str):
            "账户还差 {amount} 元，请在到期日前充值。到期日日终自动扣款，余额不足将产生逾期并冻结账户。",
            "Your wallet is {amount} yuan short. Top up before the due date: we debit it at the end of that day, and a shortfall becomes overdue and freezes the wallet.";
        /// How much of what is missing the expected commission brings.
        short_until(amount: &str, commission: &str, on: &str):
            "账户还差 {amount} 元；预计 {on} 到账的佣金 {commission} 元可补足一部分，其余请在到期日前充值。",
            "Your wallet is {amount} yuan short. {commission} yuan in commissions expected on {on} will cover part of it. Top up the rest before the due date.";
        covered_by_commission(amount: &str, commission: &str, on: &str):
            "账户还差 {amount} 元；预计 {on} 到账的佣金 {commission} 元足以补足。如佣金未按时到账，请及时充值。",
            "Your wallet is {amount} yuan short. {commission} yuan in commissions expected on {on} will cover it. Top up if they do not arrive in time.";
        commissions: "佣金", "Commissions";
        commission_of(month: &str): "{month} 佣金", "Commission for {month}";
        commission_expected(on: &str): "预计 {on} 到账", "expected on {on}";
        commission_open: "运营商待扣回", "Clawback pending";
        commission_open_text: "以后有资金到账时自动扣回；如有逾期，先还逾期款项", "Deducted automatically from future incoming money, after overdue amounts";
        draw_states(phase: DrawPhase) {
            DrawPhase::Requested => "等待资金方受理", "Waiting for the funder";
            DrawPhase::Awaiting => "等待资金到账", "Waiting for the money";
            DrawPhase::Refused => "资金方未受理", "Declined by the funder";
            DrawPhase::Cancelled => "已取消", "Cancelled";
            DrawPhase::Lapsed => "已失效", "Lapsed";
            DrawPhase::Credited => "已到账", "Credited";
        }
        events(event: EventKind) {
            EventKind::DrawCredited => "借款到账", "Loan credited";
            EventKind::LoanRepaid => "还款", "Repayment";
            EventKind::LoanReversed => "还款冲正退回", "Repayment reversed";
            EventKind::LoanReceived => "平台外还款", "Repayment received outside the platform";
            EventKind::LoanWaived => "减免本金", "Principal waived";
            EventKind::ReceivableSettled => "合作机构退款", "Refund from a partner";
            EventKind::LoanCorrected => "多还款项退回", "Overpayment returned";
            EventKind::TopUpUnmatched => "误入款项转出", "Misdirected top-up moved out";
            EventKind::TopUpMatched => "充值", "Top-up";
            EventKind::TopUpDebited => "银行卡充值", "Top-up from your card";
            EventKind::TopUpTakenBack => "银行卡充值被银行退回", "Top-up returned by your bank";
            EventKind::WithdrawalRequested => "提现", "Withdrawal";
            EventKind::WithdrawalReturned => "提现退回", "Withdrawal returned";
            EventKind::PrepaymentRequested => "预存运营商", "Prepayment to the carrier";
            EventKind::PrepaymentReturned => "预存退回", "Prepayment returned";
            EventKind::CourtDeducted => "司法扣划", "Court deduction";
            EventKind::CourtReturned => "司法扣划退回，继续冻结", "Court deduction returned, still frozen";
            EventKind::CommissionDistributed => "佣金", "Commission";
            EventKind::CommissionTakenBack => "佣金扣回", "Commission clawed back";
            // None of these moves what is in a wallet.
            EventKind::ReceiptRecorded
            | EventKind::PayoutSent
            | EventKind::PayoutConfirmed
            | EventKind::PayoutFailed
            | EventKind::PayoutSentBack
            | EventKind::ReceivableSetOff
            | EventKind::DebitUnexplained
            | EventKind::DebtRegistered
            | EventKind::DebtTransferred
            | EventKind::DebtReceived
            | EventKind::DebtReversed
            | EventKind::AgreementDebited
            | EventKind::AgreementReturned
            | EventKind::AgreementRefunded
            | EventKind::AgreementAdopted
            | EventKind::AgreementCharged
            | EventKind::SettlementRecognised
            | EventKind::CommissionFunded => "其他", "Other";
        }
    }
}
