//! The agent portal: made for a phone, and for plain forms.

pub mod application;
pub mod borrow;
pub mod card;
pub mod cards;
pub mod confirm;
mod confirmation;
pub mod consent;
pub mod consents;
pub mod draw;
pub mod draws;
mod frozen;
pub mod home;
pub mod loan;
pub mod loan_debit;
pub mod loans;
pub mod mobile;
pub mod offers;
mod owner;
pub mod people;
pub mod quote;
pub mod receipt;
mod repay;
mod slip;
pub mod statement;
pub mod top_up;
pub mod wallet;
pub mod withdrawal;

use domain::Amount;
use islands::Unsaid;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::only_looks,
    components::{form::sent_back_of, icon::Icon, query},
    layout::{Link, Portal, shell},
    texts::{purpose::purposes, word},
};

use crate::{api::consent::ConsentTextView, texts::agent};

/// The frame around every page of the portal.
#[must_use]
pub fn frame() -> AnyView {
    let (name, groups) = (word().agent(), vec![links().into()]);
    shell(Portal { class: "shell--agent", home: "/agent", name, groups, elsewhere: &ELSEWHERE, badges: None })
}

/// Pages that stand under a link with another path.
const ELSEWHERE: [(&str, &str); 10] = [
    ("/agent/application", "/agent/offers"),
    ("/agent/applications", "/agent/offers"),
    ("/agent/cards", "/agent/wallet"),
    ("/agent/consents", "/agent/offers"),
    ("/agent/draws", "/agent/borrow"),
    ("/agent/loan-debits", "/agent/loans"),
    ("/agent/quotes", "/agent/loans"),
    ("/agent/repayments", "/agent/loans"),
    ("/agent/top-ups", "/agent/wallet"),
    ("/agent/withdrawals", "/agent/wallet"),
];

/// A clerk does not borrow.
fn links() -> Vec<Link> {
    let texts = agent();
    let borrow = (!only_looks()).then(|| Link { href: "/agent/borrow", icon: Icon::Borrow, text: texts.borrow() });
    let first = [
        Link { href: "/agent", icon: Icon::Home, text: texts.home() },
        Link { href: "/agent/offers", icon: Icon::Offers, text: texts.offers() },
    ];
    let last = [
        Link { href: "/agent/loans", icon: Icon::Repay, text: word().repay() },
        Link { href: "/agent/wallet", icon: Icon::Wallet, text: texts.wallet() },
    ];
    first.into_iter().chain(borrow).chain(last).collect()
}

/// A parameter of the page's path.
fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name).unwrap_or_default())
}

/// A parameter of the page's query; empty when it is not there.
fn query(name: &str) -> String {
    query::query(name).unwrap_or_default()
}

/// Whether the page's query has a parameter at all.
fn asked(name: &str) -> bool {
    query::query(name).is_some()
}

/// By which a page tells those of topping up how much is missing.
const SHORT: &str = "short";

/// The way to where the wallet is topped up, with how much it lacks.
fn to_top_up(short: Amount) -> String {
    format!("/agent/wallet?{SHORT}={short}#top-up")
}

/// How much is missing, as the page before has told.
fn missing() -> Option<Amount> {
    query(SHORT).parse().ok().filter(|short: &Amount| short.is_positive())
}

/// The next page of topping up, which is told the same.
fn with_missing(path: &str) -> String {
    missing().map_or_else(|| path.to_owned(), |short| format!("{path}?{SHORT}={short}"))
}

/// Whether a form was sent back with an error, so that what folds it away has to be open.
fn sent_back<S: ServerFn>() -> bool {
    sent_back_of(S::PATH).is_some()
}

/// A consent's full text: whoever ticks has seen all of it.
fn consent_document(consent: &ConsentTextView) -> impl IntoView + use<> {
    let articles = consent.articles.iter().map(|article| view! { <p>{article.clone()}</p> }).collect_view();
    view! {
        <section class="document" aria-label=consent.title>
            <h2>{consent.title}</h2>
            {articles}
        </section>
    }
}

/// Why a preview tells nothing, if it does not.
fn unsaid(why: Option<&Unsaid>) -> AnyView {
    let (open, wrong) = Unsaid::texts(why);
    let (neither, right) = (open.is_empty(), wrong.is_empty());
    view! {
        <p class="muted" data-slot="open" hidden=neither>{open.to_owned()}</p>
        <p class="field__error" data-slot="wrong" hidden=right>{wrong.to_owned()}</p>
    }
    .into_any()
}

/// The choice of what a loan is for.
fn purpose(label: &'static str, chosen: &str) -> impl IntoView + use<> {
    let options = purposes()
        .into_iter()
        .map(|(value, name)| view! { <option value=value selected=value == chosen>{name}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for="purpose">{label}</label>
            <select id="purpose" name="purpose" required>{options}</select>
        </div>
    }
}
