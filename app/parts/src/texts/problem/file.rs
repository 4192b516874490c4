//! Of a file: operating data and bank statements.

use domain::{bank_movement::StatementRefusal, operating_data::ImportRefusal};

use super::{Words, already_decided, not_done, note_missing, note_too_long, same_person};
use crate::{texts::Language, words};

pub fn import(refusal: &ImportRefusal) -> Words {
    match refusal {
        ImportRefusal::Unreadable { code, detail } => unreadable(code, detail),
        ImportRefusal::NoRows => words! {
            "文件只有表头", "请填写数据行后重新上传。";
            "The file has only a heading", "Add rows and upload it again.";
        },
        ImportRefusal::TooManyRows { limit } => words! {
            "行数过多", "一份文件最多 {limit} 行，请拆成几份。";
            "Too many rows", "A file may have {limit} rows; split it.";
        },
        ImportRefusal::HasErrors { errors } => words! {
            "文件有误，不能导入", "还有 {errors} 处有误，请改好后重新上传。";
            "The file has errors", "{errors} cells are wrong; mend them and upload it again.";
        },
        ImportRefusal::AlreadyImported => words! {
            "这份文件已导入过", "没有重复导入。";
            "It was imported already", "Nothing was imported twice.";
        },
        ImportRefusal::Discarded => words! {
            "这份文件已作废", "没有导入。需要时请重新上传。";
            "The file was discarded", "Nothing was imported; upload it again if it is needed.";
        },
        ImportRefusal::PreviewStale => words! {
            "检查之后数据又有变化", "没有导入。请重新上传，再看一次会发生什么。";
            "The data has changed since the check", "Nothing was imported; upload it again and look anew.";
        },
        ImportRefusal::MonthInFuture => words! {
            "这个月还没有开始", "请核对月份。";
            "The month has not begun", "Check the month.";
        },
        ImportRefusal::ExpectedInPast => words! {
            "预计到账日已经过去", "请填写今天或以后的日期。";
            "The money was expected before today", "Name today or a later date.";
        },
    }
}

pub fn statement(refusal: &StatementRefusal) -> Words {
    match refusal {
        StatementRefusal::Unreadable { code, detail } => unreadable(code, detail),
        StatementRefusal::UnknownAccount { account_no } => words! {
            "不是我们的备付金账户", "流水属于账户 {account_no}，请换一份备付金账户的流水。没有记账。";
            "Not one of our reserve accounts",
            "It is of account {account_no}. Upload a statement of a reserve account. Nothing was recorded.";
        },
        StatementRefusal::OtherCurrency { account_no, account_currency, statement_currency } => words! {
            "币种不符", "账户 {account_no} 的币种是 {account_currency}，流水是 {statement_currency}。没有记账。";
            "Another currency",
            "Account {account_no} is kept in {account_currency}, the statement is in {statement_currency}. Nothing was recorded.";
        },
        StatementRefusal::OtherAccount { account_no, given } => words! {
            "流水不是这个账户的", "文件写明的账户是 {account_no}，填写的是 {given}。没有记账。";
            "Of another account", "The file is of {account_no}, not of {given}. Nothing was recorded.";
        },
        StatementRefusal::SamePerson => same_person(),
        StatementRefusal::AlreadyDecided => already_decided(),
        StatementRefusal::NoteMissing => note_missing(),
        StatementRefusal::NoteTooLong => note_too_long(),
    }
}

/// A reader's code, with the place that its `detail` names.
fn unreadable(code: &str, detail: &str) -> Words {
    let Some(mut words) = table(code).or_else(|| message(code)) else { return not_done() };
    words.advice += &match Language::here() {
        Language::Zh => place(detail),
        Language::En if detail.is_empty() => String::new(),
        Language::En => format!(" ({detail})"),
    };
    words
}

/// Where it is, from the reader's own words: `row 12: …`, `… nearest is `icbc`, without …`.
fn place(detail: &str) -> String {
    if let Some((nearest, missing)) = detail.split_once(", without ") {
        let layout = nearest.split('`').nth(1).unwrap_or_default();
        return format!("最接近的是“{layout}”，缺少：{}。", missing.replace(", ", "、"));
    }
    let number = ["row ", "line "].into_iter().find_map(|word| {
        let (_, rest) = detail.split_once(word)?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    });
    number.map(|number| format!("（第 {number} 行）")).unwrap_or_default()
}

