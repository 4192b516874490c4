//! Single values as people read them, in a table or anywhere else on a page.

use domain::Amount;
use leptos::prelude::*;

use super::money::money;
use crate::texts::word;

/// In the place of a value that there is not.
pub const NONE: &str = "—";

/// A text, or a dash in the place of none.
pub fn or_dash(text: impl Into<String>) -> String {
    let text = text.into();
    if text.is_empty() { NONE.to_owned() } else { text }
}

/// What something is called, and what it is: a line of a list of facts.
pub fn fact(label: &'static str, value: impl IntoView) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// An instant or a day, if there is one.
pub fn when(text: impl Into<String>) -> AnyView {
    let text = text.into();
    if text.is_empty() { NONE.into_any() } else { view! { <time>{text}</time> }.into_any() }
}

/// A count as amounts are written: `1,234`.
#[must_use]
pub fn grouped(count: impl ToString) -> String {
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group));
    groups.collect::<Vec<_>>().join(",")
}

/// A number by which people and banks look something up, if there is one.
pub fn reference(text: impl Into<String>) -> AnyView {
    let text = text.into();
    if text.is_empty() { NONE.into_any() } else { view! { <code class="ref">{text}</code> }.into_any() }
}

/// A short text that is never broken, such as a masked card.
pub fn whole(text: impl Into<String>) -> AnyView {
    let text = text.into();
    view! { <span class="unbroken">{text}</span> }.into_any()
}

/// A text, of which a number with a hyphen takes the next line whole, as a reference does.
pub fn with_numbers(text: impl Into<String>) -> AnyView {
    let text = text.into();
    if !text.contains('-') {
        return text.into_any();
    }
    let word = |(place, word): (usize, &str)| {
        let (space, word) = ((place > 0).then_some(" "), word.to_owned());
        let word =
            if word.contains('-') { view! { <span class="whole">{word}</span> }.into_any() } else { word.into_any() };
        view! { {space} {word} }
    };
    text.split(' ').enumerate().map(word).collect_view().into_any()
}

/// An amount in one of two places, of which the other has none.
pub fn money_or_dash(amount: Amount) -> AnyView {
    if amount.is_zero() { NONE.into_any() } else { money(amount).into_any() }
}

/// A line of what somebody types into a bank's form: named, whole, and with a button that copies it.
pub fn copyable(name: &'static str, text: impl Into<String>) -> AnyView {
    let text = text.into();
    let button = copy_button(name, &text);
    view! { <div><dt>{name}</dt><dd>{reference(text)} {button}</dd></div> }.into_any()
}

/// The button that copies a value which stands before it, if there is one.
pub fn copy_button(name: &'static str, text: &str) -> Option<AnyView> {
    let (texts, text) = (word(), text.to_owned());
    (!text.is_empty()).then(|| {
        view! {
            <button type="button" class="copy" hidden data-copy=text data-says=texts.copied()>
                <span>{texts.copy()}</span>
                <span class="visually-hidden">{name}</span>
            </button>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{grouped, with_numbers};

    #[test]
    fn a_number_with_a_hyphen_stays_whole() {
        let shown = |text: &'static str| Owner::new().with(|| with_numbers(text).to_html());
        let with = shown("协议 ZR-2026-001");
        assert!(with.contains("<span class=\"whole\">ZR-2026-001</span>"), "{with}");
        assert!(!shown("协议 ZR2026001").contains("span"));
    }

    #[test]
    fn a_count_is_written_in_groups() {
        let written = [0, 999, 1_000, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "1,234,567"]);
    }
}
