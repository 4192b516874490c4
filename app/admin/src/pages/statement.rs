//! One file of bank statements: what a person has to know of it, what every line will do, or has done, and the decision.

use domain::{
    bank_movement::{Finding, LineOutcome},
    import::ImportState,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::nothing_found,
        form::{Form, TextArea, kept, numbered},
        fresh::fresh,
        load::loaded,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{Tab, asked_one, tabs},
        value::when,
    },
    texts::{problem::Words, word},
};

use super::{
    proposal::{self, history},
    statements::{LIST, state},
};
use services::page::Page;

use crate::{
    api::{
        approval::Duty,
        statement::{
            AccountStatementFileView, DecideStatement, FileDuty, LeftOutView, LineView, ReadLineView,
            StatementPageView, statement as file,
        },
    },
    texts::{
        admin, approval::approval, finding::finding as told, reconcile::reconcile, reserve::reserve,
        statement::statement,
    },
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().statements()), file(id, asked_one(), asked_after()), content)
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
            <span>{word().uploaded()} " " {uploaded_at} " " {uploaded_by}</span>
        </PageHeader>
        {verdict(&view)}
        {view.accounts.iter().flat_map(findings).collect_view()}
        {accounts(&view.accounts, confirmed)}
        {todo(&view)}
        {lines(&view)}
        {history(view.approvals.clone())}
        <p class="muted small">
            {word().format()} " " {view.format} " · " {word().sha256()} " " <code class="ref">{view.sha256}</code>
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
        ImportState::Recording => (
            "info",
            texts.recording_title(view.recorded.unwrap_or_default(), movements),
            texts.recording_text(&view.decided_at, &view.decided_by),
        ),
        ImportState::Discarded => ("info", texts.discarded_title().to_owned(), String::new()),
        ImportState::GivenBack => ("info", texts.given_back_title(&view.decided_by), view.decision_note.clone()),
        ImportState::Previewed if movements == 0 => {
            let text = if view.counts.sum(&LineOutcome::ALL) == 0 { texts.no_rows_text() } else { "" };
            ("info", texts.no_movements_title().to_owned(), text.to_owned())
        }
        ImportState::Previewed if movements == view.counts.sum(&[LineOutcome::Known]) => {
            ("info", texts.nothing_new_title().to_owned(), texts.nothing_new_text().to_owned())
        }
        ImportState::Previewed => ("info", texts.preview_title(movements), texts.preview_text().to_owned()),
    };
    let agreed = matches!(view.state, ImportState::Recording | ImportState::Confirmed);
    let note = (agreed && !view.decision_note.is_empty())
        .then(|| view! { <p class="muted">{approval().decision_note()} ": " {view.decision_note.clone()}</p> });
    let others =
        texts.other_rows(view.counts.sum(&[LineOutcome::PassedOver]), view.counts.sum(&[LineOutcome::Refused]));
    let others = (!others.is_empty()).then(|| view! { <p class="muted">{others}</p> });
    let fresh = view.recorded.map(|_| fresh("?"));
    view! { <Alert kind title text /> {fresh} {others} {note} }.into_any()
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

/// Once a file is confirmed, with the way to whether the books agree with the bank at the end of its last day.
fn accounts(accounts: &[AccountStatementFileView], confirmed: bool) -> AnyView {
    let texts = statement();
    let table = Table::<AccountStatementFileView>::new(texts.account())
        .words(texts.account(), |account| {
            Cell::reference(&account.account_no).to(&account.page).note(account.currency.clone())
        })
        .words(texts.days(), move |account| {
            let linked = confirmed && !account.page.is_empty() && !account.to_on.is_empty();
            let day = linked.then(|| format!("{}?on={}", account.page, account.to_on));
            Cell::text(texts.period(&account.from_on, &account.to_on))
                .note_of(day.map(|href| view! { <a href=href>{reserve().day_title()}</a> }))
        })
        .figures(word().opening_balance(), |account| account.opening)
        .figures(word().closing_balance(), |account| account.closing);
    table.of(accounts)
}

/// What the visitor can do: whether to discard the file is decided first, where that was proposed.
fn todo(view: &StatementPageView) -> Option<AnyView> {
    let (words, number) = (approval(), numbered(&view.request_no, "discard"));
    match &view.discard {
        Duty::Decide(proposal) => Some(proposal::decide(proposal, &view.approvals, number)),
        Duty::Wait => {
            Some(view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any())
        }
        Duty::Propose => {
            let form = proposal::discard(view.id.clone(), number);
            Some(view! { {decide(view)} {form} }.into_any())
        }
        Duty::Look => decide(view),
    }
}

