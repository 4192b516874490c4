//! The code by which a network binds a card: the form that it is typed into, and the one that has another code sent.

use leptos::prelude::*;

use super::form::{ERROR, Form, error_line_of, error_of, numbered};
use crate::texts::signing_code::signing_code;

/// Whose code it is, and what is said about it.
pub struct SigningCode {
    /// The paths of the server functions that take the code, and have another one sent.
    pub confirm: &'static str,
    pub again: &'static str,
    /// The field that says what is bound, and its value.
    pub of: (&'static str, String),
    pub label: &'static str,
    pub button: &'static str,
    /// Until when it can be typed.
    pub ends_at: String,
    /// How often it was mistyped.
    pub tries: i16,
}

impl SigningCode {
    /// Both forms.
    #[must_use]
    pub fn forms(self, request_no: &str) -> AnyView {
        let texts = signing_code();
        let (field, id) = self.of;
        let (again, wrong) = (id.clone(), error_of(self.confirm).is_some());
        let described = if wrong { format!("code-hint {ERROR}") } else { "code-hint".to_owned() };
        let mistyped = (self.tries > 0).then(|| view! { <p class="field__hint">{texts.mistyped(self.tries)}</p> });
        view! {
            <Form to=self.confirm request_no=numbered(request_no, "code") class="stack">
                <input type="hidden" name=field value=id />
                <div class="field">
                    <label for="code">{self.label}</label>
                    <p class="field__hint" id="code-hint">{texts.hint(&self.ends_at)}</p>
                    {mistyped}
                    <input
                        id="code"
                        name="code"
                        class="num"
                        inputmode="numeric"
                        maxlength="8"
                        required
                        autocomplete="one-time-code"
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                    />
                    {error_line_of(self.confirm)}
                </div>
                <div class="form__actions form__actions--bar"><button class="button button--block">{self.button}</button></div>
            </Form>
            <Form to=self.again request_no=numbered(request_no, "again") class="stack">
                <input type="hidden" name=field value=again />
                {error_line_of(self.again)}
                <button class="button button--quiet button--block">{texts.again()}</button>
            </Form>
        }
        .into_any()
    }
}
