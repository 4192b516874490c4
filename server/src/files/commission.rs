//! A carrier's file of commissions.

use admin::api::commission::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use domain::id::CommissionFileId;
use parts::api::{Answer, RequestProblem, Told, Visitor, bad_field, date, id};
use services::{
    Db,
    commission::{UploadCommissionsCommand, upload_commissions},
};

use super::upload::{Upload, back};

pub const PAGE: &str = "/admin/commissions";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    match read(&db, visitor, form).await {
        Ok(file) => Redirect::to(&format!("{PAGE}/{file}")),
        Err(error) => back(PAGE, UPLOAD, error),
    }
}

async fn read(db: &Db, visitor: Visitor, form: Multipart) -> Answer<CommissionFileId> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    let command = UploadCommissionsCommand {
        carrier: id(&upload.carrier)?,
        month: upload.month.parse().map_err(|_| bad_field(RequestProblem::DateUnreadable))?,
        expected_on: date(&upload.expected_on)?,
        file_name: upload.file_name,
        bytes: upload.bytes,
    };
    upload_commissions(db, &context, command).await.told()
}
