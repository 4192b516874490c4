//! Who applies: its identity, its form, its business, its consents, and what happened to the application.

use domain::application::{ApplicationState, LimitFit, ReviewStep};
use parts::bilingual;

bilingual! {
    pub fn applicant() -> ApplicantTexts {
        applicant: "申请人", "Applicant";
        legal_person: "法定代表人", "Legal representative";
        licence_days(days: i64): "剩余 {days} 天", "{days} days left";
        region: "经营地区", "Region";
        joined: "代理起始日", "Agent since";
        phone: "手机", "Phone";
        consent_gone: "申请人的资料不再提供", "The applicant's data is no longer provided";
        consent_gone_text:
            "数据授权已撤回，或申请已结束。身份信息、经营数据和申请内容不再显示，办理记录仍可查看。",
            "Consent was withdrawn, or the application has ended. Identity, business data and application details are no longer shown; the history remains available.";
        asks_for: "申请内容", "Application details";
        requested: "申请额度（元）", "Requested limit (yuan)";
        use_of_funds: "资金使用说明", "Use of funds";
        contact: "联系人", "Contact";
        same_phone: "同一手机号的其他申请", "Other applications with this number";
        same_owner: "同一法定代表人在贵司的其他额度", "Other credit lines of the same legal representative with you";
        same_owner_note:
            "按统一社会信用代码和法定代表人姓名查找，仅含贵司未终止的额度",
            "By licence number and legal representative's name, limited to your own lines that are not closed";
        no_other_lines: "没有其他额度。", "No other credit lines.";
        more_lines(count: usize): "另有 {count} 个额度没有列出，已计入合计。", "{count} more not listed; included in the totals.";
        owner_by: "依据", "Matched by";
        by_licence: "统一社会信用代码相同", "Same licence number";
        by_name: "法定代表人姓名相同", "Same name of legal representative";
        by_name_note: "请核实是否为同一人", "Verify that it is the same person";
        unmask: "显示完整联系方式", "Show full contact details";
        unmask_reason: "查看原因", "Purpose";
        unmask_hint:
            "例如：致电核实经营情况。原因和查看人记入审计记录。",
            "For example: a call to verify the business. The reason and your name are recorded in the audit trail.";
        unmask_button: "显示 15 分钟", "Show for 15 minutes";
        unmasked_until(at: &str):
            "完整联系方式显示到 {at}，查看已记入审计记录。",
            "Full contact details are shown until {at}. This is recorded in the audit trail.";
        answer: "补充说明", "Answer";
        business_note: "由支付机构提供，金额单位：元", "Provided by the payment institution, in yuan";
        ratios: "额度与收入", "Limit and income";
        ratio: "指标", "Ratio";
        value: "数值", "Value";
        own_limits: "本产品额度范围（元）", "Product limit range (yuan)";
        asked_ratio: "申请额度 ÷ 月均佣金", "Requested limit ÷ average monthly commission";
        proposed_ratio: "建议额度 ÷ 月均佣金", "Proposed limit ÷ average monthly commission";
        ratio_note: "额度相当于几个月的佣金，佣金按近 12 个月平均", "The limit expressed in months of commission, averaged over the last 12 months";
        months_value(months: &str): "{months} 个月", "{months} months";
        fit(fit: LimitFit) {
            LimitFit::Below => "低于产品下限", "Below the product minimum";
            LimitFit::Within => "在产品范围内", "Within the product range";
            LimitFit::Above => "高于产品上限", "Above the product maximum";
        }
        trend: "佣金同比", "Commissions year on year";
        trend_note: "近 3 个月佣金与上年同期相比，已剔除淡旺季影响", "The last 3 months against the same months a year earlier, excluding seasonal effects";
        volatility: "佣金波动", "Commission volatility";
        volatility_note: "近 12 个月每月佣金偏离均值的平均幅度，越小越稳定", "Average deviation of monthly commission from its mean over the last 12 months. Lower is steadier";
        missing: "缺少数据的月数", "Months without data";
        missing_note: "截至最近一个月的 24 个月中，没有数据的月份", "Months without data in the 24 months up to the latest";
        missing_value(missing: u32, of: u32): "{missing} / {of}", "{missing} of {of}";
        consents: "授权书", "Consents";
        consent: "授权内容", "Purpose";
        withdrawn(at: &str): "{at} 撤回", "Withdrawn {at}";
        no_consents: "没有授权记录。", "No consents on record.";
        step(step: ReviewStep) {
            ReviewStep::To(ApplicationState::Draft) => "开始填写", "Started";
            ReviewStep::To(ApplicationState::Submitted) => "提交申请", "Submitted";
            ReviewStep::To(ApplicationState::InReview) => "认领", "Claimed";
            ReviewStep::TakenOver => "接手，原经办", "Taken over from";
            ReviewStep::Proposed => "提出审批意见，等待复核", "Decision proposed, awaiting confirmation";
            ReviewStep::SentBack => "复核退回", "Sent back by the approver";
            ReviewStep::To(ApplicationState::MoreInformation) => "要求补充资料", "More information requested";
            ReviewStep::Answered => "已补充资料", "Answered";
            ReviewStep::To(ApplicationState::CounterOffered) => "复核通过：额度高于申请", "Confirmed: higher than requested";
            ReviewStep::Accepted => "申请人接受额度", "Limit accepted by the agent";
            ReviewStep::To(ApplicationState::Approved) => "复核通过：批准", "Confirmed: approved";
            ReviewStep::To(ApplicationState::Rejected) => "复核通过：拒绝", "Confirmed: rejected";
            ReviewStep::To(ApplicationState::Agreed) => "签订合同，额度开通", "Contract signed, credit line opened";
            ReviewStep::To(ApplicationState::Withdrawn) => "申请人撤回", "Withdrawn by the agent";
            ReviewStep::To(ApplicationState::Lapsed) => "超过时限，已失效", "Lapsed";
        }
    }
}
