//! Files of an application.

use parts::bilingual;

bilingual! {
    pub fn attachment() -> AttachmentTexts {
        title: "申请附件", "Attachments";
        note: "由申请人上传，每次下载均有记录", "Uploaded by the applicant. Every download is recorded";
        size: "大小（KB）", "Size (KB)";
        hash: "校验值（SHA-256）", "Checksum (SHA-256)";
    }
}
