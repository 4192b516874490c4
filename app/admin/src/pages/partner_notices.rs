//! What a partner was told, and how each notice stands.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    api::notice::NoticeView,
    pages::notices::{UNDELIVERED, table},
    texts::notice::notice,
};
use parts::{
    components::{
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::loaded,
        narrow::Filters,
        page_header::PageHeader,
        pager::asked_after,
        tabs::{asked_state, tab},
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
    let (own, of) = (party(), narrow());
    let undelivered = asked_state(&["", UNDELIVERED]) == UNDELIVERED;
    let filters = Filters { path: PATH, hint: of.notice_hint(), day: of.told_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Message, word().no_notices(), own.no_notices_text())).each(
        word().state(),
        undelivered.then_some(UNDELIVERED),
        [tab(UNDELIVERED, notice().undelivered())],
    );
    let filter = if undelivered { NoticeFilter::Undelivered } else { NoticeFilter::All };
    let told = partner_notices(id.clone(), filter, list.query(), asked_after());
    let list = list.head();
    loaded((LIST, admin().partners()), told, move |(name, page)| content((&name, &id), page, list))
}

fn content((name, id): (&str, &str), page: Page<NoticeView, i64>, (head, none): (AnyView, AnyView)) -> AnyView {
    let partner = links::partner(name, id).into_any();
    view! {
        <PageHeader title=word().notices() below=(LIST, admin().partners())><span>{partner}</span></PageHeader>
        {head}
        {table(None).sortable().page(page, none)}
    }
    .into_any()
}
