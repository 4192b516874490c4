//! What differs between the network's files and our debits, and waits for a person.

use domain::settlement::SettlementBreak;
use leptos::prelude::*;
use parts::{
    components::{
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        narrow::{Filters, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        tabs::{asked_one, tab, tabs},
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
    let mut kinds = vec![tab("", word().all())];
    kinds.extend(SettlementBreak::ALL.map(|kind| tab(kind.code(), texts.kinds(kind))));
    let query = asked_narrow();
    let narrowed = query.is_given() || one.is_some();
    let filters =
        Filters { path: LIST, hint: of.difference_hint(), day: of.opened_on(), amount: word().plain_amount() };
    let filter = one.map_or(DifferenceFilter::All, DifferenceFilter::In);
    view! {
        <PageHeader title=texts.differences() below=(SETTLEMENTS, texts.title())>
            {texts.differences_text()}
        </PageHeader>
        {filters.view(&query)}
        {tabs(word().kind(), one.map_or("", SettlementBreak::code), kinds)}
        {load(differences(filter, query, asked_after()), move |page| {
            let none = if narrowed {
                nothing_found(LIST)
            } else {
                empty(Icon::Check, texts.no_differences_title(), texts.no_differences_text())
            };
            difference_table().sortable().page(page, none)
        })}
    }
    .into_any()
}
