//! Files of an application.

use parts::bilingual;

bilingual! {
    pub fn attachment() -> AttachmentTexts {
        title: "附件", "Attachments";
        none: "没有附件。", "No attachments.";
        label: "添加附件（选填）", "Add an attachment (optional)";
        hint:
            "可上传营业执照、租赁合同、门店照片等。支持 PDF、JPG、PNG，每个不超过 10 MB。草稿最多 5 个，补充资料时还可再加 5 个",
            "For example a business licence, lease or shop photos. PDF, JPG or PNG, up to 10 MB each. Up to 5 with a draft, and 5 more when you answer questions";
        remove: "删除", "Delete";
        size(kilobytes: i32): "{kilobytes} KB", "{kilobytes} KB";
    }
}
