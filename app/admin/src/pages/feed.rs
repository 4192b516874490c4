//! The bank's feed on the pages that it concerns: its age on the overview, and what in it could not be read among the
//! breaks.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::{Form, kept_of},
        status::{Tone, status},
        table::Table,
        value::when,
    },
    texts::word,
};
use services::page::Page;

use crate::{
    api::feed::{FeedView, SettleUnread, UnreadLineView},
    texts::feed::feed,
};

/// A feed that was not read to its end for so long is behind, in minutes.
const BEHIND: i64 = 5;

/// How far each account's feed was read.
pub fn feeds(feeds: Vec<FeedView>) -> Option<AnyView> {
    let texts = feed();
    let row = |item: FeedView| {
        let (tone, word) = if item.read_at.is_empty() {
            (Tone::Due, texts.never_read().to_owned())
        } else if item.age_minutes < BEHIND {
            (Tone::Done, texts.read_now().to_owned())
        } else {
            (Tone::Bad, texts.read_before(item.age_minutes))
        };
        let state = status(tone, word);
        view! { <div><dt>{item.account_name} " " {item.account_no}</dt><dd>{state} " " {when(item.read_at)}</dd></div> }
    };
    (!feeds.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{word().bank_feed()}</h2>
                <dl class="card facts facts--end">{feeds.into_iter().map(row).collect_view()}</dl>
            </section>
        }
        .into_any()
    })
}

/// The lines that wait for a person, if there are any.
pub fn unread(page: Page<UnreadLineView>) -> AnyView {
    let texts = feed();
    if page.rows.is_empty() {
        return ().into_any();
    }
    let more = page.next.is_some().then(|| view! { <p class="muted">{texts.unread_more()}</p> });
    view! {
        <section class="section">
            <h2>{texts.unread()}</h2>
            <p>{texts.unread_text()}</p>
            {table().of(&page.rows)}
            {more}
        </section>
    }
    .into_any()
}

fn table() -> Table<UnreadLineView> {
    let texts = feed();
    Table::<UnreadLineView>::new(texts.unread())
        .words(texts.line(), |item| {
            let text = item.text.clone();
            Cell::view(view! { <code>{text}</code> })
        })
        .words(word().reason(), move |item| texts.reasons(item.reason))
        .words(texts.account(), |item| Cell::text(&item.account_no).note(when(&item.recorded_at)))
        .words(word().outcome(), settle)
}

fn settle(item: &UnreadLineView) -> Cell {
    let texts = feed();
    if item.request_no.is_empty() {
        return Cell::blank();
    }
    let (id, request_no) = (item.id.clone(), item.request_no.clone());
    let typed = kept_of::<SettleUnread>(("line", &id), "note");
    Cell::view(view! {
        <Form to=SettleUnread::PATH request_no class="stack">
            <input type="hidden" name="line" value=id />
            <input name="note" maxlength="500" required autocomplete="off" aria-label=word().outcome() value=typed />
            <button class="button button--quiet">{texts.settle()}</button>
        </Form>
    })
}
