//! Mappings, and the form that drafts one.

use domain::mapping::MappingState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, kept, numbered},
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        upload::{TABLES, Upload},
        value::when,
    },
    texts::{narrow::narrow, word},
};
use services::mapping::MappingFilter;

use super::links;
use crate::{
    api::mapping::{AddMapping, MappingView, MappingsView, UPLOAD, mappings},
    texts::{admin, mapping::mapping},
};

pub(super) const LIST: &str = "/admin/mappings";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (mapping(), narrow(), asked_one::<MappingState>());
    let filters = Filters { path: LIST, hint: of.mapping_hint(), day: of.drafted_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Link, texts.none(), texts.none_text())).each(
        word().state(),
        one.map(MappingState::code),
        MappingState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(MappingFilter::All, MappingFilter::In);
    view! {
        <PageHeader title=admin().mappings()>{texts.note()}</PageHeader>
        {list.view(|query, after| mappings(filter, query, after), content)}
    }
    .into_any()
}

fn content(view: MappingsView, none: AnyView) -> AnyView {
    let names = !view.funders.is_empty() && !view.facilitators.is_empty();
    let forms = (view.may_add && names).then(|| view! { {form(&view)} {file(&view.request_no)} });
    view! { {table().sortable().page(view.page, none)} {forms} }.into_any()
}

/// The form that drafts many.
fn file(request_no: &str) -> AnyView {
    let texts = mapping();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.file_title(),
        label: texts.file(),
        hint: texts.file_hint(),
        accept: TABLES,
        button: texts.file_button(),
    };
    form.folded(numbered(request_no, "file"))
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
        .words(word().settlement_id(), |item| Cell::reference(&item.settlement_id).to(format!("{LIST}/{}", item.id)))
        .words(word().funder(), |item| links::partner(&item.funder_name, &item.funder))
        .words(word().facilitator(), |item| links::partner(&item.facilitator_name, &item.facilitator))
        .words(word().state(), |item| state(item.state))
        .words(
            texts.from(),
            move |item| {
                if item.from.is_empty() { Cell::text(texts.at_once()) } else { Cell::time(&item.from) }
            },
        )
        .words(texts.to(), |item| Cell::time(&item.to))
        .words(texts.added_by(), |item| Cell::text(&item.added_by).note(when(&item.added_at)))
        .sorted_by(SortKey::Time)
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
        choice("funder", word().funder(), &view.funders),
        choice("facilitator", word().facilitator(), &view.facilitators),
    );
    view! {
        <section class="section">
            <h2>{texts.add_title()}</h2>
            <Form to=AddMapping::PATH request_no=view.request_no.clone() class="form">
                {funder}
                <div class="field">
                    <label for="settlement_id">{word().settlement_id()}</label>
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
                    <label for="valid_from">{texts.from()}</label>
                    <p class="field__hint">{texts.from_hint()}</p>
                    <input id="valid_from" name="from" type="datetime-local" value=from />
                </div>
                <div class="form__actions"><button class="button">{texts.add()}</button></div>
            </Form>
        </section>
    }
}
