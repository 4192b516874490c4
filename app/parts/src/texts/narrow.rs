//! What lists are narrowed and sorted by.

use services::page::Sort;

use crate::bilingual;

bilingual! {
    pub fn narrow() -> NarrowTexts {
        text: "名称或编号", "Name or number";
        from(day: &str): "{day}（起）", "{day}, from";
        to(day: &str): "{day}（止）", "{day}, until";
        this_month: "本月", "This month";
        last_month: "上月", "Last month";
        least(amount: &str): "{amount}不低于", "{amount}, at least";
        most(amount: &str): "{amount}不高于", "{amount}, at most";
        sort: "排序", "Sort by";
        own_order: "默认顺序", "Default order";
        order(sort: Sort) {
            Sort::Newest => "最新在前", "Newest first";
            Sort::Oldest => "最早在前", "Oldest first";
            Sort::Largest => "金额从大到小", "Largest first";
            Sort::Smallest => "金额从小到大", "Smallest first";
        }
        /// What all of a list comes to.
        total(count: &str, sum: &str): "共 {count} 笔，合计 {sum} 元", "{count} in total, {sum} yuan";
        both_ways(count: &str, income: &str, outgo: &str):
            "共 {count} 笔，收入合计 {income} 元，支出合计 {outgo} 元",
            "{count} in total, {income} yuan in and {outgo} yuan out";
        count(count: &str): "共 {count} 笔", "{count} in total";
        shop_hint: "店铺名称（至少两个字）或完整编号", "Part of a shop's name (2 characters or more), or a full reference";
        house_hint: "店铺或机构名称（至少两个字）或完整编号", "Part of a shop's or partner's name (2 characters or more), or a full reference";
        account_hint: "名称、完整编号或账号后四位以上", "A name, a full reference, or at least the last 4 digits of an account";
        debt_hint: "债权编号、协议别名、债务人（如 张*）、卡号后四位或机构名称", "A debt number, an alias, a debtor (such as 张*), a card's last 4 digits or a partner's name";
        debit_hint: "扣款编号、债权编号、协议别名、债务人（如 张*）或卡号后四位", "A debit or debt number, an alias, a debtor (such as 张*) or a card's last 4 digits";
        binding_hint: "协议别名、签约编号、客户（如 张*）、卡号后四位或机构名称", "An alias, a signing number, a customer (such as 张*), a card's last 4 digits or a partner's name";
        signing_hint: "签约编号、客户（如 张*）、卡号后四位或机构名称", "A signing number, a customer (such as 张*), a card's last 4 digits or a partner's name";
        transfer_hint: "依据文件、机构名称或债权编号", "A document, a partner's name or a debt number";
        approval_hint: "名称、编号、账号、原因或人员的一部分", "Part of a name, reference, account, reason or person";
        break_hint: "户名、账号、摘要、银行流水号或支用编号的一部分", "Part of a name, account, remittance text, bank reference or draw";
        file_hint: "文件名或上传人姓名的一部分", "Part of a file's name or of who uploaded it";
        commission_hint: "运营商、文件名、上传人或月份（如 2026-10）的一部分", "Part of a carrier's, file's or person's name, or a month such as 2026-10";
        refund_hint: "退款、扣款或债权编号、扣款机构名称或退款原因的一部分", "Part of a refund, debit or debt number, of who debited, or of the reason";
        complaint_hint: "债权或扣款编号、资金方或扣款机构名称的一部分", "Part of a debt or debit number, or of the funder's or debiting party's name";
        payment_hint: "收款或债权编号、收款机构名称或凭证的一部分", "Part of a payment or debt number, of who received it, or of the evidence";
        mapping_hint: "结算编号、资金方、助贷机构或起草人的一部分", "Part of a settlement id, a funder's, facilitator's or person's name";
        notice_hint: "通知序号，或最近 1,000 条通知内容、类型的一部分", "A notice number, or part of the content or type of the latest 1,000";
        settlement_hint: "清算编号、清算日或付款账号的一部分", "Part of a settlement number, date or paying account";
        difference_hint: "扣款编号或网络流水号的一部分", "Part of a debit number or the network's serial";
        payment_of_draw_hint: "店铺名称、支用编号或付款文件编号的一部分", "Part of a shop's name, or of a draw's or payment file's number";
        payment_file_hint: "付款文件编号或其中支用编号的一部分", "Part of a payment file's number, or of that of a draw in it";
        document_hint: "依据文件或机构名称", "A document or a partner's name";
        callback_hint: "订单编号或回调编号的一部分", "Part of an order's number or of the callback's";
        job_hint: "失败原因的一部分", "Part of why it failed";
        freeze_hint: "店铺名称、店铺编号、依据或申请机构的一部分", "Part of a shop's name or number, of the evidence, or of who asked for it";
        loan_debit_hint: "扣款编号或借据编号的一部分", "Part of a debit's or a loan's number";
        pass_on_hint: "机构名称、计入日期或转账流水号的一部分", "Part of a partner's name, of a date, or of the transfer's number";
        partner_file_hint: "会计日或校验值的一部分", "Part of a business date or of a checksum";
        payable: "应付金额", "Amount payable";
        item_hint: "代理商编号或店铺名称的一部分", "Part of an agent's number or of a shop's name";
        loan_number_hint: "借据编号的一部分", "Part of a loan's number";
        agent_hint: "编号、店铺、法定代表人或账户号的一部分", "Part of a number, shop, legal representative or wallet";
        balance: "账户余额", "Wallet balance";
        limit: "授信额度", "Credit limit";
        frozen: "冻结金额", "Frozen amount";
        given: "发放金额", "Amount given";
        included: "计入金额", "Included amount";
        registered: "登记金额", "Registered amount";
        principal: "本金", "Principal";
        offered: "预授信额度", "Offered limit";
        requested_on: "申请日期", "Requested";
        credited_on: "入账日期", "Credited";
        repaid_on: "还款日期", "Repaid";
        submitted_on: "提交日期", "Submitted";
        accepted_on: "受理日期", "Accepted";
        returned_on: "退回日期", "Returned";
        reported_on: "报告日期", "Reported";
        drafted_on: "起草日期", "Drafted";
        told_on: "通知日期", "Notified";
        opened_on: "发现日期", "Found";
        uploaded_on: "上传日期", "Uploaded";
        proposed_on: "提出日期", "Proposed";
        registered_on: "登记日期", "Registered";
        started_on: "发起日期", "Started";
        signed_on: "签约日期", "Signed";
        booked_on: "记账日期", "Booked";
        joined_on: "入驻日期", "Joined";
        line_opened_on: "开通日期", "Opened";
        ordered_on: "冻结日期", "Frozen on";
        made_on: "生成日期", "Created";
        in_all: "文件总额", "File total";
        given_up_on: "停止日期", "Given up";
    }
}
