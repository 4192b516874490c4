//! The wallet: its balance, how to top it up, and its statement.

use leptos::prelude::*;
use parts::{
    components::{
        icon::{Icon, icon},
        load::load,
        money::Figure,
    },
    texts::word,
};

use super::{query, window_title};
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
            {if view.entries.is_empty() { empty().into_any() } else { statement(view.entries, older).into_any() }}
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

fn empty() -> impl IntoView {
    let texts = repayment();
    view! {
        <div class="empty">
            {icon(Icon::Wallet)}
            <h3>{texts.no_entries_title()}</h3>
            <p>{texts.no_entries_text()}</p>
        </div>
    }
}

fn statement(entries: Vec<WalletEntryView>, older: bool) -> impl IntoView {
    let texts = repayment();
    let more = entries.last().filter(|_| entries.len() >= PAGE).map(|last| last.version);
    view! {
        <div class="table-wrap" role="region" aria-label=texts.statement() tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{texts.at_column()}</th>
                        <th scope="col">{word().action()}</th>
                        <th scope="col" class="num">{texts.outgo()}</th>
                        <th scope="col" class="num">{texts.income()}</th>
                        <th scope="col" class="num">{word().balance()}</th>
                    </tr>
                </thead>
                <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
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
}

fn row(entry: WalletEntryView) -> impl IntoView {
    let texts = repayment();
    let income = entry.amount.is_positive();
    let later = !entry.recorded_at.starts_with(&entry.value_on);
    view! {
        <tr>
            <th scope="row">
                <time>{entry.recorded_at}</time>
                {later.then(|| view! { <small>{texts.value_on(&entry.value_on)}</small> })}
            </th>
            <td data-label=word().action()>{agent().events(&entry.event)}</td>
            <td data-label=texts.outgo() class="num">{(!income).then(|| entry.amount.negated().grouped())}</td>
            <td data-label=texts.income() class="num">{income.then(|| entry.amount.grouped())}</td>
            <td data-label=word().balance() class="num">{entry.balance.grouped()}</td>
        </tr>
    }
}
