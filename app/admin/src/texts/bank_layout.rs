//! The pages of banks' layouts.

use domain::bank_layout::LayoutState;
use parts::bilingual;

bilingual! {
    pub fn bank_layout() -> BankLayoutTexts {
        note:
            "银行导出的表格按这里描述的列读取。格式先试读，再由两人启用。",
            "Tables of banks are read by the columns described here. A layout is tried first, and adopted by two people.";
        added: "自行添加的格式", "Added layouts";
        none_title: "还没有添加过格式", "No layout was added yet";
        none_text:
            "内置格式之外的银行文件，先在这里描述它的列。",
            "Describe the columns of a bank's file here, where no built-in layout reads it.";
        name: "名称", "Name";
        state: "状态", "State";
        states(state: LayoutState) {
            LayoutState::Draft => "草稿", "Draft";
            LayoutState::Adopted => "已启用", "In use";
            LayoutState::Retired => "已停用", "Retired";
        }
        added_by: "添加人", "Added by";
        built_in: "内置格式", "Built-in layouts";
        add_title: "添加格式", "Add a layout";
        add_text:
            "填写列标题；同一列有几种写法时用竖线“|”隔开。没有的列留空。添加后内容不能修改，写错了再添加一份。",
            "Write the headings; where a column has several, put bars “|” between them. Leave empty what there is not. A layout cannot be changed: add another one.";
        add: "添加", "Add";
        field(name: &str) {
            "name" => "名称", "Name";
            "account_place" => "账号在哪里", "Where the account is";
            "account" => "账号", "Account";
            "currency_place" => "币种在哪里", "Where the currency is";
            "currency" => "币种", "Currency";
            "date" => "记账日期", "Booking date";
            "date_order" => "日期的顺序", "Order of a date";
            "time" => "记账时间", "Booking time";
            "amount_kind" => "收付怎样表示", "How direction is told";
            "amount" => "金额", "Amount";
            "direction" => "收付方向", "Direction";
            "credit" => "收入", "Money in";
            "debit" => "支出", "Money out";
            "balance" => "余额", "Balance";
            "counterparty_name" => "对方户名", "Other party's name";
            "counterparty_account" => "对方账号", "Other party's account";
            "counterparty_bank" => "对方开户行", "Other party's bank";
            "payee_name" => "收款人户名", "Payee's name";
            "payee_account" => "收款人账号", "Payee's account";
            "payee_bank" => "收款人开户行", "Payee's bank";
            "remittance" => "附言和摘要", "Text";
            "reference" => "银行流水号", "Bank's reference";
            "status" => "交易状态", "Status";
            "booked" => "表示已入账的文字", "Words of what is booked";
            "not_booked" => "表示未入账的文字", "Words of what is not";
            "end_of_table" => "表格结束行的开头", "Beginning of the last row";
            _ => "", "";
        }
        /// What to write into a field; empty where its label says it.
        hint(name: &str) {
            "name" => "例如“某某银行活期明细”。", "Such as “Some bank, current account”.";
            "account" => "标签或列标题，或者固定的账号。", "The label or heading, or the account itself.";
            "currency" => "标签或列标题，或者 CNY 这样的代码。", "The label or heading, or a code such as CNY.";
            "date" => "必填。可以与时间在同一列。", "Needed. The time may stand in the same column.";
            "date_order" => "年份在前的日期总能读出。", "A date that begins with its year is always read.";
            "amount" => "收入和支出在同一列时填写。", "Where what came and what left share a column.";
            "direction" => "用文字表示方向的那一列。", "The column of words.";
            "credit" => "收入的列标题；用文字表示方向时，填写表示收入的文字。", "The heading; where words tell the direction, the words for money in.";
            "debit" => "支出的列标题；用文字表示方向时，填写表示支出的文字。", "The heading; where words tell the direction, the words for money out.";
            "balance" => "有余额才能发现缺失的行。", "Only balances show that a row is missing.";
            "counterparty_name" => "或者付款人户名。", "Or the payer's.";
            "counterparty_account" => "或者付款人账号。", "Or the payer's.";
            "counterparty_bank" => "或者付款人开户行。", "Or the payer's.";
            "payee_name" => "付款人和收款人分列时填写。", "Where payer and payee have columns of their own.";
            "remittance" => "每行一列，按顺序合在一起。", "A column on each line, put together in order.";
            "status" => "表格里有未入账的行时填写。", "Where the table has rows that are not booked.";
            "end_of_table" => "例如“合计”。", "Such as “Total”.";
            _ => "", "";
        }
        /// The word of a choice.
        choice(code: &str) {
            "label" => "表头上方的标签后面", "Behind a label above the headings";
            "column" => "单独一列", "In a column";
            "fixed" => "固定不变", "Always the same";
            "given" => "文件里没有，上传时填写", "Not in the file; given on upload";
            "year_first" => "年月日", "Year, month, day";
            "day_first" => "日月年", "Day, month, year";
            "month_first" => "月日年", "Month, day, year";
            "flagged" => "一列金额，一列文字", "One column of amounts, one of words";
            "split" => "收入、支出各一列", "A column each";
            "split_negative" => "收入、支出各一列，支出带负号", "A column each, with a minus on money out";
            "signed" => "一列金额，支出为负数", "One column, negative for money out";
            _ => "—", "—";
        }
        said: "列的描述", "Description";
        upload_title: "试读", "Try it";
        upload_label: "银行文件", "A file of the bank";
        upload_hint: "xlsx 或 csv。只试读，不记账。", "xlsx or csv. It is read, and nothing is recorded.";
        upload_button: "试读", "Try";
        account_no: "账号", "Account";
        account_hint: "文件里没有写明账号时填写。", "Where the file does not say it.";
        trial: "试读结果", "What was read";
        untried: "还没有试读过。", "It was not tried yet.";
        read(lines: usize, refused: usize):
            "读出 {lines} 笔，{refused} 行无法识别",
            "{lines} movements read, {refused} rows not understood";
        row: "行", "Row";
        booked: "记账时间", "Booked";
        amount: "金额", "Amount";
        balance: "余额", "Balance";
        counterparty: "对方", "Other party";
        remittance: "附言", "Text";
        refused: "无法识别的行", "Rows that were not understood";
        reason: "原因", "Reason";
        text: "内容", "Content";
        propose_adopt: "提请启用", "Propose to adopt";
        propose_retire: "提请停用", "Propose to retire";
        nothing_to_do: "没有需要处理的。", "Nothing is to be done.";
    }
}
