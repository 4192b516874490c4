//! The admin portal: dense tables for people who work in it all day.

pub mod account;
pub mod agent;
pub mod agents;
pub mod approvals;
pub mod audit;
pub mod binding;
pub mod breaks;
pub mod calendar;
pub mod callbacks;
pub mod carrier;
pub mod carriers;
pub mod commission;
pub mod commissions;
pub mod complaint;
pub mod complaints;
mod corrections;
pub mod days;
pub mod debit_rules;
pub mod difference;
pub mod differences;
pub mod draw;
pub mod freezes;
pub mod jobs;
pub mod layout;
pub mod layouts;
pub mod ledger;
pub mod line;
mod links;
pub mod loan;
pub mod loans;
pub mod mapping;
pub mod mappings;
pub mod movement;
pub mod movements;
pub mod operating_data;
pub mod operating_data_import;
pub mod outside_payment;
pub mod outside_payments;
pub mod overview;
pub mod partner;
pub mod partner_notices;
pub mod partners;
pub mod payout;
pub mod payouts;
pub mod refund;
pub mod refunds;
mod reserve;
pub mod reserve_account;
pub mod reserve_accounts;
pub mod search;
pub mod settlement;
pub mod settlements;
pub mod statement;
pub mod statements;
pub mod user;
pub mod users;

mod feed;
mod proposal;
mod readings;
mod registering;
pub mod revenue_share;
pub mod transfer;
pub mod transfers;
pub mod upload;

use leptos::prelude::*;
use parts::{
    components::icon::Icon,
    layout::{Group, Link, Portal, shell},
    texts::{ageing::ageing, expected::expected, frame::frame as texts, outside_payment::outside_payment, word},
};

use crate::{
    api::badge::badges,
    texts::{
        admin, callback::callback, commission::commission, complaint::complaint as complaint_texts,
        debit_rules::debit_rules as debit_rules_texts, refund::refund, settlement::settlement,
    },
};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    shell(Portal {
        class: "shell--staff",
        home: "/admin",
        name: texts().portal_admin(),
        groups: groups(),
        elsewhere: &[],
        badges: Some(Box::pin(badges())),
    })
}

fn groups() -> Vec<Group> {
    let texts = admin();
    let link = |href, icon, text| Link { href, icon, text };
    vec![
        Group {
            name: word().daily(),
            links: vec![
                link("/admin", Icon::Home, texts.overview()),
                link("/admin/statements", Icon::Upload, texts.statements()),
                link("/admin/movements", Icon::Bank, texts.movements()),
                link("/admin/breaks", Icon::Alert, texts.breaks()),
                link("/admin/payouts", Icon::Repay, texts.payouts()),
                link("/admin/settlements", Icon::Card, settlement().title()),
                link("/admin/callbacks", Icon::Link, callback().title()),
                link("/admin/approvals", Icon::Check, texts.approvals()),
                link("/admin/days", Icon::Clock, texts.end_of_day()),
            ],
        },
        Group {
            name: texts.group_parties(),
            links: vec![
                link("/admin/agents", Icon::Wallet, word().agents()),
                link("/admin/freezes", Icon::Lock, texts.freezes()),
                link("/admin/commissions", Icon::Bank, commission().title()),
                link("/admin/operating-data", Icon::Upload, word().operating_data()),
                link("/admin/carriers", Icon::User, word().carriers()),
                link("/admin/partners", Icon::User, texts.partners()),
                link("/admin/mappings", Icon::Link, texts.mappings()),
                link("/admin/transfers", Icon::Repay, texts.transfers()),
                link("/admin/complaints", Icon::Alert, complaint_texts().title()),
                link("/admin/refunds", Icon::Repay, refund().title()),
                link("/admin/outside-payments", Icon::Wallet, outside_payment().title()),
                link("/admin/pass-ons", Icon::Repay, outside_payment().pass_ons()),
            ],
        },
        Group {
            name: texts.group_books(),
            links: vec![
                link("/admin/ledger", Icon::Ledger, texts.ledger()),
                link("/admin/ledger/loans", Icon::List, texts.loans()),
                link("/admin/audit", Icon::Search, texts.audit()),
            ],
        },
        Group {
            name: ageing().reports(),
            links: vec![
                link("/admin/expected", Icon::Clock, expected().title()),
                link("/admin/ageing", Icon::Alert, ageing().title()),
                link("/admin/roll-rates", Icon::List, ageing().roll_rates()),
                link("/admin/vintages", Icon::Ledger, ageing().vintages()),
            ],
        },
        Group {
            name: texts.group_system(),
            links: vec![
                link("/admin/calendar", Icon::Clock, texts.calendar()),
                link("/admin/debit-rules", Icon::Card, debit_rules_texts().title()),
                link("/admin/reserve-accounts", Icon::Bank, texts.reserve_accounts()),
                link("/admin/layouts", Icon::List, texts.layouts()),
                link("/admin/jobs", Icon::Clock, texts.jobs()),
                link("/admin/users", Icon::User, texts.users()),
            ],
        },
    ]
}
