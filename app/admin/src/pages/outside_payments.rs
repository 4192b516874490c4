//! What was paid on debts elsewhere.

use domain::outside_payment::OutsidePaymentState;
use leptos::prelude::*;
use partner::{api::outside_payment::OutsidePaymentView, pages::outside_payments::state};
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        narrow::{Filters, SortKey, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        table::Table,
        tabs::{asked_one, tab, tabs},
    },
    texts::{narrow::narrow, outside_payment::outside_payment, word},
};
use services::outside_payment::OutsidePaymentFilter;

use crate::api::outside_payment::outside_payments;

pub(super) const LIST: &str = "/admin/outside-payments";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (outside_payment(), narrow(), asked_one::<OutsidePaymentState>());
    let mut states = vec![tab("", word().all())];
    states.extend(OutsidePaymentState::ALL.map(|state| tab(state.code(), texts.states(state))));
    let query = asked_narrow();
    let narrowed = query.is_given() || one.is_some();
    let filters = Filters { path: LIST, hint: of.payment_hint(), day: of.reported_on(), amount: word().plain_amount() };
    let filter = one.map_or(OutsidePaymentFilter::All, OutsidePaymentFilter::In);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {filters.view(&query)}
        {tabs(word().state(), one.map_or("", OutsidePaymentState::code), states)}
        {load(outside_payments(filter, query, asked_after()), move |page| {
            let none = if narrowed {
                nothing_found(LIST)
            } else {
                empty(Icon::Wallet, texts.none_title(), texts.none_text())
            };
            table().sortable().page(page, none)
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
        .summed()
        .sorted_by(SortKey::Amount)
        .words(texts.paid_on(), |item| Cell::time(&item.paid_on))
        .words(texts.reported_at(), |item| Cell::time(&item.reported_at))
        .sorted_by(SortKey::Time)
        .words(word().state(), |item| state(item.state))
}
