//! Lists as files that are made in the background.

use domain::export::{ExportReason, ExportState, KEPT_FOR, MOST_ROWS};

use crate::bilingual;

bilingual! {
    pub fn export() -> ExportTexts {
        title: "我的文件", "My files";
        note -> String = format!("后台生成的导出文件，保留 {} 天，只有您本人可以下载", KEPT_FOR.whole_days()),
            format!("Exported files created in the background. They are kept for {} days, and only you can download them", KEPT_FOR.whole_days());
        ask: "在后台生成导出文件", "Create the export file in the background";
        ask_text -> String = format!("这个列表行数较多，不能立即下载，将在后台生成，最多 {MOST_ROWS} 行。生成期间可以离开本页。"),
            format!("This list is too long to download right away. A file holds up to {MOST_ROWS} rows. You can leave this page while it is being created.");
        begin: "开始生成", "Create file";
        list: "列表", "List";
        rows: "已写入（行）", "Rows written";
        what: "操作", "Actions";
        cancel: "取消", "Cancel";
        none: "没有导出文件", "No files";
        none_text: "导出较长的列表时，文件会显示在这里。", "When you export a long list, the file appears here.";
        states(state: ExportState) {
            ExportState::Making => "生成中", "Creating";
            ExportState::Ready => "可以下载", "Ready";
            ExportState::Refused => "生成失败", "Failed";
            ExportState::Cancelled => "已取消", "Cancelled";
        }
        reasons(reason: ExportReason) {
            ExportReason::TooLarge => "超过 20 万行，请缩小筛选范围后再导出", "More than 200,000 rows. Narrow the list and export again";
            ExportReason::NoList => "该页面不是列表，不能导出", "This page is not a list and cannot be exported";
            ExportReason::NotAllowed => "您现在无权查看这个列表", "You no longer have access to this list";
        }
    }
}
