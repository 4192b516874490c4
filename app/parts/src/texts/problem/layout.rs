//! Of a layout of banks' tables.

use domain::bank_layout::LayoutRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &LayoutRefusal) -> Words {
    match refusal {
        LayoutRefusal::NameInvalid => words! {
            "名称有误", "请填写名称，不超过 60 字。";
            "Invalid name", "Enter a name of up to 60 characters.";
        },
        LayoutRefusal::NameTaken { name } => name_taken(name),
        LayoutRefusal::HeadingMissing => words! {
            "缺少列标题", "日期、金额和方向的列标题必填，账号和币种须写明取自哪里。";
            "Missing column heading", "Date, amount and direction need a heading, and account and currency need a source.";
        },
        LayoutRefusal::WordInvalid { word } => words! {
            "文字过长或过多", "请检查“{word}”：一个标题最多 20 种写法，每种不超过 60 字。";
            "Text too long or too many values", "Check “{word}”: up to 20 spellings per heading, 60 characters each.";
        },
        LayoutRefusal::HeadingTwice { word } => words! {
            "一个列标题用在了两处", "“{word}”只能对应一列。";
            "A column heading is used twice", "“{word}” can be used for one column only.";
        },
        LayoutRefusal::WordsUnclear => words! {
            "收付或状态的文字有误", "两种含义都要填写，且不能有相同的文字。";
            "Direction or status words are invalid", "Enter words for both meanings, without repeating any.";
        },
        LayoutRefusal::AccountInvalid { .. } => words! {
            "账号有误", "账号只能是数字和字母。";
            "Invalid account number", "Use only digits and letters.";
        },
        LayoutRefusal::CurrencyInvalid { .. } => words! {
            "币种有误", "请填写 CNY 这样的代码或“人民币”。";
            "Invalid currency", "Enter a code such as CNY.";
        },
    }
}

pub fn name_taken(name: &str) -> Words {
    words! {
        "名称已被使用", "已有名为“{name}”的格式在用，请换一个名称。";
        "The name is taken", "A layout named “{name}” is in use. Choose another name.";
    }
}
