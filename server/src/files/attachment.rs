//! Files of an application: an agent sends them, and its funder's people fetch them. They are never shown inside a page.

use agent::api::attachment::{UPLOAD, attach};
use app::attachment::file;
use axum::{
    Extension,
    extract::{Multipart, Path, Request, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Redirect, Response},
};
use domain::id::ApplicationId;
use leptos::{
    prelude::provide_context,
    reactive::{computed::ScopedFuture, owner::Owner},
};
use parts::api::{Answer, ApiError, RequestProblem, Visitor};
use services::Db;

use super::upload::{Upload, back};

/// Where somebody is led whose file says of no application.
pub const PAGE: &str = "/agent/offers";
/// And who fetches none.
const LIST: &str = "/funder/applications";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    let upload = match Upload::read(form).await {
        Ok(upload) => upload,
        Err(error) => return back(PAGE, UPLOAD, error),
    };
    let Ok(application) = upload.application.parse::<ApplicationId>() else {
        return back(PAGE, UPLOAD, ApiError::of(RequestProblem::NotFound));
    };
    let page = format!("/agent/applications/{application}?step=2");
    match attached(&db, visitor, application, upload).await {
        Ok(()) => Redirect::to(&page),
        Err(error) => back(&page, UPLOAD, error),
    }
}

async fn attached(db: &Db, visitor: Visitor, application: ApplicationId, upload: Upload) -> Answer<()> {
    let context = visitor.writer(&upload.request_no)?;
    attach(db, &context, application, (upload.file_name, upload.bytes)).await
}

/// Gives a file out as a page is made: in the visitor's name.
pub async fn download(State(db): State<Db>, Path(attachment): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let found = Owner::new_root(None).with(|| {
        provide_context(parts);
        provide_context(db);
        ScopedFuture::new(async move { file(&attachment).await })
    });
    match found.await {
        Ok((name, media_type, content)) => given(&name, media_type, content),
        Err(error) => back(LIST, &path, error).into_response(),
    }
}

/// Who had to sign in before comes to the applications.
pub async fn page() -> Redirect {
    Redirect::to(LIST)
}

/// With its name in any script: what knows only ASCII gets another one.
fn given(name: &str, media_type: &str, content: Vec<u8>) -> Response {
    let coded: String = name
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let disposition = format!("attachment; filename=\"attachment.{ending}\"; filename*=UTF-8''{coded}");
    ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, disposition.as_str())], content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_away_under_its_own_name_and_never_shown() {
        let response = given("营业执照_1.pdf", "application/pdf", b"%PDF-".to_vec());
        let header = |name| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header(CONTENT_TYPE), "application/pdf");
        assert_eq!(
            header(CONTENT_DISPOSITION),
            "attachment; filename=\"attachment.pdf\"; filename*=UTF-8''%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7_1.pdf"
        );
    }
}
