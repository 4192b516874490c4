//! One bank statement: what every line will do, or has done, and the decision.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::{
    around::{header_below, loaded, money_or_dash, or_dash},
    statements::state,
    table::{Row, cells, figures, table, words},
};
use crate::{
    api::statement::{
        AccountStatementFileView, ConfirmStatement, LineView, OutcomeKind, OutcomeView, RefusedLineView,
        StatementPageView, statement as read,
    },
    components::{
        alert::Alert,
        form::Form,
        money::money,
        status::{Tone, status},
    },
    texts::admin::{admin, reconcile::reconcile, statement::statement},
};

const LIST: &str = "/admin/statements";

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().statements), read(id), content)
}

fn content(view: StatementPageView) -> AnyView {
    let texts = statement();
    let meta = view! {
        {state(view.confirmed)}
        <span><time>{view.uploaded_at.clone()}</time> " " {view.uploaded_by.clone()}</span>
    };
    let confirmed = view.confirmed;
    let movements = confirmed.then(|| {
        let href = format!("/admin/movements?import={}", view.id);
        view! { <a class="button button--quiet" href=href>{texts.movements_link}</a> }.into_any()
    });
    view! {
        {header_below((LIST, admin().statements), &view.file_name, meta, movements)}
        {verdict(&view)}
        {stats(&view.accounts)}
        {confirm(&view)}
        {view.accounts.into_iter().map(|account| account_section(account, confirmed)).collect_view()}
        <p class="muted small">
            {texts.format} " " {view.format} " · " {texts.sha256} " " <code class="ref">{view.sha256}</code>
        </p>
    }
    .into_any()
}

fn lines(accounts: &[AccountStatementFileView]) -> impl Iterator<Item = &LineView> {
    accounts.iter().flat_map(|account| &account.lines)
}

fn verdict(view: &StatementPageView) -> AnyView {
    let texts = statement();
    let count = lines(&view.accounts).count();
    let refused: usize = view.accounts.iter().map(|account| account.refused.len()).sum();
    let all_known = lines(&view.accounts).all(|line| line.outcome.kind == OutcomeKind::Known);
    let verdict = if view.confirmed {
        view! { <Alert kind="good" title=(texts.done_title)(&view.confirmed_at) text=texts.done_text /> }.into_any()
    } else if all_known {
        view! { <Alert kind="info" title=texts.nothing_new_title text=texts.nothing_new_text /> }.into_any()
    } else {
        view! { <Alert kind="info" title=(texts.preview_title)(count) text=texts.preview_text /> }.into_any()
    };
    let refusal = (refused > 0).then(|| {
        view! { <Alert kind="warn" title=(texts.refused_title)(refused) text=texts.refused_text /> }
    });
    view! { {verdict} {refusal} }.into_any()
}

fn stats(accounts: &[AccountStatementFileView]) -> impl IntoView + use<> {
    let texts = statement();
    let count = |kinds: &[OutcomeKind]| lines(accounts).filter(|line| kinds.contains(&line.outcome.kind)).count();
    let matched =
        [OutcomeKind::DrawCredited, OutcomeKind::DrawFunded, OutcomeKind::TopUp, OutcomeKind::PayoutConfirmed];
    let item = |name: &'static str, count: usize, class: &'static str| {
        let class = if count == 0 { "stats__item".to_owned() } else { format!("stats__item {class}") };
        view! {
            <div class=class>
                <dt>{name}</dt>
                <dd>{count}</dd>
            </div>
        }
    };
    view! {
        <dl class="stats">
            {item(texts.count, lines(accounts).count(), "")}
            {item(texts.count_matched, count(&matched), "")}
            {item(texts.count_broken, count(&[OutcomeKind::Broken]), "stats__item--bad")}
            {item(texts.count_unmatched, count(&[OutcomeKind::Unmatched]), "stats__item--due")}
            {item(texts.count_doubtful, count(&[OutcomeKind::Doubtful]), "stats__item--due")}
            {item(texts.count_known, count(&[OutcomeKind::Known]), "")}
            {item(texts.count_refused, accounts.iter().map(|account| account.refused.len()).sum(), "stats__item--bad")}
        </dl>
    }
}

