//! The wallet: its balance, how to top it up, and its statement.

use domain::{Amount, payout::PayoutState, repayment::RepaymentCause};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::only_looks,
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::{Form, kept},
        icon::Icon,
        load::load,
        money::Figure,
        page_header::window_title,
        status::Tone,
        table::Table,
        value::{copyable, reference},
    },
    texts::word,
};

use super::{asked, frozen::frozen, query};
use crate::{
    api::wallet::{Prepay, WalletEntryView, WalletView, Withdraw, WithdrawalView, wallet},
    texts::{agent, card::card, freeze::freeze, repayment::repayment},
};

/// How many entries a page of the statement has when there may be more.
const PAGE: usize = 50;

#[must_use]
pub fn page() -> AnyView {
    let before: Option<i64> = query("before").parse().ok();
    load(wallet(before), move |view| content(view, before.is_some()))
}

fn content(view: WalletView, older: bool) -> AnyView {
    let (texts, own, owner) = (repayment(), freeze(), !only_looks());
    view! {
        {window_title(texts.wallet())}
        <Figure label=texts.wallet_balance() amount=view.balance note=texts.wallet_note(&view.reference) />
        {asked("withdrawn").then(|| view! { <Alert kind="good" title=own.withdrawn_title() text=own.withdrawn_text() /> })}
        {(!older).then(|| view.frozen.clone().map(frozen))}
        {asked("prepaid").then(|| view! { <Alert kind="good" title=own.prepaid_title() text=own.prepaid_text() /> })}
        {(!older)
            .then(|| {
                let outgo = owner.then(|| view! { {withdrawing(&view)} {prepaying(&view)} });
                view! { <div class="grid-2">{top_up(&view)} {outgo}</div> }
            })}
        {(!older && !view.withdrawals.is_empty()).then(|| withdrawals(&view.withdrawals))}
        <section class="section">
            <h2 class="card__title">
                {texts.statement()} <a class="card__more" href="/agent/wallet/statement">{texts.by_month()}</a>
            </h2>
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
    let (name, account_no, branch) =
        view.pay_to.clone().map_or_else(Default::default, |to| (to.name, to.account_no, to.branch));
    view! {
        <section class="card">
            <h2>{texts.top_up_title()}</h2>
            <p>{texts.top_up_text()}</p>
            <dl class="facts facts--end facts--copy">
                {copyable(texts.payee(), name)}
                {copyable(texts.payee_account(), account_no)}
                {copyable(texts.payee_branch(), branch)}
                <div><dt>{texts.payer()}</dt><dd>{view.bank_account_name.clone()}</dd></div>
                {copyable(texts.remark(), view.reference.clone())}
            </dl>
            <p class="muted small">{texts.remark_hint()}</p>
            <p><a href="/agent/cards">{card().from_card()}</a></p>
        </section>
    }
}

fn withdrawing(view: &WalletView) -> impl IntoView + use<> {
    let texts = freeze();
    outgo::<Withdraw>(
        view,
        ("withdraw", texts.withdraw_title(), texts.withdraw()),
        texts.withdraw_text(&view.bank_account_name, &view.bank_account),
        view.request_no.clone(),
    )
}

fn prepaying(view: &WalletView) -> Option<impl IntoView + use<>> {
    let texts = freeze();
    let text = texts.prepay_text(&view.carrier_name, &view.carrier_account, &view.agent_no);
    let words = ("prepay", texts.prepay_title(), texts.prepay());
    (!view.carrier_account.is_empty()).then(|| outgo::<Prepay>(view, words, text, view.prepay_no.clone()))
}

/// A form with which money leaves the wallet: the name of its field, its heading, its button, and what it does.
fn outgo<S: ServerFn>(
    view: &WalletView,
    (name, title, button): (&'static str, &'static str, &'static str),
    text: String,
    request_no: String,
) -> impl IntoView + use<S> {
    let texts = freeze();
    let whole = view.frozen.iter().flat_map(|frozen| &frozen.freezes).any(|item| item.reason.is_whole());
    let body = if whole {
        view! { <p class="muted">{texts.outgo_frozen()}</p> }.into_any()
    } else if view.withdrawable.is_zero() {
        view! { <p class="muted">{texts.outgo_none()}</p> }.into_any()
    } else {
        let (id, label) = (format!("{name}-amount"), texts.outgo_amount(&view.withdrawable.grouped()));
        let (of, amount) = (id.clone(), kept::<S>("amount", ""));
        view! {
            <p>{text}</p>
            <Form to=S::PATH request_no class="stack">
                <div class="field">
                    <label for=of>{label}</label>
                    <input id=id name="amount" inputmode="decimal" autocomplete="off" required value=amount />
                </div>
                <div class="form__actions"><button class="button">{button}</button></div>
            </Form>
        }
        .into_any()
    };
    view! {
        <section class="card">
            <h2>{title}</h2>
            {body}
        </section>
    }
}

fn withdrawals(rows: &[WithdrawalView]) -> impl IntoView + use<> {
    let texts = freeze();
    let table = Table::<WithdrawalView>::new(texts.withdrawals())
        .words(word().reference(), |item| Cell::reference(&item.reference))
        .words(word().action(), move |item| if item.prepays { texts.prepay_title() } else { texts.withdraw_title() })
        .words(repayment().at_column(), |item| Cell::time(&item.requested_at))
        .figures(word().amount(), |item| item.amount)
        .words(word().state(), move |item| {
            let tone = match item.state {
                PayoutState::Confirmed => Tone::Done,
                PayoutState::Failed | PayoutState::Returned => Tone::Bad,
                _ => Tone::Waiting,
            };
            Cell::status(tone, texts.states(item.state))
        });
    view! {
        <section class="section">
            <h2>{texts.withdrawals()}</h2>
            {table.of(rows)}
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

/// What an entry was for.
pub(super) fn what(entry: &WalletEntryView) -> &'static str {
    match entry.cause {
        Some(cause) if cause != RepaymentCause::Asked => repayment().causes(cause),
        _ => agent().events(entry.event),
    }
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
        .words(word().action(), |entry| {
            let loan = &entry.loan_reference;
            Cell::text(what(entry)).note_of((!loan.is_empty()).then(|| reference(loan)))
        })
        .figures(texts.outgo(), move |entry| side(entry.amount.negated()))
        .figures(texts.income(), move |entry| side(entry.amount))
        .figures(word().balance(), |entry| entry.balance)
}
