//! How pages look.

use leptos::prelude::*;

use super::{Answer, RequestProblem, bad_field, cookie};

/// Keeps a choice of how pages look and answer: language, theme, size of text, density of tables, or whether keys lead
/// about.
#[server(endpoint = "preference/set")]
pub async fn set_preference(name: String, value: String) -> Answer<()> {
    let known = matches!(
        (name.as_str(), value.as_str()),
        ("lang", "zh" | "en")
            | ("theme", "system" | "light" | "dark")
            | ("text", "standard" | "large")
            | ("density", "standard" | "compact")
            | ("keys", "on" | "off")
    );
    if !known {
        return Err(bad_field(RequestProblem::Unreadable));
    }
    cookie(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000"));
    Ok(())
}
