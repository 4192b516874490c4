//! Where one person is signed in, and ending it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        empty::empty, icon::Icon, load::loaded, page_header::PageHeader, query::query_string, sessions::sessions,
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
    let trail = format!("/admin/audit{}", query_string([("actor".to_owned(), person.username.clone())]));
    let trail = view! { <a class="button button--quiet" href=trail>{texts.trail()}</a> };
    let table = if view.sessions.is_empty() {
        empty(Icon::List, texts.no_sessions_title(), texts.no_sessions_text())
    } else {
        let revoking = view.may_revoke.then_some(view.request_no);
        sessions(word().sessions(), revoking).of(&view.sessions)
    };
    view! {
        <PageHeader title=person.display_name.clone() below=list() actions=Some(trail.into_any())>
            {state(&person).into_any()}
            <span>{texts.roles(person.role)}</span>
            {(!person.house.is_empty()).then(|| view! { <a href=person.house.clone()>{person.belongs_to.clone()}</a> })}
            <code class="ref">{person.username.clone()}</code>
        </PageHeader>
        <section class="section">
            <h2>{word().sessions()}</h2>
            {table}
            {(!view.may_revoke).then(|| view! { <p class="muted">{texts.checker_only()}</p> })}
        </section>
    }
    .into_any()
}
