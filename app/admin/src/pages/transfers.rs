//! Transfers of debts between funders and facilitators.

use leptos::prelude::*;
use partner::{api::debt_transfer::transfers, pages::transfers::table, texts::transfer::transfer};
use parts::components::{empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after};

use crate::texts::{admin, mapping::mapping};

pub(super) const LIST: &str = "/admin/transfers";

#[must_use]
pub fn page() -> AnyView {
    let texts = transfer();
    view! {
        <PageHeader title=admin().transfers()>{mapping().transfers_note()}</PageHeader>
        {load(transfers(asked_after()), move |(page, portal)| {
            table(portal).page(page, empty(Icon::Repay, texts.none(), texts.none_text()))
        })}
    }
    .into_any()
}
