//! What former holders of debts pass on to who holds them. The institution sees it too.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, table::Table,
    },
    texts::{outside_payment::outside_payment, word},
};

use crate::api::outside_payment::{PassOnView, pass_ons};

#[must_use]
pub fn page() -> AnyView {
    let texts = outside_payment();
    view! {
        <PageHeader title=texts.pass_ons()>{texts.pass_ons_note()}</PageHeader>
        {load(pass_ons(asked_after()), move |page| {
            table().page(page, empty(Icon::Wallet, texts.no_pass_ons(), texts.no_pass_ons_text()))
        })}
    }
    .into_any()
}

fn table() -> Table<PassOnView> {
    let texts = outside_payment();
    Table::<PassOnView>::new(texts.pass_ons())
        .words(texts.counted_on(), |item| Cell::time(&item.on))
        .words(texts.pays(), |item| Cell::text(&item.payer_name))
        .words(texts.is_paid(), |item| Cell::text(&item.payee_name))
        .figures(texts.payments(), |item| Cell::text(item.payments.to_string()))
        .figures(word().amount(), |item| item.amount)
        .words(texts.due_on(), |item| Cell::time(&item.due_on))
}
