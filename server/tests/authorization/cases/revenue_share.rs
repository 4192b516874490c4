//! Invoices of the institution's share of interest.

use domain::id::RevenueShareInvoiceId;

use super::{Case, Thing, about, thing::PARTNER};

const INVOICE: Thing = Thing {
    text: |id| RevenueShareInvoiceId(id).to_string(),
    own: "select id from revenue_share_invoices where funder_id = {funder}",
    colleague: "",
    other: "select id from revenue_share_invoices where funder_id <> {funder}",
};
/// Of two funders.
const INVOICED: &str = "
    insert into revenue_share_invoices (id, funder_id, month, rate, penalty, elsewhere, lines, counted_fen, share_fen, issued_on, issued_at)
    select md5('invoice ' || code)::uuid, id, '2026-10-01', 0.2, false, false, 0, 0, 0, '2026-11-01', '2026-11-01 00:10+08'
    from partners where code in ('funder-a', 'funder-b')";

pub const PAGES: [Case; 2] = [
    about("/funder/revenue-share/{id}", &INVOICE).when(INVOICED),
    Case {
        thing: Some(&Thing { other: "", ..INVOICE }),
        ..about("/admin/revenue-share/{id}", &INVOICE).when(INVOICED)
    },
];
pub const PROPOSE: Case = about("/api/approval/share_revenue", &PARTNER).with(&[
    ("partner", "@thing"),
    ("percent", "20"),
    ("counts[interest]", "on"),
    ("note", "合同已签"),
]);
