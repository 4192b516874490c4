//! The funder portal.

pub mod workbench;

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    layouts::{Link, Portal, shell},
    texts::frame::frame as texts,
};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal { class: "shell--staff", home: "/funder", name: texts().portal_funder, groups: vec![links().into()] })
}

fn links() -> Vec<Link> {
    vec![Link { href: "/funder", icon: Icon::Home, text: texts().portal_funder }]
}
