//! Files that people bring: the form that has one, and the way back to its page.

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{bank_movement::StatementRefusal, operating_data::ImportRefusal};
use files::sheet::MAX_FILE_BYTES;
use leptos::server_fn::error::ServerFnUrlError;
use parts::api::{Answer, ApiError, Problem, RequestProblem, Visitor, sent_back::SentBack};
use services::Context;

/// Of what is typed beside a file, all fields together, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// The longest fact that is carried in an address, in characters.
const DETAIL_LIMIT: usize = 300;

/// A form with one file.
#[derive(Default)]
pub(super) struct Upload {
    pub(super) request_no: String,
    /// The account that the file is said to be of; empty where it says so itself.
    account_no: String,
    /// Of commissions: whose they are, of which month, and when their money is expected.
    pub(super) carrier: String,
    pub(super) month: String,
    pub(super) expected_on: String,
    pub(super) file_name: String,
    pub(super) bytes: Vec<u8>,
    /// What else was typed, by the names of the fields.
    pub(super) fields: Vec<(String, String)>,
}

impl Upload {
    pub(super) async fn read(form: Multipart) -> Result<Self, ApiError> {
        let mut upload = Self::default();
        upload.fill(form).await?;
        Ok(upload)
    }

    /// Takes what is sent, as far as it can be read: what stands beside a file that is too large is there.
    pub(super) async fn fill(&mut self, mut form: Multipart) -> Result<(), ApiError> {
        let (mut room, mut too_large) = (TEXT_LIMIT, false);
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
            while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
                too_large |= self.bytes.len() + chunk.len() > MAX_FILE_BYTES;
                if !too_large {
                    self.bytes.extend_from_slice(&chunk);
                }
            }
        }
        if too_large { Err(ApiError::of(RequestProblem::FileTooLarge)) } else { Ok(()) }
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

    /// What was typed beside the file, to be shown again.
    pub(super) fn typed(&self) -> Vec<(String, String)> {
        let Self { account_no, carrier, month, expected_on, .. } = self;
        [("account_no", account_no), ("carrier", carrier), ("month", month), ("expected_on", expected_on)]
            .map(|(name, typed)| (name.to_owned(), typed.clone()))
            .into()
    }

    /// The account that the file is said to be of.
    pub(super) fn account_no(&self) -> Option<String> {
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

/// Reads a form with one file, and does with it what is to be done: leads on to the page of what came of it, or back to the page that has
/// the form of `path`, with what went wrong and what was typed beside the file.
pub(super) async fn taken_on<Done: Future<Output = Answer<String>>>(
    (page, path): (&str, &str),
    form: Multipart,
    done: impl FnOnce(Upload) -> Done,
) -> Response {
    let mut upload = Upload::default();
    let read = upload.fill(form).await;
    let fields = upload.typed();
    let error = match read {
        Ok(()) => match done(upload).await {
            Ok(on) => return Redirect::to(&on).into_response(),
            Err(error) => error,
        },
        Err(error) => error,
    };
    let mut response = Redirect::to(page).into_response();
    response.extensions_mut().insert(SentBack { path: path.to_owned(), error: Some(shortened(error)), fields });
    response
}

/// Reads a form with one file whose rows count at once, in the visitor's name: back to the page that has the form of `path`, with what went wrong
/// if something did.
pub(super) async fn counted<Done: Future<Output = Answer<()>>>(
    (page, path): (&str, &str),
    (visitor, form): (Visitor, Multipart),
    done: impl FnOnce(Context, Upload) -> Done,
) -> Redirect {
    let counted = async {
        let upload = Upload::read(form).await?;
        done(visitor.writer(&upload.request_no)?, upload).await
    };
    match counted.await {
        Ok(()) => Redirect::to(page),
        Err(error) => back(page, path, error),
    }
}

/// Back to the page that has the form of `path`, with what went wrong, as server functions do.
pub(super) fn back(page: &str, path: &str, error: ApiError) -> Redirect {
    // The whole address, as server functions lead back to a page: on its way out it is taken apart, and the error waits
    // on the server.
    let (whole, error) = (format!("http://localhost{page}"), shortened(error));
    Redirect::to(ServerFnUrlError::new(path, error).to_url(&whole).as_ref().map_or(whole.as_str(), |url| url.as_str()))
}

fn shortened(mut error: ApiError) -> ApiError {
    if let Problem::Import(ImportRefusal::Unreadable { detail, .. })
    | Problem::Statement(StatementRefusal::Unreadable { detail, .. }) = &mut error.problem
    {
        *detail = detail.chars().take(DETAIL_LIMIT).collect();
    }
    error
}

#[cfg(test)]
mod tests {
    use axum::{http::header::LOCATION, response::IntoResponse};
    use domain::file_fault::FileFault;

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
        let (code, detail) = (FileFault::NoHeader, "列".repeat(100_000));
        let error = ApiError::of(StatementRefusal::Unreadable { code, detail });
        assert!(address(error).len() < 3_000);
    }
}
