//! What goes wrong between an agent and its funders: offers, consents, applications.

use super::{Pair, dynamic, fixed};
use crate::api::ApiError;

/// A title and an advice; `None` for a code of something else.
pub fn explain(error: &ApiError) -> Option<(String, String)> {
    with_facts(error).or_else(|| {
        let (zh, en) = offer(&error.code).or_else(|| partner(&error.code)).or_else(|| application(&error.code))?;
        Some(fixed(zh, en))
    })
}

fn with_facts(error: &ApiError) -> Option<(String, String)> {
    let field = error.fact("field");
    let field = super::super::Language::here().choose(field_zh(field), field_en(field));
    match error.code.as_str() {
        "field.missing" => Some(dynamic(
            ("还有必填项没有填写", format!("请填写{field}。")),
            ("Something is missing", format!("Fill in: {field}.")),
        )),
        "field.too_long" => Some(dynamic(
            ("填写的内容太长", format!("{field}最多 500 个字。")),
            ("A text is too long", format!("At most 500 characters: {field}.")),
        )),
        "application.above_offer" => {
            let offered = super::amount(error, "offered");
            Some(dynamic(
                ("超过对方给出的额度", format!("最多可以申请 {offered} 元。")),
                ("More than was offered", format!("You may apply for {offered} yuan at most.")),
            ))
        }
        "application.consent_missing" => Some(dynamic(
            ("还有授权没有勾选", "请回到“授权”一步，阅读并逐项勾选。".to_owned()),
            ("A consent is not ticked", "Go back to the consents; read and tick each.".to_owned()),
        )),
        "draw.read_on" => {
            let seconds = error.fact("seconds");
            Some(dynamic(
                ("请先看完综合融资成本", format!("请再看 {seconds} 秒，勾选后再提交；还没有借款。")),
                ("Read the cost of the loan first", format!("Take {seconds} more seconds, tick it and send it again.")),
            ))
        }
        _ => None,
    }
}

fn field_zh(field: &str) -> &'static str {
    match field {
        "contact_name" => "联系人",
        "contact_phone" => "联系手机",
        "business_address" => "经营地址",
        "requested_limit" => "申请额度",
        "purpose" => "主要用途",
        "use_of_funds" => "用款计划",
        "answer" => "回复",
        _ => "该项内容",
    }
}

fn field_en(field: &str) -> &'static str {
    match field {
        "contact_name" => "contact person",
        "contact_phone" => "mobile number",
        "business_address" => "business address",
        "requested_limit" => "limit",
        "purpose" => "main purpose",
        "use_of_funds" => "plan for the money",
        "answer" => "answer",
        _ => "this field",
    }
}

fn offer(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "round.no_operating_data" => (
            (
                "还没有经营数据",
                "资金方按运营商每月提供的经营数据给额度，您的店还没有数据。新店一般次月就有，到时再来询价；已营业满一个月的，请联系客户经理补录。这次没有提交授权。",
            ),
            (
                "There is no operating data yet",
                "Funders go by what the carrier reports every month, and there is nothing about your shop so far. A new shop usually has its first month soon; if yours is older, ask your account manager. No consent was given.",
            ),
        ),
        "agent.licence_expired" => (
            ("营业执照已过期", "请先更新营业执照；过期期间不能新增申请和借款，还款不受影响。"),
            (
                "The business licence has expired",
                "Renew it first. Nothing new can be asked for until then; repaying always works.",
            ),
        ),
        "round.open" => (
            ("上一次询价还没结束", "资金方正在答复，稍候刷新就能看到结果。"),
            ("The last request is still open", "Funders are answering; reload in a moment."),
        ),
        "round.no_funder" => (
            ("暂时没有适合的资金方", "您所在地区暂无可受理的资金方，有新的资金方时可再询价。"),
            ("No funder fits at the moment", "None lends in your region yet; ask again when one has joined."),
        ),
        "offer.wrong_state" => (
            ("这个方案已不能选择", "它已失效或被新的方案替代，请从现有方案中选择。"),
            ("This offer can no longer be taken", "It has lapsed or was replaced. Choose one of those listed."),
        ),
        "offer.expired" | "offer.not_open" | "offer.too_late" => (
            ("这个方案已过有效期", "请重新询价，价格以新的答复为准。"),
            ("The offer has expired", "Ask for new offers; their prices count."),
        ),
        "offer.used" => (
            ("这个方案已申请过一次", "同一个方案只能申请一次，请选择其他方案或重新询价。"),
            ("This offer was applied for before", "Each can be applied for once. Choose another, or ask anew."),
        ),
        "offer.consent_withdrawn" => (
            ("授权已撤回", "如需继续，请重新授权并询价。"),
            ("The consent was withdrawn", "Consent again and ask for offers to go on."),
        ),
        "offer.days_invalid" => (
            ("天数看不懂", "请填写 1 到 1095 之间的整数天数。"),
            ("That is no number of days", "Enter whole days from 1 to 1095."),
        ),
        _ => return None,
    })
}

