//! One file of operating data: what it would change, what is wrong with it, and the decision.

use domain::{
    Amount,
    import::ImportState,
    operating_data::{Column, OperatingRow},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::fault::Fault,
    components::{
        alert::Alert,
        cell::Cell,
        faults::faults,
        form::{Form, numbered},
        load::loaded,
        money::money,
        page_header::PageHeader,
        query::query_string,
        status::Tone,
        table::Table,
        value::grouped,
    },
    texts::{fault::fault, word},
};
use services::operating_data::RowError;

use super::operating_data::{LIST, state};
use crate::{
    api::operating_data::{
        ConfirmOperatingData, DiscardOperatingData, ImportPageView, ImportView, RowChangeView, import,
    },
    texts::operating_data::operating_data,
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().operating_data()), import(id), content)
}

fn content(view: ImportPageView) -> AnyView {
    let import = view.import;
    let confirmed = import.state == ImportState::Confirmed;
    let (state, uploaded_at, uploaded_by) = (state(&import), import.uploaded_at.clone(), import.uploaded_by.clone());
    view! {
        <PageHeader title=import.file_name.clone() below=(LIST, word().operating_data())>
            {state.into_any()} <span>{word().uploaded()} " " <time>{uploaded_at}</time> " " {uploaded_by}</span>
        </PageHeader>
        {steps(confirmed)}
        {verdict(&import)}
        {stats(&import)}
        {confirm(&import, view.may_confirm, view.request_no.clone())}
        {view.may_confirm.then(|| discard(&import, numbered(&view.request_no, "discard")))}
        {(import.errors_total == 0).then(|| rows(import.rows, confirmed))}
        {errors(import.errors, import.errors_total)}
        <p class="muted small">{word().sha256()} " " <code class="ref">{import.sha256}</code></p>
    }
    .into_any()
}

fn steps(confirmed: bool) -> impl IntoView + use<> {
    let texts = operating_data();
    let done = || view! { <span class="visually-hidden">{word().done()}</span> };
    view! {
        <ol class="steps" aria-label=texts.steps()>
            <li class="steps__done">{word().upload()} {done()}</li>
            {if confirmed {
                view! { <li class="steps__done">{texts.step_check()} {done()}</li> }.into_any()
            } else {
                view! { <li aria-current="step">{texts.step_check()}</li> }.into_any()
            }}
            {if confirmed {
                view! { <li class="steps__done">{texts.step_confirm()} {done()}</li> }.into_any()
            } else {
                view! { <li>{texts.step_confirm()}</li> }.into_any()
            }}
        </ol>
    }
}

fn verdict(import: &ImportView) -> AnyView {
    let texts = operating_data();
    let same = import.same_file_as.clone().filter(|_| import.state == ImportState::Previewed).map(|same| {
        view! {
            <Alert kind="warn" title=texts.same_title() text=texts.same_text() />
            <p><a href=format!("{LIST}/{same}")>{texts.same_link()}</a></p>
        }
    });
    let verdict = if matches!(import.state, ImportState::GivenBack | ImportState::Discarded) {
        view! { <Alert kind="info" title=texts.discarded_title() /> }.into_any()
    } else if import.state == ImportState::Confirmed {
        view! { <Alert kind="good" title=texts.done_title() text=texts.done_text(import.rows_new, import.rows_changed) /> }
            .into_any()
    } else if import.errors_total > 0 {
        view! { <Alert kind="bad" title=texts.errors_title(import.errors_total) text=texts.errors_text() /> }.into_any()
    } else if import.rows_new + import.rows_changed == 0 {
        view! { <Alert kind="info" title=texts.nothing_title() text=texts.nothing_text() /> }.into_any()
    } else {
        let text = texts.ready_text(import.rows_new, import.rows_changed, import.rows_same);
        view! { <Alert kind="good" title=texts.ready_title() text=text /> }.into_any()
    };
    view! { {verdict} {same} }.into_any()
}

