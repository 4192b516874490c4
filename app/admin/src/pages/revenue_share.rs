//! An invoice of the institution's share.

use leptos::prelude::*;
use parts::components::revenue_share::invoice;

use super::{links, partners::PATH as PARTNERS};
use crate::texts::admin;

pub(super) const PATH: &str = links::INVOICES;

#[must_use]
pub fn page() -> AnyView {
    invoice((PARTNERS, admin().partners()), "/admin/ledger/loans")
}
