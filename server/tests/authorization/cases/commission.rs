//! Files of carriers' commissions.

use domain::id::CommissionFileId;

use super::{Case, Thing, about, case};

const FILE: Thing = Thing {
    text: |id| CommissionFileId(id).to_string(),
    own: "select id from commission_files limit 1",
    colleague: "",
    other: "",
};
/// Nobody has released it.
const DRAFT: &str = "delete from commissions; update commission_files set state = 'draft', revision = null";

pub const FILE_PAGE: Case = about("/admin/commissions/{id}", &FILE);
pub const PROPOSE: Case = about("/api/commission/propose", &FILE).when(DRAFT).with(&[
    ("file", "@thing"),
    ("recall", "false"),
    ("note", "已核对"),
]);
pub const DISCARD: Case =
    about("/api/approval/discard", &FILE).when(DRAFT).with(&[("file", "@thing"), ("note", "重复上传")]);
pub const UPLOAD: Case = Case {
    file: Some(("commissions.csv", "代理商编号,佣金\r\nHX00002,1.00\r\n".as_bytes())),
    fields: &[("carrier", "@carrier"), ("month", "2026-10"), ("expected_on", "2026-11-25")],
    ..case(admin::api::commission::UPLOAD)
};
