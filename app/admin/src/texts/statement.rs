//! Bank statements as files.

use domain::{Amount, bank_movement::Finding};
use parts::texts::Language;

use crate::pages::upload::UploadTexts;

pub struct StatementTexts {
    pub note: &'static str,
    pub upload: UploadTexts,
    pub files: &'static str,
    pub file_name: &'static str,
    pub state: &'static str,
    pub uploaded: &'static str,
    pub accounts_days: &'static str,
    pub count: &'static str,
    pub to_explain: fn(usize) -> String,
    pub to_know: fn(usize) -> String,
    /// The very same file was confirmed, or waits too.
    pub same_confirmed: &'static str,
    pub same_waits: &'static str,
    pub confirmed: &'static str,
    pub to_confirm: &'static str,
    pub none_title: &'static str,
    pub none_text: &'static str,
    pub preview_title: fn(u64) -> String,
    pub preview_text: &'static str,
    pub no_movements_title: &'static str,
    pub no_rows_text: &'static str,
    /// Rows that are no movement, and rows that were not understood.
    pub other_rows: fn(u64, u64) -> String,
    pub nothing_new_title: &'static str,
    pub nothing_new_text: &'static str,
    pub done_title: fn(&str, &str) -> String,
    pub done_text: &'static str,
    pub confirm: &'static str,
    pub given_back: &'static str,
    pub given_back_title: fn(&str) -> String,
    pub waits_title: &'static str,
    pub waits_text: &'static str,
    pub decide_text: &'static str,
    pub note_hint_grave: &'static str,
    pub finding: fn(&Finding, &str) -> (String, String),
    pub account: &'static str,
    pub days: &'static str,
    pub no_lines: &'static str,
    pub outcomes: fn(&str) -> &'static str,
    pub movements_link: &'static str,
    pub lines: &'static str,
    pub row: &'static str,
    pub booked: &'static str,
    pub remittance: &'static str,
    pub income: &'static str,
    pub outgo: &'static str,
    pub will_do: &'static str,
    pub has_done: &'static str,
    pub period: fn(&str, &str) -> String,
    pub opening: &'static str,
    pub closing: &'static str,
    pub format: &'static str,
    pub sha256: &'static str,
    pub known: &'static str,
    pub draw_credited: &'static str,
    pub draw_funded: &'static str,
    pub top_up: &'static str,
    pub payout_confirmed: &'static str,
    pub unmatched: &'static str,
    pub doubtful: &'static str,
    pub line_problems: fn(&str) -> &'static str,
}

fn period_zh(from: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from}～{to}") }
}

fn period_en(from: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from} to {to}") }
}

fn movements_en(count: u64) -> String {
    if count == 1 { "1 movement".to_owned() } else { format!("{count} movements") }
}

/// How far two balances are from each other, whichever is more.
fn apart(one: Amount, other: Amount) -> Amount {
    let more = other.plus(one.negated());
    if more.is_negative() { more.negated() } else { more }
}

