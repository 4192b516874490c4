//! What is wrong with a file, in words: operating data and bank statements.

use super::{choose, dynamic};
use crate::api::ApiError;

type Words = ((&'static str, &'static str), (&'static str, &'static str));

/// A title and an advice for the codes of files; none for any other code.
pub(super) fn explain(error: &ApiError) -> Option<(String, String)> {
    let code = error.code.as_str();
    if let Some(words) = with_facts(error) {
        return Some(words);
    }
    let (zh, en) = file(code).or_else(|| statement(code)).or_else(|| import(code))?;
    let detail = error.fact("detail");
    let zh_advice = format!("{}{}", zh.1, place(detail));
    let en_advice = if detail.is_empty() { en.1.to_owned() } else { format!("{} ({detail})", en.1) };
    Some(choose((zh.0.to_owned(), zh_advice), (en.0.to_owned(), en_advice)))
}

/// Where it is, from the reader's own words: `row 12: …`, `no heading row: missing …`.
fn place(detail: &str) -> String {
    if let Some((_, missing)) = detail.split_once("missing ") {
        return format!("缺少：{}。", missing.replace(", ", "、"));
    }
    let number = ["row ", "line "].into_iter().find_map(|word| {
        let (_, rest) = detail.split_once(word)?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    });
    number.map(|number| format!("（第 {number} 行）")).unwrap_or_default()
}

fn with_facts(error: &ApiError) -> Option<(String, String)> {
    let fact = |name: &str| error.fact(name);
    Some(match error.code.as_str() {
        "statement.unknown_account" => dynamic(
            (
                "不是我们的备付金账户",
                format!("流水属于账户 {}，请换一份备付金账户的流水。没有记账。", fact("account_no")),
            ),
            (
                "Not one of our reserve accounts",
                format!(
                    "It is of account {}. Upload a statement of a reserve account. Nothing was recorded.",
                    fact("account_no")
                ),
            ),
        ),
        "statement.other_currency" => dynamic(
            (
                "币种不符",
                format!(
                    "账户 {} 的币种是 {}，流水是 {}。没有记账。",
                    fact("account_no"),
                    fact("account_currency"),
                    fact("statement_currency")
                ),
            ),
            (
                "Another currency",
                format!(
                    "Account {} is kept in {}, the statement is in {}. Nothing was recorded.",
                    fact("account_no"),
                    fact("account_currency"),
                    fact("statement_currency")
                ),
            ),
        ),
        "import.too_many_rows" => dynamic(
            ("行数过多", format!("一份文件最多 {} 行，请拆成几份。", fact("limit"))),
            ("Too many rows", format!("A file may have {} rows; split it.", fact("limit"))),
        ),
        "import.has_errors" => dynamic(
            ("文件有误，不能导入", format!("还有 {} 处有误，请改好后重新上传。", fact("errors"))),
            ("The file has errors", format!("{} cells are wrong; mend them and upload it again.", fact("errors"))),
        ),
        _ => return None,
    })
}

fn file(code: &str) -> Option<Words> {
    Some(match code {
        "file.empty" => (("文件是空的", "请选择有内容的文件。"), ("The file is empty", "Choose a file with content.")),
        "file.too_large" => (
            ("文件过大", "文件不超过 40 MB，行数和列数也有上限，请拆成几份。"),
            ("The file is too large", "At most 40 MB, and not endlessly many rows and columns; split it."),
        ),
        "file.not_text" => {
            (("不是表格文件", "请上传 xlsx 或 csv 文件。"), ("Not a table", "Upload an xlsx or csv file."))
        }
        "file.encoding" => (
            ("文字编码有误", "请另存为 UTF-8 或 GB18030 编码的 csv，或 xlsx。"),
            ("The encoding is broken", "Save it as csv in UTF-8 or GB18030, or as xlsx."),
        ),
        "file.unsupported" => (
            ("不支持这种文件", "请在原软件中另存为 xlsx 或 csv，去掉打开密码。"),
            ("This kind of file is not read", "Save it as xlsx or csv, without a password."),
        ),
        "file.damaged" => (("文件已损坏", "请重新导出后再上传。"), ("The file is damaged", "Export it again.")),
        "file.unclosed_quote" => (
            ("引号没有闭合", "请检查该行的引号，或另存为 xlsx。"),
            ("A quote never closes", "Check the quotes of that row, or save it as xlsx."),
        ),
        "file.stray_quote" => (
            ("引号位置不对", "请检查该行的引号，或另存为 xlsx。"),
            ("A quote is misplaced", "Check the quotes of that row, or save it as xlsx."),
        ),
        "file.digits_lost" => (
            ("长数字丢了位数", "请把账号、编号等列设为文本格式后重新保存。"),
            ("A long number has lost digits", "Store account numbers as text and save it again."),
        ),
        _ => return None,
    })
}

