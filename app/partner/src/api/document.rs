//! The documents of a shop or of a loan, for its funders, for whoever holds the loan, and for the institution.

use domain::{
    consent::ConsentPurpose,
    document::DocumentKind,
    id::{ApplicationId, DrawId},
};
use services::document::Document;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentView {
    pub kind: DocumentKind,
    pub purpose: Option<ConsentPurpose>,
    /// Below a funder's pages, the page of what it belongs to; empty of a consent.
    pub way: String,
    /// The same below the institution's; empty of what has no page there.
    pub institution_way: String,
    pub partner: String,
    pub partner_name: String,
    pub name: String,
    pub sha256: String,
    pub on: String,
    /// Empty while it lasts.
    pub withdrawn_on: String,
}

impl DocumentView {
    #[must_use]
    pub fn of(row: Document) -> Self {
        let way = match row.kind {
            DocumentKind::Consent => String::new(),
            DocumentKind::Disclosure => format!("draws/{}", DrawId(row.thing)),
            DocumentKind::Contract | DocumentKind::Attachment => format!("applications/{}", ApplicationId(row.thing)),
        };
        let institution_way = match (row.kind, row.line) {
            (DocumentKind::Disclosure, _) => way.clone(),
            (DocumentKind::Contract, Some(line)) => format!("lines/{line}"),
            _ => String::new(),
        };
        Self {
            kind: row.kind,
            purpose: row.purpose,
            way,
            institution_way,
            partner: row.partner.to_string(),
            partner_name: row.partner_name,
            name: row.name,
            sha256: row.sha256,
            on: row.on.to_string(),
            withdrawn_on: row.withdrawn_on.map(|on| on.to_string()).unwrap_or_default(),
        }
    }
}
