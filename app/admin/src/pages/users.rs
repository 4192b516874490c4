//! Everybody who may sign in.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        pager::{asked_after, asked_for, pager},
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{header, nothing_found, or_dash, search, when},
    table::{cells, table, words},
};
use crate::{
    api::user::{UserView, UsersView, users},
    texts::{admin, user::user},
};

const PATH: &str = "/admin/users";

#[must_use]
pub fn page() -> AnyView {
    let text = asked_for("text");
    view! {
        {header(admin().users(), user().note(), None)}
        {search(PATH, user().find(), text.clone())}
        {load(users(text, asked_after()), list)}
    }
    .into_any()
}

fn list(view: UsersView) -> AnyView {
    let texts = user();
    if view.users.is_empty() {
        return nothing_found(PATH);
    }
    let columns = vec![
        words(word().name()),
        words(texts.role()),
        words(texts.house()),
        words(word().second_factor()),
        words(word().state()),
        words(word().seen_at()),
    ];
    let shown = view.users.len();
    let table = table(admin().users(), columns, view.users.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, view.next)} }.into_any()
}

/// Whether a person may sign in, in a word.
pub(super) fn state(person: &UserView) -> AnyView {
    let texts = user();
    if person.disabled {
        status(Tone::Bad, word().disabled()).into_any()
    } else if person.demonstration {
        status(Tone::Neutral, texts.demonstration()).into_any()
    } else {
        status(Tone::Active, texts.enabled()).into_any()
    }
}

fn row(person: UserView) -> Vec<AnyView> {
    let texts = user();
    let second_factor = match (person.second_factor, person.role.is_staff()) {
        (true, _) => texts.on(),
        (false, true) => texts.off(),
        (false, false) => texts.not_needed(),
    };
    let state = state(&person);
    cells![
        view! {
            <a href=format!("{PATH}/{}", person.id)>{person.display_name}</a>
            <small>{person.username}</small>
        },
        texts.roles(person.role.code()),
        or_dash(person.belongs_to),
        second_factor,
        state,
        when(person.seen_at),
    ]
}
