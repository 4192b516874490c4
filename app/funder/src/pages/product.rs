//! One product: what it prices, and all its versions with what was changed.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::texts::team::team;
use parts::{
    api::Called,
    components::{alert::Alert, cell::Cell, load::loaded, page_header::PageHeader, table::Table, value::or_dash},
    texts::{terms, word},
};

use super::{
    product_terms::{conditions, differences},
    products::{LIST, NEW, PROPOSALS},
};
use crate::{
    api::product::proposal::{ProductPageView, VersionView, product as find},
    texts::{product::product, product_proposal::product_proposal},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().products()), find(id), content)
}

/// A version, and where it differs from the one before; none of the first.
struct Row {
    version: VersionView,
    changes: Option<Vec<String>>,
}

fn content(view: ProductPageView) -> AnyView {
    let texts = product_proposal();
    let propose = (view.proposes && view.waiting.is_empty()).then(|| {
        let href = format!("{NEW}?product={}", view.id);
        view! { <a class="button" href=href>{texts.new_version()}</a> }.into_any()
    });
    let waiting = (!view.waiting.is_empty()).then(|| {
        let href = format!("{PROPOSALS}/{}", view.waiting);
        view! { <Alert kind="info" title=texts.waiting_here() /> <p><a href=href>{word().show()}</a></p> }
    });
    let newest = view.versions.first().map(|newest| {
        let told = product().version(newest.version, &newest.published_at);
        let conditions = conditions(view.contract_kind, &newest.terms, None);
        (told, view! { <section class="card"><h2>{product().terms()}</h2>{conditions}</section> })
    });
    let (told, newest) = newest.unzip();
    let rows = rows(view.versions);
    view! {
        <PageHeader title=view.name below=(LIST, word().products()) actions=propose>
            {terms::contract_kind(view.contract_kind)} " · " {told}
        </PageHeader>
        {waiting}
        <p class="muted">{texts.concerns()}</p>
        {newest}
        <section class="section"><h2>{texts.versions()}</h2>{versions().of(&rows)}</section>
    }
    .into_any()
}

/// The newest first, as they come.
fn rows(versions: Vec<VersionView>) -> Vec<Row> {
    let texts = product_proposal();
    let before = versions.iter().skip(1).map(|version| Some(version.terms.clone())).chain([None]).collect::<Vec<_>>();
    let pairs = versions.into_iter().zip(before);
    pairs
        .map(|(version, before)| {
            let changes = before.map(|before| {
                let differing = differences(&before, &version.terms).into_iter();
                differing.map(|(field, before, after)| texts.change(texts.label(field), &before, &after)).collect()
            });
            Row { version, changes }
        })
        .collect()
}

fn versions() -> Table<Row> {
    let texts = product_proposal();
    let who = |who: &Option<Called>| or_dash(who.as_ref().map(|who| team().actor(who)).unwrap_or_default());
    Table::<Row>::new(texts.versions())
        .words(word().version(), move |row| texts.to_be(row.version.version))
        .words(texts.published(), move |row| Cell::time(&row.version.published_at).note(who(&row.version.published_by)))
        .words(texts.proposed(), move |row| Cell::text(who(&row.version.proposed_by)))
        .prose(texts.changes(), move |row| match &row.changes {
            None => Cell::text(texts.first_version()),
            Some(changes) => {
                let lines = changes.iter().map(|line| view! { <div>{line.clone()}</div> }).collect_view();
                Cell::view(lines)
            }
        })
}
