//! What happened to a binding, a share, a debt, a transfer or a debit, across all parties, and the pack to take away.

mod document;
mod step;

use domain::evidence::{EvidenceKind, Subject};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::{Answer, id},
    components::{
        icon::{Icon, icon},
        load::load,
        page_header::PageHeader,
        timeline::timeline,
        value::reference,
    },
    texts::{Language, Preferences, word},
};

use crate::{
    api::evidence::{EvidenceView, evidence, make, read},
    texts::{debt::debt, evidence::evidence as texts_of_evidence},
};

/// A page of its own, for what has no other.
#[must_use]
pub fn page() -> AnyView {
    let named = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(async move { evidence(id(&named)?).await }, content)
}

fn content(view: EvidenceView) -> AnyView {
    let texts = texts_of_evidence();
    let own = view.related.iter().find(|thing| thing.id == view.id);
    let title = own.map_or_else(|| texts.title().to_owned(), |own| texts.named(texts.kinds(own.kind), &own.name));
    let others = view.related.iter().filter(|thing| thing.id != view.id).map(|thing| {
        let href = format!("{}/evidence/{}", view.portal, thing.id);
        view! { <li><a href=href>{texts.named(texts.kinds(thing.kind), &thing.name)}</a></li> }
    });
    let others = others.collect_view();
    let alone = view.related.len() < 2;
    let debits = match view.portal {
        "/funder" => Some("/funder/debits"),
        "/facilitator" => Some("/facilitator/debits"),
        _ => None,
    };
    let head = match debits.filter(|_| own.is_some_and(|own| own.kind == EvidenceKind::Debit)) {
        Some(list) => view! { <PageHeader title below=(list, debt().debits()) /> }.into_any(),
        None => view! { <PageHeader title /> }.into_any(),
    };
    view! {
        {head}
        {(!alone).then(|| view! { <section class="card"><h2>{texts.related()}</h2><ul class="stack stack--tight">{others}</ul></section> })}
        {section(view)}
    }
    .into_any()
}

/// What every page of such a thing ends with.
#[must_use]
pub fn section(view: EvidenceView) -> AnyView {
    let texts = texts_of_evidence();
    let to = format!("{}/evidence/{}/pack", view.portal, view.id);
    let fixed = match view.fixed {
        Some((on, chain)) => view! { <p class="muted small">{texts.fixed(&on)} {reference(chain)}</p> }.into_any(),
        None => view! { <p class="muted small">{texts.not_fixed()}</p> }.into_any(),
    };
    let steps = timeline(view.steps.into_iter().map(step::shown).collect());
    view! {
        <section class="card stack">
            <h2>{word().timeline()}</h2>
            {steps}
            {fixed}
            <form method="post" action=to class="stack" data-file="">
                <p class="field__hint">{texts.take_hint()}</p>
                <div class="form__actions">
                    <button class="button button--quiet">{icon(Icon::Download)} {texts.take()}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The pack of a thing, with its file's name. It says the same in whatever language it is asked for: its bytes are known again.
///
/// # Errors
/// The use cases' own.
pub async fn pack(named: &str) -> Answer<(String, Vec<u8>)> {
    let subject: Subject = id(named)?;
    let evidence = read(subject).await?;
    provide_context(Preferences { language: Language::Zh, ..Preferences::default() });
    let page = document::document(&evidence);
    let pack = make(&evidence, page).await?;
    Ok((format!("evidence-{subject}.zip"), pack.bytes))
}
