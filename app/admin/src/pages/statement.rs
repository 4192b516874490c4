//! One file of bank statements: what a person has to know of it, what every line will do, or has done, and the decision.

use domain::bank_movement::Finding;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        form::{Form, TextArea, kept},
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
        status::{Tone, status},
    },
    texts::{problem::Words, word},
};
use services::bank_movement::ImportState;

use super::{
    around::{header_below, loaded, money_or_dash, nothing_found, or_dash, when},
    statements::state,
    table::{Row, cells, figures, prose, table, words},
};
use crate::{
    api::statement::{
        AccountStatementFileView, DecideStatement, FileDuty, LineView, OUTCOMES, PASSED_OVER, REFUSED, ReadLineView,
        StatementPageView, statement as read,
    },
    texts::{admin, approval::approval, finding::finding as told, reconcile::reconcile, statement::statement},
};

const LIST: &str = "/admin/statements";
/// The parts of the list of lines; the first is all of them.
const PARTS: [&str; 10] = {
    let [a, b, c, d, e, f, g, h, i] = OUTCOMES;
    ["", a, b, c, d, e, f, g, h, i]
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let outcome = Some(asked_state(&PARTS)).filter(|outcome| !outcome.is_empty());
    loaded((LIST, admin().statements()), read(id, outcome, asked_after()), content)
}

fn content(view: StatementPageView) -> AnyView {
    let texts = statement();
    let meta = view! {
        {state(view.state)}
        <span>{when(view.uploaded_at.clone())} " " {view.uploaded_by.clone()}</span>
    };
    let confirmed = view.state == ImportState::Confirmed;
    let movements = confirmed.then(|| {
        let href = format!("/admin/movements?import={}", view.id);
        view! { <a class="button button--quiet" href=href>{texts.movements_link()}</a> }.into_any()
    });
    view! {
        {header_below((LIST, admin().statements()), &view.file_name, meta, movements)}
        {verdict(&view)}
        {view.accounts.iter().flat_map(findings).collect_view()}
        {accounts(&view.accounts)}
        {decide(&view)}
        {lines(&view)}
        <p class="muted small">
            {texts.format()} " " {view.format} " · " {texts.sha256()} " " <code class="ref">{view.sha256}</code>
        </p>
    }
    .into_any()
}

fn verdict(view: &StatementPageView) -> AnyView {
    let texts = statement();
    let movements = view.counts.movements();
    let (kind, title, text) = match view.state {
        ImportState::Confirmed => {
            ("good", texts.done_title(&view.decided_at, &view.decided_by), texts.done_text().to_owned())
        }
        ImportState::GivenBack => ("info", texts.given_back_title(&view.decided_by), view.decision_note.clone()),
        ImportState::Previewed if movements == 0 => {
            let text = if view.counts.sum(&OUTCOMES) == 0 { texts.no_rows_text() } else { "" };
            ("info", texts.no_movements_title().to_owned(), text.to_owned())
        }
        ImportState::Previewed if movements == view.counts.sum(&["known"]) => {
            ("info", texts.nothing_new_title().to_owned(), texts.nothing_new_text().to_owned())
        }
        ImportState::Previewed => ("info", texts.preview_title(movements), texts.preview_text().to_owned()),
    };
    let note = (view.state == ImportState::Confirmed && !view.decision_note.is_empty())
        .then(|| view! { <p class="muted">{approval().decision_note()} ": " {view.decision_note.clone()}</p> });
    let others = texts.other_rows(view.counts.sum(&[PASSED_OVER]), view.counts.sum(&[REFUSED]));
    let others = (!others.is_empty()).then(|| view! { <p class="muted">{others}</p> });
    view! { <Alert kind title text /> {others} {note} }.into_any()
}

/// What a person has to know of a statement before it counts, what is grave first.
fn findings(account: &AccountStatementFileView) -> Vec<AnyView> {
    let mut found: Vec<&Finding> = account.findings.iter().collect();
    found.sort_by_key(|finding| !finding.is_grave());
    let alert = |finding: &Finding| {
        let Words { title, advice } = told(finding, &account.account_no);
        let kind = if finding.is_grave() { "warn" } else { "info" };
        view! { <Alert kind title text=advice /> }.into_any()
    };
    found.into_iter().map(alert).collect()
}

fn accounts(accounts: &[AccountStatementFileView]) -> AnyView {
    let texts = statement();
    let columns = vec![words(texts.account()), words(texts.days()), figures(texts.opening()), figures(texts.closing())];
    let balance = |amount: Option<domain::Amount>| match amount {
        Some(amount) => money(amount).into_any(),
        None => or_dash(String::new()).into_any(),
    };
    let row = |account: &AccountStatementFileView| {
        let days = texts.period(&account.from_on, &account.to_on);
        cells![
            view! { <code class="ref">{account.account_no.clone()}</code> " " {account.currency.clone()} },
            or_dash(days),
            balance(account.opening),
            balance(account.closing),
        ]
    };
    table(texts.account(), columns, accounts.iter().map(row).collect(), None)
}

