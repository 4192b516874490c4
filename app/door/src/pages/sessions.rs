//! Where a person is signed in, the same in every portal.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::session::{RevokeSession, SessionView},
    components::{cell::Cell, form::Form, load::load, page_header::PageHeader, status::Tone, table::Table},
    texts::{frame::frame, word},
};

use crate::api::session::sessions;

#[must_use]
pub fn page() -> AnyView {
    let texts = frame();
    view! {
        <PageHeader title=texts.sessions_title()>{texts.sessions_note()}</PageHeader>
        {load(sessions(), move |view| {
            table(view.request_no).of(&view.sessions)
        })}
    }
    .into_any()
}

fn table(request_no: String) -> Table<SessionView> {
    Table::<SessionView>::new(frame().sessions_title())
        .words(word().device(), |session| session.device.clone())
        .words(word().address(), |session| session.address.clone())
        .words(word().signed_in_at(), |session| Cell::time(&session.created_at))
        .words(word().seen_at(), |session| Cell::time(&session.seen_at))
        .words("", move |session| end(session, &request_no))
}

fn end(session: &SessionView, request_no: &str) -> Cell {
    if session.current {
        return Cell::status(Tone::Active, word().this_one());
    }
    let (number, id) = (request_no.to_owned(), session.id.clone());
    Cell::view(view! {
        <Form to=RevokeSession::PATH request_no=number>
            <input type="hidden" name="session" value=id />
            <button class="button button--quiet">{frame().revoke()}</button>
        </Form>
    })
}
