//! Files of operating data.

use parts::bilingual;

bilingual! {
    pub fn operating_data() -> OperatingDataTexts {
        note:
            "代理商每月的预存款、销售额和佣金，资金方据此给出预授信结果",
            "Agents' monthly carrier prepayments, sales and commissions, on which funders base their offers";
        upload_title: "上传文件", "Upload a file";
        upload_label: "经营数据文件", "Operating data file";
        upload_hint:
            "xlsx 或 csv，不超过 40\u{a0}MB。需要五列：代理商编号、月份、预存款、销售额、佣金（元）。先检查，确认后才导入。",
            "xlsx or csv, up to 40\u{a0}MB, with five columns: agent number, month, prepayments, sales, commissions (yuan). The file is checked first and imported only after you confirm.";
        rows: "行数", "Rows";
        rows_new: "新增", "New";
        rows_changed: "更新", "Updated";
        rows_same: "未变", "Unchanged";
        errors: "错误", "Errors";
        confirmed: "已导入", "Imported";
        discarded_title: "这份文件已作废，未导入", "Discarded, nothing was imported";
        discard_title: "作废这份文件", "Discard this file";
        discard_text:
            "不再需要这份文件时使用。作废后不能导入，内容仍可查看。",
            "Use this if the file is no longer needed. It can no longer be imported but can still be viewed.";
        discard: "确认作废", "Discard";
        none_title: "还没有上传记录", "No files yet";
        none_text:
            "上传后逐行检查，确认之前不会导入。",
            "Every row is checked first. Nothing is imported before you confirm.";
        steps: "导入步骤", "Import steps";
        step_check: "检查", "Check";
        step_confirm: "导入", "Import";
        errors_title(count: usize):
            "{count} 处有误，整份文件不能导入",
            "{count} errors: the file cannot be imported";
        errors_text:
            "请按下表修改文件后重新上传。未导入任何数据。",
            "Fix the errors listed below and upload the file again. Nothing was imported.";
        ready_title: "检查无误，可以导入", "No errors, ready to import";
        /// New, changed, same.
        ready_text(new: usize, changed: usize, same: usize):
            "将新增 {new} 行、更新 {changed} 行，{same} 行与现有数据相同。",
            "{new} rows will be added and {changed} updated; {same} are unchanged.";
        nothing_title: "与现有数据完全相同", "Identical to existing data";
        nothing_text: "导入后数据不会变化。", "Importing it will not change any data.";
        same_title: "这份文件此前已导入", "This file was imported before";
        same_text:
            "文件内容完全相同，再次导入不会重复计算。",
            "The content is identical. Importing it again counts nothing twice.";
        same_link: "查看上次导入", "View that import";
        done_title: "已导入", "Imported";
        done_text(new: usize, changed: usize):
            "新增 {new} 行，更新 {changed} 行。",
            "{new} rows added, {changed} updated.";
        confirm: "确认导入", "Import";
        upload_again: "上传修改后的文件", "Upload corrected file";
        maker_only: "由运营经办确认导入。", "An operations maker confirms the import.";
        /// What is about to be written, and what was.
        to_write: "将导入的数据（元）", "Data to import (yuan)";
        written: "已导入的数据（元）", "Imported data (yuan)";
        /// With how many are listed.
        rows_first(count: usize):
            "仅列出前 {count} 行，更新的在前",
            "Showing the first {count}, updated rows first";
        file_row(row: usize): "文件第 {row} 行", "Row {row} of the file";
        change: "变化", "Change";
    }
}