pub fn too_large() -> Words {
    words! {
        "文件过大", "文件不超过 40 MB，行数和列数也有上限，请拆成几份。";
        "The file is too large", "At most 40 MB, and not endlessly many rows and columns; split it.";
    }
}

/// What is wrong with a table.
fn table(code: &str) -> Option<Words> {
    Some(match code {
        "file.empty" => words! {
            "文件是空的", "请选择有内容的文件。";
            "The file is empty", "Choose a file with content.";
        },
        "file.too_large" => too_large(),
        "file.not_text" => words! {
            "不是表格文件", "请上传 xlsx 或 csv 文件。";
            "Not a table", "Upload an xlsx or csv file.";
        },
        "file.encoding" => words! {
            "文字编码有误", "请另存为 UTF-8 或 GB18030 编码的 csv，或 xlsx。";
            "The encoding is broken", "Save it as csv in UTF-8 or GB18030, or as xlsx.";
        },
        "file.unsupported" => words! {
            "不支持这种文件", "请在原软件中另存为 xlsx 或 csv，去掉打开密码。";
            "This kind of file is not read", "Save it as xlsx or csv, without a password.";
        },
        "file.damaged" => words! {
            "文件已损坏", "请重新导出后再上传。";
            "The file is damaged", "Export it again.";
        },
        "file.unclosed_quote" => words! {
            "引号没有闭合", "请检查该行的引号，或另存为 xlsx。";
            "A quote never closes", "Check the quotes of that row, or save it as xlsx.";
        },
        "file.stray_quote" => words! {
            "引号位置不对", "请检查该行的引号，或另存为 xlsx。";
            "A quote is misplaced", "Check the quotes of that row, or save it as xlsx.";
        },
        "file.digits_lost" => words! {
            "长数字丢了位数", "请把账号、编号等列设为文本格式后重新保存。";
            "A long number has lost digits", "Store account numbers as text and save it again.";
        },
        _ => return None,
    })
}

/// What is wrong with a statement.
fn message(code: &str) -> Option<Words> {
    Some(match code {
        "statement.xml" => words! {
            "XML 报文有语法错误", "请向银行重新下载。";
            "The XML is not well formed", "Download it from the bank again.";
        },
        "statement.document_type" => words! {
            "XML 报文含有不允许的声明", "为安全起见不读取，请向银行重新下载。";
            "The XML has a forbidden declaration", "It is not read, for safety; download it again.";
        },
        "statement.too_complex" => words! {
            "XML 报文过于复杂", "不像银行流水，请检查文件。";
            "The XML is too complex", "It does not look like a statement.";
        },
        "statement.not_camt053" => words! {
            "不是 camt.053 对账单", "请下载对账单（camt.053），而不是其他报文。";
            "Not a camt.053 message", "Download the statement, not another message.";
        },
        "statement.version" => words! {
            "不支持这个版本的 camt.053", "支持 02 至 08 版。";
            "This version of camt.053 is not read", "Versions 02 to 08 are.";
        },
        "statement.none" => words! {
            "文件里没有对账单", "请检查下载的内容。";
            "The file holds no statement", "Check what was downloaded.";
        },
        "statement.no_account" => words! {
            "流水没有写明账户", "无法判断属于哪个账户，请向银行重新下载。";
            "The statement names no account", "Download it from the bank again.";
        },
        "statement.no_header" => words! {
            "找不到表头", "与已知的银行格式都不符。";
            "No heading row", "It fits none of the known banks' formats.";
        },
        "statement.header_twice" => words! {
            "表头有重复的列", "无法判断用哪一列，请改好后重新上传。";
            "A heading is there twice", "Either column could be meant; mend it.";
        },
        "statement.currency_unknown" => words! {
            "币种无法识别", "请检查币种一栏。";
            "Unknown currency", "Check the currency.";
        },
        "statement.balance_chain" => words! {
            "余额接不上", "有流水缺失、重复或被改动，整份文件不可信。请向银行重新下载。没有记账。";
            "The balances do not add up",
            "A line is missing, doubled or altered. Download it again. Nothing was recorded.";
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_is_taken_from_the_readers_words() {
        assert_eq!(place("row 12: the balance should be 100 fen and is 90"), "（第 12 行）");
        let no_header = "no heading row of a known layout; nearest is `icbc`, without 附言, 余额";
        assert_eq!(place(no_header), "最接近的是“icbc”，缺少：附言、余额。");
        assert_eq!(place("the file holds no statement"), "");
    }
}
