//! What stands in a table's cell: a value, perhaps the way to its page, and what is said below it.

use domain::Amount;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    money::money,
    status::{Tone, status},
    value::{or_dash, reference, when, with_numbers},
};

enum Value {
    Text(String),
    Reference(String),
    Time(String),
    Money(Amount),
    Status(Tone, String),
    View(AnyView),
}

/// A value as a file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plain {
    Text(String),
    Money(Amount),
}

impl std::fmt::Display for Plain {
    /// Amounts are in yuan without separators.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Money(amount) => amount.fmt(formatter),
        }
    }
}

/// A value as what it is, so that a table can be shown and be written to a file. Where there is none stands a dash.
pub struct Cell {
    value: Value,
    /// Empty where it leads nowhere.
    href: String,
    notes: Vec<AnyView>,
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, href: String::new(), notes: Vec::new() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Amount> for Cell {
    fn from(amount: Amount) -> Self {
        Value::Money(amount).into()
    }
}

impl From<Option<Amount>> for Cell {
    fn from(amount: Option<Amount>) -> Self {
        amount.map_or_else(|| Self::text(""), Self::from)
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into()).into()
    }

    /// A number by which people and banks look something up.
    pub fn reference(text: impl Into<String>) -> Self {
        Value::Reference(text.into()).into()
    }

    /// A checksum or a fingerprint: longer than any column, it is broken anywhere.
    pub fn digest(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::view(view! { <code>{text}</code> })
    }

    /// An instant or a day.
    pub fn time(text: impl Into<String>) -> Self {
        Value::Time(text.into()).into()
    }

    /// Its amount; nothing where it is none.
    pub(super) const fn amount(&self) -> Amount {
        if let Value::Money(amount) = &self.value { *amount } else { Amount::ZERO }
    }

    /// An amount in one of two columns, of which the other has none.
    #[must_use]
    pub fn side(amount: Amount) -> Self {
        Some(amount).filter(|amount| !amount.is_zero()).into()
    }

    pub fn status(tone: Tone, word: impl Into<String>) -> Self {
        Value::Status(tone, word.into()).into()
    }

    /// What is composed of several things, or a form.
    pub fn view(view: impl IntoView + 'static) -> Self {
        Value::View(view.into_any()).into()
    }

    /// A cell in which nothing belongs.
    #[must_use]
    pub fn blank() -> Self {
        Self::view(())
    }

    /// The address to which the value leads.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// A second line.
    #[must_use]
    pub fn note(mut self, note: impl IntoView + 'static) -> Self {
        self.notes.push(note.into_any());
        self
    }

    /// A second line, if there is something to say.
    #[must_use]
    pub fn note_of(self, note: Option<impl IntoView + 'static>) -> Self {
        match note {
            Some(note) => self.note(note),
            None => self,
        }
    }

    /// The value as a file holds it, and its notes.
    #[must_use]
    pub fn into_plain(self) -> (Plain, String) {
        let value = match self.value {
            Value::Text(text) | Value::Reference(text) | Value::Time(text) | Value::Status(_, text) => {
                Plain::Text(text)
            }
            Value::Money(amount) => Plain::Money(amount),
            Value::View(view) => Plain::Text(text_of(view)),
        };
        let notes: Vec<String> = self.notes.into_iter().map(text_of).filter(|note| !note.is_empty()).collect();
        (value, notes.join(" · "))
    }

    #[must_use]
    pub fn into_any(self) -> AnyView {
        let value = match self.value {
            Value::Text(text) => with_numbers(or_dash(text)),
            Value::Reference(text) => reference(text),
            Value::Time(text) => when(text),
            Value::Money(amount) => money(amount).into_any(),
            Value::Status(tone, word) => status(tone, word).into_any(),
            Value::View(view) => view,
        };
        let value = if self.href.is_empty() { value } else { view! { <a href=self.href>{value}</a> }.into_any() };
        let notes = self.notes.into_iter().map(|note| view! { <small>{note}</small> }).collect_view();
        view! { {value} {notes} }.into_any()
    }
}

/// What a view says, without its markup: what stands in different elements stays apart, and what a form says is no value.
fn text_of(view: AnyView) -> String {
    let markup = view.to_html();
    let (mut text, mut rest, mut in_form) = (String::with_capacity(markup.len()), markup.as_str(), false);
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or((after, ""));
        if !in_form {
            text.push_str(before);
            // A place where a word may be broken, and a comment, are no end of it.
            if !tag.starts_with("wbr") && !tag.starts_with('!') {
                text.push(' ');
            }
        }
        in_form = (in_form || tag.starts_with("form")) && !tag.starts_with("/form");
        rest = behind;
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    escapes.iter().fold(words.join(" "), |text, (escaped, plain)| text.replace(escaped, plain))
}