fn stats(import: &ImportView) -> impl IntoView + use<> {
    let texts = operating_data();
    let item = |name: &'static str, count: usize| {
        view! {
            <div class="stats__item">
                <dt>{name}</dt>
                <dd>{grouped(count)}</dd>
            </div>
        }
    };
    let bad = if import.errors_total > 0 { "stats__item stats__item--bad" } else { "stats__item" };
    view! {
        <dl class="stats">
            {item(texts.rows(), import.rows_total)}
            {item(texts.rows_new(), import.rows_new)}
            {item(texts.rows_changed(), import.rows_changed)}
            {item(texts.rows_same(), import.rows_same)}
            <div class=bad>
                <dt>{texts.errors()}</dt>
                <dd>{grouped(import.errors_total)}</dd>
            </div>
        </dl>
    }
}

fn confirm(import: &ImportView, may_confirm: bool, request_no: String) -> Option<AnyView> {
    let texts = operating_data();
    if import.state != ImportState::Previewed {
        return None;
    }
    if import.errors_total > 0 {
        let again = view! { <p><a class="button button--quiet" href=LIST>{texts.upload_again()}</a></p> };
        return Some(again.into_any());
    }
    if !may_confirm {
        return Some(view! { <p class="muted">{texts.maker_only()}</p> }.into_any());
    }
    let id = import.id.clone();
    Some(
        view! {
            <Form to=ConfirmOperatingData::PATH request_no=request_no class="form">
                <input type="hidden" name="import" value=id />
                <div class="form__actions">
                    <button class="button">{texts.confirm()}</button>
                    <a class="button button--quiet" href=LIST>{word().operating_data()}</a>
                </div>
            </Form>
        }
        .into_any(),
    )
}

/// Discarding a preview; folded, for it is seldom what is wanted.
fn discard(import: &ImportView, request_no: String) -> Option<AnyView> {
    let (texts, id) = (operating_data(), import.id.clone());
    (import.state == ImportState::Previewed).then(|| {
        view! {
            <details class="details">
                <summary>{texts.discard_title()}</summary>
                <Form to=DiscardOperatingData::PATH request_no class="stack">
                    <p>{texts.discard_text()}</p>
                    <input type="hidden" name="import" value=id />
                    <div class="form__actions"><button class="button button--quiet">{texts.discard()}</button></div>
                </Form>
            </details>
        }
        .into_any()
    })
}

/// The first rows, so that a person sees that columns and amounts were understood.
fn rows(changes: Vec<RowChangeView>, confirmed: bool) -> Option<AnyView> {
    let (texts, names) = (operating_data(), fault());
    if changes.is_empty() {
        return None;
    }
    let title = if confirmed { texts.written() } else { texts.to_write() };
    let table = Table::<RowChangeView>::new(title)
        .words(names.columns(Column::AgentNo), move |change| {
            // What a file said is kept without an identifier: the number alone is found at once.
            let found = query_string([("q".to_owned(), change.agent_no.clone())]);
            Cell::text(&change.agent_no).to(format!("/admin/search{found}")).note(texts.file_row(change.row))
        })
        .words(names.columns(Column::Month), |change| Cell::time(change.after.month.to_string()))
        .figures(names.columns(Column::Prepayments), |change| became(change, |row| row.prepayments))
        .figures(names.columns(Column::Sales), |change| became(change, |row| row.sales))
        .figures(names.columns(Column::Commissions), |change| became(change, |row| row.commissions))
        .words(texts.change(), move |change| match change.before {
            Some(_) => Cell::status(Tone::Due, texts.rows_changed()),
            None => Cell::status(Tone::Active, texts.rows_new()),
        });
    let note = texts.rows_first(changes.len());
    Some(
        view! {
            <section class="section">
                <h2>{title} " " <small class="muted">{note}</small></h2>
                {table.of(&changes)}
            </section>
        }
        .into_any(),
    )
}

/// An amount, beside the one that it replaces.
fn became(change: &RowChangeView, of: fn(&OperatingRow) -> Amount) -> Cell {
    let amount = of(&change.after);
    match change.before.as_ref().map(of).filter(|was| *was != amount) {
        Some(was) => Cell::view(view! { <del>{money(was)}</del> " " {money(amount)} }),
        None => amount.into(),
    }
}

pub(super) fn errors(errors: Vec<RowError>, total: usize) -> Option<AnyView> {
    let errors = errors.into_iter().map(Fault::Cell).collect();
    faults(operating_data().errors(), Column::AgentNo, (errors, total))
}
