//! The pages of banks' layouts.

use domain::bank_layout::LayoutState;
use parts::bilingual;

bilingual! {
    pub fn bank_layout() -> BankLayoutTexts {
        note:
            "银行导出的表格按这里描述的列读取。新格式须先试读，再经双人启用。",
            "Bank spreadsheets are read using the columns described here. A new layout must be tested, then enabled by two people.";
        added: "自行添加的格式", "Custom layouts";
        none_title: "还没有自行添加的格式", "No custom layouts yet";
        none_text:
            "内置格式无法读取的银行文件，可在这里描述它的列。",
            "If no built-in layout reads a bank's file, describe its columns here.";
        name: "名称", "Name";
        state: "状态", "State";
        states(state: LayoutState) {
            LayoutState::Draft => "草稿", "Draft";
            LayoutState::Adopted => "已启用", "Enabled";
            LayoutState::Retired => "已停用", "Disabled";
        }
        added_by: "添加人", "Added by";
        built_in: "内置格式", "Built-in layouts";
        add_title: "添加格式", "Add a layout";
        add_text:
            "填写列标题；同一列有多种写法时用竖线“|”隔开，没有的列留空。添加后不能修改，如有错误请重新添加。",
            "Enter the column headings. Separate several spellings of a heading with “|” and leave missing columns empty. A layout cannot be changed once added; add a new one instead.";
        add: "添加格式", "Add layout";
        field(name: &str) {
            "name" => "名称", "Name";
            "account_place" => "账号取自", "Account taken from";
            "account" => "账号", "Account";
            "currency_place" => "币种取自", "Currency taken from";
            "currency" => "币种", "Currency";
            "date" => "记账日期", "Booking date";
            "date_order" => "日期格式", "Date format";
            "time" => "记账时间", "Booking time";
            "amount_kind" => "收付表示方式", "How direction is shown";
            "amount" => "金额", "Amount";
            "direction" => "收付方向", "Direction";
            "credit" => "收入", "Money in";
            "debit" => "支出", "Money out";
            "balance" => "余额", "Balance";
            "counterparty_name" => "对方户名", "Counterparty name";
            "counterparty_account" => "对方账号", "Counterparty account";
            "counterparty_bank" => "对方开户行", "Counterparty bank";
            "payee_name" => "收款人户名", "Payee name";
            "payee_account" => "收款人账号", "Payee account";
            "payee_bank" => "收款人开户行", "Payee bank";
            "remittance" => "附言和摘要", "Remittance text";
            "reference" => "银行流水号", "Bank reference number";
            "status" => "交易状态", "Status";
            "booked" => "表示已入账的文字", "Words meaning booked";
            "not_booked" => "表示未入账的文字", "Words meaning not booked";
            "end_of_table" => "表格结束行的开头", "Start of the closing row";
            _ => "", "";
        }
        /// What to write into a field; empty where its label says it.
        hint(name: &str) {
            "name" => "例如“某某银行活期明细”。", "For example “Some Bank current account”.";
            "account" => "标签、列标题或固定的账号。", "The label, heading or fixed account number.";
            "currency" => "标签、列标题或币种代码（如 CNY）。", "The label, heading or a code such as CNY.";
            "date" => "必填。可以与时间在同一列。", "Required. It may share a column with the time.";
            "date_order" => "年份在前的日期均可识别。", "Dates starting with the year are always recognised.";
            "amount" => "收入和支出在同一列时填写。", "If money in and out share one column.";
            "direction" => "用文字表示方向的那一列。", "The column with the direction in words.";
            "credit" => "收入的列标题；用文字表示方向时，填写表示收入的文字。", "The heading for money in; or, if direction is in words, the words for money in.";
            "debit" => "支出的列标题；用文字表示方向时，填写表示支出的文字。", "The heading for money out; or, if direction is in words, the words for money out.";
            "balance" => "有余额才能发现缺失的流水。", "Missing rows can only be detected with balances.";
            "counterparty_name" => "或付款人户名。", "Or that of the payer.";
            "counterparty_account" => "或付款人账号。", "Or that of the payer.";
            "counterparty_bank" => "或付款人开户行。", "Or that of the payer.";
            "payee_name" => "付款人和收款人分列时填写。", "If payer and payee have separate columns.";
            "remittance" => "每行填写一列，按顺序合并。", "One column per line, combined in order.";
            "status" => "表格中有未入账的行时填写。", "If the table includes rows that are not booked.";
            "end_of_table" => "例如“合计”。", "For example “Total”.";
            _ => "", "";
        }
        /// The word of a choice.
        choice(code: &str) {
            "label" => "表头上方的标签之后", "After a label above the header";
            "column" => "单独一列", "A separate column";
            "fixed" => "固定值", "Fixed value";
            "given" => "文件里没有，上传时填写", "Not in the file, entered on upload";
            "year_first" => "年月日", "Year, month, day";
            "day_first" => "日月年", "Day, month, year";
            "month_first" => "月日年", "Month, day, year";
            "flagged" => "一列金额，一列方向文字", "One amount column, one direction column";
            "split" => "收入、支出各一列", "Separate columns for in and out";
            "split_negative" => "收入、支出各一列，支出带负号", "Separate columns, money out negative";
            "signed" => "一列金额，支出为负数", "One column, money out negative";
            _ => "—", "—";
        }
        said: "列的描述", "Column description";
        upload_title: "试读", "Test";
        upload_label: "银行文件", "Bank file";
        upload_hint: "xlsx 或 csv。只试读，不记账。", "xlsx or csv. Test only, nothing is recorded.";
        upload_button: "试读", "Test";
        account_no: "账号", "Account";
        account_hint: "文件中未注明账号时填写。", "If the file does not include it.";
        trial: "试读结果", "Test result";
        untried: "尚未试读。", "Not tested yet.";
        read(lines: usize, refused: usize):
            "读出 {lines} 笔，{refused} 行无法识别",
            "{lines} movements read, {refused} rows unreadable";
        booked: "记账时间", "Booked";
        balance: "余额", "Balance";
        counterparty: "对方", "Counterparty";
        refused: "无法识别的行", "Unreadable rows";
        text: "内容", "Content";
        propose_adopt: "提出启用", "Propose enabling";
        propose_retire: "提出停用", "Propose disabling";
    }
}
