//! Of a list that is to become a file.

use domain::export::ExportRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &ExportRefusal) -> Words {
    match refusal {
        ExportRefusal::TooManyOpen { most } => words! {
            "同时最多生成 {most} 个文件", "请等其中一个完成，或取消一个，再申请。";
            "No more than {most} files are made at once", "Wait until one of them is ready, or cancel one.";
        },
        ExportRefusal::TooManyAtOnce { most } => words! {
            "同时最多导出 {most} 个列表", "前面的导出还在进行，请等下载完成后再试。";
            "No more than {most} lists are exported at once", "Wait until the files that you asked for have come, and try again.";
        },
        ExportRefusal::NoList => words! {
            "该页面不是列表，不能导出", "请从列表下方的“导出”进入。";
            "That is no list", "Begin with “Export” below a list.";
        },
    }
}
