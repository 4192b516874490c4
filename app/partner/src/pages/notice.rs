//! One notice: what it says, and every time that it was sent.

use domain::notice::DeliveryState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{cell::Cell, form::Form, load::load, page_header::PageHeader, table::Table, value::when},
    texts::{attempt::attempt, word},
};

use super::notices::{list, standing, told};
use crate::{
    api::notice::{AttemptView, NoticePageView, Redeliver, notice},
    texts::notice::notice as texts_of_notices,
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(notice(id), content)
}

fn content(view: NoticePageView) -> AnyView {
    let texts = texts_of_notices();
    let item = &view.notice;
    let state = standing(item).into_any();
    let next = (item.delivery == DeliveryState::Waiting).then(|| {
        view! { <span>{texts.next_at()} " " {when(&item.due_at)}</span> }
    });
    let (title, said) = (texts.happened(item.kind), told(&item.facts));
    let attempts = match view.attempts.as_slice() {
        [] => view! { <p class="quiet">{texts.no_attempts()}</p> }.into_any(),
        attempts => table().of(attempts),
    };
    let (at, body) = (item.at.clone(), view.body.clone());
    view! {
        <PageHeader title below=list(view.portal) reference=texts.one(item.number)>
            {state} <span>{when(at)}</span> {next}
        </PageHeader>
        {(!said.is_empty()).then(|| view! { <p>{said}</p> })}
        <section class="card"><h2>{texts.body()}</h2><pre>{body}</pre></section>
        {view.may_send.then(|| again(&view))}
        <section class="section"><h2>{texts.attempts()}</h2>{attempts}</section>
    }
    .into_any()
}

fn again(view: &NoticePageView) -> impl IntoView + use<> {
    let texts = texts_of_notices();
    let (request_no, number) = (view.request_no.clone(), view.notice.number);
    view! {
        <section class="card stack">
            <p>{texts.send_again_text()}</p>
            <Form to=Redeliver::PATH request_no>
                <input type="hidden" name="number" value=number />
                <button class="button button--quiet">{texts.send_again()}</button>
            </Form>
        </section>
    }
}

fn table() -> Table<AttemptView> {
    let texts = texts_of_notices();
    Table::<AttemptView>::new(texts.attempts())
        .words(word().at(), |item| Cell::time(&item.at))
        .words(word().address(), |item| Cell::reference(&item.host))
        .words(word().state(), |item| attempt().outcome(item.outcome))
        .figures(texts.took(), |item| item.took_ms.to_string())
}
