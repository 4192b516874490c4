//! The admin portal.

pub mod overview;

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    layouts::{Link, Portal, shell},
    texts::frame::frame as texts,
};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal { class: "shell--staff", home: "/admin", name: texts().portal_admin, links: links() })
}

fn links() -> Vec<Link> {
    vec![Link { href: "/admin", icon: Icon::Home, text: texts().portal_admin }]
}
