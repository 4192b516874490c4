//! One signing: the customer's code, and what came of it.

use domain::signing::SigningState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::texts::{binding::binding, team::team};
use parts::{
    components::{
        alert::Alert,
        load::loaded,
        page_header::PageHeader,
        signing_code::SigningCode,
        timeline::{Step, timeline},
        value::{fact, reference},
    },
    texts::word,
};

use super::signings::{LIST, state};
use crate::api::signing::{ConfirmSigning, SendCodeAgain, SigningPageView, signing};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, binding().signings()), signing(id), content)
}

fn content(view: SigningPageView) -> AnyView {
    let texts = binding();
    let item = view.signing.clone();
    let steps = view.timeline.iter().map(|step| Step {
        word: texts.signing_states(step.to).to_owned(),
        actor: team().actor(&step.actor).to_owned(),
        reason: step.reason.parse().map(|reason| texts.reasons(reason).to_owned()).unwrap_or_default(),
        at: step.at.clone(),
        bad: step.to == SigningState::Failed,
    });
    let steps = timeline(steps.collect());
    let (todo, head) = (todo(&view), state(&item).into_any());
    view! {
        <PageHeader title=item.reference below=(LIST, texts.signings())>{head}</PageHeader>
        <div class="split">
            <div class="split__data stack stack--loose">
                <dl class="card facts facts--3">
                    {fact(texts.payer(), item.payer.into_any())}
                    {fact(word().card(), item.card.into_any())}
                    {fact(word().settlement_id(), reference(item.settlement_id))}
                    {fact(word().facilitator(), item.facilitator_name.into_any())}
                </dl>
                <section class="card"><h2>{texts.consent()}</h2><p class="pre-line">{view.consent.clone()}</p></section>
                <section class="card"><h2>{word().timeline()}</h2>{steps}</section>
            </div>
            <aside class="split__decision card stack" aria-labelledby="todo">
                <h2 id="todo">{word().what_to_do()}</h2>
                {todo}
            </aside>
        </div>
    }
    .into_any()
}

fn todo(view: &SigningPageView) -> AnyView {
    let (texts, item) = (binding(), &view.signing);
    match item.state {
        SigningState::CodeSent if view.may_sign => code(view),
        SigningState::Created | SigningState::Confirming | SigningState::CodeSent => {
            let here = format!("{LIST}/{}", item.id);
            view! {
                <Alert kind="info" title=texts.asked_title() text=texts.asked_text() />
                <a class="button button--quiet button--block" href=here>{texts.reload()}</a>
            }
            .into_any()
        }
        SigningState::Succeeded => {
            let href = format!("/funder/bindings/{}", item.binding);
            view! {
                <Alert kind="good" title=texts.signing_states(item.state) />
                <a class="button button--quiet button--block" href=href>{texts.see_binding()}</a>
            }
            .into_any()
        }
        SigningState::Failed | SigningState::Expired => {
            let why = item.failure.map(|reason| texts.reasons(reason)).unwrap_or_default();
            view! {
                <Alert kind="warn" title=texts.signing_states(item.state) text=why />
                <a class="button button--quiet button--block" href=LIST>{texts.order_title()}</a>
            }
            .into_any()
        }
    }
}

fn code(view: &SigningPageView) -> AnyView {
    let (texts, item) = (binding(), &view.signing);
    let code = SigningCode {
        confirm: ConfirmSigning::PATH,
        again: SendCodeAgain::PATH,
        of: ("signing", item.id.clone()),
        label: texts.code_title(),
        button: texts.confirm(),
        ends_at: item.code_ends_at.clone(),
        tries: item.tries,
    };
    code.forms(&view.request_no)
}
