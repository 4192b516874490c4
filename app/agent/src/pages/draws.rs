//! Everything that the agent has asked to borrow.

use leptos::prelude::*;
use parts::{
    api::draw::DrawView,
    components::{
        icon::{Icon, icon},
        load::load,
        pager::{asked_after, pager},
        status::{Tone, status},
    },
    texts::word,
};

use services::page::Page;

use super::header;
use crate::{
    api::draw::draws,
    texts::{agent, draw::draw},
};

#[must_use]
pub fn page() -> AnyView {
    load(draws(asked_after()), content)
}

fn content(page: Page<DrawView>) -> AnyView {
    let texts = draw();
    let body = if page.rows.is_empty() {
        view! {
            <section class="empty">
                {icon(Icon::List)}
                <h2>{texts.none_title()}</h2>
                <p>{texts.none_text()}</p>
                <a class="button" href="/agent/borrow">{agent().borrow()}</a>
            </section>
        }
        .into_any()
    } else {
        let shown = page.rows.len();
        view! { {table(page.rows)} {pager(shown, page.next)} }.into_any()
    };
    view! {
        {header(texts.list_title(), view! { <span>{texts.list_note()}</span> })}
        {body}
    }
    .into_any()
}

/// How a draw's state is to be taken.
pub fn tone(state: &str) -> Tone {
    match state {
        "requested" | "awaiting" => Tone::Waiting,
        "credited" => Tone::Done,
        "refused" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

fn table(draws: Vec<DrawView>) -> impl IntoView {
    let texts = draw();
    view! {
        <div class="table-wrap" role="region" aria-label=texts.list_title() tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{word().reference()}</th>
                        <th scope="col" class="num">{word().amount()}</th>
                        <th scope="col">{word().funder()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col">{texts.requested_at()}</th>
                    </tr>
                </thead>
                <tbody>{draws.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(view: DrawView) -> impl IntoView {
    let texts = draw();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/agent/draws/{}", view.id)><code class="ref">{view.reference}</code></a>
            </th>
            <td data-label=word().amount() class="num">{view.amount.grouped()}</td>
            <td data-label=word().funder()>{view.funder_name}</td>
            <td data-label=word().state()>{status(tone(&view.state), agent().draw_states(&view.state))}</td>
            <td data-label=texts.requested_at()><time>{view.requested_at}</time></td>
        </tr>
    }
}
