//! Files that people bring, as multipart forms to paths of their own and with a limit of their own, and files that they take away.

mod attachment;
mod bank_layout;
mod commission;
mod debt;
mod evidence;
pub mod export;
mod export_job;
mod operating_data;
mod partner_file;
mod payment_file;
mod statement;
mod wallet_statement;

use axum::{
    Router,
    extract::{
        DefaultBodyLimit, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, get},
};
use domain::{bank_movement::StatementRefusal, operating_data::ImportRefusal};
use files::sheet::MAX_FILE_BYTES;
use leptos::{
    reactive::{computed::ScopedFuture, owner::Owner},
    server_fn::error::ServerFnUrlError,
};
use parts::{
    api::{ApiError, Problem, RequestProblem},
    components::export::Format,
};

pub use export_job::make_files;

use crate::{limits::brake_uploads, router::AppState};

/// Of a request, in bytes. More than a file may have: what is somewhat too large is read to its end, because a browser
/// that is cut off while it sends shows its own error and not ours.
const BODY_LIMIT: usize = 3 * MAX_FILE_BYTES;
/// Of what is typed beside a file, all fields together, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// The longest fact that is carried in an address, in characters.
const DETAIL_LIMIT: usize = 300;

/// The paths to which files are sent.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route(agent::api::attachment::UPLOAD, to_page(attachment::PAGE).post(attachment::upload))
        .route(admin::api::bank_layout::UPLOAD, to_page(bank_layout::PAGE).post(bank_layout::upload))
        .route(admin::api::commission::UPLOAD, to_page(commission::PAGE).post(commission::upload))
        .route(admin::api::operating_data::UPLOAD, to_page(operating_data::PAGE).post(operating_data::upload))
        .route(parts::api::debt_import::UPLOAD, to_page(debt::PAGE).post(debt::upload))
        .route(parts::api::payment_import::UPLOAD, to_page(payment_file::PAGE).post(payment_file::upload))
        .route(admin::api::statement::UPLOAD, to_page(statement::PAGE).post(statement::upload))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(apart))
        .layer(middleware::from_fn(brake_uploads))
}

/// The paths from which files are fetched.
pub fn downloads() -> Router<AppState> {
    let pack = || get(evidence::page).post(evidence::download);
    Router::new()
        .route(agent::api::statement::DOWNLOAD, get(wallet_statement::download))
        .route(agent::api::attachment::DOWNLOAD, get(attachment::own))
        .route(parts::api::export::DOWNLOAD, get(export::download))
        .route(app::payment_file::DOWNLOAD, get(payment_file::download))
        .route(app::attachment::DOWNLOAD, get(attachment::page).post(attachment::download))
        .route(app::evidence::FUNDER_PACK, pack())
        .route(app::evidence::FACILITATOR_PACK, pack())
        .route(app::evidence::ADMIN_PACK, pack())
        .route(app::files::FUNDER_FILE, get(partner_file::download))
        .route(app::files::FACILITATOR_FILE, get(partner_file::download))
}

/// Runs a request outside of every page. Leptos knows the page of a thread, which may be another visitor's: its status
/// must not become what this request is refused with.
async fn apart(request: Request, next: Next) -> Response {
    Owner::new_root(None).with(|| ScopedFuture::new(next.run(request))).await
}

/// Who had to sign in before the file could be sent comes back without it.
fn to_page(page: &'static str) -> MethodRouter<AppState> {
    get(move || async move { Redirect::to(page) })
}

/// A list that is taken away.
fn attachment(name: &str, format: Format, content: Vec<u8>) -> Response {
    taken(name, format.media_type(), content)
}

/// A file that is taken away. Its name is of ASCII letters, digits and signs that stand in a name.
fn taken(name: &str, media_type: &str, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, disposition.as_str())], content).into_response()
}

/// A form with one file.
#[derive(Default)]
struct Upload {
    request_no: String,
    /// The account that the file is said to be of; empty where it says so itself.
    account_no: String,
    /// Of commissions: whose they are, of which month, and when their money is expected.
    carrier: String,
    month: String,
    expected_on: String,
    file_name: String,
    bytes: Vec<u8>,
    /// What else was typed, by the names of the fields.
    fields: Vec<(String, String)>,
}

