//! What can be corrected of a loan, on the loan's page.

use domain::{Amount, approval::ApprovalState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{ApiError, loan::LoanFactView, repayment::RepaymentView},
    components::{
        alert::{Alert, error_alert},
        cell::Cell,
        form::{Form, is_sent_back, kept, kept_of, numbered},
        loan_facts::{columns, corrected, owed_back, standing},
        table::Table,
        value::fact,
    },
    texts::{loan_fact::loan_fact, word},
};
use services::{
    correction::{ChangedPayment, Effect},
    loan::fact::Recorded,
};

use super::{
    payouts::PATH as PAYOUTS,
    proposal::{decide, history, onward, reason, reason_of},
};
use crate::{
    api::{
        approval::Duty,
        correction::{
            CorrectionsView, ProposeMark, ProposeReceipt, ProposeRedate, ProposeReversal, ProposeUndoing, ProposeWaiver,
        },
    },
    texts::{admin, approval::approval, audit::audit, correction::correction, reconcile::reconcile},
};

/// The payments and facts of a loan, with what can be proposed about them.
pub fn corrections(view: CorrectionsView) -> impl IntoView {
    let texts = correction();
    let proposes = view.duty == Duty::Propose;
    let todo = match view.duty.clone() {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, view.request_no.clone()),
        Duty::Wait => {
            view! { <Alert kind="info" title=approval().waits_title() text=approval().waits_text() /> }.into_any()
        }
        Duty::Propose => forms(&view),
        Duty::Look => view! { <p class="muted">{approval().maker_only()}</p> {onward()} }.into_any(),
    };
    // Whoever decides is told above the buttons.
    let decides = matches!(view.duty, Duty::Decide(_));
    let open = view.approvals.iter().find(|item| item.state == ApprovalState::Proposed);
    let proposed = open.filter(|_| !decides).map(|item| {
        let what = [approval().actions(&item.action), &item.reference, &item.account].join(" ");
        view! {
            <dl class="card facts">
                <div><dt>{texts.proposed()}</dt><dd>{what}</dd></div>
                <div><dt>{approval().reason()}</dt><dd>{item.note.clone()}</dd></div>
            </dl>
        }
    });
    let effect = view.effect.clone().map(effect);
    view! {
        {payments(&view, proposes)}
        {facts(&view, proposes)}
        <section class="section">
            <h2>{texts.title()}</h2>
            <p class="muted">{texts.note()}</p>
            {proposed}
            {effect}
            {todo}
        </section>
        {history(view.approvals)}
    }
}

/// What is proposed would do now.
fn effect(effect: Result<Effect, ApiError>) -> AnyView {
    let texts = correction();
    let effect = match effect {
        Ok(effect) => effect,
        Err(error) => return error_alert(&error),
    };
    let table = Table::<ChangedPayment>::new(texts.effect())
        .words(word().repay(), move |payment| match &payment.repayment {
            Some(number) => Cell::reference(number),
            None if payment.waives => Cell::text(texts.effect_waived()),
            None => Cell::text(texts.effect_received()),
        })
        .words(word().value_on(), |payment| Cell::time(payment.value_on.to_string()))
        .figures(word().principal(), |payment| Cell::side(payment.by.principal))
        .figures(word().interest(), |payment| Cell::side(payment.by.interest))
        .figures(word().penalty(), |payment| Cell::side(payment.by.penalty))
        .figures(texts.fee_part(), |payment| Cell::side(payment.by.fee))
        .figures(texts.to_wallet(), |payment| Cell::side(payment.by.excess))
        .figures(texts.owed_back(), |payment| Cell::side(payment.owed_back));
    let payments = if effect.payments.is_empty() {
        view! { <p class="muted">{texts.effect_nothing()}</p> }.into_any()
    } else {
        table.of(&effect.payments)
    };
    let amounts = |(before, after): (Amount, Amount)| texts.becomes(&before.grouped(), &after.grouped());
    let (before, after) = effect.state;
    view! {
        <h3>{texts.effect()}</h3>
        {payments}
        <dl class="card facts facts--3">
            {fact(texts.outstanding(), amounts(effect.principal))}
            {fact(texts.payoff(), amounts(effect.payoff))}
            {fact(word().state(), texts.becomes(texts.loan_states(before), texts.loan_states(after)))}
        </dl>
    }
    .into_any()
}

