//! Loans, repaying them, and the wallet that pays.

use domain::{loan::LoanState, payout::PayoutState, repayment::RepaymentCause};
use parts::bilingual;

bilingual! {
    pub fn repayment() -> RepaymentTexts {
        loans_note:
            "每笔借款单独还款，可提前还款，也可部分还款",
            "Repay each loan separately, early or in part if you like";
        none_title: "没有借款", "No loans";
        none_text: "借款到账后，还款计划会显示在这里。", "Once a loan is credited, its repayment plan appears here.";
        to_home: "看看能借多少", "See how much I can borrow";
        owed_loans: "待还", "To repay";
        states(state: LoanState) {
            LoanState::Active => "还款中", "Active";
            LoanState::Overdue { .. } => "已逾期", "Overdue";
            LoanState::Settled => "已结清", "Settled";
        }
        repaid: "已还本金（元）", "Principal repaid (yuan)";
        due_by(on: &str): "{on} 应还", "due {on}";
        /// With the first day that is unpaid: today or one that has passed.
        due_now(on: &str): "{on} 到期，今天应还", "fell due {on}, to pay today";
        loan_title(amount: &str): "借款 {amount} 元", "Loan of {amount} yuan";
        creditor_title(holder: &str, since: &str):
            "这笔借款的债权人自 {since} 起为{holder}",
            "This loan is owed to {holder} since {since}";
        creditor_text:
            "金额、利率、罚息、还款计划和还款方式都不变，您仍在这里还款，款项由平台付给新的债权人。",
            "Amounts, rates, penalty interest, due dates and how you repay stay the same. Repay here as before; we pay the new creditor.";
        outstanding: "剩余本金（元）", "Outstanding principal (yuan)";
        due_today: "今日到期应还（元）", "Due today (yuan)";
        next_on: "下次还款日", "Next due date";
        payoff: "结清应还（元）", "Payoff amount today (yuan)";
        credited_on: "到账日", "Credited on";
        facts: "借款信息", "Loan details";
        receipt_title(amount: &str): "已还款 {amount} 元", "{amount} yuan repaid";
        receipt: "还款回单", "Repayment receipt";
        paid: "已付款", "Paid";
        fee_paid: "提前还款费（元）", "Early repayment fee (yuan)";
        of_loan: "所还借款", "Loan";
        paid_from: "付款账户", "Paid from";
        paid_to: "收款方", "Paid to";
        payout_no: "代付编号", "Payout number";
        reversed: "已冲正", "Reversed";
        reversed_text: "这笔还款已冲正，款项已退回支付账户。", "This repayment was reversed and the money returned to your wallet.";
        still_owed(amount: &str): "这笔借款剩余本金 {amount} 元。", "{amount} yuan of principal is outstanding on this loan.";
        next_title: "接下来", "What happens next";
        /// What becomes of the money by itself, and by when.
        next(state: PayoutState) {
            PayoutState::Requested =>
                "无需其他操作。平台会把款项付给资金方，一般几分钟内发出。",
                "Nothing more to do. We send the money to the funder, usually within minutes.";
            PayoutState::Sent | PayoutState::Unknown =>
                "无需其他操作。银行正在付款，一般当日到账。",
                "Nothing more to do. The bank is processing the payment, which usually arrives today.";
            PayoutState::Confirmed =>
                "款项已付给资金方，这笔还款已完成。",
                "The money has reached the funder. This repayment is complete.";
            PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned =>
                "无需其他操作。银行付款未成功，平台会重新付款；您的还款不受影响。",
                "Nothing more to do. The bank's payment failed and we will send it again. Your repayment is not affected.";
        }
        bears_no_interest: "所还本金从还款当天起不再计息。", "No interest is charged on the repaid principal from that day.";
        expected_by(by: &str): "预计 {by} 前到账。", "Expected by {by}.";
        amount_in_words: "大写金额", "In words";
        quote_paid: "这次试算已还款", "This quote has been paid";
        quote_paid_text(at: &str, amount: &str):
            "{at} 已从支付账户扣款 {amount} 元，未重复扣款。",
            "Your wallet was debited {amount} yuan at {at}, once only.";
        to_receipt: "查看回单", "View receipt";
        print: "可在浏览器中打印或保存为 PDF。", "Use your browser to print it or save it as a PDF.";
        late_first_title: "有其他借款逾期，先还逾期款", "Another loan is overdue and comes first";
        /// With what is overdue of all the others.
        late_first_text(amount: &str):
            "其他借款逾期共 {amount} 元。还款先还逾期款，到期早的在前，余下的才还这笔借款。",
            "Other loans are overdue by {amount} yuan in all. A payment first goes to what is overdue, the oldest first, and the rest to this loan.";
        late_loan: "逾期借款", "Overdue loan";
        /// What of a payment went to a loan.
        part(amount: &str, reference: &str): "{amount} 元还借款 {reference}", "{amount} yuan to loan {reference}";
        of_part(reference: &str, text: &str): "{reference}：{text}", "{reference}: {text}";
        part_amount: "这笔借款还款（元）", "Paid to this loan (yuan)";
        all_loans: "全部借款", "All loans";
        get_quote: "下一步：核对还款", "Next: review repayment";
        certificate: "结清证明", "Settlement certificate";
        certificate_no(number: &str): "编号 {number}", "No. {number}";
        certificate_text(borrower: &str, funder: &str, principal: &str, on: &str):
            "兹证明：{borrower} 向 {funder} 借入的本金人民币 {principal} 元，已于 {on} 全部结清，截至本证明出具之日无应还款项。",
            "This certifies that the principal of {principal} yuan borrowed by {borrower} from {funder} was repaid in full on {on}, and that nothing is owed as of the date below.";
        certificate_as_of(on: &str):
            "依据截至 {on} 的账务出具。其后如有更正，以更正后的账务为准。可在浏览器中打印。",
            "Issued on the basis of the books as of {on}. Later corrections prevail. Use your browser to print it.";
        settled_on: "结清日", "Settled on";
        interest_paid: "已付利息（元）", "Interest paid (yuan)";
        penalty_paid: "已付罚息（元）", "Penalty interest paid (yuan)";
        principal_waived: "其中减免本金（元）", "Principal waived (yuan)";
        not_settled_title: "这笔借款还没有结清", "This loan is not settled";
        not_settled_text: "结清后才能出具证明；如经更正又产生应还款项，原证明作废。", "A certificate is issued once the loan is settled. If a later correction leaves an amount owing, the earlier certificate is void.";
        back_to_loan: "返回借款", "Back to loan";
        settled_title: "这笔借款已结清", "This loan is settled";
        settled_text: "没有欠款，额度已恢复。", "Nothing is owed, and the limit is available again.";
        /// With the principal paid ahead.
        prepaid(amount: &str):
            "已提前归还本金 {amount} 元，下表按剩余本金重新计算。",
            "{amount} yuan of principal was repaid early. The plan covers the remaining principal.";
        waived(amount: &str):
            "已减免本金 {amount} 元，无需再还，下表不含减免部分。",
            "{amount} yuan of principal was waived and need not be repaid. The plan does not include it.";
        to_pay: "应还（元）", "Due (yuan)";
        left: "剩余应还（元）", "Still due (yuan)";
        plan_part: "部分已还", "Partly paid";
        plan_unpaid: "到期未还", "Past due";
        no_payments: "还没有还款记录。", "No repayments yet.";
        causes(cause: RepaymentCause) {
            RepaymentCause::Asked => "", "";
            RepaymentCause::Due => "到期自动扣款", "Automatic debit when due";
            RepaymentCause::Swept => "逾期自动扣款", "Automatic debit while overdue";
            RepaymentCause::Commission => "佣金还款", "Repaid from commission";
            RepaymentCause::Debited => "债权人从银行卡扣款", "Debited from your card by the creditor";
        }
        sweeps:
            "转入支付账户的款项会立即先还逾期款项，还清后恢复正常。",
            "Money coming into your wallet repays overdue amounts first, until they are cleared.";
        split: "还款明细", "Breakdown";
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
                format!("Principal {principal}, interest {interest}{}{}", extra("penalty interest", penalty), extra("early repayment fee", fee))
            };
        to_funder: "付给资金方", "Payment to the funder";
        payouts(state: PayoutState) {
            PayoutState::Requested => "待付款", "To be sent";
            PayoutState::Sent => "已发出", "Sent";
            PayoutState::Unknown => "正在核实", "Being checked";
            PayoutState::Confirmed => "已到账", "Paid";
            PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => "正在重新付款", "Being sent again";
        }
        confirmed(at: &str): "资金方 {at} 确认", "Confirmed by the funder {at}";
        quote_title(amount: &str): "还款 {amount} 元", "Repay {amount} yuan";
        quote_note(until: &str):
            "{until} 前确认，金额不变",
            "Confirm by {until} and the amounts stay the same";
        quote_stale: "这次试算已失效", "This quote has expired";
        quote_stale_text:
            "试算已过有效时间，或应还金额已有变化。请查看还款记录，确认是否已还。",
            "It is past its time, or what you owe has changed since. Check the loan's repayments to see what was debited.";
        again: "查看借款和还款记录", "View loan and repayments";
        balance_after: "扣款后余额（元）", "Balance after debit (yuan)";
        short_title(short: &str): "账户余额还差 {short} 元", "Your wallet is {short} yuan short";
        short_text: "请先充值，到账后再还；也可返回修改还款金额。", "Top up first, or go back and repay less.";
        pay(amount: &str): "确认还款 {amount} 元", "Repay {amount} yuan";
        pay_hint:
            "从支付账户扣款；所还本金从今天起不再计息",
            "Debited from your wallet. No interest is charged on the repaid principal from today";
        wallet: "支付账户", "Wallet";
        wallet_note(reference: &str): "账户号 {reference}", "Wallet number {reference}";
        top_up_title: "充值", "Top up";
        top_up_text: "请用手机银行或网银转账，一般几分钟到账：", "Transfer from your bank. Usually arrives within minutes:";
        any_account: "以下收款账户任选其一。", "Use any one of these accounts.";
        missing: "还差金额（元）", "Missing amount (yuan)";
        payee: "收款户名", "Payee";
        payer: "付款户名（须与此一致）", "Paying account must be held by";
        remark: "转账附言", "Remittance text";
        remark_hint:
            "从登记的银行账户转入，不填附言也会自动入账；从其他同名账户转入，请在附言中填写账户号",
            "From your registered bank account it is credited automatically. From another account in the same name, enter the wallet number as the remittance text";
        remark_needed:
            "请在附言中填写账户号，否则须由人工核对后入账",
            "Enter the wallet number as the remittance text, or your transfer has to be checked by our staff first";
        statement: "账户明细", "Statement";
        statement_of(month: &str): "{month} 账户明细", "Statement for {month}";
        by_month: "按月查看、打印和下载", "By month: view, print or download";
        months: "月份", "Months";
        download: "下载 Excel", "Download Excel file";
        value_column: "记账日期", "Posted";
        no_month_title: "本月没有收支", "No transactions this month";
        no_month_text: "可以查看其他月份。", "Choose another month.";
        no_income_title: "本月没有收入", "No incoming money this month";
        no_outgo_title: "本月没有支出", "No outgoing money this month";
        no_side_text: "可以查看本月全部明细，或选择其他月份。", "View all transactions of the month, or choose another month.";
        printed_note: "本明细由联融支付有限公司出具。", "Issued by Lianrong Payments Co., Ltd.";
        no_entries_title: "还没有收支", "No transactions yet";
        no_entries_text:
            "充值、借款到账、佣金和还款会显示在这里。",
            "Top-ups, loans, commissions and repayments appear here.";
        /// The day that counts, where it is another.
        value_on(on: &str): "记账日期 {on}", "Posted {on}";
        income_only: "收入", "In";
        outgo_only: "支出", "Out";
        income: "收入（元）", "In (yuan)";
        outgo: "支出（元）", "Out (yuan)";
        newest: "最新", "Newest";
        older: "更早", "Older";
    }
}