static ZH: StatementTexts = StatementTexts {
    note: "从银行下载的备付金账户流水",
    upload: UploadTexts {
        title: "上传流水",
        label: "银行流水文件",
        hint: "银行导出的 csv、xlsx，或 camt.053 报文，不超过 40 MB。先逐行预览，由另一位同事确认后才记账；同一份流水再次上传不会重复记账。",
        accept: ".xlsx,.csv,.txt,.xml",
        button: "上传并预览",
    },
    files: "上传记录",
    file_name: "文件",
    state: "状态",
    uploaded: "上传",
    accounts_days: "账户 · 日期",
    count: "笔数",
    to_explain: |count| format!("{count} 个需要说明的问题"),
    to_know: |count| format!("{count} 个提示"),
    same_confirmed: "同一文件已记账",
    same_waits: "同一文件另有一份待确认",
    confirmed: "已记账",
    to_confirm: "待确认",
    none_title: "还没有上传过流水",
    none_text: "上传后先逐行预览会发生什么，另一位同事确认之前不记账。",
    preview_title: |count| format!("预览：{count} 笔，尚未记账"),
    preview_text: "下表是每一笔确认后会发生的事。确认时按当时的状态重新判断。",
    no_movements_title: "没有可记账的流水",
    no_rows_text: "文件里没有明细行。",
    other_rows: |passed_over, unread| {
        let passed_over = (passed_over > 0).then(|| format!("另有 {passed_over} 行不是流水（合计、附注等）。"));
        let unread = (unread > 0).then(|| format!("另有 {unread} 行无法识别，不会记账。"));
        [passed_over, unread].into_iter().flatten().collect()
    },
    nothing_new_title: "这份流水的每一笔都已记账",
    nothing_new_text: "再次确认不会重复记账。",
    done_title: |at, by| format!("{by}已于 {at} 确认记账"),
    done_text: "下表是每一笔的结果。",
    confirm: "确认记账",
    given_back: "已退回",
    given_back_title: |by| format!("{by}已退回，没有记账"),
    waits_title: "等待复核",
    waits_text: "由另一位有复核权限的同事确认记账或退回。在此之前什么都不会发生。",
    decide_text: "请与银行网银或回单核对后再决定。确认后按当时的状态逐笔记账，全部成功或全部不做。",
    note_hint_grave: "上面有需要说明的问题：确认或退回都要写明核实的经过。",
    finding: |finding, account| match finding {
        Finding::Unexplained { missing } => (
            if missing.is_negative() {
                format!("余额对不上，多出 {} 元", missing.negated().grouped())
            } else {
                format!("余额对不上，少 {} 元", missing.grouped())
            },
            format!(
                "账户 {account}：期初余额加各笔收付不等于期末余额。可能缺少流水，或收付方向读反（差额为该笔的两倍）。"
            ),
        ),
        Finding::Gap { known, opening } => (
            format!("与此前余额不衔接，相差 {} 元", apart(*known, *opening).grouped()),
            format!(
                "账户 {account}：此前已知余额 {}，这份流水从 {} 开始。中间可能缺少一份流水。",
                known.grouped(),
                opening.grouped()
            ),
        ),
        Finding::GapAfter { closing, known } => (
            format!("与此后余额不衔接，差 {} 元", known.plus(closing.negated()).grouped()),
            format!(
                "账户 {account}：这份流水到 {} 结束，此后已知的第一个余额是 {}。可能缺少一份流水，或有一笔已经记在后面的日期。",
                closing.grouped(),
                known.grouped()
            ),
        ),
        Finding::Contradicts { movements, amount } => (
            format!("与银行推送互相矛盾：推送另有 {movements} 笔，合计 {} 元", amount.grouped()),
            format!(
                "账户 {account}：这几天的推送里有这份流水没有的流水，这份流水里也有推送没有的。两个来源不可能都完整，请先与银行查明是否同一笔、或缺了哪些。"
            ),
        ),
        Finding::FarAway { lines, first, last } => (
            format!("{lines} 笔的日期离会计日很远"),
            format!("账户 {account}：{}。晚于会计日，或早于一年前。", period_zh(&first.to_string(), &last.to_string())),
        ),
        Finding::Unread { lines } => (
            format!("{lines} 行没有读懂，不会记账"),
            format!("账户 {account}：请在下面「无法识别」里逐行与银行核对；其余各行不受影响。"),
        ),
        Finding::NoBalances => ("这份流水没有余额".to_owned(), format!("账户 {account}：无法检查是否缺少流水。")),
        Finding::OneBalance => (
            "这份流水只有一端的余额".to_owned(),
            format!("账户 {account}：另一端由各笔收付推算，无法检查是否缺少流水。"),
        ),
        Finding::LeftOut => (format!("账户 {account} 不是备付金账户"), "文件里这个账户的流水不会读入。".to_owned()),
    },
    account: "账户",
    days: "日期",
    no_lines: "这份流水没有收付。",
    outcomes: |code| match code {
        "known" => "早已记账",
        "draw" => "支用",
        "wallet" => "充值",
        "payout" => "代付",
        "break" => "差异",
        "unmatched" => "未匹配",
        "doubtful" => "疑似重复",
        "refused" => "无法识别",
        "passed_over" => "不是流水",
        _ => "",
    },
    movements_link: "查看这份流水的对账结果",
    lines: "流水明细",
    row: "行",
    booked: "入账时间 · 对方",
    remittance: "附言",
    income: "收（元）",
    outgo: "付（元）",
    will_do: "确认后",
    has_done: "结果",
    period: period_zh,
    opening: "期初余额（元）",
    closing: "期末余额（元）",
    format: "格式",
    sha256: "文件摘要 SHA-256",
    known: "早已记账，不重复",
    draw_credited: "支用入账，放款给代理商",
    draw_funded: "记为支用资金，等待指令或余款",
    top_up: "充值到支付账户",
    payout_confirmed: "确认代付",
    unmatched: "未匹配，待人工",
    doubtful: "疑似重复，两人判定前不记账",
    line_problems: |code| match code {
        "statement.amount_unreadable" => "金额看不懂",
        "statement.amount_finer_than_fen" => "金额小数超过两位",
        "statement.amount_not_positive" => "金额须大于零",
        "statement.amount_too_large" => "金额过大",
        "statement.account_unreadable" => "对方账号不是账号",
        "statement.account_digits_lost" => "对方账号丢了位数",
        "statement.balance_unreadable" => "余额看不懂",
        "statement.date_unreadable" => "日期看不懂",
        "statement.time_unreadable" => "时间看不懂",
        "statement.direction_unreadable" => "收付方向看不懂",
        "statement.currency_unknown" => "币种看不懂",
        "statement.cell_missing" => "缺少必填内容",
        "statement.too_many_cells" => "列数多于表头",
        "statement.columns_moved" => "各列可能错位，开户行处是账号",
        "statement.no_movement" => "合计或附注，不是流水",
        "statement.not_booked" => "银行尚未入账",
        "statement.status_unreadable" => "入账状态看不懂",
        "statement.after_end" => "在合计行之后",
        _ => "看不懂",
    },
};

