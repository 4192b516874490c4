//! Files of an application: an agent sends and removes them beside what it types, and fetches its own; its funder's people fetch them.
//! They are never shown inside a page.

use agent::api::attachment::{UPLOAD, attach, own_file, remove};
use app::attachment::file;
use axum::{
    Extension,
    extract::{Multipart, Path, Request, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Redirect, Response},
};
use domain::{attachment::AttachmentRefusal, id::ApplicationId};
use parts::api::{Answer, ApiError, Problem, RequestProblem, Visitor, sent_back::SentBack};
use services::Db;

use super::{
    taken::made_as_page,
    upload::{Upload, back},
};

/// Where somebody is led whose file is of no application, and who finds none of its own.
pub const PAGE: &str = "/agent/offers";
/// And who at a funder finds none.
const LIST: &str = "/funder/applications";

/// Attaches the file, or removes one, and leads back to the page with what was typed there: it is not saved yet.
pub async fn upload(
    State(db): State<Db>,
    Extension(visitor): Extension<Visitor>,
    Path(application): Path<String>,
    form: Multipart,
) -> Response {
    let Ok(application) = application.parse::<ApplicationId>() else {
        return back(PAGE, UPLOAD, ApiError::of(RequestProblem::NotFound)).into_response();
    };
    let mut upload = Upload::default();
    let read = upload.fill(form).await;
    let fields = std::mem::take(&mut upload.fields);
    let field = |name: &str| fields.iter().find_map(|(field, typed)| (field == name).then(|| typed.clone()));
    let (path, removed) = (field("form").unwrap_or_default(), field("remove"));
    let done = match (read, removed) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(attachment)) => removed_from(&db, visitor, &upload.request_no, &attachment).await,
        (Ok(()), None) => attached(&db, visitor, application, upload).await,
    };
    let mut response = Redirect::to(&format!("/agent/applications/{application}?step=2")).into_response();
    response.extensions_mut().insert(SentBack { path, error: done.err().map(told), fields });
    response
}

async fn attached(db: &Db, visitor: Visitor, application: ApplicationId, upload: Upload) -> Answer<()> {
    let context = visitor.writer(&upload.request_no)?;
    attach(db, &context, application, (upload.file_name, upload.bytes)).await
}

async fn removed_from(db: &Db, visitor: Visitor, request_no: &str, attachment: &str) -> Answer<()> {
    remove(db, &visitor.writer(request_no)?, attachment).await
}

/// What is too large to be read at all is much larger than a file may be that is attached.
fn told(error: ApiError) -> ApiError {
    match error.problem {
        Problem::Request(RequestProblem::FileTooLarge) => ApiError::of(AttachmentRefusal::TooLarge),
        _ => error,
    }
}

/// Gives a file to somebody of its own shop.
pub async fn own(State(db): State<Db>, Path(attachment): Path<String>, request: Request) -> Response {
    fetched(db, request, async move { own_file(&attachment).await }, PAGE).await
}

/// Gives a file to somebody of its funder.
pub async fn download(State(db): State<Db>, Path(attachment): Path<String>, request: Request) -> Response {
    fetched(db, request, async move { file(&attachment).await }, LIST).await
}

/// Gives a file out as a page is made: in the visitor's name. Whoever finds none is led to `list`.
async fn fetched(
    db: Db,
    request: Request,
    file: impl Future<Output = Answer<(String, &'static str, Vec<u8>)>> + Send + 'static,
    list: &str,
) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path().to_owned();
    match made_as_page(db, parts, file).await {
        Ok((name, media_type, content)) => given(&name, media_type, content),
        Err(error) => back(list, &path, error).into_response(),
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
    fn a_file_that_was_not_read_to_its_end_is_told_by_the_limit_of_what_is_attached() {
        assert_eq!(told(ApiError::of(RequestProblem::FileTooLarge)).code, "attachment.too_large");
        assert_eq!(told(ApiError::of(RequestProblem::NotFound)).code, "not_found");
    }

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
