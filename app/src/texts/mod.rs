//! Every text that a person reads, in Chinese and in English.

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Zh,
    En,
}

impl Language {
    pub const COOKIE: &'static str = "lang";

    /// The `lang` attribute.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of the page being rendered or hydrated: on the server from the visitor's cookie, in the browser
    /// from what the server rendered.
    #[must_use]
    pub fn of_request() -> Self {
        #[cfg(feature = "ssr")]
        {
            use leptos::prelude::use_context;
            let cookies = use_context::<axum::http::request::Parts>()
                .and_then(|parts| parts.headers.get(axum::http::header::COOKIE)?.to_str().ok().map(str::to_owned))
                .unwrap_or_default();
            if cookies.split(';').any(|cookie| cookie.trim() == "lang=en") { Self::En } else { Self::Zh }
        }
        #[cfg(not(feature = "ssr"))]
        {
            let english = leptos::prelude::document()
                .document_element()
                .and_then(|root| root.get_attribute("lang"))
                .is_some_and(|tag| tag == "en");
            if english { Self::En } else { Self::Zh }
        }
    }
}
