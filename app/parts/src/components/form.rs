//! Forms: plain posts to server functions, that work without JavaScript, never do anything twice, and lose nothing.

use leptos::{html, prelude::*, server_fn::ServerFn};

use super::alert::error_alert;
use crate::{
    api::{
        ApiError,
        sent_back::{SentBack, sent_back},
    },
    texts::{problem::Words, word},
};

/// By which a field names the line of its error.
pub const ERROR: &str = "error";

/// A form of one server function: `<Form to=RequestDraw::PATH …>`.
///
/// It carries the request number under which the server answers once, so that a double click is one request. When it was
/// refused, the page is sent back with the error, which [`sent_back_with`] shows, and with what was typed, which [`kept`]
/// returns.
#[component]
pub fn Form(
    /// The path of the server function.
    to: &'static str,
    /// From the page's data; empty for what needs none.
    #[prop(into, optional)]
    request_no: String,
    #[prop(optional)] class: &'static str,
    /// By which fields outside of it belong to it.
    #[prop(optional)]
    id: &'static str,
    children: Children,
) -> impl IntoView {
    let id = (!id.is_empty()).then_some(id);
    view! {
        <form method="post" action=to class=class id=id>
            {(!request_no.is_empty()).then(|| view! { <input type="hidden" name="request_no" value=request_no /> })}
            {children()}
        </form>
    }
}

/// The error with which the page was sent back, for its head: whoever is sent back lands there, and the form may have
/// gone meanwhile.
#[must_use]
pub fn sent_back_with() -> Option<AnyView> {
    sent_back()?.error.as_ref().map(error_alert)
}

/// The form of this server function as it was sent back, if it was.
#[must_use]
pub fn sent_back_of(path: &str) -> Option<SentBack> {
    sent_back().filter(|back| back.path == path)
}

/// The error with which this form's page was sent back, if it was.
#[must_use]
pub fn error_of(path: &str) -> Option<ApiError> {
    sent_back_of(path)?.error
}

/// Why this form was sent back, in a line: at its field, or in front of its button. The page's head tells the same.
#[must_use]
pub fn error_line<S: ServerFn>() -> Option<AnyView> {
    error_line_of(S::PATH)
}

/// As [`error_line`], of the form of this path.
#[must_use]
pub fn error_line_of(path: &str) -> Option<AnyView> {
    let Words { title, advice } = error_of(path)?.problem.words();
    Some(view! { <p class="field__error" id=ERROR>{title} " · " {advice}</p> }.into_any())
}

/// The same at one of several places, for the one that it is about.
#[must_use]
pub fn error_at<S: ServerFn>(here: bool) -> Option<AnyView> {
    if here { error_line::<S>() } else { None }
}

/// For a field's `aria-invalid`: whether this form was sent back.
#[must_use]
pub fn invalid<S: ServerFn>() -> Option<&'static str> {
    error_of(S::PATH).map(|_| "true")
}

/// What was typed into a field of the form that was sent back, or else `otherwise`.
#[must_use]
pub fn kept<S: ServerFn>(field: &str, otherwise: impl Into<String>) -> String {
    sent_back_of(S::PATH).and_then(|back| back.field(field)).unwrap_or_else(|| otherwise.into())
}

/// The one of several forms on a page whose hidden field `which` says `this`, if it was sent back.
fn sent_back_to<S: ServerFn>((which, this): (&str, &str)) -> Option<SentBack> {
    sent_back_of(S::PATH).filter(|back| back.field(which).is_some_and(|of| of == this))
}

/// Whether it was this one of several forms on a page that was sent back: then it stands open.
#[must_use]
pub fn is_sent_back<S: ServerFn>(form: (&str, &str)) -> bool {
    sent_back_to::<S>(form).is_some()
}

/// As [`kept`], of the one of several forms on a page whose hidden field `which` says `this`.
#[must_use]
pub fn kept_of<S: ServerFn>(form: (&str, &str), field: &str) -> String {
    sent_back_to::<S>(form).and_then(|back| back.field(field)).unwrap_or_default()
}

/// Whether a box was ticked in the form that was sent back, or else `otherwise`: one that was not leaves no trace in it.
#[must_use]
pub fn kept_tick<S: ServerFn>(field: &str, otherwise: bool) -> bool {
    sent_back_of(S::PATH).map_or(otherwise, |back| back.field(field).is_some())
}

/// As [`kept`], of what was typed beside a file that is sent to a path.
#[must_use]
pub fn kept_beside(path: &str, field: &str) -> String {
    sent_back_of(path).and_then(|back| back.field(field)).unwrap_or_default()
}

/// Several forms of one page need numbers of their own. `form` is short: a place or a word, for a number has at most 64
/// characters, of which the page's takes 32.
#[must_use]
pub fn numbered(request_no: &str, form: impl std::fmt::Display) -> String {
    format!("{request_no}-{form}")
}

/// A field of an amount that has to be given.
#[component]
pub fn AmountField(
    name: &'static str,
    label: &'static str,
    value: String,
    #[prop(into, optional)] hint: String,
) -> impl IntoView {
    let described = (!hint.is_empty()).then(|| format!("{name}-hint"));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {described.clone().map(|id| view! { <p class="field__hint" id=id>{hint}</p> })}
            <div class="field__affix">
                <input
                    id=name
                    name=name
                    class="num"
                    inputmode="decimal"
                    maxlength="20"
                    required
                    autocomplete="off"
                    aria-describedby=described
                    value=value
                />
                <span>{word().yuan()}</span>
            </div>
        </div>
    }
}

/// A text that a person writes at length. Its children are escaped here, because leptos does not.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    name: &'static str,
    #[prop(into, optional)] value: String,
    #[prop(optional)] required: bool,
    /// What may be written, as an example.
    #[prop(optional)]
    hint: &'static str,
    /// The most characters; 500 if nothing is said.
    #[prop(default = 500)]
    most: u32,
) -> impl IntoView {
    let area = html::textarea().id(id).name(name).maxlength(most.to_string()).placeholder(hint).required(required);
    area.child(escape(&value))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::api::key::EndKey;

    #[test]
    fn of_several_forms_the_one_that_was_sent_back_stands_open_with_what_was_typed_and_ticked() {
        let field = |name: &str, typed: &str| (name.to_owned(), typed.to_owned());
        let fields = vec![field("key", "key_1"), field("note", "why"), field("counts[penalty]", "on")];
        let mut parts = Request::get("/").body(()).unwrap().into_parts().0;
        parts.extensions.insert(SentBack { path: EndKey::PATH.to_owned(), error: None, fields });
        Owner::new().with(|| {
            provide_context(parts);
            assert!(is_sent_back::<EndKey>(("key", "key_1")) && !is_sent_back::<EndKey>(("key", "key_2")));
            assert_eq!(kept_of::<EndKey>(("key", "key_1"), "note"), "why");
            assert_eq!(kept_of::<EndKey>(("key", "key_2"), "note"), "");
            assert!(kept_tick::<EndKey>("counts[penalty]", false) && !kept_tick::<EndKey>("counts[elsewhere]", true));
        });
        Owner::new().with(|| assert!(kept_tick::<EndKey>("counts[elsewhere]", true), "it stands as it is"));
    }

    #[test]
    fn a_text_cannot_leave_its_area() {
        let shown = Owner::new()
            .with(|| view! { <TextArea id="reason" name="reason" value="</textarea><script>&" /> }.to_html());
        assert!(shown.contains("&lt;/textarea&gt;&lt;script&gt;&amp;</textarea>"), "{shown}");
    }
}
