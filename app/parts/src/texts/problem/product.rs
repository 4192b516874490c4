//! Of what a funder's people propose of a product.

use domain::product::{ProductFault, ProductRefusal};

use super::{Words, amount};
use crate::{texts::terms, words};

pub fn words(refusal: &ProductRefusal) -> Words {
    match refusal {
        ProductRefusal::Invalid { faults } => {
            let count = faults.len();
            words! {
                "有 {count} 项需要修改", "请按各栏下的提示修改后再提交。";
                "{count} to correct", "See the note at each field, and submit again.";
            }
        }
        ProductRefusal::Unchanged => words! {
            "条款没有变化", "与最新版本完全相同，无需发布新版本。";
            "Nothing has changed", "The terms are those of the latest version.";
        },
        ProductRefusal::AlreadyProposed => words! {
            "该产品已有待发布的版本", "请先发布或撤回它。";
            "Another version is awaiting publication", "Publish or withdraw it first.";
        },
        ProductRefusal::WrongState => words! {
            "该版本已发布或已撤回", "请刷新后查看，没有重复办理。";
            "Already published or withdrawn", "Refresh the page to see the result.";
        },
        ProductRefusal::SamePerson => words! {
            "提出人不能发布自己提出的版本", "请由另一位审批人发布。";
            "You cannot publish what you proposed", "Another approver must publish it.";
        },
    }
}

/// What is wrong with a field of the form.
#[must_use]
pub fn fault(fault: &ProductFault) -> Words {
    match fault {
        ProductFault::Missing => words! {
            "请填写此项", "不能为空。";
            "Required", "Enter a value.";
        },
        ProductFault::TooLong { most } => words! {
            "内容过长", "最多 {most} 个字。";
            "Too long", "Up to {most} characters.";
        },
        ProductFault::Unprintable => words! {
            "包含不可见字符", "请删除粘贴时带入的制表符等字符。";
            "Invisible characters", "Remove pasted tabs and similar characters.";
        },
        ProductFault::Unknown => words! {
            "请从选项中选择", "没有这个选项。";
            "Choose one of the options", "There is no such option.";
        },
        ProductFault::Amount(error) => amount(error),
        ProductFault::Percentage => words! {
            "百分比格式不正确", "请填写 0 至 1000 之间的数字，最多四位小数，例如 14.4。";
            "Invalid percentage", "Enter a number from 0 to 1000 with up to four decimals, such as 14.4.";
        },
        ProductFault::Number => words! {
            "请填写整数", "例如 2。";
            "Enter a whole number", "Such as 2.";
        },
        ProductFault::Multiplier => words! {
            "倍数不正确", "请填写 1 至 10 之间的数字，最多四位小数，例如 1.5。";
            "Invalid multiplier", "Enter a number from 1 to 10 with up to four decimals, such as 1.5.";
        },
        ProductFault::OutOfRange { least, most } => words! {
            "超出允许范围", "须在 {least} 至 {most} 之间。";
            "Out of range", "Enter a value from {least} to {most}.";
        },
        ProductFault::BelowLowest => words! {
            "低于最低额度", "最高额度不能低于最低额度。";
            "Below the lowest limit", "The highest limit cannot be lower than the lowest.";
        },
        ProductFault::Tenor { text } => words! {
            "无法识别“{text}”", "请填写数字，用逗号或顿号分隔，例如 30、60、90。";
            "“{text}” is no tenor", "Enter numbers with commas between, such as 30, 60, 90.";
        },
        ProductFault::TenorUnit => words! {
            "期限单位与还款方式不符", "到期还本付息按天，其他还款方式按月。";
            "The unit does not fit the repayment method", "Days for principal and interest at maturity, months otherwise.";
        },
        ProductFault::TenorTwice => words! {
            "期限重复", "每个期限只填写一次。";
            "A tenor is listed twice", "List each tenor once.";
        },
        ProductFault::TooManyTenors { most } => words! {
            "期限过多", "最多 {most} 个。";
            "Too many tenors", "Up to {most}.";
        },
        ProductFault::RateAboveCap { cap } => rate_above_cap(&cap.percent()),
        ProductFault::PenaltyAboveCap { rate, cap } => penalty_above_cap(&terms::percent(*rate), &cap.percent()),
        ProductFault::CostAboveCap { cap } => cost_above_cap(&cap.percent()),
    }
}

fn rate_above_cap(cap: &str) -> Words {
    words! {
        "年化利率超过上限", "不能超过 {cap}。";
        "The annual rate is above the cap", "The cap is {cap}.";
    }
}

fn penalty_above_cap(rate: &str, cap: &str) -> Words {
    words! {
        "逾期罚息超过上限", "年化利率乘以倍数为 {rate}，不能超过 {cap}。";
        "The penalty rate is above the cap", "The annual rate times the multiplier is {rate}; the cap is {cap}.";
    }
}

fn cost_above_cap(cap: &str) -> Words {
    words! {
        "综合成本超过上限", "部分期限连同费用的年化成本超过 {cap}，请降低利率或提前还款费，或去掉较短的期限。";
        "The total cost is above the cap", "With fees, some tenors cost more than {cap} a year. Lower the rate or the early fee, or remove short tenors.";
    }
}
