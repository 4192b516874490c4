//! What the worker does by itself, and what it has given up.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    form::Form,
    load::load,
    pager::{asked_after, pager},
    status::{Tone, status},
};
use services::page::Page;

use super::{
    around::{header, when},
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::job::{DeadJobView, JobsView, RetryJob, dead_jobs, jobs},
    texts::{admin, job::job},
};

/// What has been due for so many seconds keeps the worker waiting, or has no worker.
const LATE: i64 = 60;

#[must_use]
pub fn page() -> AnyView {
    view! {
        {header(admin().jobs(), job().note(), None)}
        {load(jobs(), kinds)}
        {load(dead_jobs(asked_after()), dead)}
    }
    .into_any()
}

fn kinds(kinds: Vec<JobsView>) -> AnyView {
    let texts = job();
    let columns = vec![
        words(texts.kind()),
        words(texts.standing()),
        figures(texts.waiting()),
        figures(texts.taken()),
        figures(texts.later()),
    ];
    let row = |item: JobsView| {
        let (tone, word) = if item.dead > 0 {
            (Tone::Bad, texts.given_up(item.dead))
        } else if item.failing > 0 {
            (Tone::Due, texts.failing(item.failing))
        } else if item.waits_seconds > LATE {
            (Tone::Due, texts.late(item.waits_seconds))
        } else {
            (Tone::Done, texts.well().to_owned())
        };
        cells![
            texts.kinds(item.kind),
            view! { {status(tone, word)} <small>{item.failure}</small> },
            item.waiting,
            item.taken,
            item.later,
        ]
    };
    table(admin().jobs(), columns, kinds.into_iter().map(row).collect(), None)
}

/// Those that were given up, if there are any.
fn dead(page: Page<DeadJobView>) -> AnyView {
    let texts = job();
    if page.rows.is_empty() {
        return ().into_any();
    }
    let columns = vec![words(texts.kind()), prose(texts.failure()), words(texts.since()), words(texts.retry())];
    let shown = page.rows.len();
    let table = table(texts.dead(), columns, page.rows.into_iter().map(dead_row).collect(), None);
    view! {
        <section class="section">
            <h2>{texts.dead()}</h2>
            <p>{texts.dead_text()}</p>
            {table}
            {pager(shown, page.next)}
        </section>
    }
    .into_any()
}

fn dead_row(item: DeadJobView) -> Vec<AnyView> {
    let texts = job();
    let name = match item.payout {
        Some(payout) => view! { <a href=format!("/admin/payouts/{payout}")>{texts.kinds(item.kind)}</a> }.into_any(),
        None => texts.kinds(item.kind).into_any(),
    };
    let retry = (!item.request_no.is_empty()).then(|| {
        view! {
            <Form to=RetryJob::PATH request_no=item.request_no>
                <input type="hidden" name="job" value=item.id />
                <button class="button button--quiet">{texts.retry()}</button>
            </Form>
        }
    });
    cells![name, view! { {item.failure} <small>{texts.failures(item.failures)}</small> }, when(item.dead_at), retry,]
}
