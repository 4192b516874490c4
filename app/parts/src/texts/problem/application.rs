//! Of an application: its agent and its funder.

use domain::application::ApplicationRefusal;

use super::{
    Words, amount_not_positive, field_missing, field_too_long, field_unprintable, offer_expired, same_person,
    sign_in::code, slot_taken, standing,
};
use crate::words;

pub fn words(refusal: &ApplicationRefusal) -> Words {
    match refusal {
        ApplicationRefusal::WrongState { .. } => words! {
            "申请的状态已变", "请刷新页面，按现在的状态操作。";
            "The application has moved on", "Reload the page and look again.";
        },
        ApplicationRefusal::SlotTaken => slot_taken(),
        ApplicationRefusal::OfferNotOpen => offer_expired(),
        ApplicationRefusal::FieldMissing { field } => field_missing(field),
        ApplicationRefusal::FieldTooLong { field } => field_too_long(field),
        ApplicationRefusal::FieldUnprintable { field } => field_unprintable(field),
        ApplicationRefusal::PhoneInvalid => words! {
            "联系手机不正确", "请填写 11 位中国大陆手机号。";
            "That is no mobile number", "Enter the 11 digits of a mobile number in mainland China.";
        },
        ApplicationRefusal::AboveOffer { offered } => {
            let offered = offered.grouped();
            words! {
                "超过对方给出的额度", "最多可以申请 {offered} 元。";
                "More than was offered", "You may apply for {offered} yuan at most.";
            }
        }
        ApplicationRefusal::ConsentMissing { .. } => words! {
            "还有授权没有勾选", "请回到“授权”一步，阅读并逐项勾选。";
            "A consent is not ticked", "Go back to the consents; read and tick each.";
        },
        ApplicationRefusal::DecidedMeanwhile => words! {
            "申请刚刚有了新进展", "请刷新页面查看，没有重复提交。";
            "Something has just happened to it", "Reload the page and look; nothing was done twice.";
        },
        ApplicationRefusal::ClaimedByAnother { by } => words! {
            "同事正在办理", "{by} 已认领。需要时可以接手。";
            "A colleague has it", "{by} has claimed it. You may take it over.";
        },
        ApplicationRefusal::SamePerson => same_person(),
        ApplicationRefusal::NothingProposed => words! {
            "没有待复核的意见", "审核人可能已撤回或修改，请刷新后再看。";
            "Nothing is proposed", "The reviewer may have taken it back; reload and look.";
        },
        ApplicationRefusal::LimitRaised { offered } => {
            let offered = offered.grouped();
            words! {
                "批准额度不能高于预授信", "预授信额度为 {offered} 元。";
                "Above the offered limit", "{offered} yuan were offered.";
            }
        }
        ApplicationRefusal::ReasonMissing => words! {
            "请至少勾选一项拒绝原因", "代理商会看到所勾选的原因。";
            "Tick at least one reason", "The shop reads the reasons that are ticked.";
        },
        ApplicationRefusal::ContractStale => words! {
            "合同文本已更新", "请重新阅读合同后再同意。";
            "The contract has changed", "Read it again before you agree.";
        },
        ApplicationRefusal::AmountNotPositive => amount_not_positive(),
        ApplicationRefusal::Lapsed => words! {
            "申请已失效", "等待时间已过，没有办理。可以重新询价、再次申请。";
            "The application has lapsed", "It has waited too long; nothing was done. Ask for new offers.";
        },
        ApplicationRefusal::Standing(refusal) => standing(*refusal),
        ApplicationRefusal::Code(refusal) => code(refusal),
    }
}