fn payments(view: &CorrectionsView, proposes: bool) -> Option<impl IntoView + use<>> {
    let texts = correction();
    let (loan, number) = (view.loan.clone(), view.request_no.clone());
    let ids: Vec<String> = view.repayments.iter().map(|item| item.id.clone()).collect();
    let top_ups = view.top_ups.clone();
    let table = Table::<RepaymentView>::new(texts.payments())
        .words(word().reference(), |item| Cell::reference(&item.reference))
        .words(word().debited_at(), |item| Cell::time(&item.debited_at))
        .figures(word().amount(), |item| item.amount)
        .words(texts.split(), move |item| {
            let [principal, interest, penalty, fee] =
                [item.principal, item.interest, item.penalty, item.fee].map(Amount::grouped);
            Cell::text(texts.split_of(&principal, &interest, &penalty, &fee))
                .note_of(corrected(item))
                .note_of(owed_back(item))
        })
        .words(admin().payouts(), |item| {
            if item.payout.is_empty() {
                return Cell::blank();
            }
            Cell::reference(&item.payout_reference)
                .to(format!("{PAYOUTS}/{}", item.payout))
                .note(reconcile().payout_states(item.payout_state))
        });
    let table = if proposes {
        table.words(word().action(), move |item| {
            if item.reversed {
                return Cell::blank();
            }
            let place = ids.iter().position(|id| *id == item.id).unwrap_or_default();
            Cell::view(reversal((&loan, &item.id, place), &top_ups, numbered(&number, format!("v{place}"))))
        })
    } else {
        table
    };
    (!view.repayments.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.payments()}</h2>
                {table.of(&view.repayments)}
            </section>
        }
    })
}

fn reversal(
    (loan, repayment, place): (&str, &str, usize),
    top_ups: &[(String, String)],
    number: String,
) -> impl IntoView + use<> {
    let (texts, loan, repayment) = (correction(), loan.to_owned(), repayment.to_owned());
    let (movement, wallet) = (format!("reverse-movement-{place}"), format!("reverse-wallet-{place}"));
    let open = is_sent_back::<ProposeReversal>(("repayment", &repayment));
    let note = reason_of::<ProposeReversal>(("repayment", &repayment), "reverse-note");
    let chosen = kept_of::<ProposeReversal>(("repayment", &repayment), "right[movement]");
    let options = top_ups
        .iter()
        .map(|(id, told)| view! { <option value=id.clone() selected=*id == chosen>{told.clone()}</option> })
        .collect_view();
    let right = (!top_ups.is_empty()).then(|| {
        let typed = kept_of::<ProposeReversal>(("repayment", &repayment), "right[wallet]");
        let named = !chosen.is_empty() || !typed.is_empty();
        view! {
            <details open=named>
                <summary>{texts.other_wallet()}</summary>
                <p class="small">{texts.other_wallet_text()}</p>
                <div class="field">
                    <label for=movement.clone()>{texts.top_up()}</label>
                    <select id=movement name="right[movement]"><option value="">{texts.no_top_up()}</option>{options}</select>
                </div>
                <div class="field">
                    <label for=wallet.clone()>{texts.right_wallet()}</label>
                    <input id=wallet name="right[wallet]" autocomplete="off" placeholder="WLT…" value=typed />
                </div>
            </details>
        }
    });
    view! {
        <details open=open>
            <summary>{texts.reverse()}</summary>
            <Form to=ProposeReversal::PATH request_no=number class="stack">
                <input type="hidden" name="loan" value=loan />
                <input type="hidden" name="repayment" value=repayment />
                <p class="small">{texts.reverse_text()}</p>
                {right}
                {note}
                <div class="form__actions"><button class="button button--quiet">{texts.propose_reversal()}</button></div>
            </Form>
        </details>
    }
}

fn facts(view: &CorrectionsView, proposes: bool) -> Option<impl IntoView + use<>> {
    let (loan, number, today) = (view.loan.clone(), view.request_no.clone(), view.today.clone());
    let ids: Vec<String> = view.facts.iter().map(|item| item.id.clone()).collect();
    let table = columns()
        .prose(word().evidence(), |fact| Cell::text(&fact.evidence).note(audit().actors(&fact.recorded_by)))
        .words(word().state(), standing);
    let table = if proposes {
        table.words(word().action(), move |fact| {
            let place = ids.iter().position(|id| *id == fact.id).unwrap_or_default();
            let undone = matches!(fact.recorded, Recorded::Undone(_) | Recorded::DueDateMoved(_)) || fact.undone;
            if undone {
                Cell::blank()
            } else {
                Cell::view(undoing(&loan, fact, &today, numbered(&number, format!("f{place}"))))
            }
        })
    } else {
        table
    };
    (!view.facts.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{loan_fact().title()}</h2>
                {table.of(&view.facts)}
            </section>
        }
    })
}

fn undoing(loan: &str, fact: &LoanFactView, today: &str, number: String) -> impl IntoView + use<> {
    let (texts, loan, id) = (correction(), loan.to_owned(), fact.id.clone());
    let redate = matches!(fact.recorded, Recorded::Received(_)).then(|| {
        let (loan, id, today) = (loan.clone(), id.clone(), today.to_owned());
        let open = is_sent_back::<ProposeRedate>(("fact", &id));
        let on = if open { kept_of::<ProposeRedate>(("fact", &id), "on") } else { fact.value_on.clone() };
        let note = reason_of::<ProposeRedate>(("fact", &id), "redate-note");
        let (number, day) = (format!("{number}d"), format!("redate-on-{id}"));
        view! {
            <details open=open>
                <summary>{texts.redate()}</summary>
                <Form to=ProposeRedate::PATH request_no=number class="stack">
                    <input type="hidden" name="loan" value=loan />
                    <input type="hidden" name="fact" value=id />
                    <div class="field">
                        <label for=day.clone()>{texts.received_on()}</label>
                        <input id=day name="on" type="date" max=today value=on required />
                    </div>
                    {note}
                    <div class="form__actions">
                        <button class="button button--quiet">{texts.propose_redate()}</button>
                    </div>
                </Form>
            </details>
        }
    });
    let open = is_sent_back::<ProposeUndoing>(("fact", &id));
    let note = reason_of::<ProposeUndoing>(("fact", &id), "undo-note");
    view! {
        {redate}
        <details open=open>
            <summary>{texts.undo()}</summary>
            <Form to=ProposeUndoing::PATH request_no=number class="stack">
                <input type="hidden" name="loan" value=loan />
                <input type="hidden" name="fact" value=id />
                <p class="small">{texts.undo_text()}</p>
                {note}
                <div class="form__actions"><button class="button button--quiet">{texts.propose_undoing()}</button></div>
            </Form>
        </details>
    }
}

