//! One file of commissions: what it would do, what is wrong with it, what two people decide, and what became of each agent's.

use domain::{
    Amount,
    commission::{CommissionFileState, CommissionState, difference},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, numbered},
        list::NarrowedList,
        load::loaded,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        query::query_string,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::{fact, or_dash},
    },
    texts::{narrow::narrow, word},
};
use services::{
    commission::{CommissionRowChange, ItemFilter},
    page::Page,
};

use super::{
    commissions::{LIST, state},
    links,
    operating_data_import::errors,
    proposal::{decide, discard, history, onward, reason},
};
use crate::{
    api::{
        approval::Duty,
        commission::{
            CommissionFilePageView, CommissionFileView, CommissionView, ProposeDistribution, commission_file,
        },
    },
    texts::{approval::approval, commission::commission},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let (texts, one) = (commission(), asked_one::<CommissionState>());
    let filters = Filters { path: "?", hint: narrow().item_hint(), day: "", amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, ().into_any()).each(
        word().state(),
        one.map(CommissionState::code),
        CommissionState::ALL.map(|state| tab(state.code(), texts.item_states(state))),
    );
    let filter = one.map_or(ItemFilter::All, ItemFilter::Of);
    let found = commission_file(id, (filter, list.query()), asked_after());
    let head = list.head();
    loaded((LIST, texts.title()), found, move |view| content(view, head))
}

/// `head` is what stands above what it gives and takes back, and in its place where there is nothing.
fn content(view: CommissionFilePageView, head: (AnyView, AnyView)) -> AnyView {
    let texts = commission();
    let (file, state) = (view.file.clone(), state(&view.file));
    let of = |amount: Amount, agents: usize| format!("{} · {}", amount.grouped(), texts.households(agents));
    let draft = matches!(file.state, CommissionFileState::Draft | CommissionFileState::Discarded);
    view! {
        <PageHeader title=texts.file_title(&file.carrier_name, &file.month) below=(LIST, texts.title())>
            {state.into_any()}
            <span>{word().uploaded()} " " <time>{file.uploaded_at.clone()}</time> " " {file.uploaded_by.clone()}</span>
        </PageHeader>
        {verdict(&view)}
        <dl class="card facts facts--3">
            {fact(texts.give(), of(file.give, file.gives))}
            {fact(texts.take(), of(file.take, file.takes))}
            {fact(texts.expected_on(), file.expected_on.clone())}
            {fact(word().credited_on(), or_dash(file.distributed_on.clone()))}
            {fact(word().file(), file.file_name.clone())}
        </dl>
        {todo(&view)}
        {draft.then(|| changes(&view.rows))}
        {errors(view.errors, file.errors_total)}
        {(!draft).then(|| items(view.items, head))}
        {history(view.approvals)}
        <p class="muted small">"SHA-256 " <code class="ref">{view.sha256}</code></p>
    }
    .into_any()
}

/// What is the case, in a sentence or two.
fn verdict(view: &CommissionFilePageView) -> AnyView {
    let (texts, file) = (commission(), &view.file);
    let waits = || {
        if view.missing.is_positive() {
            let title = texts.missing_title(&view.missing.grouped());
            return view! { <Alert kind="warn" title text=texts.missing_text() /> }.into_any();
        }
        // What only takes back waits for nothing.
        let gives = file.gives > 0;
        gives.then(|| view! { <Alert kind="info" title=texts.covered_title() text=texts.covered_text() /> }).into_any()
    };
    let open = view.open.is_positive().then(|| {
        let title = texts.open_title(&view.open.grouped());
        view! { <Alert kind="warn" title text=texts.open_text() /> }
    });
    let unlisted = (view.unlisted > 0 && file.state == CommissionFileState::Draft)
        .then(|| view! { <p class="muted">{texts.unlisted(view.unlisted)}</p> });
    let told = match file.state {
        CommissionFileState::Draft if file.errors_total > 0 => {
            view! { <Alert kind="bad" title=texts.errors_title(file.errors_total) text=texts.errors_text() /> }
                .into_any()
        }
        CommissionFileState::Draft if file.gives + file.takes == 0 => {
            view! { <Alert kind="info" title=texts.nothing_title() /> }.into_any()
        }
        CommissionFileState::Draft => {
            let text = texts.ready_text(file.gives, file.takes, view.same);
            view! { <Alert kind="good" title=texts.ready_title() text /> {waits()} }.into_any()
        }
        CommissionFileState::Discarded => view! { <Alert kind="info" title=texts.discarded_title() /> }.into_any(),
        CommissionFileState::Released => waits(),
        CommissionFileState::Distributing => {
            view! { <Alert kind="info" title=texts.distributing_title(view.given, view.waiting) /> }.into_any()
        }
        CommissionFileState::Distributed => {
            view! { <Alert kind="good" title=texts.distributed_title(view.given) /> }.into_any()
        }
    };
    view! { {told} {unlisted} {open} }.into_any()
}

