//! Of an application: its agent and its funder.

use domain::application::ApplicationRefusal;

use super::{
    Words, amount_not_positive, field_missing, field_too_long, field_unprintable, offer::capacity, offer_expired,
    same_person, sign_in::code, slot_taken, standing,
};
use crate::words;

pub fn words(refusal: &ApplicationRefusal) -> Words {
    match refusal {
        ApplicationRefusal::WrongState { .. } => words! {
            "申请状态已更新", "请刷新页面，按最新状态操作。";
            "The application has changed", "Refresh the page to see its current status.";
        },
        ApplicationRefusal::SlotTaken => slot_taken(),
        ApplicationRefusal::OfferNotOpen => offer_expired(),
        ApplicationRefusal::FieldMissing { field } => field_missing(field),
        ApplicationRefusal::FieldTooLong { field } => field_too_long(field),
        ApplicationRefusal::FieldUnprintable { field } => field_unprintable(field),
        ApplicationRefusal::PhoneInvalid => words! {
            "联系手机号不正确", "请填写 11 位中国大陆手机号。";
            "Invalid mobile number", "Enter an 11-digit mainland China mobile number.";
        },
        ApplicationRefusal::AboveOffer { offered } => {
            let offered = offered.grouped();
            words! {
                "超过方案额度", "最多可以申请 {offered} 元。";
                "Over the offered limit", "You can apply for up to {offered} yuan.";
            }
        }
        ApplicationRefusal::ConsentMissing { .. } => words! {
            "还有授权没有勾选", "请回到“授权”一步，逐份阅读并勾选。";
            "A consent is not ticked", "Go back to the consents step, then read and tick each one.";
        },
        ApplicationRefusal::DecidedMeanwhile => words! {
            "申请刚有新的进展", "请刷新页面查看，没有重复提交。";
            "The application has just been updated", "Refresh the page. Nothing was submitted twice.";
        },
        ApplicationRefusal::ClaimedByAnother { by } => words! {
            "同事正在办理", "{by} 已认领。需要时可以接手。";
            "A colleague is working on it", "Claimed by {by}. You can take it over if needed.";
        },
        ApplicationRefusal::SamePerson => same_person(),
        ApplicationRefusal::NothingProposed => words! {
            "没有待复核的意见", "审核人可能已撤回或修改，请刷新后查看。";
            "No proposal to confirm", "The reviewer may have withdrawn or changed it. Refresh the page.";
        },
        ApplicationRefusal::LimitRaised { offered } => {
            let offered = offered.grouped();
            words! {
                "批准额度不能高于预授信额度", "预授信额度为 {offered} 元。";
                "Above the offered limit", "The offered limit is {offered} yuan.";
            }
        }
        ApplicationRefusal::ReasonMissing => words! {
            "请至少勾选一项拒绝原因", "代理商会看到所勾选的原因。";
            "Select at least one reason", "The agent will see the selected reasons.";
        },
        ApplicationRefusal::ContractStale => words! {
            "合同文本已更新", "请重新阅读合同后再同意。";
            "The contract has changed", "Read the contract again before you agree.";
        },
        ApplicationRefusal::Overdue => words! {
            "有逾期借款未还清", "还清逾期款项后即可签署合同。";
            "Something is overdue", "Pay what is overdue, then agree to the contract.";
        },
        ApplicationRefusal::AmountNotPositive => amount_not_positive(),
        ApplicationRefusal::Lapsed => words! {
            "申请已失效", "已过有效期，未办理。可以重新询价并申请。";
            "The application has lapsed", "It expired and nothing was done. You can request new offers.";
        },
        ApplicationRefusal::Standing(refusal) => standing(*refusal),
        ApplicationRefusal::Code(refusal) => code(refusal),
        ApplicationRefusal::Capacity(refusal) => capacity(refusal),
    }
}
