//! The funder's people.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        status::{Tone, status},
    },
    texts::word,
};

use super::heading::heading;
use crate::{
    api::team::{MemberView, team},
    texts::{funder, product::product},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {heading(funder().team(), product().team_note())}
        {load(team(), content)}
    }
    .into_any()
}

fn content(members: Vec<MemberView>) -> AnyView {
    let (texts, own) = (funder(), product());
    view! {
        <div class="table-wrap" role="region" aria-label=texts.team() tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{texts.team()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().name()}</th>
                        <th scope="col">{word().username()}</th>
                        <th scope="col">{own.role()}</th>
                        <th scope="col">{word().second_factor()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col">{word().seen_at()}</th>
                    </tr>
                </thead>
                <tbody>{members.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(member: MemberView) -> impl IntoView {
    let (texts, own) = (funder(), product());
    let factor =
        if member.second_factor { status(Tone::Done, own.enrolled()) } else { status(Tone::Due, own.not_enrolled()) };
    let state =
        if member.disabled { status(Tone::Bad, word().disabled()) } else { status(Tone::Active, word().active()) };
    let seen = if member.seen_at.is_empty() { own.never().to_owned() } else { member.seen_at };
    let me = member.me.then(|| view! { <small>{own.me()}</small> });
    view! {
        <tr>
            <th scope="row">{member.display_name} {me}</th>
            <td data-label=word().username()>
                <code class="ref">{member.username}</code>
            </td>
            <td data-label=own.role()>{texts.role(member.role)}</td>
            <td data-label=word().second_factor()>{factor}</td>
            <td data-label=word().state()>{state}</td>
            <td data-label=word().seen_at()>
                <time>{seen}</time>
            </td>
        </tr>
    }
}