fn decide(view: &StatementPageView) -> Option<AnyView> {
    let texts = statement();
    match view.duty {
        FileDuty::Look => Some(proposal::onward()),
        FileDuty::Wait => {
            Some(view! { <Alert kind="info" title=texts.waits_title() text=texts.waits_text() /> }.into_any())
        }
        FileDuty::Decide => {
            let (id, request_no) = (view.id.clone(), view.request_no.clone());
            let note = kept::<DecideStatement>("note", "");
            let findings = || view.accounts.iter().flat_map(|account| &account.findings);
            let hint = if findings().any(Finding::is_grave) {
                texts.note_hint_grave()
            } else {
                approval().decision_note_hint()
            };
            let confirmable = findings().all(|finding| finding.gap().is_none());
            let confirm = confirmable
                .then(|| view! { <button class="button" name="agree" value="true">{texts.confirm()}</button> });
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
                            {confirm}
                            <button class="button button--quiet" name="agree" value="false">{approval().give_back()}</button>
                        </div>
                    </Form>
                }
                .into_any(),
            )
        }
    }
}

fn count_of(view: &StatementPageView, outcomes: &[LineOutcome]) -> i64 {
    i64::try_from(view.counts.sum(outcomes)).unwrap_or(i64::MAX)
}

fn lines(view: &StatementPageView) -> AnyView {
    let texts = statement();
    let confirmed = view.state == ImportState::Confirmed;
    let here: Option<LineOutcome> = asked_one();
    let part = |outcome: LineOutcome| {
        let count = count_of(view, &[outcome]);
        (count > 0 || Some(outcome) == here).then(|| Tab {
            state: outcome.code(),
            name: texts.outcomes(outcome),
            count: Some(count),
        })
    };
    let mut parts = vec![Tab { state: "", name: word().all(), count: Some(count_of(view, &LineOutcome::ALL)) }];
    parts.extend(LineOutcome::ALL.into_iter().filter_map(part));
    let found = tabs(texts.lines(), here.map_or("", LineOutcome::code), parts);
    if view.lines.is_empty() {
        let none = if here.is_none() {
            view! { <p class="muted">{texts.no_lines()}</p> }.into_any()
        } else {
            nothing_found(LIST)
        };
        return view! { <section class="section"><h2>{texts.lines()}</h2>{found}{none}</section> }.into_any();
    }
    let page = Page { rows: view.lines.clone(), next: view.next.clone(), total: None };
    let table = table(confirmed).bad(|line| line.told.as_ref().is_err_and(|left_out| !left_out.passed_over));
    view! {
        <section class="section">
            <h2>{texts.lines()}</h2>
            {found}
            {table.page(page, ().into_any())}
        </section>
    }
    .into_any()
}

/// `confirmed` is whether the lines have done what they say.
fn table(confirmed: bool) -> Table<LineView> {
    let texts = statement();
    Table::<LineView>::new(texts.lines())
        .figures(word().row(), |line| line.number.to_string())
        .prose(
            word().booked(),
            read(|line| {
                let (name, account) = (line.counterparty_name.clone(), line.counterparty_account.clone());
                Cell::time(format!("{} {}", line.booked_on, line.booked_time)).note(view! { {name} " " {account} })
            }),
        )
        .prose(word().remittance(), |line| match &line.told {
            Ok(line) => line.remittance.clone(),
            Err(left_out) => left_out.text.clone(),
        })
        .figures(word().income(), read(|line| Cell::side(line.credit)))
        .figures(word().outgo(), read(|line| Cell::side(line.debit)))
        .words(if confirmed { word().result() } else { texts.will_do() }, move |line| match &line.told {
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
        return Cell::status(Tone::Neutral, texts.outcomes(LineOutcome::PassedOver));
    }
    Cell::status(Tone::Bad, texts.outcomes(LineOutcome::Refused)).note_of(line.why.map(|why| texts.line_problems(why)))
}

/// What becomes of a line, with what it names below.
fn outcome(line: &ReadLineView, confirmed: bool) -> Cell {
    let texts = statement();
    let good = if confirmed { Tone::Done } else { Tone::Active };
    let (tone, word) = match line.outcome {
        LineOutcome::Draw if line.credited => (good, texts.draw_credited()),
        LineOutcome::Draw => (Tone::Waiting, texts.draw_funded()),
        LineOutcome::Wallet => (good, texts.top_up()),
        LineOutcome::Payout => (good, texts.payout_confirmed()),
        LineOutcome::Receivable => (good, texts.receivable_settled()),
        LineOutcome::Commission => (good, texts.commission_funded()),
        LineOutcome::Settlement => (good, texts.settlement_arrived()),
        LineOutcome::Break => (Tone::Bad, line.break_kind.map_or("", |kind| reconcile().break_kinds(kind))),
        LineOutcome::Unmatched => (Tone::Due, texts.unmatched()),
        LineOutcome::Doubtful => (Tone::Due, texts.doubtful()),
        LineOutcome::Known | LineOutcome::Refused | LineOutcome::PassedOver => (Tone::Neutral, texts.known()),
    };
    let movement = (!line.movement.is_empty()).then(|| {
        let href = format!("/admin/movements/{}", line.movement);
        view! { " " <a href=href>{approval().see_movement()}</a> }
    });
    let number = line.reference.clone();
    Cell::status(tone, word).note(view! { <code class="ref">{number}</code> {movement} })
}
