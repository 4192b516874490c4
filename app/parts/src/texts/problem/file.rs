//! Of a file: operating data and bank statements.

use domain::{bank_movement::StatementRefusal, file_fault::FileFault, operating_data::ImportRefusal};

use super::{Words, already_decided, note_missing, note_too_long, same_person};
use crate::{
    texts::{Language, bank_layout::layout_name},
    words, words_of,
};

pub fn import(refusal: &ImportRefusal) -> Words {
    match refusal {
        ImportRefusal::Unreadable { code, detail } => unreadable(*code, detail),
        ImportRefusal::NoRows => words! {
            "文件只有表头", "请填写数据行后重新上传。";
            "The file has only a header row", "Add data rows and upload it again.";
        },
        ImportRefusal::TooManyRows { limit } => words! {
            "行数过多", "一份文件最多 {limit} 行，请拆分后上传。";
            "Too many rows", "A file can have up to {limit} rows. Split it into several files.";
        },
        ImportRefusal::HasErrors { errors } => words! {
            "文件有误，不能导入", "还有 {errors} 处有误，请修改后重新上传。";
            "The file has errors", "{errors} errors to fix. Correct them and upload the file again.";
        },
        ImportRefusal::AlreadyImported => words! {
            "这份文件已导入过", "没有重复导入。";
            "Already imported", "Nothing was imported twice.";
        },
        ImportRefusal::Discarded => words! {
            "这份文件已作废", "未导入。需要时请重新上传。";
            "The file was discarded", "Nothing was imported. Upload it again if needed.";
        },
        ImportRefusal::PreviewStale => words! {
            "检查之后数据又有变化", "未导入。请重新上传并检查。";
            "The data has changed since it was checked", "Nothing was imported. Upload it again and check it.";
        },
        ImportRefusal::MonthInFuture => words! {
            "这个月还没有开始", "请核对月份。";
            "The month has not started", "Check the month.";
        },
        ImportRefusal::ExpectedInPast => words! {
            "预计到账日已经过去", "请填写今天或以后的日期。";
            "The expected date has passed", "Enter today or a later date.";
        },
    }
}

pub fn statement(refusal: &StatementRefusal) -> Words {
    match refusal {
        StatementRefusal::Unreadable { code, detail } => unreadable(*code, detail),
        StatementRefusal::UnknownAccount { account_no } => words! {
            "不是本机构备付金账户", "流水属于账户 {account_no}，请上传备付金账户的流水。未记账。";
            "Not one of our reserve accounts",
            "The statement is for account {account_no}. Upload a statement of a reserve account. Nothing was recorded.";
        },
        StatementRefusal::OtherCurrency { account_no, account_currency, statement_currency } => words! {
            "币种不符", "账户 {account_no} 的币种为 {account_currency}，流水的币种为 {statement_currency}。未记账。";
            "Currency mismatch",
            "Account {account_no} is kept in {account_currency}, the statement is in {statement_currency}. Nothing was recorded.";
        },
        StatementRefusal::OtherAccount { account_no, given } => words! {
            "流水不属于这个账户", "文件中的账户为 {account_no}，填写的账户为 {given}。未记账。";
            "Account mismatch", "The file is for account {account_no}, but you entered {given}. Nothing was recorded.";
        },
        StatementRefusal::SamePerson => same_person(),
        StatementRefusal::AlreadyDecided => already_decided(),
        StatementRefusal::NoteMissing => note_missing(),
        StatementRefusal::NoteTooLong => note_too_long(),
        StatementRefusal::AnotherUnderWay => words! {
            "该账户的另一份流水正在记账", "请待其记账完成后再确认这一份。未记账。";
            "Another statement of the account is being booked",
            "Confirm this one once that has finished. Nothing was recorded.";
        },
        StatementRefusal::PredecessorMissing { gap } => {
            let gap = if gap.is_negative() { gap.negated() } else { *gap }.grouped();
            words! {
                "与此前余额相差 {gap} 元，暂不能确认",
                "请先导入并确认其间缺失的流水，再确认这一份。未记账。";
                "A gap of {gap} yuan: cannot be confirmed yet",
                "Import and confirm the missing statement first, then this one. Nothing was recorded.";
            }
        }
    }
}

/// What a reader has found, with the place that its `detail` names.
fn unreadable(fault: FileFault, detail: &str) -> Words {
    let mut words = fault_of(fault);
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
        let layout = layout_name(nearest.split('`').nth(1).unwrap_or_default(), Language::Zh);
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
        "文件过大", "文件不超过 40 MB，行数和列数也有上限，请拆分后上传。";
        "The file is too large", "The limit is 40 MB, and rows and columns are limited too. Split the file.";
    }
}

