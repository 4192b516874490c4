//! What an island writes into a page. The server makes the page, and the browser is sent no views.

use std::str::FromStr;

use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

/// Why nothing is told of what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// Nothing is typed that could be done.
    Open(&'static str),
    /// What is typed cannot be done.
    Wrong(String),
}

impl Unsaid {
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Open(text) => text,
            Self::Wrong(text) => text,
        }
    }

    /// The texts of both kinds: an empty one is not shown.
    #[must_use]
    pub fn texts(why: Option<&Self>) -> (&str, &str) {
        match why {
            None => ("", ""),
            Some(Self::Open(text)) => (*text, ""),
            Some(Self::Wrong(text)) => ("", text.as_str()),
        }
    }
}

/// A part of the page. Each text in it that changes stands in its `data-slot="…"`, and what does not apply is hidden.
#[derive(Clone)]
pub struct Slots(Element);

impl Slots {
    /// The first part of the page that a selector finds.
    pub fn of_page(selector: &str) -> Option<Self> {
        document().query_selector(selector).ok()?.map(Self)
    }

    pub fn find<T: JsCast>(&self, selector: &str) -> Option<T> {
        self.0.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// What one of its own attributes says.
    pub fn said<T: FromStr>(&self, attribute: &str) -> Option<T> {
        self.0.get_attribute(attribute)?.parse().ok()
    }

    pub fn slot(&self, name: &str) -> Option<Element> {
        self.find(&format!("[data-slot={name}]"))
    }

    pub fn write(&self, name: &str, text: &str) {
        if let Some(slot) = self.slot(name) {
            slot.set_text_content(Some(text));
        }
    }

    pub fn show(&self, name: &str, shown: bool) {
        if let Some(slot) = self.slot(name) {
            let _ = slot.toggle_attribute_with_force("hidden", !shown);
        }
    }

    /// Writes a text where there is one.
    pub fn write_any(&self, name: &str, text: &str) {
        self.write(name, text);
        self.show(name, !text.is_empty());
    }

    /// Shows what is told, or in its place why nothing is.
    pub fn tell(&self, told: &str, why: Option<&Unsaid>) {
        let (open, wrong) = Unsaid::texts(why);
        self.show(told, why.is_none());
        self.write_any("open", open);
        self.write_any("wrong", wrong);
    }
}
