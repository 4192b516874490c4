//! What is wrong with the rows of files that people send.

use domain::operating_data::{Column, RowProblem};

use crate::bilingual;

bilingual! {
    pub fn fault() -> FaultTexts {
        /// Of more than are listed.
        first(count: usize): "仅列出前 {count} 处", "Showing the first {count}";
        column: "列", "Column";
        cell: "单元格内容", "Cell";
        problem: "问题", "Problem";
        columns(column: Column) {
            Column::AgentNo => "代理商编号", "Agent number";
            Column::Month => "月份", "Month";
            Column::Prepayments => "预存款", "Prepayments";
            Column::Sales => "销售额", "Sales";
            Column::Commissions => "佣金", "Commissions";
            Column::DebtNumber => "债权编号", "Number";
            Column::Alias => "协议别名", "Alias";
            Column::Amount => "金额", "Amount";
            Column::DueOn => "到期日", "Due on";
            Column::BankResult => "交易结果", "Result";
            Column::BankSerial => "银行流水号", "Bank reference number";
            Column::DrawReference => "业务编号", "Reference";
            Column::SettlementId => "结算编号", "Settlement ID";
            Column::Funder => "资金方", "Funder";
            Column::Facilitator => "助贷机构", "Facilitator";
            Column::From => "生效时间", "Effective from";
        }
        problems(problem: RowProblem) {
            RowProblem::ColumnMissing => "缺少这一列", "Column missing";
            RowProblem::ColumnTwice => "这一列出现了两次", "Duplicate column";
            RowProblem::Empty => "没有填写", "Empty";
            RowProblem::AgentUnknown => "没有这个代理商", "Agent not found";
            RowProblem::MonthUnreadable => "月份格式不正确，请写成 2026-10", "Invalid month; use 2026-10";
            RowProblem::MonthInFuture => "月份在会计日之后", "Month is after the business date";
            RowProblem::OtherMonth => "不是所选的月份", "Not the selected month";
            RowProblem::Negative => "不能为负数", "Cannot be negative";
            RowProblem::NotANumber => "不是金额", "Not an amount";
            RowProblem::MisplacedComma => "逗号位置不正确，小数点请用“.”", "Misplaced comma; use a point for decimals";
            RowProblem::FinerThanFen => "小数超过两位", "More than two decimals";
            RowProblem::TooLarge => "金额过大", "Too large";
            RowProblem::Duplicate => "与前面一行重复，行号", "Repeats an earlier row, row";
            RowProblem::Contradicted => "同一编号在另一行的内容不一致，请核对，行号", "Different details for the same number in row";
            RowProblem::NumberInvalid => "编号应为 1 至 64 个字符，不能换行", "Must have 1 to 64 characters, without line breaks";
            RowProblem::AliasUnknown => "没有这个别名的协议", "No binding with this alias";
            RowProblem::NotPositive => "金额须大于零", "Must be above zero";
            RowProblem::DateUnreadable => "日期格式不正确，请写成 2026-11-01", "Invalid date; use 2026-11-01";
            RowProblem::ReferenceMissing => "缺少支用的业务编号", "No draw reference";
            RowProblem::SeveralReferences => "一行中有多个业务编号", "Several references in one row";
            RowProblem::DrawUnknown => "没有这笔支用", "Draw not found";
            RowProblem::NotPaid => "银行未付款或已退回", "Not paid, or returned";
            RowProblem::NotDecided => "银行尚无明确结果", "No final result yet";
        }
        /// Of a code that no reader gives any more.
        unknown: "格式不正确", "Invalid format";
    }
}
