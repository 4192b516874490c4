//! The language of a page, and how else its visitor wants it to look.

use leptos::prelude::*;

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Zh,
    En,
}

/// How a visitor wants pages to look. The server reads it from cookies, the browser from what the server rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    pub language: Language,
    /// `light` or `dark`; empty follows the system.
    pub theme: String,
    /// `large`, or empty.
    pub text: String,
    /// Whether the rows of the staff's tables stand close together; only the server asks.
    pub compact: bool,
    /// Whether keys lead about the page; only the server asks.
    pub keys: bool,
}

impl Language {
    /// The `lang` attribute.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of the page that a component stands in.
    #[must_use]
    pub fn here() -> Self {
        with_context(|preferences: &Preferences| preferences.language)
            .unwrap_or_else(|| Preferences::of_page().language)
    }

    /// One of two values by language.
    #[must_use]
    pub const fn choose<T: Copy>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

impl Preferences {
    /// Of the page being rendered or hydrated.
    #[must_use]
    pub fn of_page() -> Self {
        let read = reader();
        Self {
            language: if read("lang").starts_with("en") { Language::En } else { Language::Zh },
            theme: Some(read("theme")).filter(|theme| theme == "light" || theme == "dark").unwrap_or_default(),
            text: Some(read("text")).filter(|text| text == "large").unwrap_or_default(),
            compact: read("density") == "compact",
            keys: read("keys") != "off",
        }
    }
}

#[cfg(feature = "ssr")]
fn reader() -> impl Fn(&str) -> String {
    let sent = |parts: &axum::http::request::Parts| {
        parts.headers.get(axum::http::header::COOKIE)?.to_str().ok().map(str::to_owned)
    };
    let cookies = with_context(sent).flatten().unwrap_or_default();
    move |name| {
        cookies
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
            .unwrap_or_default()
    }
}

#[cfg(not(feature = "ssr"))]
fn reader() -> impl Fn(&str) -> String {
    let root = document().document_element();
    move |name| {
        let attribute = if name == "lang" { "lang".to_owned() } else { format!("data-{name}") };
        root.as_ref().and_then(|root| root.get_attribute(&attribute)).unwrap_or_default()
    }
}
