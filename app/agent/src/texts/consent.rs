//! What an agent authorises: the full texts, which are hashed when they are agreed to, and the page about them.
//!
//! A text that has been agreed to is never changed: a new wording gets a new [`VERSION`].

use domain::consent::ConsentPurpose;
use parts::{bilingual, texts::Language};

/// The version of all texts below.
pub const VERSION: &str = "2026-11";

/// Title and articles of a consent.
pub struct ConsentDocument {
    pub title: &'static str,
    /// Each is a paragraph.
    pub articles: Vec<String>,
}

/// The text of a consent of `shop` for `partner`, in a language. Pre-credit asks many funders, so that it names none.
#[must_use]
pub fn document(purpose: ConsentPurpose, language: Language, shop: &str, partner: &str) -> ConsentDocument {
    match language {
        Language::Zh => chinese(purpose, shop, partner),
        Language::En => english(purpose, shop, partner),
    }
}

fn chinese(purpose: ConsentPurpose, shop: &str, partner: &str) -> ConsentDocument {
    let (title, articles) = match purpose {
        ConsentPurpose::PreCredit => (
            "预授信数据授权书",
            vec![
                format!("授权人：{shop}。被授权人：联融支付有限公司，以及在本平台展业、许可和地区均适合的资金方。"),
                "一、授权人同意联融支付将本店最近二十四个月的预付款、销售额与佣金数据，以不含名称、证件和联系方式的代号提供给上述资金方，仅用于给出预授信额度与价格。".to_owned(),
                "二、每家资金方收到的代号各不相同，资金方不得据此识别授权人，也不得相互核对。资金方在授权人选定并另行授权之前，不知道授权人是谁。".to_owned(),
                "三、查看预授信结果不收费，不构成借款，也不构成资金方的放款承诺。".to_owned(),
                "四、授权自勾选之日起生效，可随时在“授权管理”中撤回。撤回后不再提供新的数据；撤回前已进行的处理不受影响。".to_owned(),
            ],
        ),
        ConsentPurpose::ApplicationData => (
            "身份与经营数据授权书",
            vec![
                format!("授权人：{shop}。被授权人：{partner}。"),
                "一、授权人同意联融支付将本店的名称、法定代表人、营业执照号、所在地区、联系方式，以及最近二十四个月的预付款、销售额与佣金数据提供给被授权人。".to_owned(),
                "二、上述信息仅用于本次授信申请的审批与贷后管理，被授权人不得用于其他目的，不得转给第三方，法律另有规定或债权转让的除外。".to_owned(),
                "三、授权自提交申请之日起，至申请终止或者额度终止并结清之日止。授权人可随时撤回；撤回后不再提供新的数据，撤回前已进行的处理、已订立的合同和已发生的债务不受影响。".to_owned(),
            ],
        ),
        ConsentPurpose::Contract => (
            "电子合同确认书",
            vec![
                format!("确认人：{shop}。合同相对方：{partner}。"),
                "一、确认人同意以数据电文形式与合同相对方订立授信合同。合同全文在审批通过后展示，经确认人阅读并勾选同意后成立；在此之前确认人不负任何还款义务。".to_owned(),
                "二、每笔借款前展示综合融资成本，经确认人确认后生效。所展示的合同与成本明示由联融支付保存并可随时查阅，以校验值证明未被改动。".to_owned(),
                "三、确认人的登录账户由本人保管和使用，以该账户作出的确认视为本人作出。".to_owned(),
            ],
        ),
        ConsentPurpose::WalletTerms => (
            "支付账户扣款与限制条款",
            vec![
                format!("授权人：{shop}。债权人：{partner}。账户服务机构：联融支付有限公司。"),
                "一、借款到期日，授权人同意联融支付从其支付账户扣划当日到期的应还款项。".to_owned(),
                "二、发生逾期时，支付账户只进不出；转入的款项（新借款的款项除外）优先用于清偿逾期款项。逾期清偿后，限制自动解除，不需要申请。".to_owned(),
                "三、扣划的款项依次清偿费用、罚息、利息、本金，不超过当时应还的金额，多余款项留在支付账户。".to_owned(),
                "四、本条款是授信合同的组成部分，在合同项下债务结清前不能单独撤回。".to_owned(),
            ],
        ),
    };
    ConsentDocument { title, articles }
}

