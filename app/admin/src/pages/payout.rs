//! One payout: how far it has got, and sending it again when the bank has refused it or sent it back.

use domain::payout::{GivenBack, PayoutState};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::{StepView, repayment::RepaymentView},
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, kept},
        load::loaded,
        money::money,
        page_header::PageHeader,
        revenue_share::withheld,
        status::status,
        table::Table,
        timeline::{Step, timeline},
        value::{copy_button, or_dash, when},
    },
    texts::word,
};

use super::{
    links,
    loans::PATH as LOANS,
    payouts::{PATH as LIST, payee, tone},
    proposal::{history, reason, what_to_do},
};
use crate::{
    api::{
        approval::ProposeResend,
        payout::{PayoutPageView, PayoutView, payout},
    },
    texts::{admin, approval::approval, audit::audit, reconcile::reconcile},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().payouts()), payout(id), content)
}

fn content(view: PayoutPageView) -> AnyView {
    let (texts, own, item) = (approval(), reconcile(), view.payout.clone());
    let attempts = (item.attempt > 0).then(|| own.attempts(item.attempt));
    let state = status(tone(item.state), own.payout_states(item.state));
    let unexplained = view
        .unexplained
        .then(|| view! { <Alert kind="warn" title=texts.unexplained_title() text=texts.unexplained_text() /> });
    let nothing = match item.state {
        PayoutState::Failed | PayoutState::SentBack => texts.maker_only(),
        PayoutState::Unknown => texts.bank_is_asked(),
        PayoutState::Requested | PayoutState::Sent | PayoutState::Confirmed | PayoutState::Returned => {
            word().nothing_to_do()
        }
    };
    let resend = || resend(&item, view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, resend, nothing);
    view! {
        <PageHeader title=item.reference.clone() below=(LIST, admin().payouts())>
            {state} <span>{attempts}</span>
        </PageHeader>
        {unexplained}
        {facts(item)}
        {paid(view.repayments)}
        {todo}
        {history(view.approvals)}
        {steps(view.timeline)}
    }
    .into_any()
}

fn facts(item: PayoutView) -> impl IntoView {
    let (texts, own) = (approval(), reconcile());
    let (paid_to, paid_for) = (payee(&item).into_any(), Cell::reference(item.repayment_reference));
    let paid_for = paid_for.to(item.loan.map(|loan| format!("{LOANS}/{loan}")).unwrap_or_default()).into_any();
    let returns = item.returns.map(|movement| {
        view! {
            <div><dt>{texts.returns()}</dt><dd><a href=format!("/admin/movements/{movement}")>{texts.see_movement()}</a></dd></div>
        }
    });
    let copy_amount = copy_button(word().amount(), &item.amount.to_string());
    let copy_number = copy_button(texts.account_no(), &item.account_no);
    let copy_name = copy_button(texts.account_name(), &item.account_name);
    view! {
        <dl class="card facts facts--3">
            <div><dt>{word().amount()}</dt><dd>{money(item.amount)} {copy_amount}</dd></div>
            <div><dt>{own.payee()}</dt><dd>{paid_to}</dd></div>
            <div class="facts__wide">
                <dt>{texts.account_no()}</dt>
                <dd><span class="unbroken">{item.account_no}</span> {copy_number} <br /> {or_dash(item.account_name)} {copy_name}</dd>
            </div>
            <div><dt>{own.requested_at()}</dt><dd>{when(item.requested_at)} <br /> <time>{item.sent_at}</time></dd></div>
            <div><dt>{texts.confirmed_at()}</dt><dd>{when(item.confirmed_at)}</dd></div>
            <div><dt>{own.repayment()}</dt><dd>{paid_for}</dd></div>
            {returns}
        </dl>
    }
}

/// The repayments that it pays, when they are more than the one that its facts name, or it pays less than they are of.
fn paid(repayments: Vec<RepaymentView>) -> Option<impl IntoView> {
    let texts = reconcile();
    let table = Table::<RepaymentView>::new(texts.repayment())
        .words(texts.repayment(), |paid| {
            let (href, loan) = (format!("{LOANS}/{}", paid.loan), paid.loan_reference.clone());
            Cell::reference(&paid.reference).note(view! { {word().loan()} " " <a href=href>{loan}</a> })
        })
        .prose(word().agent(), |paid| links::shop(&paid.agent_name, &paid.agent).note(when(&paid.debited_at)))
        .figures(word().amount(), |paid| Cell::from(paid.amount).note_of(withheld(paid)));
    (repayments.len() > 1 || repayments.iter().any(|paid| paid.share.is_positive())).then(|| {
        let title = texts.repayments_paid(i64::try_from(repayments.len()).unwrap_or(i64::MAX));
        let table = table.of(&repayments);
        view! { <section class="section"><h2>{title}</h2>{table}</section> }
    })
}

fn resend(item: &PayoutView, request_no: String) -> AnyView {
    let (texts, id) = (approval(), item.id.clone());
    let why = if item.state == PayoutState::SentBack { texts.sent_back_text() } else { texts.resend_text() };
    let number = kept::<ProposeResend>("account_no", item.account_no.clone());
    let name = kept::<ProposeResend>("account_name", item.account_name.clone());
    view! {
        <Form to=ProposeResend::PATH request_no class="card stack">
            <h3 class="card__title">{texts.resend_title()}</h3>
            <p>{why}</p>
            <input type="hidden" name="payout" value=id />
            <div class="field">
                <label for="account_no">{texts.account_no()}</label>
                <input id="account_no" name="account_no" maxlength="40" required autocomplete="off" value=number />
            </div>
            <div class="field">
                <label for="account_name">{texts.account_name()}</label>
                <input id="account_name" name="account_name" maxlength="200" required autocomplete="off" value=name />
            </div>
            {reason::<ProposeResend>("resend-note")}
            <div class="form__actions"><button class="button">{texts.propose_resend()}</button></div>
        </Form>
    }
    .into_any()
}

fn steps(steps: Vec<StepView<PayoutState>>) -> impl IntoView {
    let shown = |step: StepView<PayoutState>| {
        let why = if step.to == PayoutState::Returned { GivenBack::from_code(&step.reason) } else { None };
        Step {
            word: reconcile().payout_states(step.to).to_owned(),
            actor: audit().actors(&step.actor),
            reason: why.map_or(step.reason, |why| reconcile().given_back(why).to_owned()),
            at: step.at,
            bad: matches!(step.to, PayoutState::Failed | PayoutState::SentBack),
        }
    };
    let steps = steps.into_iter().map(shown).collect();
    view! { <section class="section"><h2>{word().timeline()}</h2>{timeline(steps)}</section> }
}
