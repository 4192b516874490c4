//! The funder portal.

pub mod application;
pub mod applications;
pub mod binding;
pub mod bindings;
pub mod draw;
pub mod draws;
mod freeze;
pub mod lines;
mod links;
pub mod loan;
pub mod loans;
pub mod payment_file;
pub mod payments;
pub mod product;
pub mod product_form;
pub mod product_proposal;
mod product_terms;
pub mod products;
pub mod revenue_share;
pub mod search;
pub mod shop;
pub mod signing;
pub mod signings;
mod standing;
pub mod workbench;
mod write_off;

use leptos::prelude::*;
use partner::texts::{
    binding::binding, debt::debt, lending::lending, partner_file::partner_file, team::team, transfer::transfer,
};
use parts::{
    components::icon::Icon,
    layout::{Group, Link, Portal, shell},
    texts::{
        ageing::ageing, expected::expected, key::key, outside_payment::outside_payment, revenue_share::revenue_share,
        word,
    },
};

use crate::{
    api::badge::badges,
    texts::{funder, payment_file::payment_file},
};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal {
        class: "shell--staff",
        home: "/funder",
        name: word().funder(),
        groups: groups(),
        elsewhere: &[],
        badges: Some(Box::pin(badges())),
    })
}

fn groups() -> Vec<Group> {
    let texts = funder();
    vec![
        Group {
            name: word().daily(),
            links: vec![
                Link { href: "/funder", icon: Icon::Home, text: word().workbench() },
                Link { href: "/funder/applications", icon: Icon::List, text: word().applications() },
                Link { href: "/funder/draws", icon: Icon::Borrow, text: texts.draws() },
                Link { href: "/funder/payments", icon: Icon::Bank, text: payment_file().title() },
            ],
        },
        Group {
            name: texts.book(),
            links: vec![
                Link { href: "/funder/lines", icon: Icon::Wallet, text: word().credit_lines() },
                Link { href: "/funder/loans", icon: Icon::Ledger, text: word().loans() },
                Link { href: "/funder/repayments", icon: Icon::Repay, text: lending().repayments() },
                Link { href: "/funder/revenue-share", icon: Icon::Bank, text: revenue_share().title() },
            ],
        },
        Group {
            name: ageing().reports(),
            links: vec![
                Link { href: "/funder/expected", icon: Icon::Clock, text: expected().title() },
                Link { href: "/funder/ageing", icon: Icon::Alert, text: ageing().title() },
                Link { href: "/funder/roll-rates", icon: Icon::List, text: ageing().roll_rates() },
                Link { href: "/funder/vintages", icon: Icon::Ledger, text: ageing().vintages() },
            ],
        },
        Group {
            name: word().collection(),
            links: vec![
                Link { href: "/funder/signings", icon: Icon::Card, text: binding().signings() },
                Link { href: "/funder/bindings", icon: Icon::Link, text: binding().bindings() },
                Link { href: "/funder/debts", icon: Icon::Ledger, text: debt().title() },
                Link { href: "/funder/transfers", icon: Icon::Repay, text: transfer().title() },
                Link { href: "/funder/debits", icon: Icon::Download, text: debt().debits() },
                Link { href: "/funder/outside-payments", icon: Icon::Wallet, text: outside_payment().title() },
                Link { href: "/funder/pass-ons", icon: Icon::Wallet, text: outside_payment().pass_ons() },
            ],
        },
        Group {
            name: word().settings(),
            links: vec![
                Link { href: "/funder/products", icon: Icon::Offers, text: word().products() },
                Link { href: "/funder/notices", icon: Icon::Message, text: word().notices() },
                Link { href: "/funder/files", icon: Icon::Download, text: partner_file().title() },
                Link { href: "/funder/keys", icon: Icon::Link, text: key().title() },
                Link { href: "/funder/team", icon: Icon::User, text: team().title() },
            ],
        },
    ]
}