fn english(purpose: ConsentPurpose, shop: &str, partner: &str) -> ConsentDocument {
    let (title, articles) = match purpose {
        ConsentPurpose::PreCredit => (
            "Consent to show data for pre-credit offers",
            vec![
                format!("Given by: {shop}. To: Lianrong Payments Co., Ltd., and the funders on this platform whose licence and region fit."),
                "1. Lianrong may show these funders the shop's prepayments, sales and commissions of the last twenty-four months, under a pseudonym without name, documents or contact, and only so that they can offer a limit and a price.".to_owned(),
                "2. Every funder is given another pseudonym. Funders may neither identify the shop by it nor compare with each other. Until the shop has chosen a funder and consented again, no funder knows who it is.".to_owned(),
                "3. Looking at offers costs nothing; it is no loan, and no promise of a funder to lend.".to_owned(),
                "4. The consent holds from the moment it is ticked and can be withdrawn at any time under “Consents”. After that no new data is shown; what was done before stays valid.".to_owned(),
            ],
        ),
        ConsentPurpose::ApplicationData => (
            "Consent to pass on identity and operating data",
            vec![
                format!("Given by: {shop}. To: {partner}."),
                "1. Lianrong may pass the shop's name, legal representative, licence number, region and contact, and its prepayments, sales and commissions of the last twenty-four months, to the funder named above.".to_owned(),
                "2. The funder uses them for deciding on this application and for managing the credit only, and passes them to nobody else, except where the law requires it or the debt is transferred.".to_owned(),
                "3. The consent holds from the submission until the application ends, or the line is closed and settled. It can be withdrawn at any time: no new data is passed on then; what was done before, contracts and debts stay.".to_owned(),
            ],
        ),
        ConsentPurpose::Contract => (
            "Consent to contract electronically",
            vec![
                format!("Given by: {shop}. Other party: {partner}."),
                "1. The shop agrees to conclude the credit contract with the other party electronically. The whole contract is shown after approval and comes about when the shop has read and ticked it; before that the shop owes nothing.".to_owned(),
                "2. Before every draw the whole cost is shown, and the draw counts when the shop has confirmed it. Lianrong keeps contract and disclosures as they were shown; a checksum proves that they were not changed.".to_owned(),
                "3. The shop keeps its account for itself: what is confirmed with it counts as confirmed by the shop.".to_owned(),
            ],
        ),
        ConsentPurpose::WalletTerms => (
            "Terms for debiting and restricting the wallet",
            vec![
                format!("Given by: {shop}. Creditor: {partner}. Account provider: Lianrong Payments Co., Ltd."),
                "1. On a due date Lianrong may debit the shop's wallet with what is due on that day.".to_owned(),
                "2. While something is overdue, money can come into the wallet and none can leave; what comes in (except the proceeds of a draw) pays what is overdue first. When that is paid the restriction ends by itself.".to_owned(),
                "3. What is debited pays fees, penalty interest, interest and principal, in this order, never more than is owed; the rest stays in the wallet.".to_owned(),
                "4. These terms are part of the credit contract and cannot be withdrawn by themselves before its debts are settled.".to_owned(),
            ],
        ),
    };
    ConsentDocument { title, articles }
}

bilingual! {
    /// The page of all consents, and what forms say about one.
    pub fn consent() -> ConsentTexts {
        title: "授权管理", "Consents";
        note:
            "谁能看您的哪些数据，都在这里。撤回后不再提供新的数据；已签的合同和欠款不受影响。",
            "Who may see which of your data. After a withdrawal no new data is passed on; contracts and debts stay.";
        none_title: "还没有授权", "No consents yet";
        none_text:
            "询价或申请额度时作出的授权会列在这里。",
            "What you authorise when you ask for offers or apply is listed here.";
        purpose: "授权事项", "For";
        partner: "授权给", "Given to";
        given_at: "授权时间", "Given at";
        part_of_contract: "合同条款", "Part of a contract";
        withdraw: "撤回", "Withdraw";
        withdrawn_at(at: &str): "{at} 已撤回", "Withdrawn {at}";
        version: "版本", "Version";
        read: "查看原文", "Read the text";
        all: "全部授权", "All consents";
        no_words: "原文未留存", "The text was not kept";
        no_words_text:
            "这份授权早于原文留存，只保留了版本和校验值。",
            "This consent is from before texts were kept: only its version and checksum are.";
        purposes(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit => "预授信数据", "Data for pre-credit offers";
            ConsentPurpose::ApplicationData => "身份与经营数据", "Identity and operating data";
            ConsentPurpose::Contract => "电子合同", "Electronic contract";
            ConsentPurpose::WalletTerms => "支付账户扣款与限制", "Debiting and restricting the wallet";
        }
        /// What the partner may see or do by it.
        reach(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit =>
                "近 24 个月经营数据，只用代号",
                "24 months of operating data, under a pseudonym";
            ConsentPurpose::ApplicationData =>
                "名称、证照、联系方式和近 24 个月经营数据",
                "Name, licence, contact and 24 months of operating data";
            ConsentPurpose::Contract => "以电子方式订立授信合同", "To conclude the credit contract electronically";
            ConsentPurpose::WalletTerms =>
                "到期扣款；逾期时账户只进不出",
                "Debits when due; no money out while overdue";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_consent_names_its_parties_in_both_languages() {
        for purpose in ConsentPurpose::ALL {
            for language in [Language::Zh, Language::En] {
                let text = document(purpose, language, "城南店", "嘉禾").articles.concat();
                assert!(text.contains("城南店"), "{purpose:?}");
                assert_eq!(text.contains("嘉禾"), purpose != ConsentPurpose::PreCredit, "{purpose:?}");
            }
        }
    }
}
