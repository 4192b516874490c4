//! Files of operating data.

use parts::bilingual;

bilingual! {
    pub fn operating_data() -> OperatingDataTexts {
        note:
            "代理商每月的预存款、销售额和佣金，资金方据此给出额度",
            "Agents' monthly prepayments, sales and commissions, from which funders make their offers";
        upload_title: "上传文件", "Upload a file";
        upload_label: "经营数据文件", "File of operating data";
        upload_hint:
            "xlsx 或 csv，不超过 40 MB。需要五列：代理商编号、月份、预存款、销售额、佣金（元）。先检查，确认后才写入。",
            "xlsx or csv, up to 40 MB, with five columns: agent number, month, prepayments, sales, commissions (yuan). It is checked first and written only when you confirm.";
        upload_button: "上传并检查", "Upload and check";
        imports: "上传记录", "Uploads";
        file_name: "文件", "File";
        rows: "行数", "Rows";
        rows_new: "新增", "New";
        rows_changed: "更新", "Changed";
        rows_same: "相同", "Same";
        errors: "错误", "Errors";
        uploaded: "上传", "Uploaded";
        confirmed: "已导入", "Imported";
        to_confirm: "待确认", "To be confirmed";
        has_errors: "有错误", "Has errors";
        discarded: "已作废", "Discarded";
        discarded_title: "这份文件已作废，没有导入", "Discarded; nothing was imported";
        discard_title: "作废这份文件", "Discard the file";
        discard_text:
            "不再需要这份预览时使用。作废后不能导入；内容仍可查看。",
            "When the preview is not needed. It cannot be imported any more; it can still be read.";
        discard: "确认作废", "Discard";
        none_title: "还没有上传过文件", "No file yet";
        none_text:
            "上传后会先检查每一行，确认之前不写入任何数据。",
            "Every row is checked first; nothing is written before you confirm.";
        steps: "导入步骤", "Steps of the import";
        step_upload: "上传", "Upload";
        step_check: "检查", "Check";
        step_confirm: "导入", "Import";
        errors_title(count: usize):
            "{count} 处有误，整份文件不能导入",
            "{count} cells are wrong: the file cannot be imported";
        errors_text:
            "请按下表改好文件后重新上传。没有写入任何数据。",
            "Mend the file by the list below and upload it again. Nothing was written.";
        ready_title: "检查无误，可以导入", "No errors: ready to import";
        /// New, changed, same.
        ready_text(new: usize, changed: usize, same: usize):
            "将新增 {new} 行、更新 {changed} 行，{same} 行与现有数据相同。",
            "It adds {new} rows and changes {changed}; {same} are the same as now.";
        nothing_title: "与现有数据完全相同", "The same as what is stored";
        nothing_text: "导入它不会改变任何数据。", "Importing it changes nothing.";
        same_title: "同一份文件以前导入过", "This very file was imported before";
        same_text:
            "内容逐字节相同。再次导入不会重复计算。",
            "It is the same to the byte. Importing it again counts nothing twice.";
        same_link: "查看上次导入", "See that import";
        done_title: "已导入", "Imported";
        done_text(new: usize, changed: usize):
            "新增 {new} 行，更新 {changed} 行。",
            "{new} rows added, {changed} changed.";
        confirm: "确认导入", "Import";
        upload_again: "上传改好的文件", "Upload the mended file";
        maker_only: "由运营经办确认导入。", "A maker of operations confirms the import.";
        /// What is about to be written, and what was.
        to_write: "将写入的数据（元）", "To be written (yuan)";
        written: "写入的数据（元）", "Written (yuan)";
        /// With how many are listed.
        rows_first(count: usize):
            "先列出前 {count} 行，被更新的在前",
            "the first {count}, replaced rows before new ones";
        file_row(row: usize): "文件第 {row} 行", "row {row} of the file";
        change: "变化", "Change";
        sha256: "文件摘要 SHA-256", "SHA-256 of the file";
    }
}
