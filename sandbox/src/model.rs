//! The funders' credit models: simple, and different enough that an agent has something to compare.

use std::time::Duration;

use serde::Deserialize;

/// A month of an agent's business, as far as the models look.
#[derive(Clone, Debug, Deserialize)]
pub struct Month {
    #[serde(deserialize_with = "crate::amount::deserialize")]
    pub commissions: i64,
}

/// What of a product an offer must keep to.
#[derive(Clone, Debug, Deserialize)]
pub struct Product {
    pub version_id: String,
    #[serde(deserialize_with = "crate::amount::deserialize")]
    pub limit_min: i64,
    #[serde(deserialize_with = "crate::amount::deserialize")]
    pub limit_max: i64,
    pub tenors: Vec<String>,
    pub terms: ProductTerms,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ProductTerms {
    pub method: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Offer {
        /// In fen.
        limit: i64,
        /// A year's rate in hundredths of a percent: 1440 is 14.40 %.
        rate: i64,
        valid_days: u32,
    },
    Decline {
        reason: &'static str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// 嘉禾: cheap, slow, choosy.
    Jiahe,
    /// 恒信: a factor, dearer and fast, who lends on the commissions to come.
    Hengxin,
    /// 云启: small and dear, and answers everybody.
    Yunqi,
}

const THOUSAND: i64 = 100_000;

/// What the models make of the months.
struct Figures {
    months: i64,
    /// In fen.
    average: i64,
    /// The mean distance from the average, in percent of it.
    volatility: i64,
}

impl Figures {
    /// Over the latest months, at most so many.
    fn of(months: &[Month], latest: usize) -> Self {
        let window = months.get(months.len().saturating_sub(latest)..).unwrap_or_default();
        let count = i64::try_from(window.len()).unwrap_or(i64::MAX);
        let average = window.iter().map(|month| month.commissions).sum::<i64>() / count.max(1);
        let distance: i64 = window.iter().map(|month| (month.commissions - average).abs()).sum();
        let volatility = distance.saturating_mul(100) / average.saturating_mul(count).max(1);
        Self { months: count, average, volatility }
    }
}

impl Model {
    pub const fn of(funder: char) -> Self {
        match funder {
            'a' => Self::Jiahe,
            'b' => Self::Hengxin,
            _ => Self::Yunqi,
        }
    }

    /// How long it takes to answer.
    pub const fn thinks_for(self, fast: bool) -> Duration {
        match self {
            _ if fast => Duration::ZERO,
            Self::Jiahe => Duration::from_secs(20),
            Self::Hengxin => Duration::from_secs(2),
            Self::Yunqi => Duration::from_secs(1),
        }
    }

    /// The rate, times the penalty multiplier of 1.5, stays within 24 % for each of them.
    pub fn decide(self, months: &[Month], product: &Product) -> Decision {
        match self {
            Self::Jiahe => jiahe(&Figures::of(months, 12), product),
            Self::Hengxin => hengxin(&Figures::of(months, 6), product),
            Self::Yunqi => yunqi(&Figures::of(months, 6), product),
        }
    }
}

/// Half a year's commissions at 7.2 % to 9.6 %, the dearer the less steady.
fn jiahe(figures: &Figures, product: &Product) -> Decision {
    if figures.months < 12 {
        return Decision::Decline { reason: "经营数据不足 12 个月" };
    }
    if figures.average < 8 * THOUSAND {
        return Decision::Decline { reason: "月均佣金低于 8,000 元" };
    }
    if figures.volatility > 25 {
        return Decision::Decline { reason: "佣金收入波动较大" };
    }
    let rate = 720 + 240 * figures.volatility / 25;
    offer(figures.average.saturating_mul(6), (rate, 30), product)
}

/// Three months' commissions, up to 300,000.00, at 12 % to 14.4 %.
fn hengxin(figures: &Figures, product: &Product) -> Decision {
    if figures.months < 3 {
        return Decision::Decline { reason: "经营数据不足 3 个月" };
    }
    let rate = 1200 + 240 * figures.volatility.min(50) / 50;
    offer(figures.average.saturating_mul(3).min(300 * THOUSAND), (rate, 15), product)
}

/// A month's commissions, 5,000.00 to 30,000.00, at 15.6 % or, for the new, 16 %.
fn yunqi(figures: &Figures, product: &Product) -> Decision {
    let rate = if figures.months < 6 { 1600 } else { 1560 };
    let limit = figures.average.clamp(5 * THOUSAND, 30 * THOUSAND).max(product.limit_min);
    offer(limit, (rate, 7), product)
}

fn offer(limit: i64, (rate, valid_days): (i64, u32), product: &Product) -> Decision {
    let whole_thousands = limit.min(product.limit_max) / THOUSAND * THOUSAND;
    // A product may begin or end between two thousands.
    let limit = if whole_thousands < product.limit_min && limit >= product.limit_min {
        product.limit_min
    } else {
        whole_thousands
    };
    if limit < product.limit_min {
        return Decision::Decline { reason: "可授信额度低于产品起点" };
    }
    Decision::Offer { limit, rate, valid_days }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> Product {
        Product {
            version_id: "version_1".to_owned(),
            limit_min: 5 * THOUSAND,
            limit_max: 500 * THOUSAND,
            tenors: vec!["30d".to_owned()],
            terms: ProductTerms { method: "bullet".to_owned() },
        }
    }

    fn months(commissions: &[i64]) -> Vec<Month> {
        commissions.iter().map(|yuan| Month { commissions: yuan * 100 }).collect()
    }

    fn offered(limit: i64, rate: i64, valid_days: u32) -> Decision {
        Decision::Offer { limit: limit * THOUSAND, rate, valid_days }
    }

    #[test]
    fn a_steady_shop_has_three_offers_to_compare() {
        let steady = months(&[15_000; 24]);
        assert_eq!(Model::Jiahe.decide(&steady, &product()), offered(90, 720, 30));
        assert_eq!(Model::Hengxin.decide(&steady, &product()), offered(45, 1200, 15));
        assert_eq!(Model::Yunqi.decide(&steady, &product()), offered(15, 1560, 7));
    }

    #[test]
    fn jiahe_is_choosy() {
        for (history, reason) in [
            (months(&[15_000; 11]), "经营数据不足 12 个月"),
            (months(&[7_999; 24]), "月均佣金低于 8,000 元"),
            (months(&[5_000, 25_000].repeat(12)), "佣金收入波动较大"),
        ] {
            assert_eq!(Model::Jiahe.decide(&history, &product()), Decision::Decline { reason });
        }
        // 10,000 and 15,000 by turns lie 20 % around 12,500.
        assert_eq!(Model::Jiahe.decide(&months(&[10_000, 15_000].repeat(12)), &product()), offered(75, 912, 30));
    }

    #[test]
    fn hengxin_lends_three_months_commissions_up_to_its_most() {
        assert_eq!(Model::Hengxin.decide(&months(&[200_000; 6]), &product()), offered(300, 1200, 15));
        let reason = "经营数据不足 3 个月";
        assert_eq!(Model::Hengxin.decide(&months(&[200_000; 2]), &product()), Decision::Decline { reason });
        let reason = "可授信额度低于产品起点";
        assert_eq!(Model::Hengxin.decide(&months(&[1_000; 6]), &product()), Decision::Decline { reason });
    }

    #[test]
    fn yunqi_answers_everybody_and_never_above_thirty_thousand() {
        assert_eq!(Model::Yunqi.decide(&[], &product()), offered(5, 1600, 7));
        assert_eq!(Model::Yunqi.decide(&months(&[900_000; 6]), &product()), offered(30, 1560, 7));
        let uneven = Product { limit_min: 5 * THOUSAND + 1, ..product() };
        let limit = 5 * THOUSAND + 1;
        assert_eq!(Model::Yunqi.decide(&[], &uneven), Decision::Offer { limit, rate: 1600, valid_days: 7 });
    }

    #[test]
    fn no_rate_exceeds_the_cap_when_it_is_multiplied_for_a_delay() {
        for model in [Model::Jiahe, Model::Hengxin, Model::Yunqi] {
            for spread in 0..=20 {
                let history = months(&[20_000 - spread * 1_000, 20_000 + spread * 1_000].repeat(12));
                if let Decision::Offer { rate, .. } = model.decide(&history, &product()) {
                    assert!(rate * 3 / 2 <= 2400, "{model:?} asks {rate}");
                }
            }
        }
    }
}
