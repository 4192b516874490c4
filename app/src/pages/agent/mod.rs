//! The agent portal: made for a phone, and for plain forms.

mod home;

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    layouts::{Link, Portal, shell},
    pages::sessions,
    texts::{agent::agent, frame::frame},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Frame,
    Home,
    Sessions,
}

#[lazy]
pub fn portal(page: Page) -> AnyView {
    match page {
        Page::Frame => shell(Portal { class: "shell--agent", home: "/agent", name: || frame().portal_agent, links }),
        Page::Home => home::page(),
        Page::Sessions => sessions::page(),
    }
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
