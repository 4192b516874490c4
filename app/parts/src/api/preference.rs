//! How pages look.

use domain::role::Role;
use leptos::prelude::*;

use super::{Answer, RequestProblem, Told, bad_field, cookie, db, reader, role};

/// Keeps a choice of how pages look and answer: language, theme, size of text, density of tables, or whether keys lead
/// about. The browser has it; how dense tables are is kept with somebody of the staff, too, for every browser in which they sign in.
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
    let staff = reader().ok().filter(|context| role(context).is_ok_and(Role::is_staff));
    if let ("density", Some(context)) = (name.as_str(), staff) {
        services::list_choice::choose_compact(&db(), &context, value == "compact").await.told()?;
    }
    keep(&name, &value);
    Ok(())
}

/// Has the browser keep a choice.
fn keep(name: &str, value: &str) {
    cookie(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000"));
}

/// Has the browser of somebody of the staff who has signed in show tables as that person wants them.
pub fn keep_density(compact: bool) {
    keep("density", if compact { "compact" } else { "standard" });
}
