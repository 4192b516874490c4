//! Of files that are attached to an application.

use domain::attachment::AttachmentRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &AttachmentRefusal) -> Words {
    match refusal {
        AttachmentRefusal::Empty => words! {
            "文件是空的", "请重新选择文件。";
            "The file is empty", "Choose another one.";
        },
        AttachmentRefusal::TooLarge => words! {
            "文件超过 10 MB", "请压缩或分成几个文件后再上传。";
            "The file is larger than 10 MB", "Make it smaller, or send it in parts.";
        },
        AttachmentRefusal::Unknown => words! {
            "不支持这种文件", "只接受 PDF、JPG 和 PNG；按文件内容判断，改名无效。";
            "This kind of file is not taken", "PDF, JPG and PNG are, by their content: another name does not help.";
        },
        AttachmentRefusal::TooMany { most } => words! {
            "附件已满", "最多 {most} 个。草稿里的可以先删除再上传。";
            "There are too many files", "{most} at most. Those of a draft can be removed first.";
        },
        AttachmentRefusal::Twice => words! {
            "这个文件已经上传过", "没有重复保存。";
            "The same file is attached already", "Nothing was kept twice.";
        },
        AttachmentRefusal::NotNow => words! {
            "现在不能添加附件", "填写草稿时，或资金方要求补充资料时可以添加。";
            "Nothing can be attached now", "Files come with a draft, or when the funder asks for something.";
        },
        AttachmentRefusal::Submitted => words! {
            "已提交的附件不能删除", "只有草稿里的附件可以删除。";
            "What was submitted stays", "Only files of a draft can be removed.";
        },
    }
}
