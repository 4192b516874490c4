//! What an agent authorises: the full texts, which are hashed when they are agreed to, and the page about them.
//!
//! A text that has been agreed to is never changed: a new wording gets a new [`VERSION`].

use domain::consent::ConsentPurpose;
use parts::{bilingual, texts::Language};

/// The version of all texts below.
pub const VERSION: &str = "2027-01";

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
                format!("授权人：{shop}。被授权人：联融支付有限公司（以下称“联融支付”），以及在本平台展业、持有相应许可且业务覆盖授权人所在地区的资金方。"),
                "一、授权人同意联融支付将本店最近二十四个月的预存款、销售额与佣金数据，以代号形式（不含名称、证件和联系方式）提供给上述资金方，仅用于给出预授信额度与价格。".to_owned(),
                "二、每家资金方收到的代号各不相同，资金方不得据此识别授权人，也不得相互核对。资金方在授权人选定并另行授权之前，不知道授权人是谁。".to_owned(),
                "三、查看预授信结果不收费，不构成借款，也不构成资金方的放款承诺。".to_owned(),
                "四、授权自勾选之日起生效，可随时在“授权管理”中撤回。撤回后不再提供新的数据；撤回前已进行的处理不受影响。".to_owned(),
            ],
        ),
        ConsentPurpose::ApplicationData => (
            "身份与经营数据授权书",
            vec![
                format!("授权人：{shop}。被授权人：{partner}。"),
                "一、授权人同意联融支付有限公司（以下称“联融支付”）将本店的名称、法定代表人、统一社会信用代码、所在地区、联系方式，以及最近二十四个月的预存款、销售额与佣金数据提供给被授权人。".to_owned(),
                "二、上述信息仅用于本次授信申请的审批与贷后管理，被授权人不得用于其他目的，不得转给第三方，法律另有规定或债权转让的除外。".to_owned(),
                "三、授权自提交申请之日起，至申请终止或者额度终止并结清之日止。授权人可随时撤回；撤回后不再提供新的数据，撤回前已进行的处理、已订立的合同和已发生的债务不受影响。".to_owned(),
            ],
        ),
        ConsentPurpose::Contract => (
            "电子合同确认书",
            vec![
                format!("确认人：{shop}。合同相对方：{partner}。"),
                "一、确认人同意以数据电文形式与合同相对方订立授信合同。合同全文在审批通过后展示，经确认人阅读并勾选同意后成立；在此之前确认人不负任何还款义务。".to_owned(),
                "二、每笔借款前展示综合融资成本，经确认人确认后生效。所展示的合同与成本明示由联融支付有限公司保存并可随时查阅，以校验值证明未被改动。".to_owned(),
                "三、确认人的登录账户由本人保管和使用，以该账户作出的确认视为本人作出。".to_owned(),
            ],
        ),
        ConsentPurpose::WalletTerms => (
            "支付账户扣款与限制条款",
            vec![
                format!("授权人：{shop}。债权人：{partner}。账户服务机构：联融支付有限公司。"),
                "一、借款到期日，授权人同意账户服务机构从其支付账户扣划当日到期的应还款项。".to_owned(),
                "二、发生逾期时，支付账户只进不出；转入的款项（新借款的款项除外）优先用于清偿逾期款项。逾期清偿后，限制自动解除，不需要申请。".to_owned(),
                "三、扣划的款项按授信合同约定的顺序清偿，不超过当时应还的金额，多余款项留在支付账户。".to_owned(),
                "四、本条款是授信合同的组成部分，在合同项下债务结清前不能单独撤回。".to_owned(),
            ],
        ),
    };
    ConsentDocument { title, articles }
}

