//! What happened, day by day, until the day on which the demonstration begins.

use domain::{repayment::RepaymentChoice, revenue_share::Billing};
use time::{Date, macros::date};

use crate::{
    credit::{Credit, Quote, Reaches},
    lending::{Drawing, Goes},
};

/// The first business date.
pub const FIRST: Date = date!(2026 - 08 - 03);
/// The business date on which the demonstration begins.
pub const TODAY: Date = date!(2026 - 11 - 20);

/// Something that a shop does.
#[derive(Clone, Copy)]
pub enum Event {
    Joins(usize),
    Applies(Credit),
    Draws(usize, Drawing),
    /// Pays the loan that it drew on a date: everything, before it is due.
    PaysOff(usize, Date),
    /// Fills its wallet, in yuan.
    TopsUp(usize, i64),
    /// Has money paid to its own bank account, in yuan.
    Withdraws(usize, i64),
    /// Fills its wallet, in yuan, after the loan that it drew on a date was due and not paid: what is overdue is paid out of it.
    PaysLate(usize, Date, i64),
}

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;

const fn applies(shop: usize, funder: usize, quote: (usize, i64, &'static str), purpose: &'static str) -> Event {
    goes_as_far_as(Reaches::Line, shop, funder, quote, purpose)
}

const fn goes_as_far_as(
    reaches: Reaches,
    shop: usize,
    funder: usize,
    (product, limit_yuan, rate): (usize, i64, &'static str),
    purpose: &'static str,
) -> Event {
    Event::Applies(Credit { shop, funder, quote: Quote { product, limit_yuan, rate }, purpose, reaches })
}

const fn draws(shop: usize, yuan: i64, tenor: &'static str, purpose: &'static str) -> Event {
    Event::Draws(shop, Drawing { yuan, tenor, purpose, goes: Goes::Credited })
}

const fn draws_in_vain(shop: usize, yuan: i64, tenor: &'static str, goes: Goes) -> Event {
    Event::Draws(shop, Drawing { yuan, tenor, purpose: "备货周转", goes })
}

/// The whole history, in order. What falls due is paid on its day without being told here.
pub const HISTORY: &[(Date, Event)] = &[
    (date!(2026 - 08 - 06), applies(6, A, (1, 200_000, "0.09"), "门店扩建与备货")),
    (date!(2026 - 08 - 10), draws(6, 60_000, "6m", "采购新款手机")),
    (date!(2026 - 08 - 11), applies(7, B, (0, 150_000, "0.132"), "预存话费周转")),
    (date!(2026 - 08 - 12), Event::TopsUp(7, 3_000)),
    (date!(2026 - 08 - 12), draws(7, 30_000, "30d", "预存话费")),
    (date!(2026 - 08 - 18), applies(9, A, (0, 300_000, "0.078"), "开学季备货")),
    (date!(2026 - 08 - 20), draws(9, 100_000, "90d", "开学季采购")),
    (date!(2026 - 08 - 21), applies(8, C, (1, 30_000, "0.156"), "日常周转")),
    (date!(2026 - 08 - 25), draws(8, 25_000, "6m", "采购配件")),
    (date!(2026 - 09 - 01), applies(10, B, (0, 120_000, "0.144"), "预存话费周转")),
    (date!(2026 - 09 - 02), Event::TopsUp(10, 2_000)),
    (date!(2026 - 09 - 03), draws(10, 20_000, "7d", "预存话费")),
    (date!(2026 - 09 - 07), applies(3, B, (0, 180_000, "0.132"), "旺季备货")),
    (date!(2026 - 09 - 08), Event::TopsUp(3, 5_000)),
    (date!(2026 - 09 - 10), draws(3, 20_000, "14d", "采购手机壳膜等配件")),
    (date!(2026 - 09 - 14), applies(4, C, (0, 30_000, "0.16"), "临时周转")),
    (date!(2026 - 09 - 15), Event::TopsUp(4, 100)),
    (date!(2026 - 09 - 16), draws(4, 10_000, "14d", "临时周转")),
    (date!(2026 - 09 - 20), draws(7, 45_000, "60d", "国庆备货")),
    (date!(2026 - 09 - 21), applies(11, C, (0, 30_000, "0.158"), "小额周转")),
    (date!(2026 - 09 - 28), applies(12, A, (1, 150_000, "0.096"), "门店装修")),
    (date!(2026 - 10 - 02), draws(12, 45_000, "3m", "门店装修")),
    (date!(2026 - 10 - 05), draws(3, 25_000, "60d", "采购老人机")),
    (date!(2026 - 10 - 06), applies(OVERDUE, A, (0, 80_000, "0.084"), "国庆后补货")),
    (date!(2026 - 10 - 07), draws(OVERDUE, 36_000, "30d", "采购新款手机")),
    (date!(2026 - 10 - 07), Event::Withdraws(OVERDUE, 36_000)),
    (date!(2026 - 10 - 08), applies(2, A, (0, 350_000, "0.072"), "新店备货")),
    (date!(2026 - 10 - 09), applies(13, B, (0, 100_000, "0.138"), "预存话费周转")),
    (date!(2026 - 10 - 12), draws(2, 80_000, "90d", "新店首批铺货")),
    (date!(2026 - 10 - 13), draws(13, 55_000, "60d", "预存话费")),
    (date!(2026 - 10 - 15), draws(10, 60_000, "60d", "双十一备货")),
    (date!(2026 - 10 - 19), applies(14, C, (0, 20_000, "0.16"), "小额周转")),
    (date!(2026 - 10 - 20), Event::TopsUp(14, 500)),
    (date!(2026 - 10 - 20), draws(14, 12_000, "14d", "采购充电宝")),
    (date!(2026 - 10 - 21), Event::Withdraws(14, 12_500)),
    (date!(2026 - 10 - 22), draws(3, 40_000, "30d", "双十一备货")),
    (date!(2026 - 10 - 25), draws(7, 35_000, "30d", "双十一备货")),
    (date!(2026 - 10 - 28), draws(11, 15_000, "30d", "采购平板电脑")),
    (date!(2026 - 10 - 29), goes_as_far_as(Reaches::Rejected, 24, B, (0, 60_000, "0.144"), "经营周转")),
    (date!(2026 - 10 - 31), draws(2, 30_000, "30d", "双十一预售备货")),
    (date!(2026 - 11 - 02), applies(15, B, (0, 90_000, "0.126"), "备用额度")),
    (date!(2026 - 11 - 05), draws_in_vain(10, 30_000, "30d", Goes::Refused)),
    (date!(2026 - 11 - 06), Event::PaysLate(14, date!(2026 - 10 - 20), 12_600)),
    (date!(2026 - 11 - 06), draws_in_vain(7, 20_000, "14d", Goes::Cancelled)),
    (date!(2026 - 11 - 07), draws(4, 28_000, "14d", "临时周转")),
    (date!(2026 - 11 - 09), Event::TopsUp(9, 4_000)),
    (date!(2026 - 11 - 12), Event::Joins(5)),
    (date!(2026 - 11 - 12), draws(3, 15_000, "14d", "双十一补货")),
    (date!(2026 - 11 - 16), Event::PaysOff(7, date!(2026 - 09 - 20))),
    (date!(2026 - 11 - 17), goes_as_far_as(Reaches::Question, 23, C, (0, 25_000, "0.16"), "年末备货")),
    (date!(2026 - 11 - 18), goes_as_far_as(Reaches::Proposed, 22, B, (0, 110_000, "0.132"), "年末备货")),
    (date!(2026 - 11 - 19), goes_as_far_as(Reaches::Submitted, 21, A, (0, 260_000, "0.084"), "新春备货")),
    (date!(2026 - 11 - 19), goes_as_far_as(Reaches::Draft, 25, A, (0, 120_000, "0.09"), "新春备货")),
];

/// The institution's share of the interest of each funder, as it was agreed.
pub const SHARES: [(&str, Billing); 3] =
    [("0.2", Billing::Invoiced), ("0.15", Billing::Withheld), ("0.25", Billing::Invoiced)];
/// The month whose commissions the carrier pays next, and when.
pub const PAID_MONTH: Date = date!(2026 - 10 - 01);
pub const COMMISSION_ON: Date = date!(2026 - 11 - 25);
/// The loans that are not paid on their day, by shop and date of the draw: one is paid later, one is owed still.
pub const UNPAID: [(usize, Date); 2] = [(14, date!(2026 - 10 - 20)), (OVERDUE, date!(2026 - 10 - 07))];
/// The shop whose loan is overdue on the present day, and whose owner has bound a card for its funder, so that it can be transferred.
pub const OVERDUE: usize = 17;
/// The loan of which everything is paid today, by a payout that the sample statement confirms.
pub const PAID_TODAY: (usize, Date, RepaymentChoice) = (2, date!(2026 - 10 - 31), RepaymentChoice::All);
/// The two draws whose money the sample statement brings, each with its number.
pub const AWAITED: [(usize, u64, Drawing); 2] = [
    (2, 17, Drawing { yuan: 200_000, tenor: "60d", purpose: "新春备货", goes: Goes::Instructed }),
    (3, 21, Drawing { yuan: 50_000, tenor: "30d", purpose: "新春备货", goes: Goes::Instructed }),
];
/// What the funders offer the first shop.
pub const OPEN_OFFERS: [Option<Quote>; 3] = [
    Some(Quote { product: 0, limit_yuan: 300_000, rate: "0.072" }),
    Some(Quote { product: 0, limit_yuan: 200_000, rate: "0.126" }),
    Some(Quote { product: 0, limit_yuan: 30_000, rate: "0.156" }),
];
