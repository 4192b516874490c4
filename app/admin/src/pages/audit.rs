//! The audit trail, with what every operation changed.

use domain::{actor::ActorName, search::SOUGHT_LIMIT};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, empty_with, nothing_found},
        icon::Icon,
        load::load,
        narrow::folded,
        page_header::PageHeader,
        pager::asked_after,
        query::{asked_for, query_string},
        status::{Tone, status},
        table::Table,
    },
    texts::{list::list, search::search, word},
};

use super::links::{concept, thing};
use crate::{
    api::audit::{AuditQuery, AuditRowView, ChangeView, audit_trail},
    texts::{
        admin,
        audit::{OPERATIONS, audit},
    },
};

const PATH: &str = "/admin/audit";

#[must_use]
pub fn page() -> AnyView {
    let query = AuditQuery {
        subject: asked_for("subject"),
        actor: asked_for("actor"),
        operation: asked_for("operation"),
        from: asked_for("from"),
        to: asked_for("to"),
    };
    let filtered = query != AuditQuery::default();
    let typed = [&query.subject, &query.actor];
    let too_long = typed.into_iter().flatten().any(|text| text.chars().count() > SOUGHT_LIMIT);
    view! {
        <PageHeader title=admin().audit()>{audit().note()}</PageHeader>
        {folded(filtered, filters(&query, filtered))}
        {load(audit_trail(query, asked_after()), move |page| {
            let none = if too_long {
                empty_with(Icon::Search, list().nothing_found(), search().too_long(), (PATH, list().clear()))
            } else if filtered {
                nothing_found(PATH)
            } else {
                empty(Icon::List, audit().none_title(), audit().none_text())
            };
            table().page(page, none)
        })}
    }
    .into_any()
}

fn filters(query: &AuditQuery, filtered: bool) -> AnyView {
    let texts = audit();
    let field = |name: &'static str, label: &'static str, hint: &'static str, value: &Option<String>| {
        let value = value.clone().unwrap_or_default();
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name maxlength="64" placeholder=hint value=value autocapitalize="none" spellcheck="false" />
            </div>
        }
    };
    let day = |name: &'static str, label: &'static str, value: &Option<String>| {
        let value = value.clone().unwrap_or_default();
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="date" value=value />
            </div>
        }
    };
    view! {
        <form class="filters" method="get" action=PATH role="search">
            {field("actor", texts.actor(), texts.actor_hint(), &query.actor)}
            <div class="field">
                <label for="operation">{texts.operation()}</label>
                <select id="operation" name="operation">{operations(query.operation.clone().unwrap_or_default())}</select>
            </div>
            {field("subject", word().subject(), texts.subject_hint(), &query.subject)}
            {day("from", texts.from(), &query.from)}
            {day("to", texts.to(), &query.to)}
            <button class="button button--quiet">{word().filter()}</button>
            {filtered.then(|| view! { <a class="button button--quiet" href=PATH>{list().clear()}</a> })}
        </form>
    }
    .into_any()
}

/// The operations in words, those about one concept together. One that there is not, as an address may ask for, stands by its
/// code, so that the form says what the list was narrowed by.
fn operations(asked: String) -> impl IntoView {
    let texts = audit();
    let unknown = (!asked.is_empty() && texts.operations(&asked).is_empty())
        .then(|| view! { <option value=asked.clone() selected=true>{asked.clone()}</option> });
    let heading = |code: &str| texts.concepts(concept(code));
    let groups = OPERATIONS.chunk_by(|one, next| heading(one.0) == heading(next.0)).map(|group| {
        let label = group.first().map(|first| heading(first.0)).unwrap_or_default();
        let options = group
            .iter()
            .map(|(code, ..)| view! { <option value=*code selected=*code == asked>{texts.operations(code)}</option> })
            .collect_view();
        view! { <optgroup label=label>{options}</optgroup> }
    });
    let groups = groups.collect_view();
    view! { <option value="">{word().all()}</option> {unknown} {groups} }
}

fn table() -> Table<AuditRowView> {
    let texts = audit();
    Table::<AuditRowView>::new(admin().audit())
        .words(texts.at(), move |row| {
            let outcome =
                if row.refused { status(Tone::Bad, texts.refused()) } else { status(Tone::Done, texts.done()) };
            Cell::time(&row.recorded_at).note(outcome)
        })
        .words(texts.actor(), actor)
        .words(texts.operation(), move |row| match texts.operations(&row.operation) {
            "" => Cell::view(view! { <code>{breakable(&row.operation)}</code> }),
            name => Cell::text(name).note(view! { <code>{breakable(&row.operation)}</code> }),
        })
        .words(word().subject(), |row| thing(&row.subject, &row.subject_name, &row.operation))
        .prose(texts.changes(), |row| changes(&row.changes, row.refused))
}

/// The trail of one person.
fn only(value: &str, shown: String) -> Cell {
    let query = query_string([("actor".to_owned(), value.to_owned())]);
    Cell::text(shown).to(format!("{PATH}{query}"))
}

/// Whoever acted, by name where there is one, with the way to all that was done by the same.
fn actor(row: &AuditRowView) -> Cell {
    let (code, called) = (row.actor.as_str(), audit().actors(&row.actor));
    // A user name alone stands for its person.
    let value = ActorName::of(code).and_then(ActorName::username).unwrap_or(code);
    if row.actor_name.is_empty() {
        return only(value, called);
    }
    only(value, row.actor_name.clone()).note(called)
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
