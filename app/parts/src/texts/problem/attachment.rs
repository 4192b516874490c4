//! Of files that are attached to an application.

use domain::attachment::AttachmentRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &AttachmentRefusal) -> Words {
    match refusal {
        AttachmentRefusal::Empty => words! {
            "文件是空的", "请重新选择文件。";
            "The file is empty", "Choose another file.";
        },
        AttachmentRefusal::TooLarge => words! {
            "文件超过 10 MB", "请压缩或分成几个文件后再上传。";
            "The file is larger than 10 MB", "Compress it or split it into several files.";
        },
        AttachmentRefusal::Unknown => words! {
            "不支持这种文件", "仅支持 PDF、JPG 和 PNG。系统按文件内容识别，修改扩展名无效。";
            "File type not supported", "Use PDF, JPG or PNG. The content is checked, so renaming the file does not help.";
        },
        AttachmentRefusal::NotWhole => words! {
            "文件不完整，或夹带了其他内容", "请打开原件，另存为 PDF、JPG 或 PNG 后再上传；照片可以截图后上传。";
            "The file is incomplete or contains another file", "Open it, save it again as PDF, JPG or PNG, and upload that. A screenshot of a photo will do.";
        },
        AttachmentRefusal::TooMany { most } => words! {
            "附件数量已达上限", "最多 {most} 个。草稿中的附件可以删除后再上传。";
            "Too many attachments", "Up to {most}. You can delete draft attachments first.";
        },
        AttachmentRefusal::Twice => words! {
            "这个文件已上传", "没有重复保存。";
            "This file is already attached", "It was not saved twice.";
        },
        AttachmentRefusal::NotNow => words! {
            "现在不能添加附件", "填写草稿时，或资金方要求补充资料时，可以添加附件。";
            "Attachments cannot be added now", "You can add attachments to a draft, or when the funder asks for more information.";
        },
        AttachmentRefusal::Submitted => words! {
            "已提交的附件不能删除", "只有草稿中的附件可以删除。";
            "Submitted attachments cannot be deleted", "Only draft attachments can be deleted.";
        },
    }
}
