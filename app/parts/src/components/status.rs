//! A state: a dot and a word, never a colour alone.

use leptos::prelude::*;

/// How a state is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Active,
    Waiting,
    Due,
    Bad,
    Done,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "status",
            Self::Active => "status status--active",
            Self::Waiting => "status status--waiting",
            Self::Due => "status status--due",
            Self::Bad => "status status--bad",
            Self::Done => "status status--done",
        }
    }
}

#[must_use]
pub fn status(tone: Tone, word: impl Into<String>) -> impl IntoView {
    let word: String = word.into();
    view! { <span class=tone.class()>{word}</span> }
}
