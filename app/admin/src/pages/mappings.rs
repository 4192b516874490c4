//! Mappings, and the form that drafts one.

use domain::mapping::MappingState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, kept},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::word,
};

use super::links;
use crate::{
    api::mapping::{AddMapping, MappingView, MappingsView, mappings},
    texts::{admin, mapping::mapping},
};

pub(super) const LIST: &str = "/admin/mappings";

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().mappings()>{mapping().note()}</PageHeader>
        {load(mappings(asked_after()), content)}
    }
    .into_any()
}

fn content(view: MappingsView) -> AnyView {
    let texts = mapping();
    let form = view.may_add.then(|| form(&view));
    view! { {table().page(view.page, empty(Icon::Link, texts.none(), texts.none_text()))} {form} }.into_any()
}

pub(super) fn state(state: MappingState) -> Cell {
    let tone = match state {
        MappingState::Draft | MappingState::Scheduled => Tone::Waiting,
        MappingState::InForce => Tone::Active,
        MappingState::Ended => Tone::Neutral,
    };
    Cell::status(tone, mapping().states(state))
}

fn table() -> Table<MappingView> {
    let texts = mapping();
    Table::<MappingView>::new(admin().mappings())
        .words(texts.settlement_id(), |item| {
            Cell::reference(&item.settlement_id)
                .to(format!("{LIST}/{}", item.id))
                .note(links::partner(&item.funder_name, &item.funder).into_any())
        })
        .words(texts.facilitator(), |item| links::partner(&item.facilitator_name, &item.facilitator))
        .words(word().state(), |item| state(item.state))
        .words(
            texts.from(),
            move |item| {
                if item.from.is_empty() { Cell::text(texts.at_once()) } else { Cell::time(&item.from) }
            },
        )
        .words(texts.to(), |item| Cell::time(&item.to))
        .words(texts.added_by(), |item| Cell::text(&item.added_by).note(when(&item.added_at)))
}

fn choice(name: &'static str, label: &'static str, of: &[(String, String)]) -> impl IntoView + use<> {
    let chosen = kept::<AddMapping>(name, "");
    let options = of.iter().map(|(id, called)| {
        view! { <option value=id.clone() selected=*id == chosen>{called.clone()}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name required>{options}</select>
        </div>
    }
}

fn form(view: &MappingsView) -> impl IntoView + use<> {
    let texts = mapping();
    let (settlement_id, from) = (kept::<AddMapping>("settlement_id", ""), kept::<AddMapping>("from", ""));
    let (funder, facilitator) = (
        choice("funder", texts.funder(), &view.funders),
        choice("facilitator", texts.facilitator(), &view.facilitators),
    );
    view! {
        <section class="section">
            <h2>{texts.add_title()}</h2>
            <Form to=AddMapping::PATH request_no=view.request_no.clone() class="form">
                {funder}
                <div class="field">
                    <label for="settlement_id">{texts.settlement_id()}</label>
                    <p class="field__hint">{texts.settlement_hint()}</p>
                    <input
                        id="settlement_id"
                        name="settlement_id"
                        maxlength="64"
                        required
                        autocomplete="off"
                        value=settlement_id
                    />
                </div>
                {facilitator}
                <div class="field">
                    <label for="from">{texts.from()}</label>
                    <p class="field__hint">{texts.from_hint()}</p>
                    <input id="from" name="from" type="datetime-local" value=from />
                </div>
                <div class="form__actions"><button class="button">{texts.add()}</button></div>
            </Form>
        </section>
    }
}
