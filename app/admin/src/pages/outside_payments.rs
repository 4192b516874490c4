//! What was paid on debts elsewhere.

use domain::outside_payment::OutsidePaymentState;
use leptos::prelude::*;
use partner::{api::outside_payment::OutsidePaymentView, pages::outside_payments::state};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
        tabs::{asked_one, tab},
    },
    texts::{narrow::narrow, outside_payment::outside_payment, word},
};
use services::outside_payment::OutsidePaymentFilter;

use crate::api::outside_payment::outside_payments;

pub(super) const LIST: &str = "/admin/outside-payments";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (outside_payment(), narrow(), asked_one::<OutsidePaymentState>());
    let filters = Filters { path: LIST, hint: of.payment_hint(), day: of.reported_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Wallet, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(OutsidePaymentState::code),
        OutsidePaymentState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(OutsidePaymentFilter::All, OutsidePaymentFilter::In);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(
            |query, after| outside_payments(filter, query, after),
            |page, none| table().sortable().page(page, none),
        )}
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
