//! What a partner was told, and how each notice stands.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    api::notice::NoticeView,
    pages::notices::{UNDELIVERED, table},
    texts::notice::notice,
};
use parts::{
    api::narrow::NarrowQuery,
    components::{
        empty::{empty, nothing_found},
        icon::Icon,
        load::loaded,
        narrow::{Filters, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        tabs::{asked_state, tab, tabs},
    },
    texts::{narrow::narrow, word},
};
use services::{notice::NoticeFilter, page::Page};

use super::{links, partners::PATH as LIST};
use crate::{
    api::party::partner_notices,
    texts::{admin, party::party},
};

/// Beside the page itself, which stands below its partner.
const PATH: &str = "notices";

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let (here, query) = (asked_state(&["", UNDELIVERED]), asked_narrow());
    let filter = if here == UNDELIVERED { NoticeFilter::Undelivered } else { NoticeFilter::All };
    let told = partner_notices(id.clone(), filter, query.clone(), asked_after());
    loaded((LIST, admin().partners()), told, move |(name, page)| content((&name, &id), page, here, &query))
}

fn content((name, id): (&str, &str), page: Page<NoticeView, i64>, here: &'static str, query: &NarrowQuery) -> AnyView {
    let (texts, own, of) = (notice(), party(), narrow());
    let filters = Filters { path: PATH, hint: of.notice_hint(), day: of.told_on(), amount: "" };
    let none = if query.is_given() || here == UNDELIVERED {
        nothing_found(PATH)
    } else {
        empty(Icon::Message, word().no_notices(), own.no_notices_text())
    };
    let partner = links::partner(name, id).into_any();
    view! {
        <PageHeader title=word().notices() below=(LIST, admin().partners())><span>{partner}</span></PageHeader>
        {filters.view(query)}
        {tabs(word().state(), here, vec![tab("", word().all()), tab(UNDELIVERED, texts.undelivered())])}
        {table(None).sortable().page(page, none)}
    }
    .into_any()
}
