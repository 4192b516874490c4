//! What was proposed about one thing and what came of it, and the second person's form.

use domain::{
    Amount,
    approval::{Action, ApprovalState},
    carrier::CarrierChange,
    payout::PayoutSchedule,
};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, TextArea, kept, kept_of, sent_back_of},
        load::load_aside,
        money::money,
        status::Tone,
        table::Table,
        value::{fact, or_dash, when},
    },
    texts::word,
};

use crate::{
    api::approval::{ApprovalView, DecideApproval, Duty, ProposeDiscard, next_to_decide},
    texts::{
        approval::approval,
        debit_rules::debit_rules,
        decision::{Concerned, decision},
        party::party,
    },
};

pub fn state(state: ApprovalState) -> Cell {
    let tone = match state {
        ApprovalState::Proposed => Tone::Waiting,
        ApprovalState::Approved => Tone::Done,
        ApprovalState::GivenBack => Tone::Neutral,
    };
    Cell::status(tone, approval().states(state))
}

/// Who proposed it, and when.
pub fn proposed(item: &ApprovalView) -> Cell {
    Cell::text(&item.proposed_by).note(when(&item.proposed_at))
}

/// Who decided, when, and with which words.
pub fn decided(item: &ApprovalView) -> Cell {
    let (at, note) = (item.decided_at.clone(), item.decision_note.clone());
    Cell::text(&item.decided_by).note_of((!at.is_empty()).then(|| view! { {at} " " {note} }))
}

/// Who proposed what, and who decided.
pub fn history(approvals: Vec<ApprovalView>) -> Option<impl IntoView> {
    let texts = approval();
    let table =
        Table::<ApprovalView>::new(texts.history()).words(word().action(), move |item| texts.actions(&item.action));
    let leads = approvals.iter().any(|item| !item.reference.is_empty() || !account(item).is_empty());
    let table = if leads {
        table.prose(texts.to(), |item| Cell::reference(&item.reference).note(account(item)))
    } else {
        table
    };
    let table = table
        .prose(texts.reason(), |item| item.note.clone())
        .words(texts.proposed_by(), proposed)
        .prose(texts.decided_by(), decided)
        .words(word().state(), |item| state(item.state));
    (!approvals.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.history()}</h2>
                {table.of(&approvals)}
            </section>
        }
    })
}

/// Where a payout is to be sent, how a share is settled, what is to be registered, or which rules are to count.
fn account(item: &ApprovalView) -> String {
    match &item.action {
        Action::DebitRules { rules } => debit_rules().said(rules),
        _ => item.account.clone(),
    }
}

/// The field in which a reason is given. `id` is its own on the page.
pub fn reason<S: ServerFn>(id: &'static str) -> impl IntoView {
    reason_field(id.to_owned(), kept::<S>("note", ""))
}

/// As [`reason`], in the one of several forms on a page whose hidden field `which` says `this`.
pub fn reason_of<S: ServerFn>((which, this): (&str, &str), id: &str) -> impl IntoView + use<S> {
    reason_field(format!("{id}-{this}"), kept_of::<S>((which, this), "note"))
}

fn reason_field(id: String, value: String) -> impl IntoView {
    let texts = approval();
    view! {
        <div class="field">
            <label for=id.clone()>{texts.reason()}</label>
            <p class="field__hint">{texts.reason_hint()}</p>
            <TextArea id name="note" required=true value />
        </div>
    }
}

/// The maker's form that proposes to discard a file; folded, for it is seldom what is wanted.
pub fn discard(file: String, request_no: String) -> AnyView {
    let texts = approval();
    view! {
        <details class="details" open=sent_back_of(ProposeDiscard::PATH).is_some()>
            <summary>{texts.discard_title()}</summary>
            <Form to=ProposeDiscard::PATH request_no class="stack">
                <p>{texts.discard_text()}</p>
                <input type="hidden" name="file" value=file />
                {reason::<ProposeDiscard>("discard-note")}
                <div class="form__actions"><button class="button button--quiet">{texts.propose_discard()}</button></div>
            </Form>
        </details>
    }
    .into_any()
}

