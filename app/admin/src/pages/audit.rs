//! The audit trail, with what every operation changed.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        query::{asked_for, query_string},
        status::{Tone, status},
        table::Table,
    },
    texts::{list::list, word},
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
        <PageHeader title=admin().audit()>{audit().note()}</PageHeader>
        {filters(&query)}
        {load(audit_trail(query, asked_after()), move |page| {
            let none = if filtered {
                nothing_found(PATH)
            } else {
                empty(Icon::List, audit().none_title(), audit().none_text())
            };
            table().page(page, none)
        })}
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
            <a class="button button--quiet" href=PATH>{list().clear()}</a>
        </form>
    }
}

fn table() -> Table<AuditRowView> {
    let texts = audit();
    Table::<AuditRowView>::new(admin().audit())
        .words(texts.at(), move |row| {
            let outcome =
                if row.refused { status(Tone::Bad, texts.refused()) } else { status(Tone::Done, texts.done()) };
            Cell::time(&row.recorded_at).note(outcome)
        })
        .words(texts.actor(), move |row| only("actor", &row.actor, texts.actors(&row.actor)))
        .words(texts.operation(), move |row| match texts.operations(&row.operation) {
            "" => Cell::view(view! { <code>{breakable(&row.operation)}</code> }),
            name => Cell::text(name).note(view! { <code>{breakable(&row.operation)}</code> }),
        })
        .words(texts.subject(), |row| only("subject", &row.subject, row.subject.clone()))
        .prose(texts.changes(), |row| changes(&row.changes, row.refused))
}

/// The trail of one thing or person.
fn only(name: &'static str, value: &str, shown: String) -> Cell {
    if value.is_empty() {
        return Cell::text("");
    }
    let query = query_string([(name.to_owned(), value.to_owned())]);
    Cell::text(shown).to(format!("{PATH}{query}"))
}

/// A code that takes a new line after a part of itself, and not within a word.
fn breakable(code: &str) -> impl IntoView + use<> {
    code.split_inclusive(['.', '_', '/']).map(|part| view! { {part.to_owned()} <wbr /> }).collect_view()
}

fn changes(changes: &[ChangeView], refused: bool) -> Cell {
    let texts = audit();
    if changes.is_empty() {
        return Cell::text("");
    }
    let count = changes.len();
    let summary = if refused { texts.asked_count(count) } else { texts.changes_count(count) };
    let item = |change: &ChangeView| {
        let before = change.before.clone().map(|before| {
            view! { <del><span class="visually-hidden">{texts.was()}</span> {before}</del> " " }
        });
        let after = change.after.clone().map(|after| {
            view! { <ins><span class="visually-hidden">{texts.became()}</span> {after}</ins> }
        });
        view! {
            <div>
                <dt><code>{breakable(&change.path)}</code></dt>
                <dd>{before} {after}</dd>
            </div>
        }
    };
    Cell::view(view! {
        <details>
            <summary>{summary}</summary>
            <dl class="facts">{changes.iter().map(item).collect_view()}</dl>
        </details>
    })
}
