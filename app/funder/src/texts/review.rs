//! Reviewing applications.

use domain::application::{ApplicationState, RejectReason};
use parts::bilingual;

bilingual! {
    pub fn review() -> ReviewTexts {
        list_note: "按提交时间，新的在前", "By time of submission, newest first";
        only_mine: "只看我经办的", "Only those with me";
        reviewer: "经办", "With";
        submitted_at: "提交时间", "Submitted";
        requested_yuan: "申请额度（元）", "Asked for (yuan)";
        was_offered: "预授信", "offered";
        approved_yuan: "批准额度（元）", "Approved (yuan)";
        empty: "还没有申请", "No applications yet";
        empty_text:
            "代理商选择您的预授信结果并提交后，申请会出现在这里。",
            "They appear here when an agent takes your offer and submits.";
        /// A state, and whether a proposal waits for its second person.
        state(state: ApplicationState, proposed: bool) -> &'static str = state_zh(state, proposed), state_en(state, proposed);
        next: "返回列表", "Back to the list";
        next_waiting(shop: &str): "下一份：{shop}", "Next: {shop}";
        panel: "审批意见", "Decision";
        offered_terms: "预授信条款", "Offered terms";
        offered: "预授信额度（元）", "Offered limit (yuan)";
        tenors: "期限", "Tenors";
        kind: "合同", "Contract";
        valid_until: "预授信有效期至", "Offer valid until";
        approved: "批准额度（元）", "Approved limit (yuan)";
        claim: "认领", "Claim";
        claim_text:
            "认领后由您审核，同事会看到是您在办。",
            "You review it from then on, and colleagues see that you do.";
        take_over: "接手", "Take over";
        take_over_text(name: &str):
            "{name} 正在办理。接手后由您继续，记录会写明。",
            "{name} has it. You go on from here, and the history says so.";
        decision: "决定", "Decision";
        approve: "同意", "Approve";
        reject: "拒绝", "Reject";
        ask: "补充资料", "Ask for more";
        limit: "批准额度", "Approved limit";
        /// With the limits offered and asked for.
        limit_hint(offered: &str, asked: &str):
            "不能高于预授信额度 {offered} 元；高于申请额度 {asked} 元的，由申请人接受后才能签约",
            "At most the offered {offered} yuan; the applicant has to accept more than the {asked} it asked for";
        /// With the limit asked for.
        counter_offers(asked: &str):
            "高于申请额度 {asked} 元，须由申请人接受",
            "More than the {asked} yuan asked for: the applicant has to accept it";
        reasons: "拒绝原因", "Reasons";
        reasons_hint: "至少选一项，申请人会看到", "At least one; the applicant reads them";
        reason(reason: RejectReason) {
            RejectReason::ShortHistory => "经营数据月数不足", "Too few months of data";
            RejectReason::LowIncome => "收入不足", "Income too low";
            RejectReason::UnstableIncome => "收入不稳定", "Income not steady";
            RejectReason::Inconsistent => "填写内容与数据不一致", "Statements contradict the data";
            RejectReason::Documents => "证照缺失或过期", "Document missing or expired";
            RejectReason::OtherDebts => "其他负债过高", "Other debts too high";
            RejectReason::Policy => "不符合准入政策", "Outside our policy";
        }
        /// Between the items of a list.
        separator: "、", ", ";
        opinion: "审核意见", "Opinion";
        opinion_hint:
            "写明依据和风险，最多 2000 字。复核时先看到这段话，申请人看不到。",
            "What it rests on, and the risks, in at most 2,000 characters. The approver reads it first, the applicant never.";
        comments: "内部备注", "Comments";
        no_comments: "还没有备注。", "No comments yet.";
        earlier_comments: "查看更早的备注", "Earlier comments";
        last_comments: "回到最新的备注", "Back to the last comments";
        comment: "写备注", "Comment";
        comment_hint:
            "只有本机构的人看到，写下后不能修改，最多 1000 字",
            "Only your own people read it, and it stays as it is; at most 1,000 characters";
        add_comment: "添加备注", "Add comment";
        question: "需要补充什么", "What is missing";
        question_hint: "申请人会看到，并在申请里答复", "The applicant reads it and answers in the application";
        ask_withdraws: "已提出的审批意见会同时撤回。", "A decision that was proposed is withdrawn.";
        send_question: "发给申请人", "Send to the applicant";
        propose: "提交复核", "Propose";
        second_person: "需要第二人复核", "A second person confirms";
        second_person_text:
            "提交后由审批人确认才生效，您不能复核自己的意见。",
            "It counts when an approver has confirmed it. You cannot confirm your own proposal.";
        waits_for_second: "等待审批人复核", "Waiting for an approver";
        waits_for_second_text: "复核之前可以改为其他意见。", "Until then you may propose something else.";
        change_mind: "改为其他意见", "Propose something else";
        proposes_approval(name: &str): "{name} 建议：同意", "{name} proposes to approve";
        proposes_rejection(name: &str): "{name} 建议：拒绝", "{name} proposes to reject";
        confirm_title: "请您复核", "For you to confirm";
        confirm_note: "复核说明", "Note";
        confirm_note_hint: "退回时必填，审核人会看到", "Needed when you give it back; the reviewer reads it";
        confirm_approval: "确认同意", "Confirm approval";
        confirm_rejection: "确认拒绝", "Confirm rejection";
        send_back: "退回审核人", "Give back";
        /// Why there is nothing to do now, by state, and whether a proposal waits.
        looking(state: ApplicationState, proposed: bool) -> (&'static str, &'static str) =
            match (state, proposed) {
                (ApplicationState::Submitted, _) => ("等待审核人认领", "审核人认领后开始办理。"),
                (ApplicationState::InReview, true) => ("等待审批人复核", "审批人确认后生效。"),
                (ApplicationState::InReview, false) => ("审核人正在办理", "提出意见后由审批人复核。"),
                (ApplicationState::MoreInformation, _) => ("等待申请人补充资料", "申请人答复后继续审核。"),
                (ApplicationState::CounterOffered, _) => ("等待申请人接受额度", "批准的额度高于申请，申请人接受后签约。"),
                (ApplicationState::Approved, _) => ("已批准，等待申请人签约", "申请人签署合同后，额度立即开立。"),
                (ApplicationState::Agreed, _) => ("已签约，额度已开立", "可以在“授信额度”查看。"),
                (ApplicationState::Rejected, _) => ("已拒绝", "申请人看到的原因如下。"),
                (ApplicationState::Withdrawn, _) => ("申请人已撤回", "不用再办理。"),
                // A draft is not shown to funders.
                (ApplicationState::Draft | ApplicationState::Lapsed, _) => ("已失效", "不用再办理。"),
            },
            match (state, proposed) {
                (ApplicationState::Submitted, _) => ("Waiting for a reviewer", "It begins when a reviewer claims it."),
                (ApplicationState::InReview, true) => ("Waiting for an approver", "It counts when an approver confirms."),
                (ApplicationState::InReview, false) => ("A reviewer works on it", "An approver confirms what is proposed."),
                (ApplicationState::MoreInformation, _) => ("Waiting for the applicant", "The review goes on when it answers."),
                (ApplicationState::CounterOffered, _) => ("Waiting for the applicant to accept", "More was granted than it asked for."),
                (ApplicationState::Approved, _) => ("Approved, to be signed", "The line opens when the applicant signs."),
                (ApplicationState::Agreed, _) => ("Signed, the line is open", "See it under credit lines."),
                (ApplicationState::Rejected, _) => ("Rejected", "The applicant reads these reasons."),
                (ApplicationState::Withdrawn, _) => ("Withdrawn by the applicant", "Nothing is left to do."),
                (ApplicationState::Draft | ApplicationState::Lapsed, _) => ("Lapsed", "Nothing is left to do."),
            };
        rejected_for: "拒绝原因", "Reasons";
        asked_now: "已向申请人提问", "Asked of the applicant";
        conflict: "您提交之前，这份申请已有变化", "The application moved on before you sent this";
        conflict_text:
            "您的操作没有保存。请先看清期间发生的事，再按现在的状态决定。",
            "Nothing of yours was saved. See what happened, then decide on what it is now.";
        happened: "期间发生的事", "Meanwhile";
        yours: "您刚才填写的", "What you had entered";
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
        ApplicationState::Approved => "已批准，待签约",
        ApplicationState::Agreed => "已签约",
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
        ApplicationState::CounterOffered => "Above the request, to be accepted",
        ApplicationState::Approved => "Approved, to be signed",
        ApplicationState::Agreed => "Signed",
        ApplicationState::Rejected => "Rejected",
        ApplicationState::Withdrawn => "Withdrawn by the agent",
        ApplicationState::Lapsed => "Lapsed",
    }
}
