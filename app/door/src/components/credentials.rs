//! How somebody proves who they are.

use leptos::prelude::*;
use parts::texts::word;

/// The fields of a user name and a password.
pub fn credentials(username: String) -> impl IntoView {
    view! {
        <div class="field">
            <label for="username">{word().username()}</label>
            <input id="username" name="username" autocomplete="username" autocapitalize="none" maxlength="64" required value=username />
        </div>
        <div class="field">
            <label for="password">{word().password()}</label>
            <input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required />
        </div>
    }
}

/// The field of a one-time code, which may stay empty.
pub fn code_field(label: &'static str, hint: &'static str) -> impl IntoView {
    view! {
        <div class="field">
            <label for="code">{label}</label>
            <p class="field__hint" id="code-hint">{hint}</p>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" aria-describedby="code-hint" />
        </div>
    }
}
