//! What differs between the network's files and our debits, and waits for a person.

use domain::settlement::SettlementBreak;
use leptos::prelude::*;
use parts::{
    components::{
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::Filters,
        page_header::PageHeader,
        tabs::{asked_one, tab},
    },
    texts::{narrow::narrow, word},
};
use services::settlement::DifferenceFilter;

use super::{
    settlement::difference_table,
    settlements::{DIFFERENCES as LIST, LIST as SETTLEMENTS},
};
use crate::{api::settlement::differences, texts::settlement::settlement};

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (settlement(), narrow(), asked_one::<SettlementBreak>());
    let filters =
        Filters { path: LIST, hint: of.difference_hint(), day: of.opened_on(), amount: word().plain_amount() };
    let none = empty(Icon::Check, texts.no_differences_title(), texts.no_differences_text());
    let list = NarrowedList::asked(filters, none).each(
        word().kind(),
        one.map(SettlementBreak::code),
        SettlementBreak::ALL.map(|kind| tab(kind.code(), texts.kinds(kind))),
    );
    let filter = one.map_or(DifferenceFilter::All, DifferenceFilter::In);
    view! {
        <PageHeader title=texts.differences() below=(SETTLEMENTS, texts.title())>
            {texts.differences_text()}
        </PageHeader>
        {list.view(
            |query, after| differences(filter, query, after),
            |page, none| difference_table().sortable().page(page, none),
        )}
    }
    .into_any()
}