fn confirm(view: &StatementPageView) -> Option<AnyView> {
    let texts = statement();
    if view.confirmed {
        return None;
    }
    if !view.may_confirm {
        return Some(view! { <p class="muted">{texts.maker_only}</p> }.into_any());
    }
    let (id, request_no) = (view.id.clone(), view.request_no.clone());
    Some(
        view! {
            <Form to=ConfirmStatement::PATH request_no=request_no class="form">
                <input type="hidden" name="import" value=id />
                <div class="form__actions">
                    <button class="button">{texts.confirm}</button>
                    <a class="button button--quiet" href=LIST>{admin().statements}</a>
                </div>
            </Form>
        }
        .into_any(),
    )
}

fn account_section(account: AccountStatementFileView, confirmed: bool) -> AnyView {
    let texts = statement();
    let outcome = if confirmed { texts.has_done } else { texts.will_do };
    let columns = vec![
        figures(texts.row),
        words(texts.booked),
        words(texts.remittance),
        figures(texts.income),
        figures(texts.outgo),
        words(outcome),
    ];
    let period = (!account.from_on.is_empty()).then(|| (texts.period)(&account.from_on, &account.to_on));
    let balance = |name: &'static str, amount: Option<domain::Amount>| {
        amount.map(|amount| view! { <span>{name} " " {money(amount)}</span> })
    };
    let rows: Vec<Row> = account.lines.into_iter().map(|line| row(line, confirmed)).collect();
    view! {
        <section class="section">
            <h2>{texts.lines} " " <small class="muted">{account.account_no} " " {account.currency}</small></h2>
            <p class="cluster muted small">
                <span>{period}</span>
                {balance(texts.opening, account.opening)}
                {balance(texts.closing, account.closing)}
            </p>
            {table(texts.lines, columns, rows, None)}
            {refused(account.refused)}
        </section>
    }
    .into_any()
}

fn row(line: LineView, confirmed: bool) -> Row {
    cells![
        line.number.to_string(),
        view! {
            <time>{line.booked_on} " " {line.booked_time}</time>
            <small>{line.counterparty_name} " " {line.counterparty_account}</small>
        },
        or_dash(line.remittance),
        money_or_dash(line.credit),
        money_or_dash(line.debit),
        outcome(line.outcome, confirmed),
    ]
    .into()
}

/// What becomes of a line, with what it names below.
fn outcome(outcome: OutcomeView, confirmed: bool) -> AnyView {
    let texts = statement();
    let good = if confirmed { Tone::Done } else { Tone::Active };
    let (tone, word) = match outcome.kind {
        OutcomeKind::Known => (Tone::Neutral, texts.known),
        OutcomeKind::DrawCredited => (good, texts.draw_credited),
        OutcomeKind::DrawFunded => (Tone::Waiting, texts.draw_funded),
        OutcomeKind::TopUp => (good, texts.top_up),
        OutcomeKind::PayoutConfirmed => (good, texts.payout_confirmed),
        OutcomeKind::Broken => (Tone::Bad, (reconcile().break_kinds)(outcome.break_kind)),
        OutcomeKind::Unmatched => (Tone::Due, texts.unmatched),
        OutcomeKind::Doubtful => (Tone::Due, texts.doubtful),
    };
    view! {
        {status(tone, word)}
        <small><code class="ref">{outcome.reference}</code></small>
    }
    .into_any()
}

fn refused(lines: Vec<RefusedLineView>) -> Option<AnyView> {
    let texts = statement();
    if lines.is_empty() {
        return None;
    }
    let columns = vec![figures(texts.row), words(texts.content), words(texts.problem)];
    let rows = lines
        .into_iter()
        .map(|line| {
            let problem = status(Tone::Bad, (texts.line_problems)(&line.code));
            Row::bad(cells![line.number.to_string(), or_dash(line.text), problem])
        })
        .collect();
    Some(
        view! {
            <h3>{texts.refused}</h3>
            {table(texts.refused, columns, rows, None)}
        }
        .into_any(),
    )
}
