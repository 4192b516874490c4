//! The shops: two hundred names, places and characters, all made up.

use domain::id::CarrierId;
use services::{context::SignedIn, party::NewAgent};
use time::{Date, macros::date};

use crate::dice::Dice;

pub const SHOPS: usize = 200;
/// The shop of which the sample statement speaks, and its wallet's number.
pub const ZHANG_SAN: usize = 3;
const ZHANG_SAN_WALLET: usize = 42;

/// A shop that was registered, with its owner where one signs in.
#[derive(Clone)]
pub struct Shop {
    pub index: usize,
    pub facts: NewAgent,
    pub owner: Option<SignedIn>,
}

/// How a shop does over the two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    Steady,
    Growing,
    Shrinking,
    /// Lives from the feasts and the school year.
    Seasonal,
    /// Months without business, and wild ones.
    Gappy,
    /// Began a few months ago.
    New,
    /// Has no data yet.
    Unknown,
}

/// The regions in which shops are, each with its places.
const REGIONS: [(&str, &[&str]); 10] = [
    ("重庆市", &["重庆市渝北区", "重庆市江北区", "重庆市沙坪坝区", "重庆市万州区", "重庆市涪陵区"]),
    ("四川省", &["成都市武侯区", "绵阳市涪城区", "南充市顺庆区", "宜宾市翠屏区"]),
    ("贵州省", &["贵阳市云岩区", "遵义市红花岗区", "毕节市七星关区"]),
    ("湖北省", &["武汉市江汉区", "宜昌市西陵区", "恩施市舞阳坝"]),
    ("陕西省", &["西安市雁塔区", "汉中市汉台区"]),
    ("云南省", &["昆明市官渡区", "曲靖市麒麟区", "昭通市昭阳区"]),
    ("湖南省", &["长沙市岳麓区", "衡阳市蒸湘区", "怀化市鹤城区"]),
    ("广东省", &["东莞市虎门镇", "佛山市顺德区", "湛江市赤坎区"]),
    ("河南省", &["郑州市二七区", "洛阳市涧西区", "南阳市卧龙区"]),
    ("江西省", &["南昌市青云谱区", "赣州市章贡区"]),
];

const WORDS: [&str; 25] = [
    "兴达",
    "鸿运",
    "信诚",
    "百信",
    "宏图",
    "恒通",
    "万佳",
    "金辉",
    "瑞丰",
    "盛世",
    "联创",
    "新时代",
    "迅捷",
    "千里",
    "悦达",
    "众合",
    "佳讯",
    "好运来",
    "德福",
    "顺意",
    "明辉",
    "旺角",
    "星联",
    "诚品",
    "和顺",
];

/// How a shop calls itself, and what stands on its licence after that.
const TRADES: [(&str, &str); 8] = [
    ("通讯", "通讯器材经营部"),
    ("手机城", "手机城"),
    ("数码", "数码产品经营部"),
    ("电讯", "电讯服务部"),
    ("手机大卖场", "手机大卖场"),
    ("通讯广场", "通讯设备商行"),
    ("智能终端", "智能终端体验店"),
    ("手机专营店", "手机专营店"),
];

const SURNAMES: [&str; 20] = [
    "王", "李", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
    "梁",
];
const GIVEN_NAMES: [&str; 20] = [
    "秀英", "建国", "丽华", "志强", "桂兰", "海燕", "国庆", "晓红", "永刚", "雪梅", "家豪", "春花", "德明", "小芳",
    "文斌", "美玲", "伟东", "玉珍", "立新", "静怡",
];

fn pick<'a, T>(dice: &mut Dice, of: &'a [T]) -> &'a T {
    let last = i64::try_from(of.len()).unwrap_or(1).saturating_sub(1);
    &of[usize::try_from(dice.between(0, last)).unwrap_or(0)]
}

/// The character of a shop; those that people sign in as have one each.
pub fn character(index: usize) -> Character {
    match index {
        1 | ZHANG_SAN => Character::Steady,
        2 => Character::Growing,
        4 => Character::Shrinking,
        5 => Character::Unknown,
        _ => match Dice::of(&format!("character/{index}")).between(0, 99) {
            0..=34 => Character::Steady,
            35..=52 => Character::Growing,
            53..=67 => Character::Shrinking,
            68..=82 => Character::Seasonal,
            83..=91 => Character::Gappy,
            _ => Character::New,
        },
    }
}

