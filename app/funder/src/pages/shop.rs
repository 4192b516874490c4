//! Everything between a shop and the funder: who it is, while it consents, and its own business with the funder.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    pages::{documents, repayments},
    texts::lending::lending,
};
use parts::{
    components::{
        alert::Alert,
        business::business,
        cell::Cell,
        load::loaded,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        timeline::happened,
        value::{fact, reference},
    },
    texts::word,
};

use super::{
    applications::{self, LIST},
    draws, lines, loans,
};
use crate::{
    api::shop::{KnownShopView, ShopOfferView, ShopPageView, shop as find},
    texts::{applicant::applicant, funder, shop::shop},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().applications()), find(id), content)
}

fn content(view: ShopPageView) -> AnyView {
    let (texts, own) = (funder(), shop());
    let title = view.name.clone().unwrap_or_else(|| texts.withheld().to_owned());
    let number = view.known.as_ref().map(|known| reference(&known.number));
    let known = match &view.known {
        Some(known) => identity(known).into_any(),
        None => {
            let data = applicant();
            view! { <Alert kind="warn" title=data.consent_gone() text=data.consent_gone_text() /> }.into_any()
        }
    };
    let part = |heading: &'static str, none: &'static str, some: bool, table: AnyView| {
        let table = if some { table } else { view! { <p class="muted">{none}</p> }.into_any() };
        view! { <section class="section"><h2>{heading}</h2>{table}</section> }
    };
    let applied = applications::table(word().applications()).of(&view.applications);
    let drawn = draws::table(&view.draws, texts.draws()).of(&view.draws);
    let lent = loans::table(&view.loans).of(&view.loans);
    let repaid = repayments::table("/funder", lending().repayments(), &view.repayments).of(&view.repayments);
    view! {
        <PageHeader title below=(LIST, word().applications())>{number}</PageHeader>
        {known}
        {part(word().credit_lines(), word().no_lines(), !view.lines.is_empty(), lines::table().of(&view.lines))}
        {part(word().loans(), word().no_loans(), !view.loans.is_empty(), lent)}
        {part(texts.draws(), word().no_draws(), !view.draws.is_empty(), drawn)}
        {part(lending().repayments(), own.no_repayments(), !view.repayments.is_empty(), repaid)}
        {part(word().applications(), word().no_applications(), !view.applications.is_empty(), applied)}
        {part(word().offers(), own.no_offers(), !view.offers.is_empty(), offers().of(&view.offers))}
        {documents::own(&view.documents)}
        {view.known.as_ref().map(|known| business(&known.months, &known.summary, applicant().business_note()))}
        {happened(&view.timeline)}
    }
    .into_any()
}

/// What was offered, each with the way to the application that was made of it.
fn offers() -> Table<ShopOfferView> {
    let own = shop();
    Table::<ShopOfferView>::new(word().offers())
        .words(word().reference(), |item| {
            Cell::reference(&item.application_reference).to(format!("{LIST}/{}", item.application))
        })
        .figures(word().offered_limit(), |item| item.limit)
        .words(word().asked_at(), |item| Cell::time(&item.asked_at))
        .words(own.answered(), |item| Cell::time(&item.answered_at))
        .words(word().valid_until(), |item| Cell::time(&item.valid_until))
}

fn identity(known: &KnownShopView) -> impl IntoView + use<> {
    let data = applicant();
    let expired = known.licence_expired.then(|| status(Tone::Bad, word().expired()));
    let (expires_on, joined_on) = (known.licence_expires_on.clone(), known.joined_on.clone());
    view! {
        <dl class="card facts facts--3">
            {fact(data.legal_person(), known.legal_person.clone().into_any())}
            {fact(word().licence_no(), reference(&known.licence_no))}
            {fact(word().licence_until(), view! { <time>{expires_on}</time> " " {expired} }.into_any())}
            {fact(data.region(), known.region.clone().into_any())}
            {fact(word().carrier(), known.carrier.clone().into_any())}
            {fact(data.joined(), view! { <time>{joined_on}</time> }.into_any())}
            {fact(data.phone(), known.phone_masked.clone().into_any())}
        </dl>
    }
}
