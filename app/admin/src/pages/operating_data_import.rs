//! One file of operating data: what it would change, what is wrong with it, and the decision.

use domain::{Amount, operating_data::OperatingRow};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        form::Form,
        money::money,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{header_below, loaded, or_dash},
    operating_data::state,
    table::{Row, cells, figures, prose, table, words},
};
use crate::{
    api::operating_data::{ConfirmOperatingData, ImportPageView, ImportView, RowChangeView, RowErrorView, import},
    texts::operating_data::operating_data,
};

const LIST: &str = "/admin/operating-data";

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().operating_data()), import(id), content)
}

fn content(view: ImportPageView) -> AnyView {
    let import = view.import;
    let meta = view! {
        {state(&import)}
        <span><time>{import.uploaded_at.clone()}</time> " " {import.uploaded_by.clone()}</span>
    };
    view! {
        {header_below((LIST, word().operating_data()), &import.file_name, meta, None)}
        {steps(import.confirmed)}
        {verdict(&import)}
        {stats(&import)}
        {confirm(&import, view.may_confirm, view.request_no)}
        {(import.errors_total == 0).then(|| rows(import.rows, import.confirmed))}
        {errors(import.errors, import.errors_total)}
        <p class="muted small">{operating_data().sha256()} " " <code class="ref">{import.sha256}</code></p>
    }
    .into_any()
}

fn steps(confirmed: bool) -> impl IntoView + use<> {
    let texts = operating_data();
    let done = || view! { <span class="visually-hidden">{word().done()}</span> };
    view! {
        <ol class="steps" aria-label=texts.steps()>
            <li class="steps__done">{texts.step_upload()} {done()}</li>
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
    let same = import.same_file_as.clone().filter(|_| !import.confirmed).map(|same| {
        view! {
            <Alert kind="warn" title=texts.same_title() text=texts.same_text() />
            <p><a href=format!("{LIST}/{same}")>{texts.same_link()}</a></p>
        }
    });
    let verdict = if import.confirmed {
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
                <dd>{count}</dd>
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
                <dd>{import.errors_total}</dd>
            </div>
        </dl>
    }
}

fn confirm(import: &ImportView, may_confirm: bool, request_no: String) -> Option<AnyView> {
    let texts = operating_data();
    if import.confirmed {
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

/// The first rows, so that a person sees that columns and amounts were understood.
fn rows(changes: Vec<RowChangeView>, confirmed: bool) -> Option<AnyView> {
    let texts = operating_data();
    if changes.is_empty() {
        return None;
    }
    let columns = vec![
        words(texts.columns("agent_no")),
        words(texts.columns("month")),
        figures(texts.columns("prepayments")),
        figures(texts.columns("sales")),
        figures(texts.columns("commissions")),
        words(texts.change()),
    ];
    let title = if confirmed { texts.written() } else { texts.to_write() };
    let note = texts.rows_first(changes.len());
    let rows = changes.into_iter().map(changed).collect();
    Some(
        view! {
            <section class="section">
                <h2>{title} " " <small class="muted">{note}</small></h2>
                {table(title, columns, rows, None)}
            </section>
        }
        .into_any(),
    )
}

fn changed(change: RowChangeView) -> Vec<AnyView> {
    let texts = operating_data();
    let (before, after) = (change.before, change.after);
    let amount = |of: fn(&OperatingRow) -> Amount| {
        let was = before.as_ref().map(of).filter(|was| *was != of(&after));
        view! { {was.map(|was| view! { <del>{money(was)}</del> " " })} {money(of(&after))} }
    };
    let word = match before {
        Some(_) => status(Tone::Due, texts.rows_changed()),
        None => status(Tone::Active, texts.rows_new()),
    };
    cells![
        view! { {change.agent_no} <small>{texts.file_row(change.row)}</small> },
        view! { <time>{after.month.to_string()}</time> },
        amount(|row| row.prepayments),
        amount(|row| row.sales),
        amount(|row| row.commissions),
        word,
    ]
}

fn errors(errors: Vec<RowErrorView>, total: usize) -> Option<AnyView> {
    let texts = operating_data();
    if errors.is_empty() {
        return None;
    }
    let note = (errors.len() < total).then(|| texts.errors_first(errors.len()));
    let columns = vec![figures(texts.row()), words(texts.column()), prose(texts.cell()), words(texts.problem())];
    let rows = errors
        .into_iter()
        .map(|error| {
            let repeats = error.code == "operating_data.duplicate";
            let problem = texts.problems(&error.code);
            let problem = if repeats { format!("{problem} {}", error.text) } else { problem.to_owned() };
            Row::bad(cells![
                error.row.to_string(),
                texts.columns(&error.column),
                if repeats { or_dash("") } else { or_dash(error.text) },
                status(Tone::Bad, problem),
            ])
        })
        .collect();
    Some(
        view! {
            <section class="section">
                <h2>{texts.errors()} " " <small class="muted">{note}</small></h2>
                {table(texts.errors(), columns, rows, None)}
            </section>
        }
        .into_any(),
    )
}
