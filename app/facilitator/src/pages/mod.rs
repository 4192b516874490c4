//! The facilitator portal.

pub mod loan;
pub mod loans;
pub mod search;
pub mod share;
pub mod shares;
pub mod workbench;

use leptos::prelude::*;
use partner::texts::{
    binding::binding, debt::debt, lending::lending, partner_file::partner_file, team::team, transfer::transfer,
};
use parts::{
    components::icon::Icon,
    layout::{Group, Link, Portal, shell},
    texts::{key::key, outside_payment::outside_payment, word},
};

use crate::{api::badge::badges, texts::facilitator};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal {
        class: "shell--staff",
        home: "/facilitator",
        name: word().facilitator(),
        groups: groups(),
        elsewhere: &[],
        badges: Some(Box::pin(badges())),
    })
}

fn groups() -> Vec<Group> {
    let (texts, link) = (facilitator(), |href, icon, text| Link { href, icon, text });
    vec![
        Group {
            name: word().daily(),
            links: vec![
                link("/facilitator", Icon::Home, word().workbench()),
                link("/facilitator/transfers", Icon::Repay, transfer().title()),
            ],
        },
        Group {
            name: word().collection(),
            links: vec![
                link("/facilitator/shares", Icon::Link, binding().shares()),
                link("/facilitator/debts", Icon::Ledger, debt().title()),
                link("/facilitator/debits", Icon::Card, debt().debits()),
                link("/facilitator/outside-payments", Icon::Wallet, outside_payment().title()),
                link("/facilitator/pass-ons", Icon::Wallet, outside_payment().pass_ons()),
            ],
        },
        Group {
            name: texts.book(),
            links: vec![
                link("/facilitator/loans", Icon::Ledger, word().loans()),
                link("/facilitator/repayments", Icon::Repay, lending().repayments()),
            ],
        },
        Group {
            name: word().settings(),
            links: vec![
                link("/facilitator/notices", Icon::Message, word().notices()),
                link("/facilitator/files", Icon::Download, partner_file().title()),
                link("/facilitator/keys", Icon::Link, key().title()),
                link("/facilitator/team", Icon::User, team().title()),
            ],
        },
    ]
}
