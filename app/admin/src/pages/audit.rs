//! The audit trail, with what every operation changed.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        pager::{asked_after, asked_for, pager},
        query::query_string,
        status::{Tone, status},
    },
    texts::word,
};
use services::page::Page;

use super::{
    around::{empty, header, nothing_found, when},
    table::{cells, prose, table, words},
};
use crate::{
    api::audit::{AuditQuery, AuditRowView, ChangeView, audit_trail},
    texts::{admin, audit::audit},
};

const PATH: &str = "/admin/audit";

#[must_use]
pub fn page() -> AnyView {
    let query =
        AuditQuery { subject: asked_for("subject"), actor: asked_for("actor"), operation: asked_for("operation") };
    let filtered = query != AuditQuery::default();
    view! {
        {header(admin().audit(), audit().note(), None)}
        {filters(&query)}
        {load(audit_trail(query, asked_after()), move |page| list(page, filtered))}
    }
    .into_any()
}

fn filters(query: &AuditQuery) -> impl IntoView + use<> {
    let texts = audit();
    let field = |name: &'static str, label: &'static str, hint: &'static str, value: &Option<String>| {
        let value = value.clone().unwrap_or_default();
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name maxlength="100" placeholder=hint value=value autocapitalize="none" spellcheck="false" />
            </div>
        }
    };
    view! {
        <form class="filters" method="get" action=PATH role="search">
            {field("subject", texts.subject(), texts.subject_hint(), &query.subject)}
            {field("actor", texts.actor(), texts.actor_hint(), &query.actor)}
            {field("operation", texts.operation(), texts.operation_hint(), &query.operation)}
            <button class="button button--quiet">{word().filter()}</button>
            <a class="button button--quiet" href=PATH>{admin().clear()}</a>
        </form>
    }
}

fn list(page: Page<AuditRowView>, filtered: bool) -> AnyView {
    let texts = audit();
    if page.rows.is_empty() {
        return if filtered { nothing_found(PATH) } else { empty(texts.none_title(), texts.none_text()) };
    }
    let columns = vec![
        words(texts.at()),
        words(texts.actor()),
        words(texts.operation()),
        words(texts.subject()),
        prose(texts.changes()),
    ];
    let shown = page.rows.len();
    let table = table(admin().audit(), columns, page.rows.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, page.next)} }.into_any()
}

/// The trail of one thing or person.
fn only(name: &'static str, value: &str, shown: String) -> AnyView {
    if value.is_empty() {
        return "—".into_any();
    }
    let query = query_string([(name.to_owned(), value.to_owned())]);
    view! { <a href=format!("{PATH}{query}")>{shown}</a> }.into_any()
}

/// A code that takes a new line after a part of itself, and not within a word.
fn breakable(code: &str) -> impl IntoView + use<> {
    code.split_inclusive(['.', '_', '/']).map(|part| view! { {part.to_owned()} <wbr /> }).collect_view()
}

fn row(row: AuditRowView) -> Vec<AnyView> {
    let texts = audit();
    let outcome = if row.refused { status(Tone::Bad, texts.refused()) } else { status(Tone::Done, texts.done()) };
    let name = texts.operations(&row.operation);
    let operation = if name.is_empty() {
        view! { <code>{breakable(&row.operation)}</code> }.into_any()
    } else {
        view! { {name} <small><code>{breakable(&row.operation)}</code></small> }.into_any()
    };
    cells![
        view! { {when(row.recorded_at)} <small>{outcome}</small> },
        only("actor", &row.actor, texts.actors(&row.actor)),
        operation,
        only("subject", &row.subject, row.subject.clone()),
        changes(row.changes, row.refused),
    ]
}

fn changes(changes: Vec<ChangeView>, refused: bool) -> AnyView {
    let texts = audit();
    if changes.is_empty() {
        return "—".into_any();
    }
    let count = changes.len();
    let summary = if refused { texts.asked_count(count) } else { texts.changes_count(count) };
    let item = |change: ChangeView| {
        let before = change.before.map(|before| {
            view! { <del><span class="visually-hidden">{texts.was()}</span> {before}</del> " " }
        });
        let after = change.after.map(|after| {
            view! { <ins><span class="visually-hidden">{texts.became()}</span> {after}</ins> }
        });
        view! {
            <div>
                <dt><code>{breakable(&change.path)}</code></dt>
                <dd>{before} {after}</dd>
            </div>
        }
    };
    view! {
        <details>
            <summary>{summary}</summary>
            <dl class="facts">{changes.into_iter().map(item).collect_view()}</dl>
        </details>
    }
    .into_any()
}
