//! Files of an application.

use parts::bilingual;

bilingual! {
    pub fn attachment() -> AttachmentTexts {
        title: "申请附件", "Attachments";
        note: "由申请人上传；每次下载都有记录", "Sent by the applicant; each download is written down";
        name: "文件", "File";
        size: "大小（KB）", "Size (KB)";
        hash: "摘要", "Digest";
        uploaded_at: "上传时间", "Attached";
        download: "下载", "Download";
    }
}
