//! The box in which everything is looked for.

use domain::search::Found;

use crate::bilingual;

bilingual! {
    pub fn search() -> SearchTexts {
        label: "查找编号、名称、账号尾号、金额", "Search references, names, accounts, amounts";
        title: "查找", "Search";
        note:
            "每类最多显示 8 条；店铺、机构和人员按编号或账号排列，其余最近的在前",
            "Up to 8 of each kind: shops, partners and people by number or name, all others latest first";
        what: "请输入要查找的内容", "What are you looking for?";
        what_text:
            "可输入业务编号、店铺或机构名称的一部分、证照号码、账号后四位以上，或准确金额。",
            "Enter a reference, part of a name, a licence number, at least the last four digits of an account, or an exact amount.";
        too_long: "最多 64 个字。", "Up to 64 characters.";
        nothing: "没有找到", "No results";
        nothing_text:
            "编号、证照号码和金额须完整，名称至少两个字，账号至少后四位。",
            "Enter references, licence numbers and amounts in full, at least two characters of a name, or at least the last four digits of an account.";
        found(found: Found) {
            Found::Agent => "代理商", "Agents";
            Found::Partner => "合作机构", "Partners";
            Found::Carrier => "运营商", "Carriers";
            Found::User => "人员", "People";
            Found::Application => "授信申请", "Applications";
            Found::Draw => "支用", "Draws";
            Found::Loan => "借据", "Loans";
            Found::Repayment => "还款", "Repayments";
            Found::Payout => "代付", "Payouts";
            Found::Movement => "银行流水", "Bank movements";
            Found::Mapping => "结算映射", "Mappings";
            Found::Signing => "签约", "Signings";
            Found::Binding => "协议", "Bindings";
            Found::Share => "共享", "Shares";
            Found::Debt => "债权", "Debts";
            Found::Debit => "协议扣款", "Agreement debits";
            Found::Transfer => "债权转让", "Transfers of debts";
        }
        found_title: "编号或名称", "Reference or name";
        whose: "所属与说明", "Owner and details";
    }
}
