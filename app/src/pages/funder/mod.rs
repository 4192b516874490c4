//! The funder portal.

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
    Workbench,
    Sessions,
}

#[lazy]
pub fn portal(page: Page) -> AnyView {
    match page {
        Page::Frame => shell(Portal { class: "shell--staff", home: "/funder", name: || frame().portal_funder, links }),
        Page::Workbench => view! { <h1>"资金方"</h1> }.into_any(),
        Page::Sessions => sessions::page(),
    }
}

fn links() -> Vec<Link> {
    vec![Link { href: "/funder", icon: Icon::Home, text: frame().portal_funder }]
}
