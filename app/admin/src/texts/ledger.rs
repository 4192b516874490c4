//! The books.

use domain::ledger::{AccountKind, Book, EventKind};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn ledger() -> LedgerTexts {
        books(book: Book) {
            Book::Custody => "资金账", "Custody";
            Book::Claims => "债权账", "Claims";
        }
        kinds(kind: AccountKind) {
            AccountKind::ReserveCash => "备付金存款", "Reserve cash";
            AccountKind::Wallet => "支付账户", "Wallets";
            AccountKind::UnmatchedReceipts => "待匹配", "Unmatched receipts";
            AccountKind::PartnerPayable => "待付合作机构", "Payable to partners";
            AccountKind::PartnerReceivable => "应收合作机构", "Receivable from partners";
            AccountKind::CommissionPool => "待发佣金", "Commission pool";
            AccountKind::RevenueShareWithheld => "已扣收分润", "Interest share withheld";
            AccountKind::PayoutsInTransit => "代付在途", "Payouts in transit";
            AccountKind::ChannelReceivable => "网络待清算", "Network settlement receivable";
            AccountKind::DebtPrincipal => "债务本金", "Debt principal";
            AccountKind::Claim => "债权", "Claims";
        }
        events(event: EventKind) {
            EventKind::ReceiptRecorded => "收到款项", "Receipt recorded";
            EventKind::DrawCredited => "借款入账", "Draw credited";
            EventKind::TopUpUnmatched => "充值转出（错账）", "Top-up moved out (misdirected)";
            EventKind::TopUpMatched => "充值", "Top-up";
            EventKind::TopUpDebited => "银行卡充值", "Top-up from a card";
            EventKind::TopUpTakenBack => "银行卡充值被退回", "Card top-up returned";
            EventKind::LoanRepaid => "还款", "Repayment";
            EventKind::LoanReversed => "还款冲正", "Repayment reversed";
            EventKind::LoanReceived => "平台外收款", "Received outside the platform";
            EventKind::LoanWaived => "减免本金", "Principal waived";
            EventKind::ReceivableSettled => "合作机构退款", "Refund from partner";
            EventKind::ReceivableSetOff => "应退款项与待付款项抵销", "Amount owed back set off against payable";
            EventKind::LoanCorrected => "还款重新分配", "Repayment reallocated";
            EventKind::PayoutSent => "代付发送", "Payout sent";
            EventKind::PayoutConfirmed => "代付确认", "Payout confirmed";
            EventKind::PayoutFailed => "代付失败", "Payout failed";
            EventKind::PayoutSentBack => "代付被银行退回", "Payout sent back";
            EventKind::WithdrawalRequested => "提现", "Withdrawal";
            EventKind::WithdrawalReturned => "提现退回", "Withdrawal returned";
            EventKind::PrepaymentRequested => "预存运营商", "Prepayment to the carrier";
            EventKind::PrepaymentReturned => "预存退回", "Prepayment returned";
            EventKind::CourtDeducted => "司法扣划", "Court deduction";
            EventKind::CourtReturned => "司法扣划退回", "Court deduction returned";
            EventKind::DebitUnexplained => "待查扣款", "Unexplained debit";
            EventKind::DebtRegistered => "登记债权", "Debt registered";
            EventKind::DebtTransferred => "债权转让", "Debt transferred";
            EventKind::DebtReceived => "债权平台外收款", "Debt payment received outside the platform";
            EventKind::DebtReversed => "债权平台外收款撤销", "Debt payment outside the platform reversed";
            EventKind::AgreementDebited => "协议扣款", "Agreement debit";
            EventKind::AgreementReturned => "协议扣款被退回", "Agreement debit returned";
            EventKind::AgreementRefunded => "协议扣款退款", "Agreement debit refunded";
            EventKind::AgreementAdopted => "后来成功的协议扣款入账", "Late agreement debit booked";
            EventKind::AgreementCharged => "超额退回由收款机构承担", "Excess given back charged to the partner";
            EventKind::SettlementRecognised => "网络清算到账", "Network settlement received";
            EventKind::CommissionFunded => "佣金到账", "Commission funds received";
            EventKind::CommissionDistributed => "佣金发放", "Commission paid";
            EventKind::CommissionTakenBack => "佣金扣回", "Commission clawed back";
        }
        account: "科目", "Account";
        accounts: "户数", "Accounts";
        owner: "户名", "Owner";
        debit: "借方余额（元）", "Debit balance (yuan)";
        credit: "贷方余额（元）", "Credit balance (yuan)";
        debit_entry: "借方（元）", "Debit (yuan)";
        credit_entry: "贷方（元）", "Credit (yuan)";
        difference: "借贷差额", "Debit/credit difference";
        even: "两套账均平", "Both books balance";
        uneven: "账务不平", "Not balanced";
        contrary: "余额方向异常", "Balance on the wrong side";
        of_kind(kind: &str): "{kind}：各户余额", "{kind}: balances by account";
        no_accounts: "这个科目没有余额", "No account in this category has a balance";
        statement: "账户明细", "Account statement";
        balance_debit: "借方余额（元）", "Debit balance (yuan)";
        balance_credit: "贷方余额（元）", "Credit balance (yuan)";
        event: "事项", "Event";
        recorded_at: "记账时间", "Recorded";
        value_on: "起息日", "Value date";
        no_entries_title: "没有分录", "No entries";
        no_entries_text: "这个账户还没有发生业务。", "No activity on this account yet.";
        loans_note: "每笔借款从放款到结清的全部凭证", "All journals of each loan, from disbursement to settlement";
        owed_interest: "应还利息（元）", "Interest owed (yuan)";
        owed_penalty: "应还罚息（元）", "Penalty interest owed (yuan)";
        draw: "支用与放款", "Draw and payment";
        instruction_at: "资金方登记付款", "Payment reported";
        funds_at: "资金到账", "Funds received";
        funds: "到账金额（元）", "Received (yuan)";
        credited_at: "入账时间", "Credited";
        open_loans: "未结清", "Outstanding";
        no_loans_title: "还没有借据", "No loans yet";
        no_loans_text: "支用入账后，这里会出现借据。", "Loans appear here once a draw is credited.";
        journals: "全部凭证", "All journals";
        journals_count(count: usize) -> String = format!("{count} 张凭证"), counted(count, "journal", "journals");
    }
}
