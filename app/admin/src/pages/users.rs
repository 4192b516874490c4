//! Everybody who may sign in.

use domain::role::Role;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        list::SearchedList,
        status::Tone,
        table::Table,
        tabs::{Tab, asked_state, tab},
    },
    texts::word,
};

use crate::{
    api::user::{UserView, users},
    texts::{admin, user::user},
};

const PATH: &str = "/admin/users";
/// Who may not sign in any more, in the address.
const DISABLED: &str = "disabled";

#[must_use]
pub fn page() -> AnyView {
    let texts = user();
    let roles = Role::ALL.map(|role| tab(role.code(), texts.roles(role)));
    let parts: Vec<Tab> =
        std::iter::once(tab("", word().all())).chain(roles).chain([tab(DISABLED, word().disabled())]).collect();
    let here = asked_state(&parts.iter().map(|part| part.state).collect::<Vec<_>>());
    let part = (here.parse::<Role>().ok(), here == DISABLED);
    let parts = (word().role(), here, parts);
    SearchedList { path: PATH, title: admin().users(), note: texts.note(), label: texts.find(), parts }
        .page(move |text, after| users(text, part, after), table)
}

fn table() -> Table<UserView> {
    let texts = user();
    Table::<UserView>::new(admin().users())
        .words(word().name(), |person| {
            Cell::text(&person.display_name).to(format!("{PATH}/{}", person.id)).note(person.username.clone())
        })
        .words(word().role(), move |person| texts.roles(person.role))
        .words(texts.house(), |person| Cell::text(&person.belongs_to).to(&person.house))
        .words(word().second_factor(), move |person| match (person.second_factor, person.role.is_staff()) {
            (true, _) => texts.on(),
            (false, true) => texts.off(),
            (false, false) => texts.not_needed(),
        })
        .words(word().state(), state)
        .words(word().seen_at(), |person| Cell::time(&person.seen_at))
}

/// Whether a person may sign in, in a word.
pub(super) fn state(person: &UserView) -> Cell {
    let texts = user();
    if person.disabled {
        Cell::status(Tone::Bad, word().disabled())
    } else if person.demonstration {
        Cell::status(Tone::Neutral, texts.demonstration())
    } else {
        Cell::status(Tone::Active, texts.enabled())
    }
}
