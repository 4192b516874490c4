//! Files of an application.

use parts::bilingual;

bilingual! {
    pub fn attachment() -> AttachmentTexts {
        title: "附件", "Attachments";
        none: "没有附件。", "No files.";
        label: "添加附件（选填）", "Attach a file (optional)";
        hint:
            "营业执照、租赁合同、门店照片等；PDF、JPG 或 PNG，每个不超过 10 MB。草稿最多 5 个，补充资料时还可以再加 5 个",
            "Such as a licence, a lease, pictures of the shop: PDF, JPG or PNG, 10 MB each. Five with a draft, five more with answers";
        button: "上传", "Attach";
        remove: "删除", "Remove";
        size(kilobytes: i32): "{kilobytes} KB", "{kilobytes} KB";
    }
}