fn import(code: &str) -> Option<Words> {
    Some(match code {
        "import.no_rows" => (
            ("文件只有表头", "请填写数据行后重新上传。"),
            ("The file has only a heading", "Add rows and upload it again."),
        ),
        "import.already_imported" => {
            (("这份文件已导入过", "没有重复导入。"), ("It was imported already", "Nothing was imported twice."))
        }
        "import.preview_stale" => (
            ("检查之后数据又有变化", "没有导入。请重新上传，再看一次会发生什么。"),
            ("The data has changed since the check", "Nothing was imported; upload it again and look anew."),
        ),
        _ => return None,
    })
}

fn statement(code: &str) -> Option<Words> {
    Some(match code {
        "statement.xml" => (
            ("XML 报文有语法错误", "请向银行重新下载。"),
            ("The XML is not well formed", "Download it from the bank again."),
        ),
        "statement.document_type" => (
            ("XML 报文含有不允许的声明", "为安全起见不读取，请向银行重新下载。"),
            ("The XML has a forbidden declaration", "It is not read, for safety; download it again."),
        ),
        "statement.too_complex" => (
            ("XML 报文过于复杂", "不像银行流水，请检查文件。"),
            ("The XML is too complex", "It does not look like a statement."),
        ),
        "statement.not_camt053" => (
            ("不是 camt.053 对账单", "请下载对账单（camt.053），而不是其他报文。"),
            ("Not a camt.053 message", "Download the statement, not another message."),
        ),
        "statement.version" => (
            ("不支持这个版本的 camt.053", "支持 02 至 08 版。"),
            ("This version of camt.053 is not read", "Versions 02 to 08 are."),
        ),
        "statement.none" => {
            (("文件里没有对账单", "请检查下载的内容。"), ("The file holds no statement", "Check what was downloaded."))
        }
        "statement.no_account" => (
            ("流水没有写明账户", "无法判断属于哪个账户，请向银行重新下载。"),
            ("The statement names no account", "Download it from the bank again."),
        ),
        "statement.no_header" => (
            ("找不到表头", "与已知的银行格式都不符。"),
            ("No heading row", "It fits none of the known banks' formats."),
        ),
        "statement.header_twice" => (
            ("表头有重复的列", "无法判断用哪一列，请改好后重新上传。"),
            ("A heading is there twice", "Either column could be meant; mend it."),
        ),
        "statement.currency_unknown" => {
            (("币种看不懂", "请检查币种一栏。"), ("Unknown currency", "Check the currency."))
        }
        "statement.balance_chain" => (
            ("余额接不上", "有流水缺失、重复或被改动，整份文件不可信。请向银行重新下载。没有记账。"),
            (
                "The balances do not add up",
                "A line is missing, doubled or altered. Download it again. Nothing was recorded.",
            ),
        ),
        "statement.mapping" => (
            ("列的对应关系有误", "请联系系统管理员。"),
            ("The column mapping is wrong", "Ask the system's administrator."),
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_is_taken_from_the_readers_words() {
        assert_eq!(place("row 12: the balance should be 100 fen and is 90"), "（第 12 行）");
        assert_eq!(place("no heading row: missing 摘要, 余额"), "缺少：摘要、余额。");
        assert_eq!(place("the file holds no statement"), "");
    }
}
