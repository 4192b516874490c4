//! Transfers of debts between funders and facilitators.

use leptos::prelude::*;
use partner::pages::transfers::list;
use parts::{components::page_header::PageHeader, texts::narrow::narrow};

use crate::texts::{admin, mapping::mapping};

pub(super) const LIST: &str = "/admin/transfers";

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().transfers()>{mapping().transfers_note()}</PageHeader>
        {list(LIST, narrow().document_hint())}
    }
    .into_any()
}