impl Upload {
    async fn read(form: Multipart) -> Result<Self, ApiError> {
        let mut upload = Self::default();
        upload.fill(form).await?;
        Ok(upload)
    }

    /// Takes what is sent, as far as it can be read: what comes before a file that is too large is there.
    async fn fill(&mut self, mut form: Multipart) -> Result<(), ApiError> {
        let mut room = TEXT_LIMIT;
        while let Some(mut field) = form.next_field().await.map_err(|error| unreadable(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            if name != "file" {
                let text = typed(&mut field, &mut room).await?;
                match self.text(&name) {
                    Some(known) => *known = text,
                    None => self.fields.push((name, text)),
                }
                continue;
            }
            field.file_name().unwrap_or_default().clone_into(&mut self.file_name);
            let mut too_large = false;
            while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
                too_large |= self.bytes.len() + chunk.len() > MAX_FILE_BYTES;
                if !too_large {
                    self.bytes.extend_from_slice(&chunk);
                }
            }
            if too_large {
                return Err(ApiError::of(RequestProblem::FileTooLarge));
            }
        }
        Ok(())
    }

    /// The field of this name that is no file.
    fn text(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "request_no" => Some(&mut self.request_no),
            "account_no" => Some(&mut self.account_no),
            "carrier" => Some(&mut self.carrier),
            "month" => Some(&mut self.month),
            "expected_on" => Some(&mut self.expected_on),
            _ => None,
        }
    }

    /// The account that the file is said to be of.
    fn account_no(&self) -> Option<String> {
        Some(self.account_no.trim().to_owned()).filter(|account| !account.is_empty())
    }
}

/// The text of a field, as long as there is room for it.
async fn typed(field: &mut Field<'_>, room: &mut usize) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        *room = room.checked_sub(chunk.len()).ok_or_else(|| ApiError::of(RequestProblem::TooLarge))?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| ApiError::of(RequestProblem::Unreadable))
}

fn unreadable(error: &MultipartError) -> ApiError {
    let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    ApiError::of(if too_large { RequestProblem::FileTooLarge } else { RequestProblem::Unreadable })
}

/// Back to the page that has the form of `path`, with what went wrong, as server functions do.
fn back(page: &str, path: &str, mut error: ApiError) -> Redirect {
    if let Problem::Import(ImportRefusal::Unreadable { detail, .. })
    | Problem::Statement(StatementRefusal::Unreadable { detail, .. }) = &mut error.problem
    {
        *detail = detail.chars().take(DETAIL_LIMIT).collect();
    }
    // The whole address, as server functions lead back to a page: on its way out it is taken apart, and the error waits
    // on the server.
    let whole = format!("http://localhost{page}");
    Redirect::to(ServerFnUrlError::new(path, error).to_url(&whole).as_ref().map_or(whole.as_str(), |url| url.as_str()))
}

#[cfg(test)]
mod tests {
    use axum::http::header::LOCATION;

    use super::*;

    fn address(error: ApiError) -> String {
        let response = back("/admin/statements", "/admin/files/statement", error).into_response();
        response.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_refused_file_goes_back_to_its_page_with_the_reason() {
        let error = ApiError::of(StatementRefusal::UnknownAccount { account_no: "NL26".to_owned() });
        let address = address(error.clone());
        let (page, query) = address.split_once('?').unwrap();
        assert_eq!(page, "http://localhost/admin/statements");
        assert!(query.starts_with("__path=%2Fadmin%2Ffiles%2Fstatement&__err="));
        let told = query.split("__err=").nth(1).unwrap().replace("%3D", "=");
        assert_eq!(ServerFnUrlError::<ApiError>::decode_err(&told), error);
    }

    #[test]
    fn a_long_reason_is_cut_so_that_the_address_stays_short() {
        let (code, detail) = ("statement.no_header".to_owned(), "列".repeat(100_000));
        let error = ApiError::of(StatementRefusal::Unreadable { code, detail });
        assert!(address(error).len() < 3_000);
    }
}
