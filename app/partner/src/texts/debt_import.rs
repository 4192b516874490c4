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
    }
}
