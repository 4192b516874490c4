//! A version that one of the funder's people has proposed: what it changes, what borrowers will read, and what is to be decided.

use domain::product::{ProductField, ProductProposalState};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::texts::team::team;
use parts::{
    components::{
        form::{Form, numbered},
        load::loaded,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::{fact, when},
    },
    texts::word,
};

use super::{
    product_terms::{USUAL, card, conditions, differences, sentences},
    products::{LIST, NEW},
};
use crate::{
    api::product::proposal::{ProposalPageView, PublishProduct, WithdrawProduct, proposal as find},
    texts::{product::product, product_proposal::product_proposal},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().products()), find(id, (USUAL.amount, USUAL.days)), content)
}

const fn tone(state: ProductProposalState) -> Tone {
    match state {
        ProductProposalState::Proposed => Tone::Due,
        ProductProposalState::Published => Tone::Done,
        ProductProposalState::Withdrawn => Tone::Neutral,
    }
}

fn content(view: ProposalPageView) -> AnyView {
    let (texts, item) = (product_proposal(), &view.proposal);
    let terms = &item.draft.terms;
    let (title, version) = (item.draft.name.clone(), texts.to_be(item.version));
    let state = status(tone(item.state), texts.states(item.state)).into_any();
    let reads = sentences(terms, view.cap).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let card = card(terms, &view.preview, &view.funder_name, USUAL);
    let conditions = conditions(item.draft.contract_kind, terms, None);
    let (facts, changes, todo) = (facts(&view), changes(&view), todo(&view));
    view! {
        <PageHeader title=title below=(LIST, word().products())>{version} " " {state}</PageHeader>
        <div class="split">
            <div class="split__data stack stack--loose">
                {facts}
                {changes}
                <section class="card">
                    <h2>{texts.reads()}</h2>
                    <ul>{reads}</ul>
                </section>
                <div class="stack">
                    {card} <p class="muted small">{product().card_note()}</p>
                </div>
                <section class="card">
                    <h2>{product().terms()}</h2>
                    {conditions}
                </section>
            </div>
            <aside class="split__decision card stack" aria-labelledby="todo">
                <h2 id="todo">{word().what_to_do()}</h2>
                {todo}
            </aside>
        </div>
    }
    .into_any()
}

fn facts(view: &ProposalPageView) -> impl IntoView + use<> {
    let (texts, item) = (product_proposal(), &view.proposal);
    let (who, at) = (team().actor(&item.proposed.0).to_owned(), item.proposed.1.clone());
    let decided = item.decided.as_ref().map(|(who, at)| {
        let label = if item.state == ProductProposalState::Published { texts.published() } else { texts.withdrawn() };
        let who = team().actor(who).to_owned();
        fact(label, view! { {who} " " {when(at)} })
    });
    view! {
        <dl class="card facts facts--3">
            {fact(texts.proposed(), view! { {who} " " {when(at)} })}
            {decided}
        </dl>
    }
}

/// What differs from the version before; nothing of a first version.
fn changes(view: &ProposalPageView) -> Option<AnyView> {
    let texts = product_proposal();
    let rows = differences(view.before.as_ref()?, &view.proposal.draft.terms);
    let table = Table::<(ProductField, String, String)>::new(texts.changes())
        .words(texts.field(), move |(field, ..)| texts.label(*field))
        .words(texts.before(), |(_, before, _)| before.clone())
        .words(texts.after(), |(.., after)| after.clone());
    let shown = view! { <section class="section"><h2>{texts.changes()}</h2>{table.of(&rows)}</section> };
    Some(shown.into_any())
}

/// A form of one button about the proposal.
fn button<F: ServerFn>(view: &ProposalPageView, class: &'static str, text: &'static str) -> AnyView {
    let form = F::PATH.rsplit('/').next().unwrap_or_default();
    let (request_no, id) = (numbered(&view.request_no, form), view.proposal.id.clone());
    view! {
        <Form to=F::PATH request_no=request_no>
            <input type="hidden" name="proposal" value=id />
            <button class=class>{text}</button>
        </Form>
    }
    .into_any()
}

fn todo(view: &ProposalPageView) -> AnyView {
    let texts = product_proposal();
    let to_product = (!view.proposal.product.is_empty()).then(|| {
        let href = format!("{LIST}/{}", view.proposal.product);
        view! { <p><a href=href>{texts.versions()}</a></p> }
    });
    let decide = match view.proposal.state {
        ProductProposalState::Proposed => {
            let publish = if view.publishes {
                view! {
                    <p>{texts.publish_text()}</p>
                    {button::<PublishProduct>(view, "button", texts.publish())}
                }
                .into_any()
            } else {
                view! { <p>{texts.other_approver()}</p> }.into_any()
            };
            let withdraw =
                view.proposes.then(|| button::<WithdrawProduct>(view, "button button--quiet", texts.withdraw()));
            view! { {publish} {withdraw} }.into_any()
        }
        ProductProposalState::Withdrawn if view.proposes => {
            let href = format!("{NEW}?like={}", view.proposal.id);
            view! { <p><a class="button button--quiet" href=href>{texts.fill_in_again()}</a></p> }.into_any()
        }
        ProductProposalState::Withdrawn | ProductProposalState::Published => {
            view! { <p class="muted">{word().nothing_to_do()}</p> }.into_any()
        }
    };
    view! { <p class="muted">{texts.concerns()}</p> {decide} {to_product} }.into_any()
}