fn forms(view: &CorrectionsView) -> AnyView {
    view! {
        <div class="grid-2">
            {waiver(view)}
            {receipt(view)}
            {marks(view)}
        </div>
    }
    .into_any()
}

fn marks(view: &CorrectionsView) -> impl IntoView + use<> {
    let (texts, loan) = (correction(), view.loan.clone());
    let number = numbered(&view.request_no, "m");
    let chosen = kept::<ProposeMark>("change", "");
    let options = view
        .marks
        .iter()
        .map(|(mark, holds, code)| {
            let name = loan_fact().marks(*mark);
            let text = if *holds { texts.unmark(name) } else { texts.mark(name) };
            view! { <option value=*code selected=*code == chosen>{text}</option> }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h3 class="card__title">{texts.mark_title()}</h3>
            <p>{texts.mark_text()}</p>
            <Form to=ProposeMark::PATH request_no=number class="stack">
                <input type="hidden" name="loan" value=loan />
                <div class="field">
                    <label for="mark-change">{texts.mark_change()}</label>
                    <select id="mark-change" name="change">{options}</select>
                </div>
                {reason::<ProposeMark>("mark-note")}
                <div class="form__actions"><button class="button">{texts.propose_mark()}</button></div>
            </Form>
        </section>
    }
}

fn waiver(view: &CorrectionsView) -> impl IntoView + use<> {
    let (texts, loan) = (correction(), view.loan.clone());
    let number = numbered(&view.request_no, "w");
    let owed: Vec<_> = view.waivable.iter().filter(|(_, amount)| amount.is_positive()).copied().collect();
    let chosen = kept::<ProposeWaiver>("part", "");
    let amount = kept::<ProposeWaiver>("waived", "");
    let options = owed
        .iter()
        .map(|(part, amount)| {
            let text = texts.owed(texts.parts(*part), &amount.grouped());
            view! { <option value=part.code() selected=part.code() == chosen>{text}</option> }
        })
        .collect_view();
    let form = view! {
        <Form to=ProposeWaiver::PATH request_no=number class="stack">
            <input type="hidden" name="loan" value=loan />
            <div class="field">
                <label for="waive-part">{texts.part()}</label>
                <select id="waive-part" name="part">{options}</select>
            </div>
            <div class="field">
                <label for="waive-amount">{word().amount()}</label>
                <input id="waive-amount" name="waived" inputmode="decimal" autocomplete="off" required value=amount />
            </div>
            {reason::<ProposeWaiver>("waive-note")}
            <div class="form__actions"><button class="button">{texts.propose_waiver()}</button></div>
        </Form>
    };
    view! {
        <section class="card stack">
            <h3 class="card__title">{texts.waive_title()}</h3>
            <p>{texts.waive_text()}</p>
            {if owed.is_empty() {
                view! { <p class="muted">{texts.nothing_to_waive()}</p> }.into_any()
            } else {
                form.into_any()
            }}
        </section>
    }
}

fn receipt(view: &CorrectionsView) -> impl IntoView + use<> {
    let (texts, loan, today) = (correction(), view.loan.clone(), view.today.clone());
    let number = numbered(&view.request_no, "r");
    let amount = kept::<ProposeReceipt>("received", "");
    let on = kept::<ProposeReceipt>("on", today.clone());
    view! {
        <section class="card stack">
            <h3 class="card__title">{texts.receive_title()}</h3>
            <p>{texts.receive_text()}</p>
            <Form to=ProposeReceipt::PATH request_no=number class="stack">
                <input type="hidden" name="loan" value=loan />
                <div class="field">
                    <label for="receive-amount">{word().amount()}</label>
                    <input
                        id="receive-amount"
                        name="received"
                        inputmode="decimal"
                        autocomplete="off"
                        required
                        value=amount
                    />
                </div>
                <div class="field">
                    <label for="receive-on">{texts.received_on()}</label>
                    <input id="receive-on" name="on" type="date" max=today value=on required />
                </div>
                {reason::<ProposeReceipt>("receive-note")}
                <div class="form__actions"><button class="button">{texts.propose_receipt()}</button></div>
            </Form>
        </section>
    }
}
