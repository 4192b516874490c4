//! An invoice of the institution's share.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::revenue_share::invoice as find,
    components::{load::loaded, pager::asked_after, revenue_share::invoice},
};

use super::{links, partners::PATH as PARTNERS};
use crate::texts::admin;

pub(super) const PATH: &str = links::INVOICES;

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let below = (PARTNERS, admin().partners());
    loaded(below, find(id, asked_after()), move |view| invoice(view, below, "/admin/ledger/loans"))
}
