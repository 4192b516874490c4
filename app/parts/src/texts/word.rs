//! The words that several screens share, named once.

use crate::bilingual;

bilingual! {
    pub fn word() -> WordTexts {
        action: "事项", "Item";
        active: "正常", "Active";
        address: "地址", "Address";
        agent: "代理商", "Agent";
        all: "全部", "All";
        amount: "金额（元）", "Amount (yuan)";
        annual_rate: "年化利率（单利）", "Annual rate (simple)";
        arrived: "已到账", "Arrived";
        at: "时间", "Time";
        balance: "余额（元）", "Balance (yuan)";
        business_address: "经营地址", "Business address";
        business_date: "会计日", "Business date";
        checksum: "校验值", "Checksum";
        copied: "已复制", "Copied";
        copy: "复制", "Copy";
        credited_on: "入账日", "Credited";
        daily: "日常", "Daily";
        data_table: "数据表", "Show as a table";
        device: "设备", "Device";
        disabled: "已停用", "Disabled";
        done: "（已完成）", " (done)";
        facilitator: "助贷机构", "Facilitator";
        filter: "筛选", "Filter";
        flows: "付款与到账", "Payment and money";
        from: "来自", "From";
        funder: "资金方", "Funder";
        holds: "有效", "Valid";
        interest: "利息（元）", "Interest (yuan)";
        limit: "额度（元）", "Limit (yuan)";
        loan: "借据", "Loan";
        loan_count: "借据（笔）", "Loans";
        method: "还款方式", "Repayment method";
        name: "姓名", "Name";
        next_due: "下次应还（元）", "Next due (yuan)";
        not_arrived: "未到账", "Not arrived";
        operating_data: "经营数据", "Operating data";
        overdue: "逾期", "Overdue";
        page_total: "本页合计", "Page total";
        paid: "已还（元）", "Paid (yuan)";
        payment_reference: "付款流水号", "Payment reference number";
        payments: "还款记录", "Repayments";
        penalty_rate: "逾期罚息（年化）", "Penalty rate (annual)";
        plan: "还款计划", "Repayment plan";
        position: "当前位置", "You are here";
        principal: "本金（元）", "Principal (yuan)";
        purpose: "用途", "Purpose";
        reason: "原因", "Reason";
        reference: "业务编号", "Reference";
        repay: "还款", "Repay";
        second_factor: "动态口令", "One-time code";
        seen_at: "最近活动", "Last active";
        settled: "已结清", "Settled";
        shop: "店铺", "Shop";
        signed_in_at: "登录时间", "Signed in";
        state: "状态", "Status";
        tenor: "期限", "Tenor";
        text: "文本", "Text";
        this_one: "本设备", "This device";
        total: "合计", "Total";
        username: "用户名", "User name";
        yuan: "元", "yuan";
    }
}
