//! What the funder owes the institution of the interest that it received.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::revenue_share::invoice as find,
    components::{
        load::{load, loaded},
        page_header::PageHeader,
        pager::asked_after,
        revenue_share::{agreed, invoice, invoices},
    },
    texts::revenue_share::revenue_share,
};

use crate::api::revenue_share::own_revenue_share;

const PATH: &str = "/funder/revenue-share";

#[must_use]
pub fn page() -> AnyView {
    let texts = revenue_share();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(own_revenue_share(asked_after()), move |(share, page)| {
            let now = agreed(share);
            view! {
                <p>{now}</p>
                {invoices(page, PATH)}
            }
            .into_any()
        })}
    }
    .into_any()
}

#[must_use]
pub fn one() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let below = (PATH, revenue_share().title());
    loaded(below, find(id, asked_after()), move |view| invoice(view, below, "/funder/loans"))
}
