//! Consents: the texts that are agreed to, what was given, and taking it back.

use domain::{consent::ConsentPurpose, hexadecimal};
use leptos::prelude::*;
use parts::{
    api::{Answer, Told, db, id, instant, new_request_no, reader, writer},
    texts::Language,
};
use services::consent::{ConsentText, GivenConsent};

use crate::texts::consent::{ConsentDocument, VERSION, document};

/// A text to be read and agreed to. Its hash goes with the tick, so that what is kept is what was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentTextView {
    pub purpose: ConsentPurpose,
    pub title: &'static str,
    pub articles: Vec<String>,
    /// SHA-256 in hexadecimal.
    pub hash: String,
}

/// A consent that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentView {
    pub id: String,
    pub purpose: ConsentPurpose,
    pub partner_name: String,
    pub text_version: String,
    pub text_hash: String,
    pub given_at: String,
    /// Empty while it holds.
    pub withdrawn_at: String,
    /// Of the form that withdraws it.
    pub request_no: String,
}

/// A consent as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentDetailView {
    pub consent: ConsentView,
    /// The title and the articles as they were read; empty for a consent from before words were kept.
    pub paragraphs: Vec<String>,
}

/// What is kept of a text: the title and the articles, a line each.
#[must_use]
pub fn kept(purpose: ConsentPurpose, language: Language, shop: &str, partner: &str) -> ConsentText {
    text_in(purpose, language, shop, partner).1
}

/// A text in one language, and what is kept of it.
fn text_in(purpose: ConsentPurpose, language: Language, shop: &str, partner: &str) -> (ConsentTextView, ConsentText) {
    let ConsentDocument { title, articles } = document(purpose, language, shop, partner);
    let whole = format!("{title}\n{}", articles.join("\n"));
    let text = ConsentText::of(&format!("{VERSION}/{}", language.tag()), &whole);
    let hash = hexadecimal::text(&text.hash());
    (ConsentTextView { purpose, title, articles, hash }, text)
}

/// A text in the page's language.
pub(crate) fn text(purpose: ConsentPurpose, shop: &str, partner: &str) -> ConsentTextView {
    text_in(purpose, Language::here(), shop, partner).0
}

/// The consent to the text of a hash, whatever its language; `None` when there is no such text any more.
pub(crate) fn given(purpose: ConsentPurpose, hash: &str, shop: &str, partner: &str) -> Option<GivenConsent> {
    [Language::Zh, Language::En]
        .map(|language| text_in(purpose, language, shop, partner))
        .into_iter()
        .find(|(shown, _)| shown.hash == hash)
        .map(|(_, text)| GivenConsent { purpose, text })
}

/// Everything that the agent has authorised, newest first.
pub async fn consents() -> Answer<Vec<ConsentView>> {
    let rows = services::consent::consents(&db(), &reader()?).await.told()?;
    Ok(rows.into_iter().map(view).collect())
}

fn view(row: services::consent::ConsentRow) -> ConsentView {
    ConsentView {
        id: row.id.to_string(),
        purpose: row.purpose,
        partner_name: row.partner_name,
        text_version: row.text_version,
        text_hash: hexadecimal::text(&row.text_hash),
        given_at: instant(row.given_at),
        withdrawn_at: row.withdrawn_at.map(instant).unwrap_or_default(),
        request_no: new_request_no(),
    }
}

/// One consent, with the words that were agreed to.
pub async fn consent(consent: String) -> Answer<ConsentDetailView> {
    let detail = services::consent::consent(&db(), &reader()?, id(&consent)?).await.told()?;
    let paragraphs = detail.text.map(|text| text.lines().map(str::to_owned).collect());
    Ok(ConsentDetailView { consent: view(detail.row), paragraphs: paragraphs.unwrap_or_default() })
}

/// Stops the flow of data that a consent allowed.
#[server(endpoint = "consent/withdraw")]
pub async fn withdraw_consent(request_no: String, consent: String) -> Answer<()> {
    services::consent::withdraw_consent(&db(), &writer(&request_no)?, id(&consent)?).await.told()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_to_the_text_that_was_shown() {
        let purpose = ConsentPurpose::ApplicationData;
        let (shown, text) = text_in(purpose, Language::En, "Shop", "Jiahe");
        assert_eq!(given(purpose, &shown.hash, "Shop", "Jiahe"), Some(GivenConsent { purpose, text }));
        assert_eq!(given(purpose, &shown.hash, "Shop", "Hengxin"), None);
        assert_eq!(given(ConsentPurpose::Contract, &shown.hash, "Shop", "Jiahe"), None);
        assert_eq!(given(purpose, "", "Shop", "Jiahe"), None);
    }
}