/// The number by which agents and files are known: `HX00042`.
pub fn number(index: usize) -> String {
    format!("HX{index:05}")
}

/// The wallet's number is the shop's, but for the one that the sample statement names and the one whose place it takes.
const fn wallet_number(index: usize) -> usize {
    match index {
        ZHANG_SAN => ZHANG_SAN_WALLET,
        ZHANG_SAN_WALLET => ZHANG_SAN,
        _ => index,
    }
}

/// When the shop became an agent.
fn joined_on(index: usize, dice: &mut Dice) -> Date {
    match character(index) {
        Character::Unknown => date!(2026 - 11 - 12),
        Character::New => date!(2026 - 02 - 03) + time::Duration::days(dice.between(0, 120)),
        _ => date!(2019 - 03 - 01) + time::Duration::days(dice.between(0, 1_900)),
    }
}

/// Everything that is known about a shop before it is registered.
pub fn facts(index: usize, carrier: CarrierId) -> NewAgent {
    let mut dice = Dice::of(&format!("shop/{index}"));
    // Those that apply for credit in the story are where every funder lends.
    let (region, places) = if index <= 30 { &REGIONS[index % 3] } else { pick(&mut dice, &REGIONS) };
    let place = pick(&mut dice, places);
    // Each word meets each trade once.
    let (row, column) = (index / WORDS.len(), index % WORDS.len());
    let (word, (trade, registered_trade)) = (WORDS[column], TRADES[(row + column) % TRADES.len()]);
    let legal_person = format!("{}{}", pick(&mut dice, &SURNAMES), pick(&mut dice, &GIVEN_NAMES));
    let licence_year = pick(&mut dice, &[2028, 2029, 2031, 2034]);
    let shop = NewAgent {
        number: number(index),
        shop_name: format!("{word}{trade}"),
        legal_person,
        licence_no: format!("92{}MA5{:04}{index:03}", dice.between(110_000, 659_000), dice.between(0, 9_999)),
        licence_expires_on: Date::from_calendar_date(*licence_year, time::Month::June, 30).unwrap_or(Date::MAX),
        region: (*region).to_owned(),
        carrier,
        phone_masked: format!("1{} **** {:04}", dice.between(30, 99), dice.between(0, 9_999)),
        bank_account_no: format!("622848{:07}{index:06}", dice.between(0, 9_999_999)),
        bank_account_name: format!("{place}{word}{registered_trade}"),
        joined_on: joined_on(index, &mut dice),
        wallet_number: u64::try_from(wallet_number(index)).ok(),
    };
    match index {
        ZHANG_SAN => NewAgent {
            shop_name: "张三通讯".to_owned(),
            legal_person: "张三".to_owned(),
            region: "重庆市".to_owned(),
            bank_account_no: "6217003760001234567".to_owned(),
            bank_account_name: "重庆市渝北区张三通讯器材经营部".to_owned(),
            ..shop
        },
        // One whose licence has run out: it may repay, and no longer borrow.
        31 => NewAgent { licence_expires_on: date!(2026 - 09 - 30), ..shop },
        _ => shop,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_shop_has_names_and_numbers_of_its_own() {
        let shops: Vec<NewAgent> = (1..=SHOPS).map(|index| facts(index, CarrierId(uuid::Uuid::nil()))).collect();
        let distinct = |of: fn(&NewAgent) -> String| shops.iter().map(of).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|shop| shop.shop_name.clone()), SHOPS);
        assert_eq!(distinct(|shop| shop.bank_account_no.clone()), SHOPS);
        assert_eq!(distinct(|shop| shop.licence_no.clone()), SHOPS);
        assert_eq!(distinct(|shop| format!("{:?}", shop.wallet_number)), SHOPS);
        for shop in &shops {
            assert_eq!((shop.licence_no.len(), shop.bank_account_no.len()), (18, 19), "{shop:?}");
        }
    }

    #[test]
    fn every_character_is_met_often_enough_to_be_seen() {
        let count = |wanted: Character| (1..=SHOPS).filter(|index| character(*index) == wanted).count();
        for wanted in [Character::Steady, Character::Growing, Character::Shrinking, Character::Seasonal] {
            assert!(count(wanted) >= 20, "{wanted:?}: {}", count(wanted));
        }
        for wanted in [Character::Gappy, Character::New] {
            assert!(count(wanted) >= 8, "{wanted:?}: {}", count(wanted));
        }
        assert_eq!(count(Character::Unknown), 1);
    }
}
