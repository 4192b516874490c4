//! The statement of a wallet over a month, as it is printed and as a workbook.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    api::{Answer, Told},
    components::{
        cell::{Cell, Plain},
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        query::here_with,
        table::Table,
        tabs::{asked_state, tab, tabs},
        value::fact,
    },
    texts::word,
};

use super::{query, wallet::action};
use crate::{
    api::{
        statement::{DOWNLOAD, StatementView, statement},
        wallet::WalletEntryView,
    },
    texts::repayment::repayment,
};

const PATH: &str = "/agent/wallet/statement";

#[must_use]
pub fn page() -> AnyView {
    let month = query("month");
    load(async move { statement(&month).await }, content)
}

/// Which entries are asked for: all, those that brought money, or those that took it; and these.
fn asked_entries(view: &StatementView) -> (&'static str, Vec<&WalletEntryView>) {
    let side = asked_state(&["", "in", "out"]);
    let is_asked = |entry: &&WalletEntryView| side.is_empty() || entry.amount.is_positive() == (side == "in");
    (side, view.entries.iter().filter(is_asked).collect())
}

fn content(view: StatementView) -> AnyView {
    let texts = repayment();
    let to = |month: &str| format!("{PATH}{}", here_with(&[("month", Some(month.to_owned()))]));
    let later = (!view.after.is_empty()).then(|| {
        view! { <a class="button button--quiet" rel="next" href=to(&view.after)>{view.after.clone()} " →"</a> }
    });
    let download = format!("{DOWNLOAD}{}", here_with(&[("month", Some(view.month.clone()))]));
    let (side, entries) = asked_entries(&view);
    let none = match side {
        "in" if !view.entries.is_empty() => (texts.no_income_title(), texts.no_side_text()),
        "out" if !view.entries.is_empty() => (texts.no_outgo_title(), texts.no_side_text()),
        _ => (texts.no_month_title(), texts.no_month_text()),
    };
    view! {
        <PageHeader title=texts.statement_of(&view.month) below=("/agent/wallet", texts.wallet()) />
        <nav class="pager screen-only" aria-label=texts.months()>
            <a class="button button--quiet" rel="prev" href=to(&view.before)>"← " {view.before.clone()}</a>
            {later}
            <a class="button button--quiet" href=download download="">{texts.download()}</a>
        </nav>
        <dl class="card facts facts--2">
            {fact(word().account_name(), view.owner.clone())}
            {fact(texts.wallet(), view.reference.clone())}
            {fact(word().opening_balance(), view.opening.grouped())}
            {fact(word().closing_balance(), view.closing.grouped())}
            {fact(texts.income(), view.income.grouped())}
            {fact(texts.outgo(), view.outgo.grouped())}
        </dl>
        {tabs(texts.statement(), side, vec![tab("", word().all()), tab("in", texts.income_only()), tab("out", texts.outgo_only())])}
        {if entries.is_empty() {
            empty(Icon::Wallet, none.0, none.1)
        } else {
            table().of(entries)
        }}
        <p class="muted small print-only">{texts.printed_note()}</p>
    }
    .into_any()
}

/// The statement of a month as a workbook, of the entries that are asked for: its name and its content.
pub async fn statement_workbook(month: &str) -> Answer<(String, Vec<u8>)> {
    let view = statement(month).await?;
    let texts = repayment();
    let (side, entries) = asked_entries(&view);
    let (part, ending) = match side {
        "in" => (texts.income_only(), "-in"),
        "out" => (texts.outgo_only(), "-out"),
        _ => (word().all(), ""),
    };
    let head = [
        (texts.statement(), Plain::Text(format!("{} · {part}", view.month))),
        (word().account_name(), Plain::Text(view.owner.clone())),
        (texts.wallet(), Plain::Text(view.reference.clone())),
        (word().opening_balance(), Plain::Money(view.opening)),
        (texts.income(), Plain::Money(view.income)),
        (texts.outgo(), Plain::Money(view.outgo)),
        (word().closing_balance(), Plain::Money(view.closing)),
    ];
    let content = table().workbook(&head, entries).told()?;
    Ok((format!("{}-{}{ending}.xlsx", view.reference, view.month), content))
}

/// The entries of a statement, each of its facts in a column of its own.
fn table() -> Table<WalletEntryView> {
    let texts = repayment();
    let side = |amount: Amount| if amount.is_positive() { Cell::from(amount) } else { Cell::blank() };
    Table::<WalletEntryView>::new(texts.statement())
        .lines()
        .words(word().at(), |entry| Cell::time(&entry.recorded_at))
        .words(word().action(), action)
        .words(texts.value_column(), |entry| Cell::time(&entry.value_on))
        .words(word().reference(), |entry| Cell::reference(&entry.loan_reference))
        .figures(texts.income(), move |entry| side(entry.amount))
        .figures(texts.outgo(), move |entry| side(entry.amount.negated()))
        .figures(word().balance(), |entry| entry.balance)
}
