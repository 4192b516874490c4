//! Loans, repaying them, and the wallet that pays.

use domain::{loan::LoanState, payout::PayoutState, repayment::RepaymentCause};
use parts::bilingual;

bilingual! {
    pub fn repayment() -> RepaymentTexts {
        loans_note:
            "每笔借款单独还，可以提前还、部分还",
            "Each loan is repaid by itself, early or in parts if you like";
        none_title: "没有借款", "No loans";
        none_text: "借款到账后，还款计划会显示在这里。", "Once a draw is credited, its plan appears here.";
        to_home: "看看能借多少", "See what is available";
        draws: "借款记录", "All draws";
        owed_loans: "待还", "Owed";
        states(state: LoanState) {
            LoanState::Active => "使用中", "Active";
            LoanState::Overdue { .. } => "已逾期", "Overdue";
            LoanState::Settled => "已结清", "Settled";
        }
        repaid: "已还本金（元）", "Principal repaid (yuan)";
        due_by(on: &str): "{on} 应还", "due {on}";
        /// With the first day that is unpaid: today or one that has passed.
        due_now(on: &str): "{on} 到期，今天应还", "fell due {on}, to pay today";
        settled_note: "已结清", "settled";
        loan_title(amount: &str): "借款 {amount} 元", "Loan of {amount} yuan";
        outstanding: "剩余本金（元）", "Principal left (yuan)";
        due_today: "今日到期应还（元）", "Due today (yuan)";
        next_on: "下次还款日", "Next due on";
        payoff: "今日全部还清（元）", "Pay off today (yuan)";
        credited_on: "到账日", "Credited on";
        facts: "借款信息", "The loan";
        receipt_title(amount: &str): "已还款 {amount} 元", "{amount} yuan repaid";
        receipt: "还款回单", "Receipt";
        paid: "已付款", "Paid";
        fee_paid: "提前还款费（元）", "Early repayment fee (yuan)";
        of_loan: "所还借款", "Of the loan";
        paid_from: "付款账户", "Paid from";
        paid_to: "收款方", "Paid to";
        payout_no: "代付编号", "Payout";
        reversed: "已冲正", "Reversed";
        reversed_text: "这笔还款已被更正，款项已退回支付账户。", "This payment was corrected; its money is in the wallet again.";
        still_owed(amount: &str): "这笔借款还剩本金 {amount} 元未还。", "{amount} yuan of principal is left of this loan.";
        next_title: "接下来", "What happens next";
        /// What becomes of the money by itself, and by when.
        next(state: PayoutState) {
            PayoutState::Requested =>
                "您不用再做什么。款项由平台划给资金方，一般几分钟内发出。",
                "There is nothing more to do. The platform pays the money out, usually within minutes.";
            PayoutState::Sent | PayoutState::Unknown =>
                "您不用再做什么。款项已交给银行，一般当日到账。",
                "There is nothing more to do. The bank has the payment; it usually arrives today.";
            PayoutState::Confirmed =>
                "款项已付给资金方，这笔还款已完成。",
                "The money has been paid out; this repayment is complete.";
            PayoutState::Failed | PayoutState::Returned =>
                "您不用再做什么。银行没有付成，平台会重新划付；您的还款不受影响。",
                "There is nothing more to do. The bank did not pay, and the platform sends it again; your repayment stands.";
        }
        bears_no_interest: "所还本金从当天起不再计息。", "The principal repaid bears no more interest from that day.";
        expected_by(by: &str): "预计 {by} 前到账。", "Expected by {by}.";
        amount_in_words: "大写金额", "In words";
        fresh: "本页每 10 秒自动刷新", "This page reloads by itself every 10 seconds";
        reload: "刷新", "Reload";
        quote_paid: "这次试算已付款", "This quote was paid";
        quote_paid_text(at: &str, amount: &str):
            "{at} 已从支付账户扣款 {amount} 元，没有重复扣款。",
            "{amount} yuan were debited from the wallet at {at}, once.";
        to_receipt: "查看回单", "See the receipt";
        print: "可用浏览器打印或存为 PDF。", "Print it, or save it as PDF, with your browser.";
        late_first_title: "有借款逾期，须先还", "Another loan is overdue";
        late_first_text(reference: &str, amount: &str):
            "请先还逾期的借款 {reference}（逾期 {amount} 元），还清后可以还这一笔。",
            "Pay {reference} first, of which {amount} yuan are overdue; then this one.";
        pay_late: "去还逾期借款", "Pay the overdue loan";
        all_loans: "全部借款", "All loans";
        get_quote: "下一步：核对还款", "Next: review the repayment";
        certificate: "结清证明", "Certificate of settlement";
        certificate_no(number: &str): "编号 {number}", "No. {number}";
        certificate_text(borrower: &str, funder: &str, principal: &str, on: &str):
            "兹证明：{borrower} 向 {funder} 借入的本金人民币 {principal} 元，已于 {on} 全部结清，截至本证明出具之日没有应还款项。",
            "This certifies that the principal of {principal} yuan that {borrower} borrowed from {funder} was settled in full on {on}, and that nothing is owed as of the date below.";
        certificate_as_of(on: &str):
            "依据截至 {on} 的账务出具。其后如有更正，以更正后的账务为准。可用浏览器打印。",
            "Issued by the books as of {on}. A later correction prevails. Print it with your browser.";
        borrower: "借款人", "Borrower";
        settled_on: "结清日", "Settled on";
        interest_paid: "已付利息（元）", "Interest paid (yuan)";
        penalty_paid: "已付罚息（元）", "Penalty interest paid (yuan)";
        principal_waived: "其中减免本金（元）", "Of the principal, waived (yuan)";
        not_settled_title: "这笔借款还没有结清", "The loan is not settled";
        not_settled_text: "结清后才能出具证明；如经更正又产生应还款项，原证明作废。", "A certificate is there once it is. One that was printed before a correction left something owing is void.";
        back_to_loan: "返回借款", "Back to the loan";
        settled_title: "这笔借款已结清", "This loan is settled";
        settled_text: "不再欠款，额度已恢复。", "Nothing is owed; the limit is yours again.";
        /// With the principal paid ahead.
        prepaid(amount: &str):
            "已提前归还本金 {amount} 元，下表按剩余本金重排。",
            "{amount} yuan of principal was repaid early; the plan covers what is left.";
        waived(amount: &str):
            "已减免本金 {amount} 元，不用再还，下表不含这一部分。",
            "{amount} yuan of principal were waived and need not be paid; the plan is without them.";
        due_on: "到期日", "Due on";
        to_pay: "应还（元）", "To pay (yuan)";
        left: "剩余应还（元）", "Left to pay (yuan)";
        plan_paid: "已还清", "Paid";
        plan_part: "部分已还", "Partly paid";
        plan_due: "今日到期", "Due today";
        plan_unpaid: "到期未还", "Due, unpaid";
        plan_ahead: "未到期", "Not due yet";
        no_payments: "还没有还过款。", "No payments yet.";
        at: "扣款时间", "Debited at";
        causes(cause: RepaymentCause) {
            RepaymentCause::Asked => "", "";
            RepaymentCause::Due => "到期自动扣款", "Debited by itself when it fell due";
            RepaymentCause::Swept => "逾期自动扣款", "Taken by itself while overdue";
            RepaymentCause::Commission => "佣金还款", "Paid from a commission, as you ordered";
        }
        sweeps:
            "转入支付账户的钱会马上先还逾期的部分，还清后恢复正常。",
            "Money that comes into the wallet pays what is overdue first, at once, until that is paid.";
        split: "其中", "Of which";
        /// Principal, interest, penalty interest, fee.
        split_of(principal: &str, interest: &str, penalty: &str, fee: &str) -> String =
            {
                let extra =
                    |name: &str, amount: &str| if amount == "0.00" { String::new() } else { format!("，{name} {amount}") };
                format!("本金 {principal}，利息 {interest}{}{}", extra("罚息", penalty), extra("提前还款费", fee))
            },
            {
                let extra =
                    |name: &str, amount: &str| if amount == "0.00" { String::new() } else { format!(", {name} {amount}") };
                format!("principal {principal}, interest {interest}{}{}", extra("penalty", penalty), extra("early fee", fee))
            };
        to_funder: "划给资金方", "To the funder";
        payouts(state: PayoutState) {
            PayoutState::Requested => "等待划付", "To be paid out";
            PayoutState::Sent => "已发出", "Sent";
            PayoutState::Unknown => "正在核实", "Being looked into";
            PayoutState::Confirmed => "已付出", "Paid out";
            PayoutState::Failed | PayoutState::Returned => "正在重新划付", "Being sent again";
        }
        confirmed(at: &str): "资金方 {at} 确认", "confirmed by the funder {at}";
        quote_title(amount: &str): "还款 {amount} 元", "Repay {amount} yuan";
        quote_note(until: &str):
            "{until} 前确认，金额不变",
            "The quote holds until {until}; nothing changes until then";
        quote_stale: "这次试算已失效", "This quote no longer holds";
        quote_stale_text:
            "已过有效时间，或这笔借款已有新的还款。是否已经还过，请看还款记录。",
            "It has expired, or the loan was paid since. The loan's payments show what was debited.";
        again: "查看借款和还款记录", "See the loan and its payments";
        balance: "支付账户余额（元）", "Wallet balance (yuan)";
        balance_after: "扣款后余额（元）", "Balance afterwards (yuan)";
        short_title(short: &str): "账户余额还差 {short} 元", "The wallet is {short} yuan short";
        short_text: "请先充值，到账后再还；也可以返回少还一些。", "Top up first, or go back and pay less.";
        top_up: "去充值", "Top up";
        pay(amount: &str): "确认还款 {amount} 元", "Repay {amount} yuan";
        pay_hint:
            "从支付账户扣款；所还本金从今天起不再计息",
            "Debited from the wallet; the principal repaid bears no interest from today";
        back: "返回修改", "Change";
        wallet: "支付账户", "Wallet";
        wallet_balance: "支付账户余额（元）", "Wallet balance (yuan)";
        wallet_note(reference: &str): "账户号 {reference}", "Wallet number {reference}";
        top_up_title: "充值", "Top up";
        top_up_text: "用手机银行或网银转账，一般几分钟到账：", "By bank transfer, usually here within minutes:";
        payee: "收款户名", "Payee";
        payee_account: "收款账号", "Account";
        payee_branch: "开户行", "Bank and branch";
        payer: "付款户名（须一致）", "Pay from an account of";
        remark: "转账附言", "Remittance text";
        remark_hint:
            "从登记的本人账户转出，不填附言也能自动入账；从其他同名账户转出，请在附言中填写账户号",
            "From your registered account it is credited by itself; from another account of this name, put the wallet number into the text";
        statement: "账户明细", "Statement";
        statement_of(month: &str): "{month} 账户明细", "Statement of {month}";
        by_month: "按月查看、打印和下载", "By month, to print or download";
        months: "月份", "Months";
        download: "下载 Excel", "Download for Excel";
        owner: "户名", "Account name";
        opening: "期初余额（元）", "Opening balance (yuan)";
        closing: "期末余额（元）", "Closing balance (yuan)";
        value_column: "记入日", "Posted";
        no_month_title: "这个月没有往来", "Nothing in this month";
        no_month_text: "可以查看其他月份。", "Look at another month.";
        printed_note: "本明细由联融支付有限公司出具。", "Issued by Lianrong Payments Co., Ltd.";
        no_entries_title: "还没有往来", "Nothing yet";
        no_entries_text:
            "充值、借款到账、佣金和还款都会记在这里。",
            "Top-ups, credited draws, commissions and repayments appear here.";
        at_column: "时间", "Time";
        /// The day that counts, where it is another.
        value_on(on: &str): "记入 {on}", "posted {on}";
        income_only: "收入", "In";
        outgo_only: "支出", "Out";
        income: "收入（元）", "In (yuan)";
        outgo: "支出（元）", "Out (yuan)";
        pages: "分页", "Pages";
        newest: "最新", "Newest";
        older: "更早", "Older";
    }
}
