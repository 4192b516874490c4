//! The wallet: its balance, how to top it up, and its statement.

use domain::{Amount, ledger::EventKind, repayment::RepaymentCause};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::only_looks,
    components::{
        cell::Cell,
        empty::empty,
        form::{ERROR, Form, error_line, invalid, kept},
        icon::Icon,
        load::load,
        money::Figure,
        page_header::{PageHeader, window_title},
        table::Table,
        value::{copyable, reference},
    },
    texts::word,
};
use services::party::ReceivingAccount;

use super::{
    asked, cards::LIST as CARDS, frozen::frozen, loan_debit::RECEIPTS, missing, query, with_missing, withdrawal::tone,
};
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
    let (texts, owner) = (repayment(), !only_looks());
    if owner && asked("withdraw") {
        return withdrawing(&view);
    }
    if owner && asked("prepay") && !view.carrier_account.is_empty() {
        return prepaying(&view);
    }
    view! {
        {window_title(texts.wallet())}
        <Figure label=word().wallet_balance() amount=view.balance note=texts.wallet_note(&view.reference) />
        {(!older).then(|| view.frozen.clone().map(frozen))}
        {(!older && owner && !is_frozen(&view)).then(|| ways_out(&view))}
        {(!older).then(|| top_up(&view))}
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
    let several = (view.pay_to.len() > 1).then(|| view! { <p>{texts.any_account()}</p> });
    let account = |to: &ReceivingAccount| {
        view! {
            {copyable(texts.payee(), &to.name)}
            {copyable(word().payee_account(), &to.account_no)}
            {copyable(word().bank_branch(), &to.branch)}
        }
    };
    let accounts = view.pay_to.iter().map(account).collect_view();
    let short = missing().map(|short| copyable(texts.missing(), short.to_string()));
    view! {
        <section class="card" id="top-up">
            <h2>{texts.top_up_title()}</h2>
            <p>{texts.top_up_text()}</p>
            {several}
            <dl class="facts facts--end facts--copy">
                {short}
                {accounts}
                <div><dt>{texts.payer()}</dt><dd>{view.bank_account_name.clone()}</dd></div>
                {copyable(texts.remark(), view.reference.clone())}
            </dl>
            <p class="muted small">{if view.recognised { texts.remark_hint() } else { texts.remark_needed() }}</p>
            <p><a href=with_missing(CARDS)>{card().from_card()}</a></p>
        </section>
    }
}

/// Whether all of it is frozen.
fn is_frozen(view: &WalletView) -> bool {
    view.frozen.iter().flat_map(|frozen| &frozen.freezes).any(|item| item.reason.is_whole())
}

/// To the forms with which money leaves the wallet, or why none does.
fn ways_out(view: &WalletView) -> AnyView {
    let texts = freeze();
    if let Some(why) = kept_in(view) {
        return view! { <p class="muted">{why}</p> }.into_any();
    }
    let prepays = !view.carrier_account.is_empty();
    view! {
        <div class="cluster cluster--even">
            <a class="button button--quiet" href="/agent/wallet?withdraw">{texts.withdraw_title()}</a>
            {prepays
                .then(|| {
                    view! { <a class="button button--quiet" href="/agent/wallet?prepay">{texts.prepay_title()}</a> }
                })}
        </div>
    }
    .into_any()
}

/// Why nothing leaves the wallet.
fn kept_in(view: &WalletView) -> Option<&'static str> {
    if is_frozen(view) {
        Some(freeze().outgo_frozen())
    } else {
        view.withdrawable.is_zero().then(|| freeze().outgo_none())
    }
}

fn withdrawing(view: &WalletView) -> AnyView {
    let texts = freeze();
    let text = texts.withdraw_text(&view.bank_account_name, &view.bank_account);
    let words = ("withdraw", texts.withdraw_title(), texts.withdraw());
    outgo::<Withdraw>(view, words, text, view.request_no.clone())
}

fn prepaying(view: &WalletView) -> AnyView {
    let texts = freeze();
    let text = texts.prepay_text(&view.carrier_name, &view.carrier_account, &view.agent_no);
    let words = ("prepay", texts.prepay_title(), texts.prepay());
    outgo::<Prepay>(view, words, text, view.prepay_no.clone())
}

