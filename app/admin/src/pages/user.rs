//! Where one person is signed in, and ending it.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::session::{RevokeSession, SessionView},
    components::{
        form::Form,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{empty, header_below, loaded, when},
    table::{cells, table, words},
    users::state,
};
use crate::{
    api::user::{UserSessionsView, user_sessions},
    texts::{admin, user::user},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded(("/admin/users", admin().users()), user_sessions(id), content)
}

fn content(view: UserSessionsView) -> AnyView {
    let texts = user();
    let person = view.user;
    let meta = view! {
        {state(&person)}
        <span>{texts.roles(person.role.code())}</span>
        <span>{person.belongs_to.clone()}</span>
        <code class="ref">{person.username.clone()}</code>
    };
    let trail = format!("/admin/audit?actor=user%3A{}", person.username);
    let trail = view! { <a class="button button--quiet" href=trail>{texts.trail()}</a> };
    let sessions = if view.sessions.is_empty() {
        empty(texts.no_sessions_title(), texts.no_sessions_text())
    } else {
        let mut columns = vec![
            words(word().device()),
            words(word().address()),
            words(word().signed_in_at()),
            words(word().seen_at()),
        ];
        if view.may_revoke {
            columns.push(words(texts.action()));
        }
        let number = view.request_no;
        let rows = view.sessions.into_iter().map(|session| row(session, &number)).collect();
        table(texts.sessions(), columns, rows, None)
    };
    view! {
        {header_below(("/admin/users", admin().users()), &person.display_name, meta, Some(trail.into_any()))}
        <section class="section">
            <h2>{texts.sessions()}</h2>
            {sessions}
            {(!view.may_revoke).then(|| view! { <p class="muted">{texts.checker_only()}</p> })}
        </section>
    }
    .into_any()
}

/// The last cell is left out where there is no column for it.
fn row(session: SessionView, request_no: &str) -> Vec<AnyView> {
    let texts = user();
    let number = request_no.to_owned();
    let end = if session.current {
        status(Tone::Active, word().this_one()).into_any()
    } else {
        view! {
            <Form to=RevokeSession::PATH request_no=number>
                <input type="hidden" name="session" value=session.id />
                <button class="button button--danger">{texts.revoke()}</button>
            </Form>
        }
        .into_any()
    };
    cells![session.device, session.address, when(session.created_at), when(session.seen_at), end]
}
