//! Files of debts.

use parts::bilingual;

bilingual! {
    pub fn debt_import() -> DebtImportTexts {
        title: "从表格登记债权", "Register debts from a spreadsheet";
        label: "债权文件", "File of debts";
        hint:
            "xlsx 或 csv，最多 1,000 行。需要四列：债权编号、协议别名、金额（元）、到期日（如 2026-11-01）。逐行登记，有误的行会列出，其余照常登记；修改后可再次上传，不会重复登记。",
            "xlsx or csv, up to 1,000 rows, with four columns: number, alias, amount (yuan), due on (such as 2026-11-01). Rows are registered one by one: rows with errors are listed, the others are registered. Fix and upload again; nothing is registered twice.";
        button: "上传并登记", "Upload and register";
        faults: "有误的行", "Rows with errors";
        faults_first(count: usize): "仅列出前 {count} 处", "Showing the first {count}";
        row: "行", "Row";
        column: "列", "Column";
        cell: "单元格内容", "Cell";
        problem: "问题", "Problem";
        columns(code: &str) {
            "number" => "债权编号", "Number";
            "alias" => "协议别名", "Alias";
            "amount" => "金额", "Amount";
            "due_on" => "到期日", "Due on";
            _ => "", "";
        }
        problems(code: &str) {
            "operating_data.column_missing" => "缺少这一列", "Column missing";
            "operating_data.column_twice" => "这一列出现了两次", "Duplicate column";
            "operating_data.empty" => "没有填写", "Empty";
            "operating_data.duplicate" => "与前面一行完全相同，行号", "Identical to an earlier row, row";
            "debt.row_contradicted" => "同一编号的内容不一致，行号", "Different details for the same number in row";
            "debt.number_invalid" => "编号应为 1 至 64 个字符，不能换行", "Must have 1 to 64 characters, without line breaks";
            "debt.alias_unknown" => "没有这个别名的协议", "No binding with this alias";
            "debt.date_unreadable" => "日期格式不正确，请写成 2026-11-01", "Invalid date; use 2026-11-01";
            "amount.empty" => "没有填写", "Empty";
            "amount.not_a_number" => "不是金额", "Not an amount";
            "amount.misplaced_comma" => "逗号位置不正确，小数点请用“.”", "Misplaced comma; use a point for decimals";
            "amount.finer_than_fen" => "小数超过两位", "More than two decimals";
            "amount.too_large" => "金额过大", "Too large";
            "amount.not_positive" => "金额须大于零", "Must be above zero";
            _ => "格式不正确", "Invalid format";
        }
    }
}
