//! What a funder's people are told.

use crate::api::ApiError;

/// The codes of reviewing and paying.
#[must_use]
pub fn explain(error: &ApiError) -> Option<(String, String)> {
    let fact = |name: &str| error.fact(name).to_owned();
    let (zh, en) = match error.code.as_str() {
        "application.decided_meanwhile" => (
            ("这份申请刚刚有变化", "您的操作没有保存。请看清现在的状态再决定。"),
            ("The application moved on meanwhile", "Nothing of yours was saved. Look at it as it is now, then decide."),
        ),
        "application.wrong_state" => (
            ("申请现在的状态不能这样办理", "请刷新后再看，没有保存。"),
            ("Not possible in its present state", "Reload and look again; nothing was saved."),
        ),
        "application.claimed_by_another" => {
            return Some(super::dynamic(
                ("同事正在办理", format!("{} 已认领。需要时可以接手。", fact("by"))),
                ("A colleague has it", format!("{} has claimed it. You may take it over.", fact("by"))),
            ));
        }
        "application.limit_raised" => {
            let offered = super::amount(error, "offered");
            return Some(super::dynamic(
                ("批准额度不能高于预授信", format!("预授信额度为 {offered} 元。")),
                ("Above the offered limit", format!("{offered} yuan were offered.")),
            ));
        }
        "two_people.same_person" => (
            ("您不能复核自己的意见", "请由另一位审批人确认。"),
            ("You cannot confirm your own proposal", "Another approver has to."),
        ),
        "two_people.nothing_proposed" => (
            ("没有待复核的意见", "审核人可能已撤回或修改，请刷新后再看。"),
            ("Nothing is proposed", "The reviewer may have taken it back; reload and look."),
        ),
        "draw.payment_reference_missing" => (
            ("请填写付款流水号", "银行给出的流水号，便于查找。"),
            ("Write the payment number", "The bank's number, to find it by."),
        ),
        "draw.payment_reference_too_long" => {
            (("付款流水号太长", "不超过 64 个字符。"), ("The payment number is too long", "At most 64 characters."))
        }
        "field.missing" => match error.fact("field") {
            "note" => (("请填写复核说明", "退回时要写明原因。"), ("Write a note", "Say why it is given back.")),
            "question" => {
                (("请填写要补充什么", "申请人会看到这个问题。"), ("Write the question", "The applicant reads it."))
            }
            _ => return None,
        },
        "field.too_long" => (("内容太长", "不超过 500 字。"), ("The text is too long", "At most 500 characters.")),
        _ => return None,
    };
    Some(super::fixed(zh, en))
}
