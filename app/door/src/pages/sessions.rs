//! Where a person is signed in, the same in every portal.

use leptos::prelude::*;
use parts::{
    components::{load::load, page_header::PageHeader, sessions::sessions as sessions_table},
    texts::{frame::frame, word},
};

use crate::api::session::sessions;

#[must_use]
pub fn page() -> AnyView {
    let texts = frame();
    view! {
        <PageHeader title=word().sessions()>{texts.sessions_note()}</PageHeader>
        {load(sessions(), move |view| {
            sessions_table(word().sessions(), Some(view.request_no)).of(&view.sessions)
        })}
    }
    .into_any()
}
