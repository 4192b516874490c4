//! The formal application: four steps, progress, and the contract.

use domain::application::{ApplicationState, RejectReason};
use parts::bilingual;

bilingual! {
    pub fn application() -> ApplicationTexts {
        title(funder: &str): "申请额度：{funder}", "Application: {funder}";
        steps_label: "申请步骤", "Steps";
        steps -> [&'static str; 4] = ["店铺信息", "额度与用途", "授权", "提交"], ["Shop", "Purpose", "Consents", "Submit"];
        saved_note: "每一步都会自动保存，可随时离开，之后继续填写", "Every step is saved, so you can leave and come back at any time";
        contact_name: "联系人姓名", "Contact person";
        contact_phone: "联系手机号", "Mobile number";
        contact_phone_hint: "11 位手机号，审核人员可能来电", "11 digits. A reviewer may call this number";
        requested_limit: "申请额度", "Requested limit";
        /// With the limit offered.
        requested_limit_hint(offered: &str):
            "不超过方案额度 {offered} 元；批准额度高于您填写的金额时，须经您接受才生效",
            "Up to the {offered} yuan offered. A higher approved limit takes effect only if you accept it";
        whole_limit: "全部额度", "Whole limit";
        purpose: "主要用途", "Main purpose";
        use_of_funds: "用款计划", "Planned use of funds";
        optional: "（选填）", " (optional)";
        use_of_funds_hint:
            "例如：12 月新机上市备货，预计两个月回款",
            "For example: stock for the December launch, sold within two months";
        consents_lead(funder: &str):
            "请逐份阅读并勾选。只有{funder}会收到您的资料。",
            "Read and tick each one. Only {funder} receives your data.";
        tick(title: &str): "我已阅读并同意《{title}》", "I have read and agree to: {title}";
        next: "保存并继续", "Save and continue";
        previous: "上一步", "Back";
        to_review: "下一步：检查并提交", "Next: review and submit";
        review_title: "请核对申请内容", "Check your application";
        change: "修改", "Change";
        offer: "方案", "Offer";
        valid_until: "方案有效期至", "Offer valid until";
        not_filled: "未填写", "Not provided";
        consents: "授权", "Consents";
        ticked: "已勾选", "Ticked";
        not_ticked: "未勾选", "Not ticked";
        consents_missing: "还有授权没有勾选", "A consent is not ticked";
        consents_missing_text:
            "请逐份阅读并勾选。切换语言后文本不同，须重新勾选。",
            "Read and tick each one. If you change the language, tick again, as the text is different.";
        read_and_tick: "去阅读并勾选", "Read and tick";
        fill_in: "去填写", "Fill it in";
        submit_tick:
            "以上内容属实，提交申请并签署所列授权",
            "The information above is true. I submit this application and give the consents listed";
        submit_hint(funder: &str):
            "提交后，{funder}会收到您的身份信息并开始审批；签订合同前，您不承担任何债务",
            "{funder} will see who you are and review your application. You owe nothing until you agree to a contract";
        submit: "提交申请", "Submit application";
        states(state: ApplicationState) {
            ApplicationState::Draft => "填写中", "Draft";
            ApplicationState::Submitted => "已提交", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "待您补充", "Awaiting your answer";
            ApplicationState::CounterOffered => "额度有调整，待您接受", "Higher limit offered, awaiting your acceptance";
            ApplicationState::Approved => "已通过，待签订合同", "Approved, contract to be signed";
            ApplicationState::Agreed => "已签订合同", "Contract signed";
            ApplicationState::Rejected => "未通过", "Not approved";
            ApplicationState::Withdrawn => "已撤回", "Withdrawn";
            ApplicationState::Lapsed => "已失效", "Lapsed";
        }
        /// What was done to come into a state.
        steps_done(state: ApplicationState) {
            ApplicationState::Draft => "选定方案，开始填写", "Offer chosen";
            ApplicationState::Submitted => "提交申请", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "资金方要求补充资料", "Funder asked a question";
            ApplicationState::CounterOffered => "批准额度高于申请，待您接受", "Higher limit approved, awaiting your acceptance";
            ApplicationState::Approved => "审批通过", "Approved";
            ApplicationState::Agreed => "签订合同，额度开通", "Contract signed, credit line opened";
            ApplicationState::Rejected => "审批未通过", "Not approved";
            ApplicationState::Withdrawn => "撤回申请", "Withdrawn";
            ApplicationState::Lapsed => "申请失效", "Lapsed";
        }
        answered: "已回复资金方", "You answered";
        accepted: "接受调整后的额度", "Higher limit accepted";
        /// What happens next, or what to do.
        next_up(state: ApplicationState) {
            ApplicationState::Draft => "提交后，资金方才能看到。", "The funder sees it only after you submit it.";
            ApplicationState::Submitted =>
                "资金方将安排审核，结果会显示在这里。",
                "The funder will review it. The result will appear here.";
            ApplicationState::InReview =>
                "资金方正在审核，由审核人、审批人先后办理。需要补充资料时，会在这里通知您。",
                "Two people at the funder review it. If they have a question, you will see it here.";
            ApplicationState::MoreInformation =>
                "资金方有问题待您回复，提交后继续审核。",
                "The funder has a question for you. Answer it, and the review will continue.";
            ApplicationState::CounterOffered =>
                "批准额度高于您的申请。接受后可签订合同；不接受可撤回申请，不收费。",
                "The funder approved more than you asked for. Accept it to receive the contract, or withdraw free of charge.";
            ApplicationState::Approved =>
                "请阅读合同。同意后额度立即开通；不同意可撤回申请，不收费。",
                "Read the contract. Your credit line opens as soon as you agree, or you can withdraw free of charge.";
            ApplicationState::Agreed => "额度已开通，可以随借随还。", "Your credit line is open. Borrow and repay whenever you need to.";
            ApplicationState::Rejected =>
                "这次申请未通过，您仍可选择其他资金方。",
                "Not approved this time. You can still choose another funder.";
            ApplicationState::Withdrawn => "您已撤回这份申请。", "You withdrew this application.";
            ApplicationState::Lapsed =>
                "这份申请已失效，您可以重新询价。",
                "This application has lapsed. You can request new offers.";
        }
        /// On the button that leads to it: what its agent has to do.
        to_do(state: ApplicationState) {
            ApplicationState::Draft => "继续填写申请", "Continue application";
            ApplicationState::MoreInformation => "回复资金方", "Answer the funder";
            ApplicationState::CounterOffered => "查看批准额度", "Review the approved limit";
            ApplicationState::Approved => "去签订合同", "Read and sign the contract";
            ApplicationState::Submitted
            | ApplicationState::InReview
            | ApplicationState::Agreed
            | ApplicationState::Rejected
            | ApplicationState::Withdrawn
            | ApplicationState::Lapsed => "查看申请", "View application";
        }
        submitted_at(at: &str): "{at} 提交", "Submitted {at}";
        question: "资金方的问题", "Question from the funder";
        answer: "您的回复", "Your answer";
        send_answer: "提交回复", "Send answer";
        reasons: "未通过的原因", "Reasons";
        reason(reason: RejectReason) {
            RejectReason::ShortHistory => "经营时间较短", "Business history too short";
            RejectReason::LowIncome => "经营收入偏低", "Income too low";
            RejectReason::UnstableIncome => "经营收入波动较大", "Income too volatile";
            RejectReason::Inconsistent => "填写内容与经营数据不一致", "Application and data do not match";
            RejectReason::Documents => "证照缺失或过期", "Document missing or expired";
            RejectReason::OtherDebts => "其他负债偏高", "Other debts too high";
            RejectReason::Policy => "不在资金方的受理范围内", "Outside the funder's lending policy";
        }
        counter_offer: "批准额度高于您的申请，请您决定", "You were approved for more than you asked for";
        counter_offer_text:
            "利率、期限和还款方式与方案一致，只有额度不同。未使用的额度不收费。",
            "The rate, tenors and repayment method are the same as in the offer; only the limit differs. Unused credit costs nothing.";
        offered_limit: "方案额度", "Offered limit";
        granted_limit: "批准额度", "Approved limit";
        accept: "接受这个额度", "Accept limit";
        lowered_title: "批准的额度低于申请", "Approved for less than you asked for";
        /// The limit asked for and the approved one.
        lowered(asked: &str, approved: &str):
            "申请 {asked} 元，批准 {approved} 元；利率和费用不变。",
            "You asked for {asked} yuan and were approved for {approved} yuan. Rates and fees are unchanged.";
        contract: "授信合同", "Credit contract";
        contract_language: "", "The contract is in Chinese. The Chinese text is legally binding.";
        agree_tick: "我已阅读合同全文，同意签订", "I have read the full contract and agree to it";
        agree_by(at: &str):
            "请在 {at} 前签订，逾期申请自动失效。",
            "Agree by {at}, after which the application lapses.";
        agree: "签订合同并开通额度", "Agree and open credit line";
        withdraw: "撤回申请", "Withdraw application";
        withdraw_title: "撤回这份申请", "Withdraw this application";
        withdraw_text:
            "撤回不收费，也不影响以后申请。撤回后不能恢复。",
            "Withdrawing is free and does not affect later applications. It cannot be undone.";
        form: "申请内容", "Your application";
        to_offers: "回到额度方案", "Back to offers";
        borrow: "去借款", "Borrow";
    }
}
