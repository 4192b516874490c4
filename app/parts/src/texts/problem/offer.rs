//! Of asking for offers, and taking one.

use domain::offer::{OfferRefusal, RoundRefusal};

use super::{Words, field_missing, field_too_long, licence_expired, not_done, offer_expired, slot_taken, standing};
use crate::words;

pub fn round(refusal: &RoundRefusal) -> Words {
    match refusal {
        RoundRefusal::NoOperatingData => words! {
            "还没有经营数据",
            "资金方按运营商每月提供的经营数据给额度，您的店还没有数据。新店一般次月就有，到时再来询价；已营业满一个月的，请联系客户经理补录。这次没有提交授权。";
            "There is no operating data yet",
            "Funders go by what the carrier reports every month, and there is nothing about your shop so far. A new shop usually has its first month soon; if yours is older, ask your account manager. No consent was given.";
        },
        RoundRefusal::LicenceExpired => licence_expired(),
        RoundRefusal::RoundOpen { .. } => words! {
            "上一次询价还没结束", "资金方正在答复，稍候刷新就能看到结果。";
            "The last request is still open", "Funders are answering; reload in a moment.";
        },
        RoundRefusal::NoFunder => words! {
            "暂时没有适合的资金方", "您所在地区暂无可受理的资金方，有新的资金方时可再询价。";
            "No funder fits at the moment", "None lends in your region yet; ask again when one has joined.";
        },
    }
}

pub fn words(refusal: &OfferRefusal) -> Words {
    match refusal {
        OfferRefusal::WrongState { .. } => words! {
            "这个方案已不能选择", "它已失效或被新的方案替代，请从现有方案中选择。";
            "This offer can no longer be taken", "It has lapsed or was replaced. Choose one of those listed.";
        },
        OfferRefusal::TooLate | OfferRefusal::Expired => offer_expired(),
        OfferRefusal::Used => words! {
            "这个方案已申请过一次", "同一个方案只能申请一次，请选择其他方案或重新询价。";
            "This offer was applied for before", "Each can be applied for once. Choose another, or ask anew.";
        },
        OfferRefusal::SlotTaken => slot_taken(),
        OfferRefusal::ConsentWithdrawn => words! {
            "授权已撤回", "如需继续，请重新授权并询价。";
            "The consent was withdrawn", "Consent again and ask for offers to go on.";
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
    }
}
