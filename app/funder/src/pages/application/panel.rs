//! What was offered, what is proposed, and what the visitor can do about it.

use domain::{
    Amount,
    application::{ApplicationState, Decision},
};
use leptos::prelude::*;
use parts::{
    components::{alert::Alert, load::load_aside, money::money, query::query, value::fact},
    texts::{terms, word},
};

use super::{LIST, forms};
use crate::{
    api::{
        review::{Duty, ProposalView, ReviewView},
        workbench::next_application,
    },
    texts::{applicant::applicant, funder, review::review},
};

pub fn panel(view: &ReviewView) -> AnyView {
    let own = review();
    let proposal = view.proposal.as_ref().filter(|_| view.state == ApplicationState::InReview);
    let proposal = proposal.map(|proposal| proposed(proposal, view.asked_limit()));
    let action = match view.duty {
        Duty::Claim | Duty::TakeOver => forms::claim(view),
        Duty::Decide => forms::decide(view),
        Duty::Confirm => forms::confirm(view),
        Duty::Look => looking(view),
    };
    // Whoever has proposed may still propose something else, and goes on unless that is asked for.
    let done = view.duty == Duty::Decide && view.proposal.is_some() && query("as").is_none();
    let onward = (done || view.duty == Duty::Look).then(|| onward(view));
    view! {
        <h2 id="decision">{own.panel()}</h2>
        {offer(view)}
        {proposal}
        {action}
        {onward}
    }
    .into_any()
}

/// The way to what waits for the visitor next, and to the list.
fn onward(view: &ReviewView) -> AnyView {
    load_aside(next_application(view.id.clone()), |next| {
        let own = review();
        let next = next.map(|row| {
            let shop = row.shop_name.unwrap_or_else(|| funder().withheld().to_owned());
            let (href, words) = (format!("{LIST}/{}", row.id), own.next_waiting(&shop));
            view! { <a class="button button--block" href=href rel="next" aria-keyshortcuts="n">{words}</a> }
        });
        view! {
            {next}
            <p>
                <a href=LIST>{own.next()} " · " {word().applications()}</a>
            </p>
        }
        .into_any()
    })
}

/// What the decision is about.
fn offer(view: &ReviewView) -> impl IntoView + use<> {
    let offered = &view.offered;
    let requested = view.applicant.as_ref().and_then(|applicant| applicant.need.requested_limit);
    view! {
        <dl class="facts facts--end">
            {fact(word().offered_limit(), money(offered.limit))}
            {requested.map(|limit| fact(applicant().requested(), money(limit)))}
            {view.approved_limit.map(|limit| fact(word().approved_limit(), money(limit)))}
            {fact(word().annual_rate(), offered.terms.annual_rate.percent())}
        </dl>
    }
}

/// The terms that were offered, which no decision changes.
pub fn offered_terms(view: &ReviewView) -> impl IntoView + use<> {
    let (own, offered) = (review(), &view.offered);
    view! {
        <section class="card">
            <h2>{own.offered_terms()}</h2>
            <dl class="facts facts--3">
                {fact(word().offered_limit(), money(offered.limit))}
                {fact(word().annual_rate(), offered.terms.annual_rate.percent())}
                {fact(word().penalty_rate(), terms::percent(offered.terms.penalty_rate()))}
                {fact(word().method(), terms::method(offered.terms.method))}
                {fact(own.tenors(), terms::tenors(&offered.tenors))}
                {fact(own.kind(), terms::contract_kind(view.contract_kind))}
                {(!view.offer_valid_until.is_empty())
                    .then(|| fact(own.valid_until(), view! { <time>{view.offer_valid_until.clone()}</time> }))}
            </dl>
        </section>
    }
}

/// What a colleague proposed, with its reasons and the opinion behind it.
fn proposed(proposal: &ProposalView, asked: Amount) -> AnyView {
    let own = review();
    let opinion = (!proposal.opinion.is_empty()).then(|| {
        view! {
            <p>
                <strong>{own.opinion()}</strong>
            </p>
            <p class="lines">{proposal.opinion.clone()}</p>
        }
    });
    match &proposal.decision {
        Decision::Approve { limit } => {
            let raised = (*limit > asked).then(|| view! { <p>{own.counter_offers(&asked.grouped())}</p> });
            let limit = limit.grouped();
            view! {
                <div class="alert">
                    <div>
                        <p class="alert__title">{own.proposes_approval(&proposal.by_name)}</p>
                        <p>{word().approved_limit()} " " <strong class="money">{limit}</strong></p>
                        {raised}
                        {opinion}
                    </div>
                </div>
            }
            .into_any()
        }
        Decision::Reject { reasons } => {
            let reasons = reasons.iter().map(|reason| view! { <li>{own.reason(*reason)}</li> }).collect_view();
            view! {
                <div class="alert">
                    <div>
                        <p class="alert__title">{own.proposes_rejection(&proposal.by_name)}</p>
                        <ul>{reasons}</ul>
                        {opinion}
                    </div>
                </div>
            }
            .into_any()
        }
    }
}

/// Somebody else's turn, or nobody's.
fn looking(view: &ReviewView) -> AnyView {
    let own = review();
    let (title, text) = own.looking(view.state, view.proposal.is_some());
    let good = matches!(view.state, ApplicationState::Agreed | ApplicationState::Approved);
    let kind = if good { "good" } else { "info" };
    let reasons = (!view.reject_reasons.is_empty()).then(|| {
        let reasons = view.reject_reasons.iter().map(|reason| view! { <li>{own.reason(*reason)}</li> }).collect_view();
        view! {
            <h3>{own.rejected_for()}</h3>
            <ul>{reasons}</ul>
        }
    });
    let question = (!view.question.is_empty()).then(|| {
        view! {
            <h3>{own.asked_now()}</h3>
            <p>{view.question.clone()}</p>
        }
    });
    view! {
        <Alert kind=kind title=title text=text />
        {reasons}
        {question}
    }
    .into_any()
}
