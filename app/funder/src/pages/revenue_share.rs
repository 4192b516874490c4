//! What the funder owes the institution of the interest that it received.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
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
    invoice((PATH, revenue_share().title()), "/funder/loans")
}
