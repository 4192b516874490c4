//! Reviewing applications.

use domain::application::{ApplicationState, RejectReason};
use parts::bilingual;

bilingual! {
    pub fn review() -> ReviewTexts {
        list_note: "按提交时间排列，最近的在前", "By submission time, latest first";
        only_mine: "只看我经办的", "Assigned to me only";
        reviewer: "经办", "Reviewer";
        requested_yuan: "申请额度（元）", "Requested (yuan)";
        was_offered: "预授信", "offered";
        approved_yuan: "批准额度（元）", "Approved (yuan)";
        empty: "还没有申请", "No applications yet";
        empty_text:
            "代理商选择贵司的预授信结果并提交申请后，会出现在这里。",
            "Applications appear here once an agent chooses your offer and submits.";
        /// A state, and whether a proposal waits for its second person.
        state(state: ApplicationState, proposed: bool) -> &'static str = state_zh(state, proposed), state_en(state, proposed);
        next: "返回列表", "Back to the list";
        next_waiting(shop: &str): "下一份：{shop}", "Next: {shop}";
        panel: "审批意见", "Decision";
        offered_terms: "预授信条款", "Offered terms";
        tenors: "期限", "Tenors";
        kind: "合同", "Contract";
        valid_until: "预授信有效期至", "Offer valid until";
        claim: "认领", "Claim";
        claim_text:
            "认领后由您审核，同事会看到是您在办。",
            "You become the reviewer, and colleagues can see it.";
        take_over: "接手", "Take over";
        take_over_text(name: &str):
            "{name} 正在办理。接手后由您继续办理，并记入办理记录。",
            "{name} is reviewing it. If you take over, you continue from here and the history records it.";
        decision: "决定", "Decision";
        approve: "同意", "Approve";
        reject: "拒绝", "Reject";
        ask: "补充资料", "Request information";
        limit: "批准额度", "Approved limit";
        /// With the limits offered and asked for.
        limit_hint(offered: &str, asked: &str):
            "不能高于预授信额度 {offered} 元；高于申请额度 {asked} 元的，须经申请人接受才能签订合同",
            "Up to the offered {offered} yuan. Above the requested {asked} yuan, the applicant must accept it before signing";
        /// With the limit asked for.
        counter_offers(asked: &str):
            "高于申请额度 {asked} 元，须经申请人接受",
            "Above the requested {asked} yuan: the applicant must accept it";
        reasons: "拒绝原因", "Reasons";
        reasons_hint: "至少勾选一项，申请人会看到", "Select at least one. The applicant will see them";
        reason(reason: RejectReason) {
            RejectReason::ShortHistory => "经营数据月数不足", "Too few months of data";
            RejectReason::LowIncome => "收入不足", "Income too low";
            RejectReason::UnstableIncome => "收入不稳定", "Income unstable";
            RejectReason::Inconsistent => "填写内容与经营数据不一致", "Application does not match the data";
            RejectReason::Documents => "证照缺失或过期", "Document missing or expired";
            RejectReason::OtherDebts => "其他负债过高", "Other debts too high";
            RejectReason::Policy => "不符合准入政策", "Outside lending policy";
        }
        /// Between the items of a list.
        separator: "、", ", ";
        opinion: "审核意见", "Opinion";
        opinion_hint:
            "写明依据和风险，最多 2,000 字。供审批人复核，申请人看不到。",
            "State the grounds and risks, up to 2,000 characters. Shown to the approver, never to the applicant.";
        comments: "内部备注", "Internal comments";
        no_comments: "还没有备注。", "No comments yet.";
        earlier_comments: "查看更早的备注", "Earlier comments";
        last_comments: "回到最新的备注", "Back to latest comments";
        comment: "备注内容", "Comment";
        comment_hint:
            "仅贵司人员可见，添加后不能修改，最多 1,000 字",
            "Visible only to your own staff. Cannot be edited once added. Up to 1,000 characters";
        add_comment: "添加备注", "Add comment";
        question: "需要补充的资料", "Information needed";
        question_hint: "申请人会看到，并在申请中答复", "The applicant sees this and answers in the application";
        ask_withdraws: "已提出的审批意见将同时撤回。", "Any proposed decision is withdrawn.";
        send_question: "发给申请人", "Send to applicant";
        propose: "提交复核", "Submit for confirmation";
        second_person: "须由另一人复核", "Needs a second person's confirmation";
        second_person_text:
            "提交后由审批人复核，复核通过后生效。您不能复核自己提出的意见。",
            "It takes effect once an approver confirms it. You cannot confirm your own proposal.";
        waits_for_second: "等待审批人复核", "Awaiting an approver";
        waits_for_second_text: "复核之前可以修改意见。", "Until it is confirmed you can change the proposal.";
        change_mind: "修改意见", "Change proposal";
        proposes_approval(name: &str): "{name} 建议：同意", "{name} proposes to approve";
        proposes_rejection(name: &str): "{name} 建议：拒绝", "{name} proposes to reject";
        confirm_title: "请您复核", "For you to confirm";
        confirm_note: "复核说明", "Confirmation note";
        confirm_note_hint: "退回时必填，审核人会看到", "Required when sending back. The reviewer will see it";
        confirm_approval: "确认同意", "Confirm approval";
        confirm_rejection: "确认拒绝", "Confirm rejection";
        send_back: "退回审核人", "Send back to reviewer";
        /// Why there is nothing to do now, by state, and whether a proposal waits.
        looking(state: ApplicationState, proposed: bool) -> (&'static str, &'static str) =
            match (state, proposed) {
                (ApplicationState::Submitted, _) => ("等待审核人认领", "审核人认领后开始办理。"),
                (ApplicationState::InReview, true) => ("等待审批人复核", "审批人确认后生效。"),
                (ApplicationState::InReview, false) => ("审核人正在办理", "提出意见后由审批人复核。"),
                (ApplicationState::MoreInformation, _) => ("等待申请人补充资料", "申请人答复后继续审核。"),
                (ApplicationState::CounterOffered, _) => ("等待申请人接受额度", "批准额度高于申请，申请人接受后签订合同。"),
                (ApplicationState::Approved, _) => ("已批准，等待申请人签订合同", "申请人签订合同后，额度立即开通。"),
                (ApplicationState::Agreed, _) => ("已签订合同，额度已开通", "可在“授信额度”中查看。"),
                (ApplicationState::Rejected, _) => ("已拒绝", "申请人看到的原因如下。"),
                (ApplicationState::Withdrawn, _) => ("申请人已撤回", "无需办理。"),
                // A draft is not shown to funders.
                (ApplicationState::Draft | ApplicationState::Lapsed, _) => ("已失效", "无需办理。"),
            },
            match (state, proposed) {
                (ApplicationState::Submitted, _) => ("Awaiting a reviewer", "The review starts once a reviewer claims it."),
                (ApplicationState::InReview, true) => ("Awaiting an approver", "It takes effect once an approver confirms it."),
                (ApplicationState::InReview, false) => ("In review", "An approver confirms the proposal."),
                (ApplicationState::MoreInformation, _) => ("Awaiting the applicant", "The review continues once the applicant answers."),
                (ApplicationState::CounterOffered, _) => ("Awaiting the applicant's acceptance", "The approved limit is higher than requested."),
                (ApplicationState::Approved, _) => ("Approved, contract to be signed", "The credit line opens once the applicant signs."),
                (ApplicationState::Agreed, _) => ("Signed, credit line open", "See “Credit lines”."),
                (ApplicationState::Rejected, _) => ("Rejected", "The applicant sees these reasons."),
                (ApplicationState::Withdrawn, _) => ("Withdrawn by the applicant", "No action needed."),
                (ApplicationState::Draft | ApplicationState::Lapsed, _) => ("Lapsed", "No action needed."),
            };
        rejected_for: "拒绝原因", "Reasons";
        asked_now: "已向申请人提问", "Question sent to the applicant";
        conflict: "提交时，这份申请已有变化", "The application changed before you submitted";
        conflict_text:
            "您的操作未保存。请先查看期间的变化，再按最新状态处理。",
            "Your action was not saved. Review the changes below, then decide based on the current status.";
        happened: "期间的变化", "Changes since then";
        yours: "您刚才填写的", "What you entered";
    }
}

