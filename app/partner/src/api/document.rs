//! The documents of a shop, for its funders and for the institution.

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
        Self {
            kind: row.kind,
            purpose: row.purpose,
            way,
            partner: row.partner.to_string(),
            partner_name: row.partner_name,
            name: row.name,
            sha256: row.sha256,
            on: row.on.to_string(),
            withdrawn_on: row.withdrawn_on.map(|on| on.to_string()).unwrap_or_default(),
        }
    }
}
