//! The layouts of banks' tables, and the form that describes another one.

use domain::{bank_layout::LayoutState, layout_field::LayoutField};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, TextArea, kept},
        icon::Icon,
        load::loaded,
        page_header::PageHeader,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::{Language, bank_layout::layout_name, word},
};

use crate::{
    api::bank_layout::{AddLayout, Choice, LayoutView, LayoutsView, layouts},
    texts::{admin, bank_layout::bank_layout},
};

pub(super) const LIST: &str = "/admin/layouts";

#[must_use]
pub fn page() -> AnyView {
    loaded((LIST, admin().layouts()), layouts(), content)
}

fn content(view: LayoutsView) -> AnyView {
    let texts = bank_layout();
    let list = if view.layouts.is_empty() {
        empty(Icon::List, texts.none_title(), texts.none_text())
    } else {
        table().of(&view.layouts)
    };
    let language = Language::here();
    let built_in = view.built_in.iter().map(|name| layout_name(name, language).to_owned());
    let built_in = built_in.map(|name| view! { <li>{name}</li> });
    view! {
        <PageHeader title=admin().layouts()>{texts.note()}</PageHeader>
        <section class="section"><h2>{texts.added()}</h2>{list}</section>
        <section class="section"><h2>{texts.built_in()}</h2><ul class="cluster">{built_in.collect_view()}</ul></section>
        {view.may_add.then(|| form(view.request_no))}
    }
    .into_any()
}

/// Whether files are read by a layout, in a word.
pub(super) fn state(state: LayoutState) -> Cell {
    let tone = match state {
        LayoutState::Draft => Tone::Waiting,
        LayoutState::Adopted => Tone::Done,
        LayoutState::Retired => Tone::Neutral,
    };
    Cell::status(tone, bank_layout().states(state))
}

fn table() -> Table<LayoutView> {
    let texts = bank_layout();
    Table::<LayoutView>::new(texts.added())
        .words(word().named(), |layout| Cell::text(&layout.name).to(format!("{LIST}/{}", layout.id)))
        .words(texts.state(), |layout| state(layout.state))
        .words(texts.added_by(), |layout| Cell::text(&layout.added_by).note(when(&layout.added_at)))
}

fn form(request_no: String) -> impl IntoView {
    let texts = bank_layout();
    view! {
        <section class="section">
            <h2>{texts.add_title()}</h2>
            <p>{texts.add_text()}</p>
            <Form to=AddLayout::PATH request_no class="form">
                {LayoutField::ALL.map(field).collect_view()}
                <div class="form__actions"><button class="button">{texts.add()}</button></div>
            </Form>
        </section>
    }
}

fn field(field: LayoutField) -> AnyView {
    let (texts, name) = (bank_layout(), field.code());
    let (label, hint) = (texts.field(field), texts.hint(field));
    let in_form = format!("layout[{name}]");
    let value = kept::<AddLayout>(&in_form, "");
    let hint = (!hint.is_empty()).then(|| view! { <p class="field__hint">{hint}</p> });
    let choices = Choice::of(field);
    let input = if field == LayoutField::Remittance {
        view! { <TextArea id=name name="layout[remittance]" value /> }.into_any()
    } else if choices.is_empty() {
        let required = matches!(field, LayoutField::Name | LayoutField::Date);
        view! { <input id=name name=in_form maxlength="500" required=required autocomplete="off" value=value /> }
            .into_any()
    } else {
        let options = choices.into_iter().map(|choice| {
            let code = choice.code();
            view! { <option value=code selected=code == value>{texts.choice(choice)}</option> }
        });
        view! { <select id=name name=in_form>{options.collect_view()}</select> }.into_any()
    };
    view! { <div class="field"><label for=name>{label}</label>{hint}{input}</div> }.into_any()
}
