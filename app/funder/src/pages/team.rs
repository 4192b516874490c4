//! The funder's people.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, load::load, page_header::PageHeader, status::Tone, table::Table},
    texts::word,
};

use crate::{
    api::team::{MemberView, team},
    texts::{funder, product::product},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=funder().team()>{product().team_note()}</PageHeader>
        {load(team(), |members| table().of(&members))}
    }
    .into_any()
}

fn table() -> Table<MemberView> {
    let (texts, own) = (funder(), product());
    Table::<MemberView>::new(funder().team())
        .words(word().name(), move |member| Cell::text(&member.display_name).note_of(member.me.then(|| own.me())))
        .words(word().username(), |member| Cell::reference(&member.username))
        .words(own.role(), move |member| texts.role(member.role))
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
