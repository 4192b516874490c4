//! One carrier: what is registered of it, which two people change.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    components::{load::loaded, page_header::PageHeader},
    texts::word,
};

use super::{
    carriers::{LIST, facts, form},
    proposal::{history, what_to_do},
};
use crate::{
    api::carrier::{CarrierPageView, carrier},
    texts::{approval::approval, registry::registry},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().carriers()), carrier(id), content)
}

fn content(view: CarrierPageView) -> AnyView {
    let texts = registry();
    let change = || {
        let form = form(view.carrier.as_ref(), view.request_no.clone());
        view! {
            <div class="card stack">
                <h3 class="card__title">{texts.change_carrier()}</h3>
                <p>{texts.change_text()}</p>
                {form}
            </div>
        }
        .into_any()
    };
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, change, approval().maker_only());
    let title = view.carrier.as_ref().map_or_else(|| texts.proposed_carrier().to_owned(), |item| item.name.clone());
    let told = match &view.carrier {
        Some(item) => facts(item),
        None => view! { <p>{texts.not_registered()}</p> }.into_any(),
    };
    view! {
        <PageHeader title below=(LIST, word().carriers()) />
        {told}
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}
