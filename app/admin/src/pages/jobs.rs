//! What the worker does by itself, and what it has given up.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::Form,
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
    },
    texts::{narrow::narrow, word},
};

use super::payouts::PATH as PAYOUTS;
use crate::{
    api::job::{DeadJobView, JobsView, RetryJob, dead_jobs, jobs},
    texts::{admin, job::job},
};

const LIST: &str = "/admin/jobs";
/// What has been due for so many seconds keeps the worker waiting, or has no worker.
const LATE: i64 = 60;

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().jobs()>{job().note()}</PageHeader>
        {load(jobs(), |kinds| kinds_table().of(&kinds))}
        {dead()}
    }
    .into_any()
}

fn kinds_table() -> Table<JobsView> {
    let texts = job();
    Table::<JobsView>::new(admin().jobs())
        .words(texts.kind(), move |item| texts.kinds(item.kind))
        .words(word().state(), standing)
        .figures(texts.waiting(), |item| item.waiting.to_string())
        .figures(texts.taken(), |item| item.taken.to_string())
        .figures(texts.later(), |item| item.later.to_string())
}

fn standing(item: &JobsView) -> Cell {
    let texts = job();
    let (tone, word) = if item.dead > 0 {
        (Tone::Bad, texts.given_up(item.dead))
    } else if item.failing > 0 {
        (Tone::Due, texts.failing(item.failing))
    } else if item.waits_seconds > LATE {
        (Tone::Due, texts.late(item.waits_seconds))
    } else {
        (Tone::Done, texts.well().to_owned())
    };
    Cell::status(tone, word).note(item.failure.clone())
}

/// Those that were given up, if there are any.
fn dead() -> AnyView {
    let (texts, of) = (job(), narrow());
    let filters = Filters { path: LIST, hint: of.job_hint(), day: of.given_up_on(), amount: "" };
    let list = NarrowedList::asked(filters, ().into_any());
    let query = list.query();
    let narrowed = query.is_given();
    let (head, none) = list.head();
    load(dead_jobs(query, asked_after()), move |page| {
        if page.rows.is_empty() && !narrowed {
            return ().into_any();
        }
        view! {
            <section class="section">
                <h2>{texts.dead()}</h2>
                <p>{texts.dead_text()}</p>
                {head}
                {dead_table().sortable().page(page, none)}
            </section>
        }
        .into_any()
    })
}

fn dead_table() -> Table<DeadJobView> {
    let texts = job();
    Table::<DeadJobView>::new(texts.dead())
        .words(texts.kind(), move |item| {
            Cell::text(texts.kinds(item.kind))
                .to(item.payout.map(|payout| format!("{PAYOUTS}/{payout}")).unwrap_or_default())
        })
        .prose(texts.failure(), move |item| Cell::text(&item.failure).note(texts.failures(item.failures)))
        .words(texts.since(), |item| Cell::time(&item.dead_at))
        .sorted_by(SortKey::Time)
        .words(texts.retry(), retry)
}

fn retry(item: &DeadJobView) -> Cell {
    if item.request_no.is_empty() {
        return Cell::blank();
    }
    let (id, request_no) = (item.id.clone(), item.request_no.clone());
    Cell::view(view! {
        <Form to=RetryJob::PATH request_no>
            <input type="hidden" name="job" value=id />
            <button class="button button--quiet">{job().retry()}</button>
        </Form>
    })
}
