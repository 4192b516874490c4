//! Lists as files: see `parts::components::export`.

use axum::{
    body::{Body, to_bytes},
    extract::{Path, Request, State},
    http::{Method, StatusCode, Uri, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::export::{ExportRefusal, MOST_AT_ONCE};
use parts::{
    api::{ApiError, RequestProblem, Visitor},
    components::{
        export::{FORMAT, Format, MOST, Sheet},
        exports,
        pager::AFTER,
        query::{queries_of, query_string},
    },
};
use services::{Actor, Context, Db, Error, error::Never, export::export_file};

use super::{taken::attachment, upload::back};
use crate::{limits::EXPORTS, page::page_into, refused::refused, session::portal_of, state::AppState};

/// The portals whose lists are files too.
const PORTALS: [&str; 3] = ["/funder/", "/facilitator/", "/admin/"];

/// Answers a page that is asked for as a file; lets everything else pass.
pub async fn lists(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_list =
        request.method() == Method::GET && PORTALS.iter().any(|portal| request.uri().path().starts_with(portal));
    let format = is_list.then(|| parameter(request.uri(), FORMAT)).flatten().and_then(|format| format.parse().ok());
    match format {
        Some(format) => written(&state, request.into_parts().0, format).await,
        None => next.run(request).await,
    }
}

async fn written(state: &AppState, mut parts: Parts, format: Format) -> Response {
    let sheet = Sheet::default();
    let list = with(&parts.uri, FORMAT, None);
    let person = parts.extensions.get::<Visitor>().and_then(|visitor| visitor.person.as_ref());
    let person = person.map(|person| person.username.clone()).unwrap_or_default();
    let Some(_turn) = EXPORTS.begin(&person) else {
        let refusal = ExportRefusal::TooManyAtOnce { most: MOST_AT_ONCE };
        return back(&list, FORMAT, ApiError::of(refusal)).into_response();
    };
    match fill(state, &mut parts, &sheet, MOST).await {
        Stopped::AtTheEnd => {}
        Stopped::Before(_) => return Redirect::to(&in_background(&list, format)).into_response(),
        Stopped::Told(page) => return page,
    }
    match sheet.written(format) {
        Ok(content) => attachment(&file_name(parts.uri.path(), format), format, content),
        Err(error) => {
            tracing::error!(?error, "a list could not be written as a file");
            back(&list, FORMAT, ApiError::of(RequestProblem::Failed)).into_response()
        }
    }
}

/// Where the rows of a list end that were read.
pub(super) enum Stopped {
    AtTheEnd,
    /// There are enough of them: the next page begins here.
    Before(String),
    /// At what is no page with a list, or is not for who asks: what is told instead.
    Told(Response),
}

/// Reads a list into a sheet, page by page, until it ends or the sheet has `enough` rows.
pub(super) async fn fill(state: &AppState, parts: &mut Parts, sheet: &Sheet, enough: usize) -> Stopped {
    loop {
        let request = Request::from_parts(parts.clone(), Body::empty());
        let page = page_into(state, sheet.clone())(request).await;
        // What is not a page is told as it is: who may not see it gets no file.
        if !page.status().is_success() {
            return Stopped::Told(page);
        }
        let (head, body) = page.into_parts();
        // The page is made by being read.
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return Stopped::Told(Response::from_parts(head, Body::empty()));
        };
        match sheet.turn() {
            None => return Stopped::Told(Response::from_parts(head, Body::from(body))),
            Some((None, _)) => return Stopped::AtTheEnd,
            Some((Some(after), rows)) if rows >= enough => return Stopped::Before(after),
            Some((after, _)) => match with(&parts.uri, AFTER, after).parse() {
                Ok(uri) => parts.uri = uri,
                Err(_) => return Stopped::Told(Response::from_parts(head, Body::from(body))),
            },
        }
    }
}

/// The page on which a file is asked for that takes longer than somebody waits.
fn in_background(list: &str, format: Format) -> String {
    let asked = [(exports::LIST, list), (exports::FORMAT, format.extension())];
    let query = query_string(asked.map(|(name, value)| (name.to_owned(), value.to_owned())));
    format!("{}/exports{query}", portal_of(list).unwrap_or_default())
}

/// A file is called after its page.
fn file_name(path: &str, format: Format) -> String {
    format!("{}.{}", path.trim_matches('/').replace('/', "-"), format.extension())
}

/// A file that was made in the background.
pub async fn download(State(db): State<Db>, Path(id): Path<String>, request: Request) -> Response {
    let Some(person) = request.extensions().get::<Visitor>().and_then(|visitor| visitor.person.clone()) else {
        return refused(StatusCode::UNAUTHORIZED, RequestProblem::SessionRequired);
    };
    let context = Context::new(Actor::User(person), String::new());
    let found: Result<_, Error<Never>> = match id.parse() {
        Ok(id) => export_file(&db, &context, id).await,
        Err(_) => Err(Error::NotFound),
    };
    match found {
        Ok((row, content)) => {
            let path = row.list.split('?').next().unwrap_or_default();
            let format = Format::from(row.format);
            attachment(&file_name(path, format), format, content)
        }
        Err(Error::Forbidden) => refused(StatusCode::FORBIDDEN, RequestProblem::Forbidden),
        Err(Error::NotFound) => refused(StatusCode::NOT_FOUND, RequestProblem::NotFound),
        Err(error) => {
            tracing::error!(?error, "a file could not be read");
            refused(StatusCode::INTERNAL_SERVER_ERROR, RequestProblem::Failed)
        }
    }
}

/// What a parameter of an address's query says.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    queries_of(uri).into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}

/// An address with another value of a parameter, or without it.
pub(super) fn with(uri: &Uri, name: &str, value: Option<String>) -> String {
    let mut parameters = queries_of(uri);
    parameters.retain(|(asked, _)| asked != name);
    parameters.extend(value.map(|value| (name.to_owned(), value)));
    format!("{}{}", uri.path(), query_string(parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_the_list_asks_for() {
        let uri: Uri = "/admin/loans?text=%E9%B8%BF&export=xlsx".parse().unwrap();
        assert_eq!(parameter(&uri, FORMAT).as_deref(), Some("xlsx"));
        assert_eq!(with(&uri, FORMAT, None), "/admin/loans?text=%E9%B8%BF");
        let next: Uri = with(&uri, AFTER, Some("1 a&b".to_owned())).parse().unwrap();
        assert_eq!(parameter(&next, AFTER).as_deref(), Some("1 a&b"));
        assert_eq!((parameter(&next, "text").as_deref(), next.path()), (Some("鸿"), "/admin/loans"));
        let third: Uri = with(&next, AFTER, Some("2".to_owned())).parse().unwrap();
        assert_eq!(third.query().unwrap().matches("after=").count(), 1);
        assert_eq!(with(&"/admin/loans?export=csv".parse().unwrap(), FORMAT, None), "/admin/loans");
    }

    #[test]
    fn a_long_list_leads_to_the_files_of_its_portal() {
        let uri: Uri = in_background("/funder/notices?state=all", Format::Csv).parse().unwrap();
        assert_eq!(uri.path(), "/funder/exports");
        assert_eq!(parameter(&uri, exports::LIST).as_deref(), Some("/funder/notices?state=all"));
        assert_eq!(parameter(&uri, exports::FORMAT).as_deref(), Some("csv"));
        assert_eq!(file_name("/funder/notices", Format::Csv), "funder-notices.csv");
    }
}