words_of! {
    fn fault_of(fault: FileFault);
    FileFault::Empty => {
        "文件是空的", "请选择有内容的文件。";
        "The file is empty", "Choose a file that is not empty.";
    }
    FileFault::TooLarge => { too_large() }
    FileFault::NotText => {
        "不是表格文件", "请上传 xlsx 或 csv 文件。";
        "Not a spreadsheet", "Upload an xlsx or csv file.";
    }
    FileFault::Encoding => {
        "文字编码有误", "请另存为 UTF-8 或 GB18030 编码的 csv，或 xlsx。";
        "Invalid text encoding", "Save it as csv in UTF-8 or GB18030, or as xlsx.";
    }
    FileFault::Unsupported => {
        "不支持这种文件", "请在原软件中另存为 xlsx 或 csv，并取消打开密码。";
        "File type not supported", "Save it as xlsx or csv, without a password.";
    }
    FileFault::Damaged => {
        "文件已损坏", "请重新导出后再上传。";
        "The file is damaged", "Export it again and upload it.";
    }
    FileFault::UnclosedQuote => {
        "引号没有闭合", "请检查该行的引号，或另存为 xlsx。";
        "Unclosed quotation mark", "Check the quotation marks in that row, or save the file as xlsx.";
    }
    FileFault::StrayQuote => {
        "引号位置不对", "请检查该行的引号，或另存为 xlsx。";
        "Misplaced quotation mark", "Check the quotation marks in that row, or save the file as xlsx.";
    }
    FileFault::DigitsLost => {
        "长数字丢失位数", "请把账号、编号等列设为文本格式后重新保存。";
        "A long number has lost digits", "Format columns such as account numbers as text and save the file again.";
    }
    FileFault::Xml => {
        "XML 报文有语法错误", "请向银行重新下载。";
        "XML syntax error", "Download it from the bank again.";
    }
    FileFault::DocumentType => {
        "XML 报文含有不允许的声明", "为安全起见不读取，请向银行重新下载。";
        "The XML contains a forbidden declaration", "It was not read for security reasons. Download it from the bank again.";
    }
    FileFault::TooComplex => {
        "XML 报文过于复杂", "该文件不是银行流水，请检查。";
        "The XML is too complex", "It does not look like a bank statement. Check the file.";
    }
    FileFault::NotCamt053 => {
        "不是 camt.053 对账单", "请下载对账单（camt.053），而不是其他报文。";
        "Not a camt.053 statement", "Download the statement (camt.053), not another message.";
    }
    FileFault::Version => {
        "不支持这个版本的 camt.053", "支持 02 至 08 版。";
        "This version of camt.053 is not supported", "Versions 02 to 08 are supported.";
    }
    FileFault::NoStatement => {
        "文件中没有对账单", "请检查下载的内容。";
        "No statement in the file", "Check what was downloaded.";
    }
    FileFault::NoAccount => {
        "流水未注明账户", "无法判断属于哪个账户，请向银行重新下载。";
        "The statement names no account", "Download it from the bank again.";
    }
    FileFault::NoHeader => {
        "找不到表头", "与已知的银行格式都不符。";
        "Header row not found", "The file matches none of the known bank layouts.";
    }
    FileFault::HeaderTwice => {
        "表头有重复的列", "无法判断使用哪一列，请修改后重新上传。";
        "Duplicate column heading", "It is unclear which column to use. Correct it and upload again.";
    }
    FileFault::CurrencyUnknown => {
        "币种无法识别", "请检查币种一栏。";
        "Unknown currency", "Check the currency column.";
    }
    FileFault::BalanceChain => {
        "余额不衔接", "流水有缺失、重复或改动，整份文件不可信。请向银行重新下载。未记账。";
        "The balances do not add up",
        "A line is missing, duplicated or altered. Download it from the bank again. Nothing was recorded.";
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_is_taken_from_the_readers_words() {
        assert_eq!(place("row 12: the balance should be 100 fen and is 90"), "（第 12 行）");
        let no_header = "no heading row of a known layout; nearest is `icbc`, without 附言, 余额";
        assert_eq!(place(no_header), "最接近的是“工商银行”，缺少：附言、余额。");
        assert_eq!(place("the file holds no statement"), "");
    }
}
