//! The formal application: four steps, progress, and the contract.

use domain::application::{ApplicationState, RejectReason};
use parts::bilingual;

bilingual! {
    pub fn application() -> ApplicationTexts {
        title(funder: &str): "申请额度：{funder}", "Application: {funder}";
        steps_label: "申请步骤", "Steps";
        steps -> [&'static str; 4] = ["店铺信息", "额度用途", "授权", "提交"], ["Shop", "Need", "Consents", "Submit"];
        saved_note: "每一步都会保存，可以随时离开再回来", "Every step is saved: leave and come back as you like";
        contact_name: "联系人姓名", "Contact person";
        contact_phone: "联系手机", "Mobile number";
        contact_phone_hint: "11 位手机号，审核人员可能来电", "11 digits; a reviewer may call";
        requested_limit: "申请额度", "Limit asked for";
        /// With the limit offered.
        requested_limit_hint(offered: &str):
            "不超过对方给出的 {offered} 元；高于这里填写的额度，须经您接受才生效",
            "Up to the {offered} yuan offered; more than you ask for counts only if you accept it";
        whole_limit: "全部额度", "The whole limit";
        purpose: "主要用途", "Main purpose";
        use_of_funds: "用款计划", "Plan for the money";
        optional: "（选填）", " (optional)";
        use_of_funds_hint:
            "例如：12 月新机上市备货，预计两个月回款",
            "Such as: stock for the December launch, back within two months";
        consents_lead(funder: &str):
            "请逐份阅读，分别勾选。只有{funder}会收到您的资料。",
            "Read each and tick it by itself. Only {funder} will get your data.";
        tick(title: &str): "我已阅读并同意《{title}》", "I have read and agree to: {title}";
        next: "保存并继续", "Save and go on";
        previous: "上一步", "Back";
        to_review: "下一步：检查并提交", "Next: review and submit";
        review_title: "请核对", "Please check";
        change: "修改", "Change";
        offer: "方案", "Offer";
        tenors: "可选期限", "Tenors";
        kind: "合同类型", "Contract";
        valid_until: "方案有效期至", "Offer valid until";
        not_filled: "未填写", "not filled in";
        consents: "授权", "Consents";
        ticked: "已勾选", "ticked";
        not_ticked: "未勾选", "not ticked";
        consents_missing: "还有授权没有勾选", "A consent is not ticked";
        consents_missing_text:
            "请阅读并逐份勾选；换了语言也要重新勾选，因为文本不同。",
            "Read and tick each; again after a change of language, because it is another text.";
        read_and_tick: "去阅读并勾选", "Read and tick";
        fill_in: "去补填", "Fill it in";
        submit_tick:
            "以上内容属实，提交申请并签署所列授权",
            "This is true. I submit the application and give the consents listed";
        submit_hint(funder: &str):
            "提交后{funder}会知道您是谁，并开始审批；批准并签合同之前不产生任何债务",
            "{funder} will learn who you are and review it; you owe nothing before you agree to a contract";
        submit: "提交申请", "Submit the application";
        states(state: ApplicationState) {
            ApplicationState::Draft => "填写中", "Being filled in";
            ApplicationState::Submitted => "已提交", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "待您补充", "Waits for your answer";
            ApplicationState::CounterOffered => "额度有调整，待您接受", "A higher limit, for you to accept";
            ApplicationState::Approved => "已通过，待签合同", "Approved, contract to sign";
            ApplicationState::Agreed => "已签合同", "Contract concluded";
            ApplicationState::Rejected => "未通过", "Not approved";
            ApplicationState::Withdrawn => "已撤回", "Withdrawn";
            ApplicationState::Lapsed => "已失效", "Lapsed";
        }
        /// What was done to come into a state.
        steps_done(state: ApplicationState) {
            ApplicationState::Draft => "选定方案，开始填写", "Offer chosen";
            ApplicationState::Submitted => "提交申请", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "资金方提问", "The funder asked";
            ApplicationState::CounterOffered => "调高额度，请您接受", "A higher limit was granted";
            ApplicationState::Approved => "审批通过", "Approved";
            ApplicationState::Agreed => "签订合同，额度开通", "Contract concluded, line open";
            ApplicationState::Rejected => "审批未通过", "Not approved";
            ApplicationState::Withdrawn => "撤回申请", "Withdrawn";
            ApplicationState::Lapsed => "申请失效", "Lapsed";
        }
        answered: "回复资金方", "Answered";
        accepted: "接受调整后的额度", "Higher limit accepted";
        /// What happens next, or what to do.
        next_up(state: ApplicationState) {
            ApplicationState::Draft => "填好后提交，资金方才会看到。", "The funder sees it once it is submitted.";
            ApplicationState::Submitted =>
                "资金方会安排人员审核，有结果时在这里显示。",
                "The funder will review it; the outcome is shown here.";
            ApplicationState::InReview =>
                "资金方正在审核，由两人分别复核。有问题会在这里问您。",
                "Two people of the funder review it. What they ask stands here.";
            ApplicationState::MoreInformation =>
                "请回答下面的问题，资金方收到后继续审核。",
                "Answer the question below; the review goes on then.";
            ApplicationState::CounterOffered =>
                "资金方给出的额度高于您的申请。接受后再签合同；不接受可以撤回，不收费。",
                "The funder grants more than you asked for. Accept it to get the contract; withdrawing is free.";
            ApplicationState::Approved =>
                "请阅读合同。同意后额度立即开通；不同意可以撤回，不收费。",
                "Read the contract. Agreeing opens the line at once; withdrawing is free.";
            ApplicationState::Agreed => "额度已开通，可以随借随还。", "The line is open: borrow and repay as you like.";
            ApplicationState::Rejected =>
                "这次没有通过，不影响选择其他资金方。",
                "Not approved this time; you may choose another funder.";
            ApplicationState::Withdrawn => "您已撤回这份申请。", "You have withdrawn this application.";
            ApplicationState::Lapsed =>
                "这份申请已失效，可以重新询价。",
                "This application has lapsed; ask for new offers.";
        }
        submitted_at(at: &str): "{at} 提交", "submitted {at}";
        question: "资金方想了解", "The funder asks";
        answer: "您的回复", "Your answer";
        send_answer: "提交回复", "Send the answer";
        reasons: "未通过的原因", "Why it was not approved";
        reason(reason: RejectReason) {
            RejectReason::ShortHistory => "经营时间较短", "Too short a history";
            RejectReason::LowIncome => "经营收入偏低", "Too low an income";
            RejectReason::UnstableIncome => "经营收入波动较大", "The income varies too much";
            RejectReason::Inconsistent => "填写内容与数据不一致", "The form and the data do not agree";
            RejectReason::Documents => "证照缺失或过期", "A document is missing or has expired";
            RejectReason::OtherDebts => "其他负债偏高", "Other debts are too high";
            RejectReason::Policy => "不在资金方的受理范围内", "Outside of what the funder takes on";
        }
        counter_offer: "额度高于您的申请，请您决定", "More than you asked for: your decision";
        counter_offer_text:
            "利率、期限和还款方式与方案相同，只有额度不同。额度不用也不收费。",
            "Rate, tenors and repayment are those of the offer; only the limit differs. What you do not use costs nothing.";
        offered_limit: "方案额度", "Limit offered";
        granted_limit: "现批准额度", "Limit granted now";
        accept: "接受这个额度", "Accept this limit";
        lowered_title: "批准的额度低于申请", "Less was approved than asked for";
        /// The limit asked for and the approved one.
        lowered(asked: &str, approved: &str):
            "申请 {asked} 元，批准 {approved} 元；价格不变。",
            "Asked for {asked} yuan, approved {approved} yuan; the price is the same.";
        contract: "授信合同", "Credit contract";
        contract_language: "", "The contract is in Chinese, which is the language that binds.";
        agree_tick: "我已阅读合同全文，同意签订", "I have read the whole contract and agree to it";
        agree_by(at: &str):
            "请在 {at} 前同意，逾期申请自动失效。",
            "Agree before {at}; after that the application lapses.";
        agree: "同意并开通额度", "Agree and open the line";
        withdraw: "撤回申请", "Withdraw the application";
        withdraw_title: "不想继续了？", "Changed your mind?";
        withdraw_text:
            "撤回不收费，也不影响以后申请。已撤回的申请不能恢复。",
            "Withdrawing is free and no obstacle later. It cannot be undone.";
        progress: "进度", "Progress";
        you: "本店", "you";
        form: "申请内容", "What you applied with";
        to_offers: "回到额度方案", "Back to the offers";
        borrow: "去借款", "Borrow";
    }
}