fn decide(view: &StatementPageView) -> Option<AnyView> {
    let texts = statement();
    match view.duty {
        FileDuty::Look => None,
        FileDuty::Wait => {
            Some(view! { <Alert kind="info" title=texts.waits_title() text=texts.waits_text() /> }.into_any())
        }
        FileDuty::Decide => {
            let (id, request_no) = (view.id.clone(), view.request_no.clone());
            let note = kept::<DecideStatement>("note", "");
            let grave = view.accounts.iter().flat_map(|account| &account.findings).any(Finding::is_grave);
            let hint = if grave { texts.note_hint_grave() } else { approval().decision_note_hint() };
            Some(
                view! {
                    <Form to=DecideStatement::PATH request_no class="card stack">
                        <h2 class="card__title">{approval().decide_title()}</h2>
                        <p>{texts.decide_text()}</p>
                        <input type="hidden" name="import" value=id />
                        <div class="field">
                            <label for="decision-note">{approval().decision_note()}</label>
                            <p class="field__hint">{hint}</p>
                            <TextArea id="decision-note" name="note" value=note />
                        </div>
                        <div class="form__actions">
                            <button class="button" name="agree" value="true">{texts.confirm()}</button>
                            <button class="button button--quiet" name="agree" value="false">{approval().give_back()}</button>
                        </div>
                    </Form>
                }
                .into_any(),
            )
        }
    }
}

fn lines(view: &StatementPageView) -> AnyView {
    let texts = statement();
    let confirmed = view.state == ImportState::Confirmed;
    let here = asked_state(&PARTS);
    let part = |state: &'static str| {
        let codes: &[&str] = if state.is_empty() { &OUTCOMES } else { &[state] };
        let count = i64::try_from(view.counts.sum(codes)).unwrap_or(i64::MAX);
        (count > 0 || state.is_empty() || state == here).then(|| {
            let name = if state.is_empty() { word().all() } else { texts.outcomes(state) };
            Part { state, name, count: Some(count) }
        })
    };
    let found = parts(texts.lines(), here, PARTS.into_iter().filter_map(part).collect());
    if view.lines.is_empty() {
        let none = if here.is_empty() {
            view! { <p class="muted">{texts.no_lines()}</p> }.into_any()
        } else {
            nothing_found(LIST)
        };
        return view! { <section class="section"><h2>{texts.lines()}</h2>{found}{none}</section> }.into_any();
    }
    let outcome = if confirmed { texts.has_done() } else { texts.will_do() };
    let columns = vec![
        figures(texts.row()),
        prose(texts.booked()),
        prose(texts.remittance()),
        figures(texts.income()),
        figures(texts.outgo()),
        words(outcome),
    ];
    let rows: Vec<Row> = view.lines.iter().cloned().map(|line| row(line, confirmed)).collect();
    let shown = rows.len();
    view! {
        <section class="section">
            <h2>{texts.lines()}</h2>
            {found}
            {table(texts.lines(), columns, rows, None)}
            {pager(shown, view.next.clone())}
        </section>
    }
    .into_any()
}

fn row(line: LineView, confirmed: bool) -> Row {
    match line {
        LineView::Read(line) => cells![
            line.number.to_string(),
            view! {
                <time>{line.booked_on.clone()} " " {line.booked_time.clone()}</time>
                <small>{line.counterparty_name.clone()} " " {line.counterparty_account.clone()}</small>
            },
            or_dash(line.remittance.clone()),
            money_or_dash(line.credit),
            money_or_dash(line.debit),
            outcome(*line, confirmed),
        ]
        .into(),
        LineView::LeftOut { number, passed_over, code, text } => {
            let (tone, outcome) = if passed_over { (Tone::Neutral, PASSED_OVER) } else { (Tone::Bad, REFUSED) };
            let why = (!passed_over).then(|| statement().line_problems(&code));
            let problem = view! {
                {status(tone, statement().outcomes(outcome))}
                <small>{why}</small>
            };
            let (booked, income, outgo) = (String::new(), String::new(), String::new());
            let cells =
                cells![number.to_string(), or_dash(booked), or_dash(text), or_dash(income), or_dash(outgo), problem,];
            if passed_over { cells.into() } else { Row::bad(cells) }
        }
    }
}

/// What becomes of a line, with what it names below.
fn outcome(line: ReadLineView, confirmed: bool) -> AnyView {
    let texts = statement();
    let good = if confirmed { Tone::Done } else { Tone::Active };
    let (tone, word) = match line.outcome {
        "draw" if line.credited => (good, texts.draw_credited()),
        "draw" => (Tone::Waiting, texts.draw_funded()),
        "wallet" => (good, texts.top_up()),
        "payout" => (good, texts.payout_confirmed()),
        "break" => (Tone::Bad, reconcile().break_kinds(line.break_kind)),
        "unmatched" => (Tone::Due, texts.unmatched()),
        "doubtful" => (Tone::Due, texts.doubtful()),
        _ => (Tone::Neutral, texts.known()),
    };
    let movement = (!line.movement.is_empty()).then(|| {
        let href = format!("/admin/movements/{}", line.movement);
        view! { " " <a href=href>{approval().see_movement()}</a> }
    });
    view! {
        {status(tone, word)}
        <small><code class="ref">{line.reference}</code> {movement}</small>
    }
    .into_any()
}
