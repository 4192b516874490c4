//! A carrier's file of commissions.

use admin::api::commission::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Response,
};
use parts::api::{Answer, RequestProblem, Told, Visitor, bad_field, date, id};
use services::{
    Db,
    commission::{UploadCommissionsCommand, upload_commissions},
};

use super::upload::{Upload, taken_on};

pub const PAGE: &str = "/admin/commissions";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Response {
    taken_on((PAGE, UPLOAD), form, |upload| read(&db, visitor, upload)).await
}

async fn read(db: &Db, visitor: Visitor, upload: Upload) -> Answer<String> {
    let context = visitor.writer(&upload.request_no)?;
    let command = UploadCommissionsCommand {
        carrier: id(&upload.carrier)?,
        month: upload.month.parse().map_err(|_| bad_field(RequestProblem::DateUnreadable))?,
        expected_on: date(&upload.expected_on)?,
        file_name: upload.file_name,
        bytes: upload.bytes,
    };
    let file = upload_commissions(db, &context, command).await.told()?;
    Ok(format!("{PAGE}/{file}"))
}
