//! Where a person is signed in, as a table.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{cell::Cell, form::Form, status::Tone, table::Table};
use crate::{
    api::session::{RevokeSession, SessionView},
    texts::{frame::frame, word},
};

/// `revoking` is the form's number, for who may end a session.
#[must_use]
pub fn sessions(caption: &'static str, revoking: Option<String>) -> Table<SessionView> {
    let table = Table::<SessionView>::new(caption)
        .words(word().device(), |session| session.device.clone())
        .words(word().address(), |session| session.address.clone())
        .words(word().signed_in_at(), |session| Cell::time(&session.created_at))
        .words(word().seen_at(), |session| Cell::time(&session.seen_at));
    match revoking {
        Some(number) => table.words("", move |session| end(session, &number)),
        None => table,
    }
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
