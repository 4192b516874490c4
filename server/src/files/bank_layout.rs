//! A bank's file on which a layout is tried.

use admin::api::bank_layout::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, Path, State},
    response::Redirect,
};
use parts::api::{Answer, Told, Visitor, id};
use services::{Db, bank_layout};

use super::upload::{Upload, back};

pub const PAGE: &str = "/admin/layouts";

pub async fn upload(
    State(db): State<Db>,
    Extension(visitor): Extension<Visitor>,
    Path(layout): Path<String>,
    form: Multipart,
) -> Redirect {
    let page = format!("{PAGE}/{layout}");
    match try_layout(&db, visitor, &layout, form).await {
        Ok(()) => Redirect::to(&page),
        Err(error) => back(&page, &UPLOAD.replace("{id}", &layout), error),
    }
}

async fn try_layout(db: &Db, visitor: Visitor, layout: &str, form: Multipart) -> Answer<()> {
    let upload = Upload::read(form).await?;
    let (context, account_no) = (visitor.writer(&upload.request_no)?, upload.account_no());
    bank_layout::try_layout(db, &context, id(layout)?, (&upload.file_name, upload.bytes), account_no).await.told()
}
