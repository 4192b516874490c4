//! The pages of banks' layouts.

use domain::{
    bank_layout::{DateOrder, LayoutState},
    layout_field::{AmountKind, LayoutField, PlaceKind},
};
use parts::bilingual;

use crate::api::bank_layout::Choice;

bilingual! {
    pub fn bank_layout() -> BankLayoutTexts {
        note:
            "银行导出的表格按这里描述的列读取。新格式须先试读，再经双人启用",
            "Bank spreadsheets are read using the columns described here. A new layout must be tested, then enabled by two people";
        added: "自行添加的格式", "Custom layouts";
        none_title: "还没有自行添加的格式", "No custom layouts yet";
        none_text:
            "内置格式无法读取的银行文件，由经办在这里描述它的列。",
            "If no built-in layout reads a bank's file, a maker describes its columns here.";
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
        field(field: LayoutField) {
            LayoutField::Name => "名称", "Name";
            LayoutField::AccountPlace => "账号取自", "Account taken from";
            LayoutField::Account => "账号", "Account";
            LayoutField::CurrencyPlace => "币种取自", "Currency taken from";
            LayoutField::Currency => "币种", "Currency";
            LayoutField::Date => "记账日期", "Booking date";
            LayoutField::DateOrder => "日期格式", "Date format";
            LayoutField::Time => "记账时间", "Booking time";
            LayoutField::AmountKind => "收付表示方式", "How direction is shown";
            LayoutField::Amount => "金额", "Amount";
            LayoutField::Direction => "收付方向", "Direction";
            LayoutField::Credit => "收入", "Money in";
            LayoutField::Debit => "支出", "Money out";
            LayoutField::Balance => "余额", "Balance";
            LayoutField::CounterpartyName => "对方户名", "Counterparty name";
            LayoutField::CounterpartyAccount => "对方账号", "Counterparty account";
            LayoutField::CounterpartyBank => "对方开户行", "Counterparty bank";
            LayoutField::PayeeName => "收款人户名", "Payee name";
            LayoutField::PayeeAccount => "收款人账号", "Payee account";
            LayoutField::PayeeBank => "收款人开户行", "Payee bank";
            LayoutField::Remittance => "附言和摘要", "Remittance text";
            LayoutField::Reference => "银行流水号", "Bank reference number";
            LayoutField::Status => "交易状态", "Status";
            LayoutField::Booked => "表示已入账的文字", "Words meaning booked";
            LayoutField::NotBooked => "表示未入账的文字", "Words meaning not booked";
            LayoutField::EndOfTable => "表格结束行的开头", "Start of the closing row";
        }
        /// What to write into a field; empty where its label says it.
        hint(field: LayoutField) {
            LayoutField::Name => "例如“某某银行活期明细”。", "For example “Some Bank current account”.";
            LayoutField::Account => "标签、列标题或固定的账号。", "The label, heading or fixed account number.";
            LayoutField::Currency => "标签、列标题或币种代码（如 CNY）。", "The label, heading or a code such as CNY.";
            LayoutField::Date => "必填。可以与时间在同一列。", "Required. It may share a column with the time.";
            LayoutField::DateOrder => "年份在前的日期均可识别。", "Dates starting with the year are always recognised.";
            LayoutField::Amount => "收入和支出在同一列时填写。", "If money in and out share one column.";
            LayoutField::Direction => "用文字表示方向的那一列。", "The column with the direction in words.";
            LayoutField::Credit => "收入的列标题；用文字表示方向时，填写表示收入的文字。", "The heading for money in; or, if direction is in words, the words for money in.";
            LayoutField::Debit => "支出的列标题；用文字表示方向时，填写表示支出的文字。", "The heading for money out; or, if direction is in words, the words for money out.";
            LayoutField::Balance => "有余额才能发现缺失的流水。", "Missing rows can only be detected with balances.";
            LayoutField::CounterpartyName => "或付款人户名。", "Or that of the payer.";
            LayoutField::CounterpartyAccount => "或付款人账号。", "Or that of the payer.";
            LayoutField::CounterpartyBank => "或付款人开户行。", "Or that of the payer.";
            LayoutField::PayeeName => "付款人和收款人分列时填写。", "If payer and payee have separate columns.";
            LayoutField::Remittance => "每行填写一列，按顺序合并。", "One column per line, combined in order.";
            LayoutField::Status => "表格中有未入账的行时填写。", "If the table includes rows that are not booked.";
            LayoutField::EndOfTable => "例如“合计”。", "For example “Total”.";
            LayoutField::AccountPlace
            | LayoutField::CurrencyPlace
            | LayoutField::Time
            | LayoutField::AmountKind
            | LayoutField::PayeeAccount
            | LayoutField::PayeeBank
            | LayoutField::Reference
            | LayoutField::Booked
            | LayoutField::NotBooked => "", "";
        }
        /// The word of a choice.
        choice(choice: Choice) {
            Choice::Place(PlaceKind::Label) => "表头上方的标签之后", "After a label above the header";
            Choice::Place(PlaceKind::Column) => "单独一列", "A separate column";
            Choice::Place(PlaceKind::Fixed) => "固定值", "Fixed value";
            Choice::Place(PlaceKind::Given) => "文件里没有，上传时填写", "Not in the file, entered on upload";
            Choice::Date(DateOrder::YearFirst) => "年月日", "Year, month, day";
            Choice::Date(DateOrder::DayFirst) => "日月年", "Day, month, year";
            Choice::Date(DateOrder::MonthFirst) => "月日年", "Month, day, year";
            Choice::Amount(AmountKind::Flagged) => "一列金额，一列方向文字", "One amount column, one direction column";
            Choice::Amount(AmountKind::Split) => "收入、支出各一列", "Separate columns for in and out";
            Choice::Amount(AmountKind::SplitNegative) => "收入、支出各一列，支出带负号", "Separate columns, money out negative";
            Choice::Amount(AmountKind::Signed) => "一列金额，支出为负数", "One column, money out negative";
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
            "识别出 {lines} 笔，{refused} 行无法识别",
            "{lines} movements read, {refused} rows unreadable";
        booked: "记账时间", "Booked";
        balance: "余额", "Balance";
        refused: "无法识别的行", "Unreadable rows";
        text: "内容", "Content";
        propose_adopt: "提出启用", "Propose enabling";
        propose_retire: "提出停用", "Propose disabling";
    }
}