/// The page of a form with which money leaves the wallet: the name of its field, its heading, its button, and what it does.
fn outgo<S: ServerFn>(
    view: &WalletView,
    (name, title, button): (&'static str, &'static str, &'static str),
    text: String,
    request_no: String,
) -> AnyView {
    let texts = freeze();
    let body = if let Some(why) = kept_in(view) {
        view! { <p class="muted">{why}</p> }.into_any()
    } else {
        let (id, label) = (format!("{name}-amount"), texts.outgo_amount(&view.withdrawable.grouped()));
        let whole = if query(name) == "all" { view.withdrawable.grouped() } else { String::new() };
        let (of, amount) = (id.clone(), kept::<S>("amount", whole));
        let all = format!("/agent/wallet?{name}=all#{id}");
        let wrong = invalid::<S>();
        view! {
            <p>{text}</p>
            <Form to=S::PATH request_no class="form">
                <div class="field">
                    <label for=of>{label}</label>
                    <input
                        id=id
                        name="amount"
                        inputmode="decimal"
                        autocomplete="off"
                        required
                        value=amount
                        aria-invalid=wrong
                        aria-describedby=wrong.map(|_| ERROR)
                    />
                    {error_line::<S>()}
                    <p><a class="link-button" href=all>{texts.whole_balance()}</a></p>
                </div>
                <div class="form__actions form__actions--bar">
                    <button class="button">{button}</button>
                    <a class="button button--quiet" href="/agent/wallet">{texts.back_to_wallet()}</a>
                </div>
            </Form>
        }
        .into_any()
    };
    view! {
        <PageHeader title below=("/agent/wallet", repayment().wallet()) />
        {body}
    }
    .into_any()
}

fn withdrawals(rows: &[WithdrawalView]) -> impl IntoView + use<> {
    let texts = freeze();
    let table = Table::<WithdrawalView>::new(texts.withdrawals())
        .words(word().reference(), |item| {
            Cell::reference(&item.reference).to(format!("/agent/withdrawals/{}", item.id))
        })
        .words(word().action(), |item| {
            agent().events(match (item.court, item.prepays) {
                (true, _) => EventKind::CourtDeducted,
                (false, true) => EventKind::PrepaymentRequested,
                (false, false) => EventKind::WithdrawalRequested,
            })
        })
        .words(word().at(), |item| Cell::time(&item.requested_at))
        .figures(word().amount(), |item| item.amount)
        .words(word().state(), move |item| Cell::status(tone(item.state), texts.states(item.state)));
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
    let month = |entry: &WalletEntryView| entry.recorded_at.chars().take(7).collect::<String>();
    let months = entries.chunk_by(|one, next| month(one) == month(next)).map(|entries| {
        let name = entries.first().map(month).unwrap_or_default();
        let href = format!("/agent/wallet/statement?month={name}");
        view! { <h3><a href=href>{name}</a></h3> {table().of(entries)} }
    });
    view! {
        {months.collect_view()}
        {(older || more.is_some())
            .then(|| {
                view! {
                    <nav class="pager" aria-label=word().pages()>
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

/// What an entry is of, on the way to the receipt of a debit for a loan, or to the loan that it concerns.
pub(super) fn action(entry: &WalletEntryView) -> Cell {
    let cell = Cell::text(what(entry));
    match (entry.debit.as_str(), entry.loan.as_str()) {
        ("", "") => cell,
        ("", loan) => cell.to(format!("/agent/loans/{loan}")),
        (debit, _) => cell.to(format!("{RECEIPTS}/{debit}")),
    }
}

fn table() -> Table<WalletEntryView> {
    let texts = repayment();
    // A card on a phone has no line for the side on which there is nothing.
    let side = |amount: Amount| if amount.is_positive() { Cell::from(amount) } else { Cell::blank() };
    Table::<WalletEntryView>::new(texts.statement())
        .lines()
        .words(word().at(), move |entry| {
            let later = !entry.recorded_at.starts_with(&entry.value_on);
            Cell::time(&entry.recorded_at).note_of(later.then(|| texts.value_on(&entry.value_on)))
        })
        .words(word().action(), |entry| {
            let loan = &entry.loan_reference;
            action(entry).note_of((!loan.is_empty()).then(|| reference(loan)))
        })
        .figures(texts.income(), move |entry| side(entry.amount))
        .figures(texts.outgo(), move |entry| side(entry.amount.negated()))
        .figures(word().balance(), |entry| entry.balance)
}
