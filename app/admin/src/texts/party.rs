//! Agents and partners.

use domain::{payout::PayoutSchedule, role::PartnerKind};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn party() -> PartyTexts {
        agents_note: "在平台开有支付账户的代理商", "Agents that have a wallet here";
        find_agent: "编号、店铺、法定代表人或账户号", "Number, shop, legal representative or wallet";
        no_agents_title: "还没有代理商", "No agents yet";
        no_agents_text: "代理商由系统登记后出现在这里。", "Agents appear here when they are registered.";
        legal_person: "法定代表人 · 电话", "Legal representative · phone";
        region: "地区", "Region";
        licence: "执照到期", "Licence until";
        expired: "已过期", "expired";
        joined: "入驻", "Joined";
        balance: "支付账户余额（元）", "Wallet (yuan)";
        outstanding: "未还本金（元）", "Outstanding (yuan)";
        partners_note:
            "资金方与助贷机构，及其接口密钥",
            "Funders and facilitators, and the keys with which their systems sign";
        no_partners_title: "还没有合作机构", "No partners yet";
        no_partners_text: "合作机构由系统登记后出现在这里。", "Partners appear here when they are registered.";
        kinds(kind: PartnerKind) {
            PartnerKind::Funder => "资金方", "Funder";
            PartnerKind::Facilitator => "助贷机构", "Facilitator";
        }
        suspended: "已暂停新业务", "Suspended";
        code: "代码", "Code";
        licence_no: "许可证号", "Licence";
        licence_until: "许可证到期", "Licence until";
        regions: "经营地区", "Regions";
        bank_account: "收付款账户", "Bank account";
        payouts: "代付安排", "Payouts";
        schedule(payouts: PayoutSchedule) {
            PayoutSchedule::AtOnce => "每笔即时代付", "Each at once";
            PayoutSchedule::Daily(_) => "每日汇总代付", "All of a day together";
        }
        share_title: "约定利息分润", "Agree a share of the interest";
        share_text:
            "支付机构按这个比例分取该资金方实收的利息：按月开账单的，从本月起计；扣收的，复核通过后的每笔还款都扣。债权转让后不再计算。",
            "The institution has this share of the interest that the funder receives: invoiced from the open month on, or withheld of each payment once it is approved. It ends when a debt is transferred.";
        percent: "比例（%）", "Share (%)";
        schedule_title: "调整代付安排", "Change when it is paid";
        schedule_text:
            "还款先记为应付，再按这里的安排代付给资金方。复核通过后，对尚未代付的应付也生效。",
            "A repayment is payable first, and paid out as arranged here. Once approved it holds for what is payable already, too.";
        at_once: "每笔还款即时代付", "Each repayment at once";
        daily: "每天汇总成一笔", "All of a day as one payout";
        time: "每天的时间（北京时间）", "Time of day (in China)";
        notices: "通知", "Notices";
        no_endpoint: "没有启用的接收地址，对方系统自行查询。", "No endpoint is in force: its system asks.";
        told_at(host: &str, since: &str): "发往 {host}，{since} 启用。", "Sent to {host}, in force since {since}.";
        notices_waiting: "待送达", "Waiting";
        notices_failing: "其中已试过、没有确认", "Of these tried and not acknowledged";
        notices_dead: "未送达", "Undelivered";
        granted: "已授信（元）", "Granted (yuan)";
        lent: "在贷余额（元）", "Outstanding (yuan)";
        overdue: "逾期余额（元）", "Overdue (yuan)";
        line_count(count: i64) -> String = format!("{count} 个额度"), counted(count, "line", "lines");
        loan_count(count: i64) -> String = format!("{count} 笔"), counted(count, "loan", "loans");
        products: "产品", "Products";
        no_products: "没有产品。", "No products.";
        product: "产品", "Product";
        version: "版本", "Version";
        lowest: "最低额度（元）", "Lowest limit (yuan)";
        highest: "最高额度（元）", "Highest limit (yuan)";
        no_payouts: "没有代付。", "Nothing was paid out.";
        no_movements: "本机构账户没有收付。", "No money has come from its account or gone to it.";
        owed_back: "应退款项", "Owed back";
        owes_back(amount: &str): "尚未退回 {amount} 元。", "{amount} yuan are still to be given back.";
        nothing_owed_back: "没有应退款项。", "Nothing is owed back.";
        keys: "接口密钥", "Keys";
        public_key: "公钥", "Public key";
        no_keys: "还没有登记密钥，接口不可用。", "No key yet: its systems cannot sign.";
    }
}
