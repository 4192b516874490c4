//! Lists as files that are made in the background.

use domain::export::{ExportReason, ExportState, KEPT_FOR, MOST_ROWS};

use crate::bilingual;

bilingual! {
    pub fn export() -> ExportTexts {
        title: "我的文件", "My files";
        note -> String = format!("后台生成的导出文件，保留 {} 天，只有您本人可以下载。", KEPT_FOR.whole_days()),
            format!("Lists that were made into files in the background. They are kept for {} days, and only you can download them.", KEPT_FOR.whole_days());
        ask: "在后台生成文件", "Make the file in the background";
        ask_text -> String = format!("这个列表行数较多，不能立即下载，最多可以生成 {MOST_ROWS} 行。生成期间可以离开本页。"),
            format!("This list is too long to be downloaded at once. A file takes up to {MOST_ROWS} rows; you can leave this page while it is made.");
        begin: "开始生成", "Make it";
        list: "列表", "List";
        format: "格式", "Format";
        rows: "已写入（行）", "Rows so far";
        requested_at: "申请时间", "Asked for";
        what: "操作", "What to do";
        download: "下载", "Download";
        cancel: "取消", "Cancel";
        none: "没有文件", "No files";
        none_text: "列表较长时，导出的文件会在这里生成。", "Where a list is long, its file is made here.";
        fresh: "本页每 10 秒自动刷新", "This page is loaded again every 10 seconds";
        reload: "刷新", "Reload";
        states(state: ExportState) {
            ExportState::Making => "生成中", "Being made";
            ExportState::Ready => "可以下载", "Ready";
            ExportState::Refused => "没有生成", "Not made";
            ExportState::Cancelled => "已取消", "Cancelled";
        }
        reasons(reason: ExportReason) {
            ExportReason::TooLarge => "超过 20 万行，请缩小筛选范围后再导出", "More than 200,000 rows: narrow the list down";
            ExportReason::NoList => "这个地址不是列表", "That is no list";
            ExportReason::NotAllowed => "您现在无权查看这个列表", "You may not see this list now";
        }
    }
}
