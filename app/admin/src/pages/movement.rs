//! One movement: what is known of it, and what can be done when nothing fits it.

use domain::{
    bank_movement::MovementState,
    matching::{Advice, Direction},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::StepView,
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, kept, numbered, sent_back_of},
        load::{load_aside, loaded},
        money::money,
        page_header::PageHeader,
        status::status,
        table::Table,
        timeline::{Step, timeline},
        value::{NONE, fact, or_dash, reference},
    },
    texts::word,
};

use super::{
    links,
    movements::{PATH as LIST, source, tone},
    payouts::PATH as PAYOUTS,
    proposal::{history, reason, what_to_do},
    readings::readings,
};
use crate::{
    api::{
        approval::{Duty, ProposeLikeness, ProposeMatch, ProposeReturn},
        bank_movement::{FittingPayoutView, FittingView, MovementPageView, MovementView, movement, next_movement},
    },
    texts::{admin, approval::approval, audit::audit, reconcile::reconcile},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().movements()), movement(id), content)
}

fn content(view: MovementPageView) -> AnyView {
    let (texts, words) = (approval(), reconcile());
    let item = view.movement.clone();
    let amount = item.credit.plus(item.debit).grouped();
    let title = if item.credit.is_zero() { texts.movement_out(&amount) } else { texts.movement_in(&amount) };
    let booked_on = item.booked_on.clone();
    let open = item.state.is_open();
    let advice = open.then(|| {
        let title = item.break_kind.map_or(words.movement_states(item.state), |kind| words.break_kinds(kind));
        let text = if item.state == MovementState::Doubtful {
            texts.likeness_advice()
        } else {
            texts.break_advice(item.break_kind)
        };
        view! { <Alert kind="warn" title text /> }
    });
    view! {
        <PageHeader title below=(LIST, admin().movements())>
            {status(tone(item.state), words.movement_states(item.state))} <time>{booked_on}</time>
        </PageHeader>
        {advice}
        {view.like.as_ref().map(|like| readings(&item, like))}
        {view.like.is_none().then(|| facts(&view))}
        {fitting(view.fitting.clone())}
        {fitting_payouts(&view.fitting_payouts)}
        {todo(&view, open)}
        {history(view.approvals)}
        {steps(view.timeline)}
    }
    .into_any()
}

fn facts(view: &MovementPageView) -> impl IntoView + use<> {
    let (texts, words, item) = (approval(), reconcile(), view.movement.clone());
    let number = (!item.matched_reference.is_empty())
        .then(|| Cell::reference(&item.matched_reference).to(&item.matched_page).into_any());
    let belongs = match (item.matched, number) {
        (None, _) => NONE.into_any(),
        (Some(to), Some(number)) => view! { {words.matched(to)} " " {number} }.into_any(),
        (Some(to), None) => Cell::text(words.matched(to)).to(&item.matched_page).into_any(),
    };
    let returned_by = view.returned_by.clone().map(|(payout, number)| {
        fact(texts.returned_by(), Cell::reference(number).to(format!("{PAYOUTS}/{payout}")).into_any())
    });
    let source = source(item.import.as_deref()).into_any();
    let balance = item.balance_after.map_or_else(|| NONE.into_any(), |amount| money(amount).into_any());
    view! {
        <section class="section">
            <h2>{texts.facts()}</h2>
            <dl class="card facts facts--3">
                <div><dt>{texts.booked()}</dt><dd><time>{item.booked_on} " " {item.booked_time}</time></dd></div>
                <div><dt>{word().amount()}</dt><dd>{money(item.credit.plus(item.debit))}</dd></div>
                <div><dt>{texts.balance_after()}</dt><dd>{balance}</dd></div>
                <div class="facts__wide">
                    <dt>{texts.counterparty()}</dt>
                    <dd>{or_dash(item.counterparty_name)} " " <span class="unbroken">{item.counterparty_account}</span></dd>
                </div>
                <div class="facts__wide"><dt>{word().remittance()}</dt><dd>{or_dash(item.remittance)}</dd></div>
                <div><dt>{texts.belongs()}</dt><dd>{belongs}</dd></div>
                <div><dt>{texts.source()}</dt><dd>{source}</dd></div>
                <div class="facts__wide"><dt>{texts.bank_reference()}</dt><dd>{reference(item.bank_reference)}</dd></div>
                {returned_by}
            </dl>
        </section>
    }
}

fn fitting(draws: Vec<FittingView>) -> Option<impl IntoView> {
    let (texts, own) = (approval(), reconcile());
    let table = Table::<FittingView>::new(texts.fitting())
        .words(own.draw(), |draw| links::draw(&draw.reference, &draw.draw))
        .words(word().agent(), |draw| links::shop(&draw.agent_name, &draw.agent))
        .words(word().funder(), |draw| links::partner(&draw.funder_name, &draw.funder))
        .words(texts.payer_account(), |draw| draw.payer_account.clone());
    (!draws.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.fitting()}</h2>
                <p class="muted">{texts.fitting_text()}</p>
                {table.of(&draws)}
            </section>
        }
    })
}

fn fitting_payouts(payouts: &[FittingPayoutView]) -> Option<impl IntoView + use<>> {
    let texts = approval();
    let table = Table::<FittingPayoutView>::new(texts.fitting_payouts())
        .words(reconcile().payout(), |payout| Cell::reference(&payout.reference).to(format!("{PAYOUTS}/{}", payout.id)))
        .prose(reconcile().payee(), |payout| payout.payee.clone())
        .words(texts.confirmed_at(), |payout| Cell::time(&payout.confirmed_at));
    (!payouts.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.fitting_payouts()}</h2>
                <p class="muted">{texts.fitting_payouts_text()}</p>
                {table.of(payouts)}
            </section>
        }
    })
}

