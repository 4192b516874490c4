//! Agents and partners.

use domain::{payout::PayoutSchedule, role::PartnerKind};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn party() -> PartyTexts {
        agents_note: "在平台开有支付账户的代理商。", "Agents with a wallet on the platform.";
        no_agents_title: "还没有代理商", "No agents yet";
        no_agents_text: "代理商登记后会出现在这里。", "Agents appear here once registered.";
        legal_person: "法定代表人 · 电话", "Legal representative · phone";
        region: "地区", "Region";
        joined: "入驻", "Joined";
        partners_note:
            "资金方与助贷机构，及其接口密钥",
            "Funders and facilitators, and their API keys";
        no_partners_title: "还没有合作机构", "No partners yet";
        no_partners_text: "合作机构登记后会出现在这里。", "Partners appear here once registered.";
        kinds(kind: PartnerKind) {
            PartnerKind::Funder => "资金方", "Funder";
            PartnerKind::Facilitator => "助贷机构", "Facilitator";
        }
        suspended: "已暂停新业务", "Suspended";
        code: "代码", "Code";
        licence_no: "许可证号", "Licence number";
        licence_until: "许可证有效期至", "Licence valid until";
        regions: "经营地区", "Regions";
        regions_of(regions: &[String]) -> String =
            regions.join("、"),
            if regions.iter().any(|region| region == "全国") { "Nationwide".to_owned() } else { regions.join(", ") };
        bank_account: "收付款账户", "Bank account";
        payouts: "代付安排", "Payouts";
        schedule(payouts: PayoutSchedule) {
            PayoutSchedule::AtOnce => "每笔即时代付", "Pay out each at once";
            PayoutSchedule::Daily(_) => "每日汇总代付", "Pay out once a day";
        }
        share_title: "约定利息分润", "Agree an interest share";
        share_text:
            "支付机构按该比例分取资金方实收利息：按月开账单的，自当月起计；从还款中扣收的，自复核通过后的每笔还款扣收。债权转让后不再计算。",
            "The institution takes this share of the interest the funder receives, invoiced from the current month, or withheld from each repayment after approval. It no longer applies once a debt is transferred.";
        percent: "比例（%）", "Share (%)";
        schedule_title: "调整代付安排", "Change payout schedule";
        schedule_text:
            "还款先记为应付，再按此安排代付给资金方。复核通过后，对尚未代付的应付款同样生效。",
            "Repayments are first recorded as payable, then paid out on this schedule. Once approved, it also applies to existing payables.";
        at_once: "每笔还款即时代付", "Pay out each repayment at once";
        daily: "每日汇总代付", "One payout a day";
        time: "每天的时间（北京时间）", "Daily time (Beijing time)";
        no_notices_text: "该机构的业务有变化时，通知会出现在这里。", "Notices appear here when something happens for this partner.";
        no_endpoint: "没有启用的接收地址，对方系统须自行查询。", "No active endpoint: the partner's system must query.";
        told_at(host: &str, since: &str): "发往 {host}，{since} 启用。", "Sending to {host}, active since {since}.";
        notices_waiting: "待送达", "Pending";
        notices_failing: "其中已发送未确认", "Of which sent but not acknowledged";
        notices_dead: "未送达", "Undelivered";
        line_count(count: i64) -> String = format!("{count} 个额度"), counted(count, "line", "lines");
        loan_count(count: i64) -> String = format!("{count} 笔"), counted(count, "loan", "loans");
        no_products: "没有产品。", "No products.";
        product: "产品", "Product";
        lowest: "最低额度（元）", "Lowest limit (yuan)";
        highest: "最高额度（元）", "Highest limit (yuan)";
        no_payouts: "没有代付。", "No payouts.";
        no_movements: "该机构账户没有收付。", "No money received from or paid to its account.";
        owed_back: "应退款项", "Refunds due";
        owes_back(amount: &str): "尚未退回 {amount} 元。", "{amount} yuan still to be refunded.";
        nothing_owed_back: "没有应退款项。", "No refunds due.";
        keys: "接口密钥", "Keys";
        public_key: "公钥", "Public key";
        no_keys: "还没有登记密钥，暂不能使用接口。", "No keys yet: the API cannot be used.";
    }
}
