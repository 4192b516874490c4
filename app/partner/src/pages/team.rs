//! The people of a partner.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, load::load, page_header::PageHeader, status::Tone, table::Table},
    texts::word,
};

use crate::{
    api::team::{MemberView, team},
    texts::team::team as texts_of_team,
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts_of_team().title()>{texts_of_team().note()}</PageHeader>
        {load(team(), |members| table().of(&members))}
    }
    .into_any()
}

fn table() -> Table<MemberView> {
    let own = texts_of_team();
    Table::<MemberView>::new(own.title())
        .words(word().name(), move |member| Cell::text(&member.display_name).note_of(member.me.then(|| word().me())))
        .words(word().username(), |member| Cell::reference(&member.username))
        .words(word().role(), move |member| own.roles(member.role))
        .words(word().second_factor(), move |member| match member.second_factor {
            true => Cell::status(Tone::Done, own.enrolled()),
            false => Cell::status(Tone::Due, own.not_enrolled()),
        })
        .words(word().state(), |member| match member.disabled {
            true => Cell::status(Tone::Bad, word().disabled()),
            false => Cell::status(Tone::Active, word().active()),
        })
        .words(word().seen_at(), move |member| match member.seen_at.as_str() {
            "" => Cell::text(own.never()),
            at => Cell::time(at),
        })
}
