//! One file of bank statements: what a person has to know of it, what every line will do, or has done, and the decision.

use domain::bank_movement::Finding;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::nothing_found,
        form::{Form, TextArea, kept},
        load::loaded,
        page_header::PageHeader,
        pager::{asked_after, pager},
        status::Tone,
        table::Table,
        tabs::{Tab, asked_state, tabs},
        value::{reference, when},
    },
    texts::{problem::Words, word},
};
use services::bank_movement::ImportState;

use super::statements::{LIST, state};
use crate::{
    api::statement::{
        AccountStatementFileView, DecideStatement, FileDuty, LeftOutView, LineView, OUTCOMES, PASSED_OVER, REFUSED,
        ReadLineView, StatementPageView, statement as file,
    },
    texts::{admin, approval::approval, finding::finding as told, reconcile::reconcile, statement::statement},
};

/// The parts of the list of lines; the first is all of them.
const PARTS: [&str; 10] = {
    let [a, b, c, d, e, f, g, h, i] = OUTCOMES;
    ["", a, b, c, d, e, f, g, h, i]
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let outcome = Some(asked_state(&PARTS)).filter(|outcome| !outcome.is_empty());
    loaded((LIST, admin().statements()), file(id, outcome, asked_after()), content)
}

fn content(view: StatementPageView) -> AnyView {
    let texts = statement();
    let (uploaded_at, uploaded_by) = (when(&view.uploaded_at), view.uploaded_by.clone());
    let confirmed = view.state == ImportState::Confirmed;
    let movements = confirmed.then(|| {
        let href = format!("/admin/movements?import={}", view.id);
        view! { <a class="button button--quiet" href=href>{texts.movements_link()}</a> }.into_any()
    });
    view! {
        <PageHeader title=view.file_name.clone() below=(LIST, admin().statements()) actions=movements>
            {state(view.state).into_any()}
            <span>{uploaded_at} " " {uploaded_by}</span>
        </PageHeader>
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
    let table = Table::<AccountStatementFileView>::new(texts.account())
        .words(texts.account(), |account| {
            let (number, currency) = (reference(&account.account_no), account.currency.clone());
            Cell::view(view! { {number} " " {currency} })
        })
        .words(texts.days(), move |account| texts.period(&account.from_on, &account.to_on))
        .figures(texts.opening(), |account| account.opening)
        .figures(texts.closing(), |account| account.closing);
    table.of(accounts)
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
            Tab { state, name, count: Some(count) }
        })
    };
    let found = tabs(texts.lines(), here, PARTS.into_iter().filter_map(part).collect());
    if view.lines.is_empty() {
        let none = if here.is_empty() {
            view! { <p class="muted">{texts.no_lines()}</p> }.into_any()
        } else {
            nothing_found(LIST)
        };
        return view! { <section class="section"><h2>{texts.lines()}</h2>{found}{none}</section> }.into_any();
    }
    let table =
        table(confirmed).bad(|line| line.told.as_ref().is_err_and(|left_out| !left_out.passed_over)).of(&view.lines);
    view! {
        <section class="section">
            <h2>{texts.lines()}</h2>
            {found}
            {table}
            {pager(view.lines.len(), view.next.clone())}
        </section>
    }
    .into_any()
}

/// `confirmed` is whether the lines have done what they say.
fn table(confirmed: bool) -> Table<LineView> {
    let texts = statement();
    Table::<LineView>::new(texts.lines())
        .figures(texts.row(), |line| line.number.to_string())
        .prose(
            texts.booked(),
            read(|line| {
                let (name, account) = (line.counterparty_name.clone(), line.counterparty_account.clone());
                Cell::time(format!("{} {}", line.booked_on, line.booked_time)).note(view! { {name} " " {account} })
            }),
        )
        .prose(texts.remittance(), |line| match &line.told {
            Ok(line) => line.remittance.clone(),
            Err(left_out) => left_out.text.clone(),
        })
        .figures(texts.income(), read(|line| Cell::side(line.credit)))
        .figures(texts.outgo(), read(|line| Cell::side(line.debit)))
        .words(if confirmed { texts.has_done() } else { texts.will_do() }, move |line| match &line.told {
            Ok(line) => outcome(line, confirmed),
            Err(left_out) => why_left_out(left_out),
        })
}

/// What a line that was understood has in a column; one that was left out has nothing there.
fn read(of: fn(&ReadLineView) -> Cell) -> impl Fn(&LineView) -> Cell {
    move |line| line.told.as_ref().map_or_else(|_| Cell::text(""), of)
}

fn why_left_out(line: &LeftOutView) -> Cell {
    let texts = statement();
    if line.passed_over {
        return Cell::status(Tone::Neutral, texts.outcomes(PASSED_OVER));
    }
    Cell::status(Tone::Bad, texts.outcomes(REFUSED)).note(texts.line_problems(&line.code))
}

/// What becomes of a line, with what it names below.
fn outcome(line: &ReadLineView, confirmed: bool) -> Cell {
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
    let number = line.reference.clone();
    Cell::status(tone, word).note(view! { <code class="ref">{number}</code> {movement} })
}
