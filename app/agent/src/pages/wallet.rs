//! The wallet: its balance, how to top it up, and its statement.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, money::Figure, page_header::window_title, table::Table,
    },
    texts::word,
};

use super::query;
use crate::{
    api::wallet::{WalletEntryView, WalletView, wallet},
    texts::{agent, repayment::repayment},
};

/// How many entries a page of the statement has when there may be more.
const PAGE: usize = 50;

#[must_use]
pub fn page() -> AnyView {
    let before: Option<i64> = query("before").parse().ok();
    load(wallet(before), move |view| content(view, before.is_some()))
}

fn content(view: WalletView, older: bool) -> AnyView {
    let texts = repayment();
    view! {
        {window_title(texts.wallet())}
        <Figure label=texts.wallet_balance() amount=view.balance note=texts.wallet_note(&view.reference) />
        {(!older).then(|| top_up(&view))}
        <section class="section">
            <h2>{texts.statement()}</h2>
            {if view.entries.is_empty() {
                empty(Icon::Wallet, texts.no_entries_title(), texts.no_entries_text())
            } else {
                statement(&view.entries, older)
            }}
        </section>
    }
    .into_any()
}

fn top_up(view: &WalletView) -> impl IntoView + use<> {
    let texts = repayment();
    view! {
        <section class="card">
            <h2>{texts.top_up_title()}</h2>
            <p>{texts.top_up_text()}</p>
            <dl class="facts facts--end facts--copy">
                <div><dt>{texts.payee()}</dt><dd>{view.reserve_account_name.clone()}</dd></div>
                <div><dt>{texts.payee_account()}</dt><dd><code class="ref">{view.reserve_account_no.clone()}</code></dd></div>
                <div><dt>{texts.payer()}</dt><dd>{view.bank_account_name.clone()}</dd></div>
                <div><dt>{texts.remark()}</dt><dd><code class="ref">{view.reference.clone()}</code></dd></div>
            </dl>
            <p class="muted small">{texts.remark_hint()}</p>
        </section>
    }
}

fn statement(entries: &[WalletEntryView], older: bool) -> AnyView {
    let texts = repayment();
    let more = entries.last().filter(|_| entries.len() >= PAGE).map(|last| last.version);
    view! {
        {table().of(entries)}
        {(older || more.is_some())
            .then(|| {
                view! {
                    <nav class="pager" aria-label=texts.pages()>
                        {older
                            .then(|| view! { <a class="button button--quiet" href="/agent/wallet">{texts.newest()}</a> })}
                        {more
                            .map(|before| {
                                let href = format!("/agent/wallet?before={before}");
                                view! { <a class="button button--quiet" rel="next" href=href>{texts.older()}</a> }
                            })}
                    </nav>
                }
            })}
    }
    .into_any()
}

fn table() -> Table<WalletEntryView> {
    let texts = repayment();
    // A card on a phone has no line for the side on which there is nothing.
    let side = |amount: Amount| if amount.is_positive() { Cell::from(amount) } else { Cell::blank() };
    Table::<WalletEntryView>::new(texts.statement())
        .words(texts.at_column(), move |entry| {
            let later = !entry.recorded_at.starts_with(&entry.value_on);
            Cell::time(&entry.recorded_at).note_of(later.then(|| texts.value_on(&entry.value_on)))
        })
        .words(word().action(), |entry| agent().events(entry.event))
        .figures(texts.outgo(), move |entry| side(entry.amount.negated()))
        .figures(texts.income(), move |entry| side(entry.amount))
        .figures(word().balance(), |entry| entry.balance)
}