fn english(purpose: ConsentPurpose, shop: &str, partner: &str) -> ConsentDocument {
    let (title, articles) = match purpose {
        ConsentPurpose::PreCredit => (
            "Consent to provide data for pre-credit offers",
            vec![
                format!("Given by: {shop}. Given to: Lianrong Payments Co., Ltd. (“Lianrong”), and the funders on this platform that hold the required licence and lend in the shop's region."),
                "1. Lianrong may provide these funders with the shop's carrier prepayments, sales and commissions for the last twenty-four months, under a pseudonym (without name, identity documents or contact details), solely so that they can offer a limit and a price.".to_owned(),
                "2. Each funder receives a different pseudonym. Funders may neither use it to identify the shop nor compare pseudonyms with each other. Until the shop chooses a funder and gives separate consent, no funder knows who the shop is.".to_owned(),
                "3. Viewing offers is free of charge. It is not a loan, and not a commitment by any funder to lend.".to_owned(),
                "4. This consent takes effect when it is ticked and can be withdrawn at any time under “Consents”. After withdrawal no new data is provided; processing before the withdrawal is not affected.".to_owned(),
            ],
        ),
        ConsentPurpose::ApplicationData => (
            "Consent to provide identity and operating data",
            vec![
                format!("Given by: {shop}. Given to: {partner}."),
                "1. Lianrong Payments Co., Ltd. (“Lianrong”) may provide the funder named above with the shop's name, legal representative, licence number, region and contact details, and its carrier prepayments, sales and commissions for the last twenty-four months.".to_owned(),
                "2. The funder may use this information only to decide on this application and to manage the credit afterwards. It may not use it for any other purpose or pass it to third parties, except where required by law or where the debt is transferred.".to_owned(),
                "3. This consent is valid from submission until the application ends, or until the credit line is closed and fully repaid. It can be withdrawn at any time. After withdrawal no new data is provided; earlier processing, existing contracts and existing debts are not affected.".to_owned(),
            ],
        ),
        ConsentPurpose::Contract => (
            "Consent to electronic contracting",
            vec![
                format!("Given by: {shop}. Other party: {partner}."),
                "1. The shop agrees to conclude the credit contract with the other party electronically. The full contract is shown after approval and is concluded once the shop has read it and ticked its agreement. Before that, the shop has no repayment obligation.".to_owned(),
                "2. The total cost is shown before every loan, and the loan takes effect only once the shop confirms it. Lianrong Payments Co., Ltd. keeps the contract and the cost disclosures as shown, available at any time; a checksum proves that they were not altered.".to_owned(),
                "3. The shop keeps its sign-in account to itself. Anything confirmed with this account is deemed confirmed by the shop.".to_owned(),
            ],
        ),
        ConsentPurpose::WalletTerms => (
            "Terms for debiting and restricting the wallet",
            vec![
                format!("Given by: {shop}. Creditor: {partner}. Account provider: Lianrong Payments Co., Ltd."),
                "1. On the due date of a loan, the account provider may debit the amount due on that day from the shop's wallet.".to_owned(),
                "2. While any amount is overdue, the wallet can receive money but pays nothing out. Incoming money (except the proceeds of a new loan) is used first to pay the overdue amount. Once it is paid, the restriction ends automatically, without any request.".to_owned(),
                "3. Debited money pays what is owed in the order agreed in the credit contract, and never exceeds the amount owed at the time. Any remainder stays in the wallet.".to_owned(),
                "4. These terms are part of the credit contract and cannot be withdrawn separately before the debts under the contract are settled.".to_owned(),
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
            "谁可以查看您的哪些数据，都列在这里。撤回后不再提供新的数据；已签订的合同和已有欠款不受影响。",
            "Who can see which of your data. After a withdrawal no new data is provided; existing contracts and debts are not affected.";
        none_title: "还没有授权", "No consents yet";
        none_text:
            "您在询价或申请额度时作出的授权会列在这里。",
            "Consents you give when requesting offers or applying are listed here.";
        purpose: "授权事项", "Purpose";
        partner: "授权给", "Given to";
        part_of_contract: "合同条款", "Part of a contract";
        withdraw: "撤回授权", "Withdraw consent";
        withdrawn_at(at: &str): "{at} 已撤回", "Withdrawn {at}";
        read: "查看原文", "View text";
        all: "全部授权", "All consents";
        no_words: "原文未留存", "Text not kept";
        no_words_text:
            "这份授权作出时尚未留存原文，仅保留版本和校验值。",
            "This consent was given before texts were kept. Only its version and checksum are available.";
        purposes(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit => "预授信数据", "Data for pre-credit offers";
            ConsentPurpose::ApplicationData => "身份与经营数据", "Identity and operating data";
            ConsentPurpose::Contract => "电子合同", "Electronic contract";
            ConsentPurpose::WalletTerms => "支付账户扣款与限制", "Debiting and restricting the wallet";
        }
        /// What the partner may see or do by it.
        reach(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit =>
                "以代号提供近 24 个月经营数据",
                "Last 24 months of operating data, under a pseudonym";
            ConsentPurpose::ApplicationData =>
                "名称、法定代表人、证照、联系方式和近 24 个月经营数据",
                "Name, legal representative, licence, contact details and last 24 months of operating data";
            ConsentPurpose::Contract => "以电子方式订立授信合同", "Conclude the credit contract electronically";
            ConsentPurpose::WalletTerms =>
                "到期扣款；逾期时支付账户只进不出",
                "Debit when due; wallet pays nothing out while overdue";
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
