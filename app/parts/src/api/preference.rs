//! How pages look.

use leptos::prelude::*;

use super::{Answer, RequestProblem, bad_field, cookie};

/// Keeps a choice of how pages look: language, theme or size of text.
#[server(endpoint = "preference/set")]
pub async fn set_preference(name: String, value: String) -> Answer<()> {
    let known = matches!(
        (name.as_str(), value.as_str()),
        ("lang", "zh" | "en") | ("theme", "system" | "light" | "dark") | ("text", "standard" | "large")
    );
    if !known {
        return Err(bad_field(RequestProblem::Unreadable));
    }
    cookie(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000"));
    Ok(())
}