/// Codes of a funder, and of what an agent consents to.
fn partner(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "partner.suspended" => (
            ("资金方已暂停新业务", "暂不能新增报价、申请、审批和借款；已有借款的还款不受影响。"),
            (
                "The funder does no new business",
                "No new offers, applications, approvals or draws. Repaying always works.",
            ),
        ),
        "partner.licence_expired" => (
            ("资金方的许可证已过期", "更新之前不能新增报价、申请、审批和借款；已有借款的还款不受影响。"),
            (
                "The funder's licence has expired",
                "Until it is renewed: no new offers, applications, approvals or draws. Repaying always works.",
            ),
        ),
        "consent.not_ticked" => (
            ("请先勾选授权", "阅读授权书全文后勾选，再提交。没有提交任何数据。"),
            ("Tick the consent first", "Read its text and tick it. No data was passed on."),
        ),
        "consent.text_changed" => (
            ("授权书已更新", "请重新阅读现在的文本后再勾选。"),
            ("The consent's text has changed", "Read it as it is now, and tick it again."),
        ),
        "consent.part_of_contract" => (
            ("这是合同条款，不能单独撤回", "合同项下的债务结清、额度终止后自动失效。"),
            ("This is part of a contract", "It ends with the contract, when its debts are settled."),
        ),
        "consent.already_withdrawn" => {
            (("这项授权已经撤回", "不需要再操作。"), ("This consent was withdrawn before", "Nothing more is needed."))
        }
        _ => return None,
    })
}

fn application(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "application.wrong_state" => (
            ("申请的状态已变", "请刷新页面，按现在的状态操作。"),
            ("The application has moved on", "Reload the page and look again."),
        ),
        "application.lapsed" => (
            ("申请已失效", "等待时间已过，没有办理。可以重新询价、再次申请。"),
            ("The application has lapsed", "It has waited too long; nothing was done. Ask for new offers."),
        ),
        "application.slot_taken" => (
            ("同一时间只能有一份申请或额度", "请先办完或撤回手上的申请；已有额度的，终止后可再申请。"),
            ("One application or line at a time", "Finish or withdraw the present one first."),
        ),
        "application.phone_invalid" => (
            ("联系手机不正确", "请填写 11 位中国大陆手机号。"),
            ("That is no mobile number", "Enter the 11 digits of a mobile number in mainland China."),
        ),
        "application.decided_meanwhile" => (
            ("申请刚刚有了新进展", "请刷新页面查看，没有重复提交。"),
            ("Something has just happened to it", "Reload the page and look; nothing was done twice."),
        ),
        "application.contract_stale" => (
            ("合同文本已更新", "请重新阅读合同后再同意。"),
            ("The contract has changed", "Read it again before you agree."),
        ),
        "application.contract_not_ticked" => (
            ("请先阅读并勾选同意", "勾选后合同才会成立；现在还没有生效。"),
            ("Read and tick it first", "The contract comes about when it is ticked; nothing was concluded."),
        ),
        "draw.disclosure_not_ticked" => (
            ("请先阅读并勾选", "勾选确认综合融资成本后才能申请借款。"),
            ("Read and tick it first", "A draw needs the cost to be confirmed."),
        ),
        "repayment.before_last_payment" => (
            ("这笔借款今天已有更新的还款", "请重新试算，再确认还款。金额没有扣。"),
            ("A later payment was taken already", "Reload the page and ask for a new quote. Nothing was debited."),
        ),
        "math.out_of_range" => (
            ("金额或天数超出可计算的范围", "请检查是否多输了零。"),
            ("That cannot be reckoned with", "Check amount and days for extra zeros."),
        ),
        _ => return None,
    })
}
