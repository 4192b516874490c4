//! What was paid on debts elsewhere.

use leptos::prelude::*;
use partner::{api::outside_payment::OutsidePaymentView, pages::outside_payments::state};
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, table::Table,
        value::when,
    },
    texts::{outside_payment::outside_payment, word},
};

use crate::api::outside_payment::outside_payments;

pub(super) const LIST: &str = "/admin/outside-payments";

#[must_use]
pub fn page() -> AnyView {
    let texts = outside_payment();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(outside_payments(asked_after()), move |page| {
            table().page(page, empty(Icon::Wallet, texts.none_title(), texts.none_text()))
        })}
    }
    .into_any()
}

fn table() -> Table<OutsidePaymentView> {
    let texts = outside_payment();
    Table::<OutsidePaymentView>::new(texts.title())
        .words(texts.number(), |item| {
            Cell::reference(&item.number).to(format!("{LIST}/{}", item.id)).note(item.reporter_name.clone())
        })
        .words(word().debt(), |item| Cell::reference(&item.debt_number).to(format!("/admin/evidence/{}", item.debt)))
        .figures(word().amount(), |item| item.amount)
        .words(texts.paid_on(), |item| Cell::time(&item.paid_on).note(when(&item.reported_at)))
        .words(word().state(), |item| state(item.state))
}
