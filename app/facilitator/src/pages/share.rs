//! One share.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{pages::evidence::section, texts::binding::binding};
use parts::{
    components::{
        form::{Form, TextArea, error_of, kept},
        load::loaded,
        page_header::PageHeader,
        value::{fact, or_dash, reference},
    },
    texts::word,
};

use super::shares::{LIST, usable, why};
use crate::api::share::{ReleaseShare, SharePageView, share};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, binding().shares()), share(id), content)
}

fn content(view: SharePageView) -> AnyView {
    let texts = binding();
    let item = view.share.clone();
    let steps = section(view.evidence.clone());
    let told = why(&item);
    let title = if item.alias.is_empty() { item.settlement_id.clone() } else { item.alias.clone() };
    view! {
        <PageHeader title below=(LIST, texts.shares())>
            {usable(item.usable).into_any()} <span>{told}</span>
        </PageHeader>
        <dl class="card facts facts--3">
            {fact(texts.payer(), or_dash(item.payer).into_any())}
            {fact(word().card(), or_dash(item.card).into_any())}
            {fact(word().funder(), item.funder_name.into_any())}
            {fact(word().settlement_id(), reference(item.settlement_id))}
            {fact(texts.ended_at(), or_dash(item.ended_at).into_any())}
        </dl>
        {view.may_release.then(|| release(&view))}
        {steps}
    }
    .into_any()
}

fn release(view: &SharePageView) -> impl IntoView + use<> {
    let (texts, id) = (binding(), view.share.id.clone());
    let (reason, open) = (kept::<ReleaseShare>("reason", ""), error_of(ReleaseShare::PATH).is_some());
    view! {
        <details class="details" open=open>
            <summary>{texts.release_title()}</summary>
            <div>
                <Form to=ReleaseShare::PATH request_no=view.request_no.clone() class="stack">
                    <p>{texts.release_text()}</p>
                    <input type="hidden" name="share" value=id />
                    <div class="field">
                        <label for="reason">{word().reason()}</label>
                        <TextArea id="reason" name="reason" required=true value=reason />
                    </div>
                    <button class="button button--danger">{texts.release()}</button>
                </Form>
            </div>
        </details>
    }
}
