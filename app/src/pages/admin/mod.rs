//! The admin portal.

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    layouts::{Link, Portal, shell},
    pages::sessions,
    texts::frame::frame,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Frame,
    Overview,
    Sessions,
}

#[lazy]
pub fn portal(page: Page) -> AnyView {
    match page {
        Page::Frame => shell(Portal { class: "shell--staff", home: "/admin", name: || frame().portal_admin, links }),
        Page::Overview => view! { <h1>"运营"</h1> }.into_any(),
        Page::Sessions => sessions::page(),
    }
}

fn links() -> Vec<Link> {
    vec![Link { href: "/admin", icon: Icon::Home, text: frame().portal_admin }]
}
