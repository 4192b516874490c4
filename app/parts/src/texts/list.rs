//! The words around every list.

use crate::bilingual;

bilingual! {
    pub fn list() -> ListTexts {
        next_page: "下一页", "Next page";
        first_page: "回到第一页", "First page";
        search: "查找", "Search";
        clear: "清除条件", "Clear filters";
        nothing_found: "没有符合条件的记录", "No matching records";
        nothing_found_text:
            "请更换条件，或清除条件查看全部。",
            "Change the filters, or clear them to see everything.";
        /// How many rows a page shows.
        shown(count: usize): "本页 {count} 条", "{count} on this page";
        notes_of(heading: &str): "{heading}，备注", "{heading}, notes";
        tick(name: &str): "勾选 {name}", "Select {name}";
        export_xlsx: "导出 Excel", "Export to Excel";
        export_csv: "导出 CSV", "Export to CSV";
        columns: "显示的列", "Columns";
        hidden_columns(count: usize): "已隐藏 {count} 列", "{count} hidden";
        columns_text:
            "第一列始终显示。导出的文件包含所有列。",
            "The first column is always shown. Exported files contain all columns.";
        keep_columns: "保存", "Save";
    }
}