const fn state_zh(state: ApplicationState, proposed: bool) -> &'static str {
    match state {
        ApplicationState::Draft => "填写中",
        ApplicationState::Submitted => "待认领",
        ApplicationState::InReview if proposed => "待复核",
        ApplicationState::InReview => "审核中",
        ApplicationState::MoreInformation => "待补充资料",
        ApplicationState::CounterOffered => "额度高于申请，待接受",
        ApplicationState::Approved => "已批准，待签订合同",
        ApplicationState::Agreed => "已签订合同",
        ApplicationState::Rejected => "已拒绝",
        ApplicationState::Withdrawn => "申请人已撤回",
        ApplicationState::Lapsed => "已失效",
    }
}

const fn state_en(state: ApplicationState, proposed: bool) -> &'static str {
    match state {
        ApplicationState::Draft => "Draft",
        ApplicationState::Submitted => "To claim",
        ApplicationState::InReview if proposed => "To confirm",
        ApplicationState::InReview => "In review",
        ApplicationState::MoreInformation => "Awaiting the agent",
        ApplicationState::CounterOffered => "Higher than requested, awaiting acceptance",
        ApplicationState::Approved => "Approved, contract to be signed",
        ApplicationState::Agreed => "Signed",
        ApplicationState::Rejected => "Rejected",
        ApplicationState::Withdrawn => "Withdrawn by the agent",
        ApplicationState::Lapsed => "Lapsed",
    }
}
