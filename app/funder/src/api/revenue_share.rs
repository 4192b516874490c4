//! The funder's own invoices.

use domain::revenue_share::RevenueShare;
use parts::api::{
    Answer, not_found, reader,
    revenue_share::{InvoiceView, revenue_share},
};
use services::page::Page;

/// What is agreed, and a page of the invoices.
pub async fn own_revenue_share(after: Option<String>) -> Answer<(Option<RevenueShare>, Page<InvoiceView>)> {
    let funder = reader()?.party().partner().ok_or_else(not_found)?;
    revenue_share(funder, after).await
}
