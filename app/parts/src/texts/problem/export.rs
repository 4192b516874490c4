//! Of a list that is to become a file.

use domain::export::ExportRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &ExportRefusal) -> Words {
    match refusal {
        ExportRefusal::TooManyOpen { most } => words! {
            "同时最多生成 {most} 个文件", "请等待其中一个完成，或取消一个后再申请。";
            "Up to {most} files can be created at once", "Wait until one is ready, or cancel one.";
        },
        ExportRefusal::TooManyAtOnce { most } => words! {
            "同时最多导出 {most} 个列表", "前面的导出仍在进行，请在下载完成后再试。";
            "Up to {most} lists can be exported at once", "Wait until your downloads have finished, then try again.";
        },
        ExportRefusal::NoList => words! {
            "该页面不是列表，不能导出", "请从列表下方的“导出”进入。";
            "This page is not a list and cannot be exported", "Use “Export” below a list.";
        },
    }
}
