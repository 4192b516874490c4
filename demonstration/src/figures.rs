//! Two years of business of every shop, month by month, each in its own manner.

use std::fmt::Write as _;

use domain::{Amount, operating_data::Month};
use time::{Date, macros::date};

use crate::{
    dice::Dice,
    shops::{Character, SHOPS, character, number},
};

/// The first of the 24 months.
const BEGIN: Date = date!(2024 - 11 - 01);
const MONTHS: i64 = 24;

/// One month of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub prepayments: Amount,
    pub sales: Amount,
    pub commissions: Amount,
}

/// `part` thousandths of an amount, rounded down to the fen.
fn thousandths(of: i64, part: i64) -> i64 {
    i64::try_from(i128::from(of) * i128::from(part) / 1_000).unwrap_or(i64::MAX)
}

/// What the year does to sales, in thousandths: the spring feast, the school year, the autumn sales.
const fn season(month: u8, seasonal: bool) -> i64 {
    let ordinary = match month {
        1 => 1_120,
        2 => 1_060,
        3 | 4 | 7 => 950,
        9 => 1_080,
        11 => 1_100,
        _ => 1_000,
    };
    if seasonal { 1_000 + (ordinary - 1_000) * 5 } else { ordinary }
}

/// Where a shop's trend has brought it in the `place`th month, in thousandths.
const fn trend(character: Character, place: i64) -> i64 {
    match character {
        Character::Growing => 640 + place * 34,
        Character::Shrinking => 1_330 - place * 34,
        Character::New => 700 + place * 14,
        _ => 985 + place,
    }
}

/// How far a month strays from that, in thousandths, either way.
const fn spread(character: Character) -> i64 {
    match character {
        Character::Gappy => 450,
        Character::Seasonal | Character::New => 90,
        Character::Growing | Character::Shrinking => 60,
        Character::Steady | Character::Unknown => 30,
    }
}

/// A shop's figures of the `place`th month from the first, or none where it did no business.
fn figures(index: usize, place: i64, month: Month) -> Option<Figures> {
    let character = character(index);
    let mut shop = Dice::of(&format!("size/{index}"));
    // The shops that people sign in as are large enough for what the story has them borrow.
    let size = if index <= 15 { shop.between(260_000, 360_000) } else { shop.between(35_000, 280_000) } * 100;
    let rate = shop.between(52, 68);
    let first = if character == Character::New { shop.between(16, 21) } else { 0 };
    let mut dice = Dice::of(&format!("month/{index}/{place}"));
    let idle = character == Character::Gappy && dice.between(0, 99) < 22;
    if character == Character::Unknown || place < first || idle {
        return None;
    }
    let spread = spread(character);
    let sales = thousandths(size, trend(character, place));
    let sales = thousandths(sales, season(month.first_day().month().into(), character == Character::Seasonal));
    let sales = thousandths(sales, 1_000 + dice.between(-spread, spread));
    Some(Figures {
        prepayments: Amount::from_fen(thousandths(sales, dice.between(810, 880)) / 10_000 * 10_000),
        sales: Amount::from_fen(sales),
        commissions: Amount::from_fen(thousandths(sales, rate)),
    })
}

/// The months from the first, with their places.
fn months() -> impl Iterator<Item = (i64, Month)> {
    (0..MONTHS).filter_map(|place| {
        let first = domain::calendar::add_months(BEGIN, u32::try_from(place).ok()?)?;
        Some((place, Month::containing(first)))
    })
}

/// The file that the carrier sends: every shop's months from `from` to `to`, both included.
pub fn file(from: Date, to: Date) -> (String, Vec<u8>) {
    let (from, to) = (Month::containing(from), Month::containing(to));
    let mut text = "代理商编号,月份,预存款（元）,销售额（元）,佣金（元）\r\n".to_owned();
    for index in 1..=SHOPS {
        for (place, month) in months().filter(|(_, month)| (from..=to).contains(month)) {
            if let Some(figures) = figures(index, place, month) {
                let Figures { prepayments, sales, commissions } = figures;
                let _ = write!(text, "{},{month},{prepayments},{sales},{commissions}\r\n", number(index));
            }
        }
    }
    let period = if from == to { from.to_string() } else { format!("{from}至{to}") };
    (format!("华信通信代理商经营数据{period}.csv"), text.into_bytes())
}

/// The file in which the carrier tells what it pays for a month.
pub fn commissions(month: Date) -> (String, Vec<u8>) {
    let month = Month::containing(month);
    let mut text = "代理商编号,月份,佣金（元）\r\n".to_owned();
    for index in 1..=SHOPS {
        for (place, _) in months().filter(|(_, other)| *other == month) {
            if let Some(figures) = figures(index, place, month) {
                let _ = write!(text, "{},{month},{}\r\n", number(index), figures.commissions);
            }
        }
    }
    (format!("华信通信佣金{month}.csv"), text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sales(index: usize) -> Vec<i64> {
        months().filter_map(|(place, month)| figures(index, place, month)).map(|figures| figures.sales.fen()).collect()
    }

    fn of(wanted: Character) -> impl Iterator<Item = Vec<i64>> {
        (1..=SHOPS).filter(move |index| character(*index) == wanted).map(sales)
    }

    fn average(months: &[i64]) -> i64 {
        months.iter().sum::<i64>() / i64::try_from(months.len()).unwrap()
    }

    #[test]
    fn characters_can_be_told_from_their_figures() {
        for months in of(Character::Growing) {
            assert!(average(&months[12..]) > average(&months[..12]) * 130 / 100);
        }
        for months in of(Character::Shrinking) {
            assert!(average(&months[12..]) < average(&months[..12]) * 75 / 100);
        }
        for months in of(Character::Steady) {
            let (first, second) = (average(&months[..12]), average(&months[12..]));
            assert!((second - first).abs() < first / 10, "{first} {second}");
        }
        for months in of(Character::Seasonal) {
            // November and January against April and July.
            assert!(months[2] > months[5] * 14 / 10 && months[12] > months[17] * 14 / 10);
        }
        assert!(of(Character::Gappy).all(|months| months.len() < 24));
        assert!(of(Character::New).all(|months| (3..=8).contains(&months.len())));
        assert_eq!(of(Character::Unknown).flatten().count(), 0);
    }

    #[test]
    fn a_month_s_commissions_come_to_what_the_sandbox_s_carrier_pays() {
        let (_, file) = commissions(date!(2026 - 10 - 01));
        let text = String::from_utf8(file).unwrap();
        let amounts = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<Amount>().unwrap());
        assert_eq!(amounts.sum::<Amount>(), "2009019.87".parse().unwrap());
    }

    #[test]
    fn the_files_of_single_months_say_what_the_file_of_all_says() {
        let (_, all) = file(BEGIN, date!(2026 - 10 - 01));
        let (name, last) = file(date!(2026 - 10 - 01), date!(2026 - 10 - 31));
        assert_eq!(name, "华信通信代理商经营数据2026-10.csv");
        let (all, last) = (String::from_utf8(all).unwrap(), String::from_utf8(last).unwrap());
        assert!(last.lines().count() > 150);
        assert!(last.lines().all(|line| all.contains(line)));
    }
}
