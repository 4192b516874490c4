//! Of asking for offers, and taking one.

use domain::{
    capacity::CapacityRefusal,
    offer::{OfferRefusal, RoundRefusal},
};

use super::{
    Words, agent_departed, field_missing, field_too_long, licence_expired, not_done, offer_expired, slot_taken,
    standing,
};
use crate::words;

pub fn round(refusal: &RoundRefusal) -> Words {
    match refusal {
        RoundRefusal::NoOperatingData => words! {
            "还没有经营数据",
            "资金方根据运营商每月提供的经营数据给出额度，您的店铺还没有数据。新店一般次月可有数据，届时再询价；已营业满一个月的，请联系客户经理补录。本次未提交授权。";
            "No operating data yet",
            "Funders use the data that the carrier reports every month, and there is none for your shop yet. New shops usually have data after their first month. If yours has been open longer, contact your account manager. No consent was given.";
        },
        RoundRefusal::LicenceExpired => licence_expired(),
        RoundRefusal::AgentDeparted => agent_departed(),
        RoundRefusal::RoundOpen { .. } => words! {
            "上一次询价尚未结束", "资金方正在答复，请稍候刷新查看结果。";
            "Your last request is still open", "Funders are still replying. Refresh in a moment.";
        },
        RoundRefusal::NoFunder => words! {
            "暂时没有适合的资金方", "您所在地区暂无可受理的资金方，请过一段时间再询价。";
            "No suitable funder at the moment", "No funder lends in your region yet. Try again later.";
        },
    }
}

pub fn capacity(refusal: &CapacityRefusal) -> Words {
    match refusal {
        CapacityRefusal::Reached { .. } => words! {
            "超出产品的授信规模", "该额度超出资金方为这个产品设定的授信规模。资金方调高规模，或已有额度终止后，可再办理。";
            "Over the product's capacity", "The limit is more than the funder still grants with this product. Try again once the funder raises its capacity or other credit lines are closed.";
        },
        CapacityRefusal::BelowGranted { granted } => {
            let granted = granted.grouped();
            words! {
                "授信规模低于已授信额度", "这个产品已授信 {granted} 元，规模不能更低。";
                "Below what is granted", "{granted} yuan are granted with this product already, so its capacity cannot be lower.";
            }
        }
    }
}

pub fn words(refusal: &OfferRefusal) -> Words {
    match refusal {
        OfferRefusal::WrongState { .. } => words! {
            "这个方案已不能选择", "该方案已失效或被新方案替代，请从现有方案中选择。";
            "This offer is no longer available", "It has expired or been replaced. Choose one of the current offers.";
        },
        OfferRefusal::TooLate | OfferRefusal::Expired => offer_expired(),
        OfferRefusal::Used => words! {
            "这个方案已申请过", "同一个方案只能申请一次，请选择其他方案或重新询价。";
            "You already applied for this offer", "Each offer can be applied for once. Choose another, or request new offers.";
        },
        OfferRefusal::SlotTaken => slot_taken(),
        OfferRefusal::ConsentWithdrawn => words! {
            "授权已撤回", "如需继续，请重新授权并询价。";
            "The consent was withdrawn", "To continue, give consent again and request new offers.";
        },
        // What is wrong with an offer that a funder's system makes: it reads codes.
        OfferRefusal::UnknownProduct
        | OfferRefusal::LimitOutOfRange { .. }
        | OfferRefusal::MethodDiffers { .. }
        | OfferRefusal::TenorNotInProduct { .. }
        | OfferRefusal::TenorCount
        | OfferRefusal::ValidDays { .. }
        | OfferRefusal::TermsInvalid { .. }
        | OfferRefusal::AboveCap { .. } => not_done(),
        OfferRefusal::FieldMissing { field } => field_missing(field),
        OfferRefusal::FieldTooLong { field } => field_too_long(field),
        OfferRefusal::Standing(refusal) => standing(*refusal),
        OfferRefusal::Capacity(refusal) => capacity(refusal),
    }
}