fn todo(view: &CommissionFilePageView) -> Option<AnyView> {
    let words = approval();
    let form = match &view.duty {
        Duty::Decide(proposal) => decide(proposal, &view.approvals, view.request_no.clone()),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(view),
        Duty::Look => return Some(onward()),
    };
    Some(view! { <section class="section"><h2>{word().what_to_do()}</h2>{form}</section> }.into_any())
}

/// A draft is released or discarded, a released file is recalled.
fn propose(view: &CommissionFilePageView) -> AnyView {
    let recall = view.file.state == CommissionFileState::Released;
    let release = (recall || view.may_release).then(|| release(&view.file, recall, view.request_no.clone()));
    let discard = (!recall).then(|| discard(view.file.id.clone(), numbered(&view.request_no, "discard")));
    view! { {release} {discard} }.into_any()
}

fn release(file: &CommissionFileView, recall: bool, request_no: String) -> AnyView {
    let (texts, id) = (commission(), file.id.clone());
    let (class, words) =
        if recall { ("button button--quiet", texts.propose_recall()) } else { ("button", texts.propose()) };
    view! {
        <Form to=ProposeDistribution::PATH request_no class="card stack">
            {recall.then(|| view! { <p>{texts.recall_text()}</p> })}
            <input type="hidden" name="file" value=id />
            <input type="hidden" name="recall" value=recall.to_string() />
            {reason::<ProposeDistribution>("commission-note")}
            <div class="form__actions"><button class=class>{words}</button></div>
        </Form>
    }
    .into_any()
}

/// The first rows of a draft, so that a person sees that columns and amounts were understood.
fn changes(rows: &[CommissionRowChange]) -> Option<AnyView> {
    let texts = commission();
    if rows.is_empty() {
        return None;
    }
    let table = Table::<CommissionRowChange>::new(texts.first_rows())
        .words(word().shop(), move |row| {
            // What a file said is kept without an identifier: the number alone is found at once.
            let found = query_string([("q".to_owned(), row.agent_no.clone())]);
            Cell::text(&row.shop_name).to(format!("/admin/search{found}")).note(format!(
                "{} · {}",
                row.agent_no,
                texts.file_row(row.row)
            ))
        })
        .figures(texts.before(), |row| row.before)
        .figures(texts.told(), |row| row.told)
        .figures(texts.difference(), |row| difference(row.told, row.before));
    let note = texts.first_note(rows.len());
    Some(
        view! {
            <section class="section">
                <h2>{texts.first_rows()} " " <small class="muted">{note}</small></h2>
                {table.of(rows)}
            </section>
        }
        .into_any(),
    )
}

fn items(page: Page<CommissionView, String>, (filters, none): (AnyView, AnyView)) -> AnyView {
    let texts = commission();
    let tone = |state| match state {
        CommissionState::Given | CommissionState::Taken => Tone::Done,
        CommissionState::Waiting => Tone::Waiting,
        CommissionState::Open => Tone::Due,
    };
    let table = Table::<CommissionView>::new(texts.items())
        .words(word().shop(), |item| links::shop(&item.shop_name, &item.agent).note(item.agent_no.clone()))
        .figures(word().commission(), |item| item.amount)
        .sorted_by(SortKey::Amount)
        .figures(texts.taken(), |item| if item.amount.is_negative() { Cell::from(item.taken) } else { Cell::blank() })
        .words(word().state(), move |item| Cell::status(tone(item.state), texts.item_states(item.state)))
        .words(word().credited_on(), |item| Cell::time(&item.given_on))
        .sortable();
    view! {
        <section class="section">
            <h2>{texts.items()}</h2>
            {filters}
            {table.page(page, none)}
        </section>
    }
    .into_any()
}
