//! One layout of a bank's tables: what it says, what it has read, and what two people decide about it.

use domain::{bank_layout::LayoutState, bank_movement::LineRefusal, layout_field::LayoutField};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        cell::Cell, form::Form, load::loaded, page_header::PageHeader, table::Table, upload::Upload, value::when,
    },
    texts::word,
};

use super::{
    layouts::{LIST, state},
    proposal::{history, reason, what_to_do},
};
use crate::{
    api::bank_layout::{LayoutPageView, LayoutView, ProposeLayout, Said, TrialView, TriedLineView, UPLOAD, layout},
    pages::upload::account_field,
    texts::{admin, bank_layout::bank_layout, statement::statement},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().layouts()), layout(id), content)
}

fn content(view: LayoutPageView) -> AnyView {
    let texts = bank_layout();
    let item = view.layout.clone();
    let propose = || propose(&view.layout, view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, propose, word().nothing_to_do());
    let try_it = view.may_try.then(|| {
        let path = UPLOAD.replace("{id}", &item.id);
        let form = Upload {
            to: path.clone(),
            title: texts.upload_title(),
            label: texts.upload_label(),
            hint: texts.upload_hint(),
            accept: ".csv,.txt,.xlsx",
            button: texts.upload_button(),
        };
        form.section(view.request_no.clone(), account_field(&path))
    });
    let tried = match view.trial {
        Some(trial) => told(trial),
        None => view! { <p class="muted">{texts.untried()}</p> }.into_any(),
    };
    view! {
        <PageHeader title=item.name below=(LIST, admin().layouts())>
            {state(item.state).into_any()} <span>{item.added_by}</span> {when(item.added_at)}
        </PageHeader>
        {said(view.said)}
        {try_it}
        <section class="section"><h2>{texts.trial()}</h2>{tried}</section>
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

/// What a layout says, field by field.
fn said(said: Vec<(LayoutField, Said)>) -> impl IntoView {
    let texts = bank_layout();
    let fact = |(field, said): (LayoutField, Said)| {
        let text = match said {
            Said::Chosen(choice) => texts.choice(choice).to_owned(),
            Said::Written(text) => text,
        };
        view! { <div><dt>{texts.field(field)}</dt><dd>{text}</dd></div> }
    };
    view! {
        <section class="section">
            <h2>{texts.said()}</h2>
            <dl class="card facts facts--3">{said.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
}

fn told(trial: TrialView) -> AnyView {
    let texts = bank_layout();
    let refused = (!trial.refused.is_empty()).then(|| {
        let table = Table::<(usize, Option<LineRefusal>, String)>::new(texts.refused())
            .figures(word().row(), |(row, ..)| row.to_string())
            .words(word().reason(), |(_, why, _)| why.map_or("", |why| statement().line_problems(why)))
            .prose(texts.text(), |(.., text)| text.clone());
        view! { <h3>{texts.refused()}</h3> {table.of(&trial.refused)} }
    });
    view! {
        <p>{trial.file_name} " · " {trial.account} " · " {texts.read(trial.lines_total, trial.refused_total)}</p>
        {table().of(&trial.lines)}
        {refused}
    }
    .into_any()
}

fn table() -> Table<TriedLineView> {
    let texts = bank_layout();
    Table::<TriedLineView>::new(texts.trial())
        .figures(word().row(), |line| line.row.to_string())
        .words(texts.booked(), |line| line.booked.clone())
        .figures(word().plain_amount(), |line| line.amount)
        .figures(texts.balance(), |line| line.balance_after)
        .prose(word().counterparty(), |line| line.counterparty.clone())
        .prose(word().remittance(), |line| Cell::text(&line.remittance).note(line.bank_reference.clone()))
}

fn propose(item: &LayoutView, request_no: String) -> AnyView {
    let (texts, id) = (bank_layout(), item.id.clone());
    let adopt = item.state == LayoutState::Draft;
    let words = if adopt { texts.propose_adopt() } else { texts.propose_retire() };
    view! {
        <Form to=ProposeLayout::PATH request_no class="card stack">
            <input type="hidden" name="layout" value=id />
            <input type="hidden" name="adopt" value=adopt.to_string() />
            {reason::<ProposeLayout>("layout-note")}
            <div class="form__actions"><button class="button">{words}</button></div>
        </Form>
    }
    .into_any()
}
