//! Versions of a product: the form, what is proposed, and what was published.

use domain::product::{ProductField, ProductProposalState};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn product_proposal() -> ProductProposalTexts {
        new_product: "新增产品", "New product";
        new_version: "提出新版本", "Propose a version";
        new_version_of(name: &str): "{name}：提出新版本", "{name}: propose a version";
        /// Of every version: whom it concerns.
        concerns:
            "新版本只用于发布之后的预授信结果和由此签订的额度；已有的预授信结果、额度和借据保留原来的条款。",
            "A new version applies only to offers made after it is published, and to the credit lines they lead to. Existing offers, lines and loans keep their terms.";
        two_people: "提出后，由另一位审批人发布。", "Another person, an approver, publishes what you propose.";
        cap(cap: &str):
            "综合成本和逾期罚息的年化上限为 {cap}，超过的不能提交。",
            "Total cost and penalty rate may be up to {cap} a year. Anything above is not accepted.";
        submit: "提交并预览", "Submit and preview";
        identity: "产品名称与合同", "Name and contract";
        price: "价格", "Price";
        limits: "额度", "Limits";
        schedule: "还款方式与期限", "Repayment and tenors";
        late: "到期与逾期", "Due dates and late payment";
        label(field: ProductField) {
            ProductField::Name => "产品名称", "Product name";
            ProductField::ContractKind => "合同类型", "Contract";
            ProductField::AnnualRate => "年化利率（单利）", "Annual rate (simple)";
            ProductField::DayCount => "计息方式", "Interest basis";
            ProductField::MinDays => "最少计息天数", "Minimum interest days";
            ProductField::EarlyFee => "提前还款费率", "Early repayment fee";
            ProductField::LimitMin => "最低额度（元）", "Lowest limit (yuan)";
            ProductField::LimitMax => "最高额度（元）", "Highest limit (yuan)";
            ProductField::Method => "还款方式", "Repayment method";
            ProductField::Tenors => "可选期限", "Tenors";
            ProductField::HolidayRule => "到期日遇休息日", "Due dates on non-working days";
            ProductField::GraceDays => "宽限天数", "Days of grace";
            ProductField::MinimumOverdue => "最低逾期金额（元）", "Minimum overdue amount (yuan)";
            ProductField::PenaltyMultiplier => "罚息倍数", "Penalty multiplier";
            ProductField::AllocationOrder => "还款清偿顺序", "Payments pay";
            ProductField::UnfreezeWhen => "逾期冻结何时解除", "Overdue freeze ends";
        }
        /// Empty where the label says it all.
        hint(field: ProductField) {
            ProductField::Name => "借款人会看到，发布后不能更改。", "Borrowers see it. It cannot be changed once published.";
            ProductField::ContractKind => "发布后不能更改。", "It cannot be changed once published.";
            ProductField::AnnualRate => "每份预授信结果可另定利率。", "Each offer can have a rate of its own.";
            ProductField::MinDays =>
                "每笔借款至少按这些天数计息，不超过最短期限；按月还款的不超过 28 天。",
                "Each loan bears interest for at least so many days, up to the shortest tenor, or 28 days if repaid monthly.";
            ProductField::EarlyFee =>
                "按提前归还的本金收取，不收取填 0。",
                "Charged on principal repaid early. Enter 0 for none.";
            ProductField::Tenors =>
                "到期还本付息按天，其他还款方式按月；用逗号或顿号分隔，例如 30、60、90。",
                "Days for principal and interest at maturity, months otherwise, with commas between, such as 30, 60, 90.";
            ProductField::GraceDays =>
                "0 至 30。到期日后在此天数内不算逾期、不冻结；罚息仍自到期日起计收。",
                "0 to 30. So long after the due date nothing is overdue or frozen; penalty interest still counts from the due date.";
            ProductField::MinimumOverdue =>
                "0.01 至 1,000.00。到期未还的本金与利息不足此金额的，不算逾期。",
                "0.01 to 1,000.00. Less unpaid principal and interest than this is not overdue.";
            ProductField::PenaltyMultiplier =>
                "1 至 10。逾期本金按年化利率的此倍数计收罚息。",
                "1 to 10. Overdue principal bears the annual rate times this.";
            ProductField::AllocationOrder => "先到期的先清偿；同一期内按此顺序。", "The oldest instalment first, and in this order within it.";
            ProductField::DayCount
            | ProductField::LimitMin
            | ProductField::LimitMax
            | ProductField::Method
            | ProductField::HolidayRule
            | ProductField::UnfreezeWhen => "", "";
        }
        days(days: u32) -> String = format!("{days} 天"), counted(days, "day", "days");
        times(multiplier: &str): "{multiplier} 倍", "× {multiplier}";
        to_be(version: i32): "第 {version} 版", "Version {version}";
        states(state: ProductProposalState) {
            ProductProposalState::Proposed => "待发布", "Awaiting publication";
            ProductProposalState::Published => "已发布", "Published";
            ProductProposalState::Withdrawn => "已撤回", "Withdrawn";
        }
        waiting: "待发布的版本", "Awaiting publication";
        waiting_here: "有一个版本待发布", "A version is awaiting publication";
        proposed: "提出", "Proposed";
        published: "发布", "Published";
        withdrawn: "撤回", "Withdrawn";
        versions: "版本记录", "Versions";
        changes: "与上一版本的差异", "Changes from the version before";
        field: "条款", "Term";
        before: "原条款", "Before";
        after: "新条款", "After";
        first_version: "首次发布", "First version";
        change(label: &str, before: &str, after: &str): "{label}：{before} → {after}", "{label}: {before} → {after}";
        reads: "借款人会读到", "What borrowers read";
        price_read(rate: &str, penalty: &str):
            "年化利率（单利）{rate}，逾期本金按年化 {penalty} 计收罚息。",
            "Annual rate (simple) {rate}. Overdue principal bears {penalty} a year.";
        within_cap(cap: &str): "综合成本（年化）不超过上限 {cap}。", "The total cost is within the cap of {cap} a year.";
        min_days_read(days: u32) -> String =
            format!("每笔借款至少计息 {days} 天。"),
            format!("Each loan bears interest for at least {}.", counted(days, "day", "days"));
        early_fee_read(rate: &str):
            "提前还款按提前归还本金的 {rate} 收取费用。",
            "Repaying early costs {rate} of the principal repaid early.";
        no_early_fee_read: "提前还款不收取费用。", "Repaying early is free of charge.";
        holidays_read(words: &str): "到期日{words}。", "Due dates: {words}.";
        overdue_at_once_read:
            "到期日日终未还即算逾期，自到期日起计收罚息。",
            "Unpaid at the close of the due date, it is overdue, and penalty interest counts from the due date.";
        order_read(words: &str): "还款先清偿先到期的；同一期内{words}。", "Payments pay the oldest instalment first. Within it: {words}.";
        unfreeze_read(words: &str): "逾期时支付账户只进不出，{words}。", "While overdue, money can only come into the wallet. This ends: {words}.";
        publish: "发布这个版本", "Publish this version";
        publish_text: "发布前请核对以上条款。发布后不能更改。", "Check the terms above. Once published they cannot be changed.";
        other_approver: "须由提出人以外的审批人发布。", "It must be published by an approver other than the person who proposed it.";
        withdraw: "撤回", "Withdraw version";
        fill_in_again: "以此为底稿重新填写", "Start again from this version";
    }
}
