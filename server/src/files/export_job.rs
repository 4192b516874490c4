//! Lists that become files in the background: see `services::export`. Their pages are made here, as for a visitor, in the name
//! of who asked and with what that person may see when they are made.

use axum::{
    body::Body,
    extract::Request,
    http::{Uri, header::COOKIE, request::Parts},
};
use domain::{
    export::{ExportFormat, ExportReason},
    id::ExportId,
};
use parts::{
    api::Visitor,
    components::{
        export::{Format, Rows, Sheet},
        pager::AFTER,
    },
};
use services::{
    Error,
    error::Never,
    export::{self, NewRows, NextStep, RowsToRead},
    identity::Origin,
    job::Outcome,
};

use super::export::{Stopped, fill, with};
use crate::{page::PageDb, state::AppState};

/// How many rows are read before they are kept: so much is read again where a server has ended meanwhile.
const PART: usize = 2_000;

/// Makes files as they fall due until `stop` resolves.
pub async fn make_files(state: &AppState, stop: impl Future<Output = ()>) {
    export::work(&state.db, |id| make(state.clone(), id), stop).await;
}

/// Makes a file, in a task of its own: what takes long keeps nobody from being served.
async fn make(state: AppState, id: ExportId) -> Outcome {
    let made = tokio::spawn(async move {
        while step(&state, id).await? {}
        Ok::<_, Error<Never>>(())
    });
    match made.await {
        Ok(Ok(())) => Outcome::Done,
        Ok(Err(error)) => Outcome::from(error),
        Err(panicked) => Outcome::Failed(panicked.to_string()),
    }
}

/// Does what is next for a file, if anything is.
async fn step(state: &AppState, id: ExportId) -> Result<bool, Error<Never>> {
    match export::next_step(&state.db, id, state.demonstration).await? {
        NextStep::Nothing => return Ok(false),
        NextStep::Rows(wanted) => read(state, id, *wanted).await?,
        NextStep::File { format, parts } => {
            let written = tokio::task::spawn_blocking(move || written(format, &parts));
            export::keep_file(&state.db, id, written.await.map_err(Error::defect)??).await?;
        }
    }
    Ok(true)
}

/// Reads a part of the list, all of it at one moment.
async fn read(state: &AppState, id: ExportId, wanted: RowsToRead) -> Result<(), Error<Never>> {
    let part = wanted.part;
    let Some(mut parts) = asked(wanted) else { return export::refuse(&state.db, id, ExportReason::NoList).await };
    let (page, sheet) = (state.db.for_page(), Sheet::default());
    parts.extensions.insert(PageDb(page.clone()));
    let stopped = fill(state, &mut parts, &sheet, PART).await;
    page.end_page().await;
    let after = match stopped {
        Stopped::AtTheEnd => None,
        Stopped::Before(after) => Some(after),
        Stopped::Told(page) if page.status().is_server_error() => {
            return Err(Error::defect(format!("a page of a list was answered with {}", page.status())));
        }
        Stopped::Told(page) => {
            let reason = if page.status().is_success() { ExportReason::NoList } else { ExportReason::NotAllowed };
            return export::refuse(&state.db, id, reason).await;
        }
    };
    let rows = sheet.taken();
    let content = serde_json::to_vec(&rows).map_err(Error::defect)?;
    let new = NewRows { part, rows: rows.len(), whole: rows.whole(), content, after };
    export::keep_rows(&state.db, id, new).await
}

/// The list's page as its person asks for it.
fn asked(wanted: RowsToRead) -> Option<Parts> {
    let RowsToRead { person, list, language, after, .. } = wanted;
    let list: Uri = list.parse().ok()?;
    let page: Uri = if after.is_some() { with(&list, AFTER, after).parse().ok()? } else { list };
    let request = Request::get(page).header(COOKIE, format!("lang={language}")).body(Body::empty()).ok()?;
    let mut parts = request.into_parts().0;
    let (address, device, origin) = (String::new(), String::new(), Origin::default());
    parts.extensions.insert(Visitor { person: Some(person), address, device, origin });
    Some(parts)
}

/// The file of all its parts.
fn written(format: ExportFormat, parts: &[Vec<u8>]) -> Result<Vec<u8>, Error<Never>> {
    let mut rows = Rows::default();
    for part in parts {
        rows = rows.with(serde_json::from_slice(part).map_err(Error::defect)?);
    }
    rows.written(Format::from(format))
}
