//! The agent portal: made for a phone, and for plain forms.

pub mod home;

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    layouts::{Link, Portal, shell},
    texts::{agent::agent, frame::frame as texts},
};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal { class: "shell--agent", home: "/agent", name: texts().portal_agent, groups: vec![links().into()] })
}

fn links() -> Vec<Link> {
    let texts = agent();
    vec![
        Link { href: "/agent", icon: Icon::Home, text: texts.home },
        Link { href: "/agent/offers", icon: Icon::Offers, text: texts.offers },
        Link { href: "/agent/borrow", icon: Icon::Borrow, text: texts.borrow },
        Link { href: "/agent/loans", icon: Icon::Repay, text: texts.loans },
        Link { href: "/agent/wallet", icon: Icon::Wallet, text: texts.wallet },
    ]
}
