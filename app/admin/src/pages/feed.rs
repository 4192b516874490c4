//! The bank's feed on the pages that it concerns: its age on the overview, and what in it could not be read among the
//! breaks.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    form::Form,
    status::{Tone, status},
};
use services::page::Page;

use super::{
    around::when,
    table::{cells, table, words},
};
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
                <h2>{texts.feeds()}</h2>
                <dl class="card facts">{feeds.into_iter().map(row).collect_view()}</dl>
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
    let columns = vec![words(texts.line()), words(texts.why()), words(texts.account()), words(texts.outcome())];
    let more = page.next.is_some().then(|| view! { <p class="muted">{texts.unread_more()}</p> });
    view! {
        <section class="section">
            <h2>{texts.unread()}</h2>
            <p>{texts.unread_text()}</p>
            {table(texts.unread(), columns, page.rows.into_iter().map(row).collect(), None)}
            {more}
        </section>
    }
    .into_any()
}

fn row(item: UnreadLineView) -> Vec<AnyView> {
    let texts = feed();
    let settle = (!item.request_no.is_empty()).then(|| {
        view! {
            <Form to=SettleUnread::PATH request_no=item.request_no class="stack">
                <input type="hidden" name="line" value=item.id />
                <input name="note" maxlength="500" required autocomplete="off" aria-label=texts.outcome() />
                <button class="button button--quiet">{texts.settle()}</button>
            </Form>
        }
    });
    cells![
        view! { <code>{item.text}</code> },
        texts.reasons(&item.reason),
        view! { {item.account_no} <small>{when(item.recorded_at)}</small> },
        settle,
    ]
}
