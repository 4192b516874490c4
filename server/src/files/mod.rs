//! Files that people bring, as multipart forms to paths of their own and with a limit of their own, and files that they take away.

mod attachment;
mod bank_layout;
mod calendar;
mod commission;
mod debt;
mod evidence;
pub mod export;
mod export_job;
mod mapping;
mod operating_data;
mod partner_file;
mod payment_file;
mod statement;
mod taken;
mod transfer_document;
mod upload;
mod wallet_statement;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{self, Next},
    response::{Redirect, Response},
    routing::{MethodRouter, get},
};
use files::sheet::MAX_FILE_BYTES;
use leptos::reactive::{computed::ScopedFuture, owner::Owner};

pub use export_job::make_files;

use crate::{limits::brake_uploads, page::read_apart, state::AppState};

/// Of a request, in bytes. More than a file may have: what is somewhat too large is read to its end, because a browser
/// that is cut off while it sends shows its own error and not ours.
const BODY_LIMIT: usize = 3 * MAX_FILE_BYTES;

/// The paths to which files are sent.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route(agent::api::attachment::UPLOAD, to_page(attachment::PAGE).post(attachment::upload))
        .route(admin::api::bank_layout::UPLOAD, to_page(bank_layout::PAGE).post(bank_layout::upload))
        .route(admin::api::calendar::UPLOAD, to_page(calendar::PAGE).post(calendar::upload))
        .route(admin::api::commission::UPLOAD, to_page(commission::PAGE).post(commission::upload))
        .route(admin::api::mapping::UPLOAD, to_page(mapping::PAGE).post(mapping::upload))
        .route(admin::api::operating_data::UPLOAD, to_page(operating_data::PAGE).post(operating_data::upload))
        .route(
            app::transfer_document::FUNDER_DOCUMENT,
            to_page(transfer_document::FUNDER_PAGE).post(transfer_document::upload),
        )
        .route(
            app::transfer_document::FACILITATOR_DOCUMENT,
            to_page(transfer_document::FACILITATOR_PAGE).post(transfer_document::upload),
        )
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
        .layer(middleware::from_fn(read_apart))
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