static EN: StatementTexts = StatementTexts {
    note: "Statements of the reserve accounts, as the bank gives them",
    upload: UploadTexts {
        title: "Upload a statement",
        label: "Bank statement",
        hint: "csv or xlsx as the bank exports it, or a camt.053 message, up to 40 MB. Every line is shown first and recorded only when a second person confirms; the same statement twice adds nothing.",
        accept: ".xlsx,.csv,.txt,.xml",
        button: "Upload and preview",
    },
    files: "Uploads",
    file_name: "File",
    state: "State",
    uploaded: "Uploaded",
    accounts_days: "Account · days",
    count: "Movements",
    to_explain: |count| if count == 1 { "1 thing to explain".to_owned() } else { format!("{count} things to explain") },
    to_know: |count| if count == 1 { "1 thing to know".to_owned() } else { format!("{count} things to know") },
    same_confirmed: "The same file is recorded already",
    same_waits: "The same file waits a second time",
    confirmed: "Recorded",
    to_confirm: "To be confirmed",
    none_title: "No statement yet",
    none_text: "Every line shows first what it will do; nothing is recorded before a second person confirms.",
    preview_title: |count| format!("Preview: {}, nothing recorded yet", movements_en(count)),
    preview_text: "The list says what each line will do. It is decided anew at the moment of confirming.",
    no_movements_title: "No movement to record",
    no_rows_text: "It has no lines.",
    other_rows: |passed_over, unread| {
        let passed_over = match passed_over {
            0 => String::new(),
            1 => "1 row besides is no movement: a total, a note. ".to_owned(),
            rows => format!("{rows} rows besides are no movements: totals, notes. "),
        };
        let unread = match unread {
            0 => String::new(),
            1 => "1 row could not be read and will not be recorded.".to_owned(),
            rows => format!("{rows} rows could not be read and will not be recorded."),
        };
        (passed_over + &unread).trim_end().to_owned()
    },
    nothing_new_title: "Every line is recorded already",
    nothing_new_text: "Confirming it again adds nothing.",
    done_title: |at, by| format!("Confirmed by {by} at {at}"),
    done_text: "The list says what became of each line.",
    confirm: "Record",
    given_back: "Given back",
    given_back_title: |by| format!("Given back by {by}; nothing was recorded"),
    waits_title: "Waits for the checker",
    waits_text: "Another person confirms it or gives it back. Until then nothing happens.",
    decide_text: "Check it against the bank first. When it is confirmed, every line is recorded as things then stand, all or none.",
    note_hint_grave: "Something above has to be explained: say what was checked, whichever way you decide.",
    finding: |finding, account| match finding {
        Finding::Unexplained { missing } => (
            if missing.is_negative() {
                format!("The balances and the lines differ: {} more than explained", missing.negated().grouped())
            } else {
                format!("The balances and the lines differ: {} is missing", missing.grouped())
            },
            format!(
                "Account {account}: opening balance and lines do not make the closing balance. A line may be missing, or read the wrong way round (then by twice its amount)."
            ),
        ),
        Finding::Gap { known, opening } => (
            format!("A gap of {} to the balance before", apart(*known, *opening).grouped()),
            format!(
                "Account {account}: {} was known last, this statement begins with {}. A statement may be missing in between.",
                known.grouped(),
                opening.grouped()
            ),
        ),
        Finding::GapAfter { closing, known } => (
            format!("A gap of {} to the balance after", known.plus(closing.negated()).grouped()),
            format!(
                "Account {account}: this statement ends with {}, and what is known of the days after begins with {}. A statement may be missing in between, or a line is recorded on a later day already.",
                closing.grouped(),
                known.grouped()
            ),
        ),
        Finding::Contradicts { movements, amount } => (
            format!("It contradicts the bank's feed, which has {movements} more, {} together", amount.grouped()),
            format!(
                "Account {account}: of these days the feed tells what this statement does not, and the statement what the feed does not. They cannot both be complete: find out first whether some are one and the same, or which are missing."
            ),
        ),
        Finding::FarAway { lines, first, last } => (
            if *lines == 1 {
                "1 line is far from the business date".to_owned()
            } else {
                format!("{lines} lines are far from the business date")
            },
            format!(
                "Account {account}: {}. After the business date, or more than a year before it.",
                period_en(&first.to_string(), &last.to_string())
            ),
        ),
        Finding::Unread { lines } => (
            if *lines == 1 {
                "1 line was not read and will not be recorded".to_owned()
            } else {
                format!("{lines} lines were not read and will not be recorded")
            },
            format!(
                "Account {account}: check each under “Unreadable” below with the bank; the other lines are not affected."
            ),
        ),
        Finding::NoBalances => (
            "The statement tells no balances".to_owned(),
            format!("Account {account}: nothing says whether lines are missing."),
        ),
        Finding::OneBalance => (
            "The statement tells the balance at one end only".to_owned(),
            format!(
                "Account {account}: the other follows from its lines, so that nothing says whether lines are missing."
            ),
        ),
        Finding::LeftOut => {
            (format!("{account} is no reserve account"), "Its lines in this file are not read.".to_owned())
        }
    },
    account: "Account",
    days: "Days",
    no_lines: "Nothing moved.",
    outcomes: |code| match code {
        "known" => "Already recorded",
        "draw" => "Draws",
        "wallet" => "Top-ups",
        "payout" => "Payouts",
        "break" => "Breaks",
        "unmatched" => "Unmatched",
        "doubtful" => "Possible duplicates",
        "refused" => "Unreadable",
        "passed_over" => "No movement",
        _ => "",
    },
    movements_link: "See its movements",
    lines: "Lines",
    row: "Row",
    booked: "Booked · counterparty",
    remittance: "Remittance",
    income: "In (yuan)",
    outgo: "Out (yuan)",
    will_do: "When confirmed",
    has_done: "Result",
    period: period_en,
    opening: "Opening balance (yuan)",
    closing: "Closing balance (yuan)",
    format: "Format",
    sha256: "SHA-256 of the file",
    known: "Already recorded: nothing",
    draw_credited: "Draw credited to the agent",
    draw_funded: "Draw funded; awaits the instruction or the rest",
    top_up: "Wallet topped up",
    payout_confirmed: "Payout confirmed",
    unmatched: "Unmatched: for a person",
    doubtful: "Possible duplicate: not booked until two people have said",
    line_problems: |code| match code {
        "statement.amount_unreadable" => "The amount cannot be read",
        "statement.amount_finer_than_fen" => "More than two decimals",
        "statement.amount_not_positive" => "The amount must be more than zero",
        "statement.amount_too_large" => "The amount is too large",
        "statement.account_unreadable" => "The other party's account is no account number",
        "statement.account_digits_lost" => "The other party's account has lost digits",
        "statement.balance_unreadable" => "The balance cannot be read",
        "statement.date_unreadable" => "The date cannot be read",
        "statement.time_unreadable" => "The time cannot be read",
        "statement.direction_unreadable" => "Neither in nor out",
        "statement.currency_unknown" => "Unknown currency",
        "statement.cell_missing" => "A needed cell is empty",
        "statement.too_many_cells" => "More cells than headings",
        "statement.columns_moved" => "The columns may have moved: an account stands for the bank",
        "statement.no_movement" => "A total or a note, no movement",
        "statement.not_booked" => "Not booked yet",
        "statement.status_unreadable" => "The booking status cannot be read",
        "statement.after_end" => "After the end of the table",
        _ => "Not understood",
    },
};

/// The texts of the page's language.
#[must_use]
pub fn statement() -> &'static StatementTexts {
    Language::here().choose(&ZH, &EN)
}
