//! Where one person is signed in, and ending it.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::session::{RevokeSession, SessionView},
    components::{
        cell::Cell, empty::empty, form::Form, icon::Icon, load::loaded, page_header::PageHeader, status::Tone,
        table::Table,
    },
    texts::word,
};

use super::users::state;
use crate::{
    api::user::{UserSessionsView, user_sessions},
    texts::{admin, user::user},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded(list(), user_sessions(id), content)
}

fn list() -> (&'static str, &'static str) {
    ("/admin/users", admin().users())
}

fn content(view: UserSessionsView) -> AnyView {
    let texts = user();
    let person = view.user;
    let trail = format!("/admin/audit?actor=user%3A{}", person.username);
    let trail = view! { <a class="button button--quiet" href=trail>{texts.trail()}</a> };
    let sessions = if view.sessions.is_empty() {
        empty(Icon::List, texts.no_sessions_title(), texts.no_sessions_text())
    } else {
        let revoking = view.may_revoke.then_some(view.request_no);
        table(revoking).of(&view.sessions)
    };
    view! {
        <PageHeader title=person.display_name.clone() below=list() actions=Some(trail.into_any())>
            {state(&person).into_any()}
            <span>{texts.roles(person.role)}</span>
            <span>{person.belongs_to.clone()}</span>
            <code class="ref">{person.username.clone()}</code>
        </PageHeader>
        <section class="section">
            <h2>{texts.sessions()}</h2>
            {sessions}
            {(!view.may_revoke).then(|| view! { <p class="muted">{texts.checker_only()}</p> })}
        </section>
    }
    .into_any()
}

/// `revoking` is the form's number, for who may end a session.
fn table(revoking: Option<String>) -> Table<SessionView> {
    let table = Table::<SessionView>::new(user().sessions())
        .words(word().device(), |session| session.device.clone())
        .words(word().address(), |session| session.address.clone())
        .words(word().signed_in_at(), |session| Cell::time(&session.created_at))
        .words(word().seen_at(), |session| Cell::time(&session.seen_at));
    match revoking {
        Some(number) => table.words(user().action(), move |session| end(session, &number)),
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
            <button class="button button--danger">{user().revoke()}</button>
        </Form>
    })
}