fn todo(view: &MovementPageView, open: bool) -> AnyView {
    let texts = approval();
    let nothing = if open { texts.maker_only() } else { word().nothing_to_do() };
    let number = numbered(&view.request_no, "decide");
    let todo = what_to_do(&view.duty, &view.approvals, &number, || propose(view), nothing);
    let class = if view.duty == Duty::Propose { "button button--quiet" } else { "button" };
    let next = load_aside(next_movement(view.movement.id.clone()), move |next| {
        let words = approval().next_movement();
        let link = next.map(|href| {
            view! { <p><a class=class href=href rel="next" aria-keyshortcuts="n">{words}</a></p> }
        });
        link.into_any()
    });
    view! { {todo} {next} }.into_any()
}

/// What is advised stands first and alone; whatever else can be done is folded.
fn propose(view: &MovementPageView) -> AnyView {
    if view.movement.state == MovementState::Doubtful {
        return likeness(view).into_any();
    }
    let direction = if view.movement.credit.is_zero() { Direction::Debit } else { Direction::Credit };
    let give = give(view).into_any();
    let back = (direction == Direction::Credit).then(|| send_back(&view.movement, &view.request_no));
    let (first, others) = match Advice::of(view.movement.break_kind, direction) {
        Advice::Wait => (None, vec![Some(give), back]),
        Advice::Match => (Some(give), vec![back]),
        Advice::Return => (back, vec![Some(give)]),
    };
    let others: Vec<AnyView> = others.into_iter().flatten().collect();
    // What was sent back is there to be mended.
    let open = sent_back_of(ProposeMatch::PATH).or_else(|| sent_back_of(ProposeReturn::PATH)).is_some();
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="details" open=open>
                <summary>{approval().other_ways()}</summary>
                <div class="stack">{others}</div>
            </details>
        }
    });
    view! { <div class="stack">{first} {others}</div> }.into_any()
}

fn likeness(view: &MovementPageView) -> impl IntoView + use<> {
    let (texts, id) = (approval(), view.movement.id.clone());
    view! {
        <Form to=ProposeLikeness::PATH request_no=numbered(&view.request_no, "likeness") class="card stack">
            <h3 class="card__title">{texts.likeness_title()}</h3>
            <p>{texts.likeness_text()}</p>
            <input type="hidden" name="movement" value=id />
            {reason::<ProposeLikeness>("likeness-note")}
            <div class="form__actions">
                <button class="button" name="same" value="true">{texts.propose_duplicate()}</button>
                <button class="button button--quiet" name="same" value="false">{texts.propose_distinct()}</button>
            </div>
        </Form>
    }
}

fn give(view: &MovementPageView) -> impl IntoView + use<> {
    let (texts, id) = (approval(), view.movement.id.clone());
    let named = match (view.fitting.as_slice(), view.fitting_payouts.as_slice()) {
        ([only], []) => only.reference.clone(),
        ([], [only]) => only.reference.clone(),
        _ => String::new(),
    };
    let reference = kept::<ProposeMatch>("reference", named);
    view! {
        <Form to=ProposeMatch::PATH request_no=numbered(&view.request_no, "match") class="card stack">
            <h3 class="card__title">{texts.match_title()}</h3>
            <p>{texts.match_text()}</p>
            <input type="hidden" name="movement" value=id />
            <div class="field">
                <label for="reference">{word().reference()}</label>
                <p class="field__hint" id="reference-hint">{texts.reference_hint()}</p>
                <input id="reference" name="reference" maxlength="40" required autocomplete="off" aria-describedby="reference-hint" value=reference />
            </div>
            {reason::<ProposeMatch>("match-note")}
            <div class="form__actions"><button class="button">{texts.propose_match()}</button></div>
        </Form>
    }
}

fn send_back(item: &MovementView, request_no: &str) -> AnyView {
    let texts = approval();
    if item.counterparty_account.is_empty() || item.counterparty_name.is_empty() {
        return view! { <p class="muted">{texts.return_impossible()}</p> }.into_any();
    }
    let text = texts.return_text(&item.counterparty_name, &item.counterparty_account);
    let id = item.id.clone();
    view! {
        <Form to=ProposeReturn::PATH request_no=numbered(request_no, "return") class="card stack">
            <h3 class="card__title">{texts.return_title()}</h3>
            <p>{text}</p>
            <input type="hidden" name="movement" value=id />
            {reason::<ProposeReturn>("return-note")}
            <div class="form__actions"><button class="button button--quiet">{texts.propose_return()}</button></div>
        </Form>
    }
    .into_any()
}

fn steps(steps: Vec<StepView<MovementState>>) -> Option<impl IntoView> {
    let shown = |step: StepView<MovementState>| Step {
        word: reconcile().movement_states(step.to).to_owned(),
        actor: audit().actors(&step.actor),
        reason: step.reason,
        at: step.at,
        bad: step.to == MovementState::Broken,
    };
    let steps: Vec<Step> = steps.into_iter().map(shown).collect();
    (!steps.is_empty())
        .then(|| view! { <section class="section"><h2>{word().timeline()}</h2>{timeline(steps)}</section> })
}
