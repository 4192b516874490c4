//! A bank's file on which a layout is tried.

use admin::api::bank_layout::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, Path, State},
    response::Response,
};
use parts::api::{Answer, Told, Visitor, id};
use services::{Db, bank_layout};

use super::upload::{Upload, taken_on};

pub const PAGE: &str = "/admin/layouts";

pub async fn upload(
    State(db): State<Db>,
    Extension(visitor): Extension<Visitor>,
    Path(layout): Path<String>,
    form: Multipart,
) -> Response {
    let (page, path) = (format!("{PAGE}/{layout}"), UPLOAD.replace("{id}", &layout));
    let on = page.clone();
    let tried = |upload| async move { try_layout(&db, visitor, &layout, upload).await.map(|()| on) };
    taken_on((&page, &path), form, tried).await
}

async fn try_layout(db: &Db, visitor: Visitor, layout: &str, upload: Upload) -> Answer<()> {
    let (context, account_no) = (visitor.writer(&upload.request_no)?, upload.account_no());
    bank_layout::try_layout(db, &context, id(layout)?, (&upload.file_name, upload.bytes), account_no).await.told()
}