/// What is proposed, by whom and why: what the second person reads before the buttons.
fn facts(item: &ApprovalView) -> impl IntoView + use<> {
    let (texts, own) = (approval(), decision());
    let concerns = [item.counterparty.as_str(), item.account_no.as_str()].join(" ");
    let concerns = or_dash(concerns.trim());
    let amount = item.amount.map(|amount| fact(word().amount(), money(amount).into_any()));
    let terms = [item.reference.as_str(), &account(item)].join(" ");
    let terms = (!terms.trim().is_empty()).then(|| fact(own.terms(), terms.trim().to_owned().into_any()));
    let change = change(item).map(|(now, afterwards)| {
        view! {
            {fact(own.now(), now.into_any())}
            {fact(own.afterwards(), afterwards.into_any())}
        }
    });
    let (by, at, note) = (item.proposed_by.clone(), when(&item.proposed_at), item.note.clone());
    view! {
        <dl class="facts facts--3">
            {fact(word().action(), texts.actions(&item.action).into_any())}
            {fact(word().subject(), concerns.into_any())}
            {amount}
            {terms}
            {change}
            {fact(texts.proposed_by(), view! { {by} " " {at} }.into_any())}
            <div class="facts__wide"><dt>{texts.reason()}</dt><dd>{note}</dd></div>
        </dl>
    }
}

/// How it stands now, and how it will, where a proposal changes what is said in a line. Of others the page tells.
fn change(item: &ApprovalView) -> Option<(String, String)> {
    let schedule = |payouts: PayoutSchedule| format!("{} {}", party().schedule(payouts), payouts.text());
    match &item.action {
        Action::Resend { account_no, .. } => Some((item.account_no.clone(), account_no.clone())),
        Action::Schedule { payouts, .. } => Some((schedule(item.payouts), schedule(*payouts))),
        Action::Carrier { change: CarrierChange::Change(facts), .. } => Some((
            [item.counterparty.as_str(), &item.account_no].join(" "),
            [facts.name.as_str(), &facts.account_no].join(" "),
        )),
        _ => None,
    }
}

/// What is to be done by whoever sees it: to decide, to wait for who does, to propose by a form, or nothing, and then why.
pub fn what_to_do(
    duty: &Duty,
    approvals: &[ApprovalView],
    request_no: &str,
    propose: impl FnOnce() -> AnyView,
    nothing: &'static str,
) -> AnyView {
    let texts = approval();
    let todo = match duty {
        Duty::Decide(proposal) => decide(proposal, approvals, request_no.to_owned()),
        Duty::Wait => view! { <Alert kind="info" title=texts.waits_title() text=texts.waits_text() /> }.into_any(),
        Duty::Propose => propose(),
        Duty::Look => view! { <p class="muted">{nothing}</p> {onward()} }.into_any(),
    };
    view! { <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section> }.into_any()
}

/// The way to what the visitor has to decide next, where anything waits.
pub fn onward() -> AnyView {
    load_aside(next_to_decide(), |next| {
        let link = next.map(|(action, page)| {
            let texts = approval();
            let words = texts.next_to_decide(texts.actions(&action));
            view! { <p><a class="button" href=page rel="next" aria-keyshortcuts="n">{words}</a></p> }
        });
        link.into_any()
    })
}

/// The checker's form for one of the proposals: the facts, and a button that says what it does.
pub fn decide(proposal: &str, approvals: &[ApprovalView], request_no: String) -> AnyView {
    let Some(item) = approvals.iter().find(|item| item.id == proposal) else { return ().into_any() };
    let texts = approval();
    let note = kept::<DecideApproval>("note", "");
    let does = decision().does(
        &item.action,
        &Concerned {
            amount: &item.amount.map(Amount::grouped).unwrap_or_default(),
            party: &item.counterparty,
            account_no: &item.account_no,
            fact: &item.reference,
        },
    );
    let (id, facts) = (item.id.clone(), facts(item));
    view! {
        <Form to=DecideApproval::PATH request_no class="card stack">
            <h3 class="card__title">{texts.decide_title()}</h3>
            {facts}
            <p>{texts.decide_text()}</p>
            <input type="hidden" name="approval" value=id />
            <div class="field">
                <label for="decision-note">{texts.decision_note()}</label>
                <p class="field__hint">{texts.decision_note_hint()}</p>
                <TextArea id="decision-note" name="note" value=note />
            </div>
            <div class="form__actions">
                <button class="button" name="agree" value="true">{does}</button>
                <button class="button button--quiet" name="agree" value="false">{texts.give_back()}</button>
            </div>
        </Form>
    }
    .into_any()
}
