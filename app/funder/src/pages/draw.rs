//! One draw: both flows, and how to pay it.

mod payment;

use domain::draw::DrawPhase;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    pages::draw::{facts, flows, state},
    texts::draw::draw as words_of_draws,
};
use parts::{
    api::StepView,
    components::{
        load::loaded,
        page_header::PageHeader,
        timeline::{Step, timeline},
        value::NONE,
    },
    texts::{draw::draw_reason, word},
};

use super::{draws::LIST, links};
use crate::{
    api::draw::{DisbursementView, disbursement},
    texts::{draw::draw as texts_of_draws, funder},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, funder().draws()), disbursement(id), content)
}

fn content(view: DisbursementView) -> AnyView {
    let own = texts_of_draws();
    let draw = &view.draw;
    let (state, shop, requested_at) =
        (state(draw.phase), links::shop(&draw.agent_name, &draw.agent).into_any(), draw.requested_at.clone());
    let pays_into = view.pay_to.as_ref().map_or_else(|| NONE.to_owned(), |to| to.account_no.clone());
    let title = words_of_draws().draw_title(&draw.amount.grouped());
    view! {
        <PageHeader title below=(LIST, funder().draws()) reference=draw.reference.clone()>
            {state.into_any()} <span>{shop}</span> <span>{word().requested_at()} " " <time>{requested_at}</time></span>
        </PageHeader>
        <a class="split__jump" href="#payment">{own.pay()}</a>
        <div class="split">
            <div class="split__data stack stack--loose">
                <section>
                    <h2 class="visually-hidden">{word().flows()}</h2>
                    {flows(draw, Some(pays_into))}
                </section>
                {facts(draw, links::shop(&draw.agent_name, &draw.agent), ().into_any())}
                <section class="card">
                    <h2>{word().timeline()}</h2>
                    {timeline(view.timeline.iter().map(named).collect())}
                </section>
            </div>
            <aside class="split__decision card" aria-labelledby="payment">
                {payment::panel(&view)}
            </aside>
        </div>
    }
    .into_any()
}

fn named(step: &StepView<DrawPhase, parts::api::Called>) -> Step {
    Step {
        word: texts_of_draws().draw_step(step.to).to_owned(),
        actor: funder().actor(&step.actor).to_owned(),
        reason: draw_reason(step),
        at: step.at.clone(),
        bad: step.to == DrawPhase::Refused,
    }
}
