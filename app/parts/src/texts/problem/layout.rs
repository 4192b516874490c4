//! Of a layout of banks' tables.

use domain::bank_layout::LayoutRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &LayoutRefusal) -> Words {
    match refusal {
        LayoutRefusal::NameInvalid => words! {
            "名称有误", "请填写名称，不超过 60 字。";
            "The name is not right", "Give a name of at most 60 characters.";
        },
        LayoutRefusal::NameTaken { name } => name_taken(name),
        LayoutRefusal::HeadingMissing => words! {
            "缺少列标题", "日期、金额和方向的列标题必须填写，账号和币种要写明从哪里取。";
            "A heading is missing", "Date, amount and direction need one, and account and currency a place.";
        },
        LayoutRefusal::WordInvalid { word } => words! {
            "文字太长或太多", "请检查“{word}”：一个标题最多 20 种写法，每种不超过 60 字。";
            "A word is too long", "Check “{word}”: at most 20 words a heading, 60 characters each.";
        },
        LayoutRefusal::HeadingTwice { word } => words! {
            "一个列标题用在了两处", "“{word}”只能对应一列。";
            "A heading is used twice", "“{word}” can be one column only.";
        },
        LayoutRefusal::WordsUnclear => words! {
            "收付或状态的文字有误", "两种含义都要填写，且不能有相同的文字。";
            "Words are unclear", "Give words of both meanings, and none of them twice.";
        },
        LayoutRefusal::AccountInvalid { .. } => words! {
            "账号有误", "账号只能是数字和字母。";
            "That is no account number", "Digits and letters only.";
        },
        LayoutRefusal::CurrencyInvalid { .. } => words! {
            "币种有误", "请填写 CNY 这样的代码或“人民币”。";
            "That is no currency", "Give a code such as CNY.";
        },
    }
}

pub fn name_taken(name: &str) -> Words {
    words! {
        "名称已被使用", "已有名为“{name}”的格式在用，请换一个名称。";
        "The name is taken", "A layout named “{name}” is in use; choose another name.";
    }
}
