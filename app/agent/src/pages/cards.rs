//! The agent's own bank cards, and the form that adds one.

use domain::{
    card::{CardRefusal, CardState},
    payer::PayerField,
    signing::SigningRefusal,
};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, only_looks},
    components::{
        cell::Cell,
        empty::empty,
        form::{ERROR, Form, error_at, error_of, kept},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
    },
    texts::word,
};

use super::{asked, sent_back, with_missing};
use crate::{
    api::card::{CardView, CardsView, OrderCard, cards},
    texts::{agent, card::card, freeze::freeze},
};

pub const LIST: &str = "/agent/cards";

#[must_use]
pub fn page() -> AnyView {
    load(cards(asked_after()), content)
}

fn content(view: CardsView) -> AnyView {
    let (texts, owner) = (card(), !only_looks());
    let (note, none) =
        if owner { (texts.note(), texts.none_text()) } else { (texts.owners_note(), texts.owners_none()) };
    // Who has a card is not asked for another one unless that is wished for.
    let asked = view.page.rows.is_empty() || asked("add") || sent_back::<OrderCard>();
    let form = owner.then(|| if asked { form(&view) } else { add() });
    view! {
        <PageHeader title=texts.title() below=("/agent/wallet", agent().wallet())>
            <span>{note}</span>
        </PageHeader>
        {table().page(view.page, empty(Icon::Card, texts.none_title(), none))}
        {form}
    }
    .into_any()
}

pub(super) const fn tone(state: CardState) -> Tone {
    match state {
        CardState::Created | CardState::CodeSent | CardState::Confirming | CardState::Unsigning => Tone::Waiting,
        CardState::Active => Tone::Done,
        CardState::Failed | CardState::Invalid => Tone::Bad,
        CardState::Expired | CardState::Paused | CardState::Unsigned => Tone::Neutral,
    }
}

fn table() -> Table<CardView> {
    let texts = card();
    Table::<CardView>::new(texts.title())
        .words(word().card(), move |item| {
            Cell::text(&item.card).to(with_missing(&format!("{LIST}/{}", item.id))).note(texts.banks(item.bank))
        })
        .words(word().state(), move |item| {
            let failure = item.failure.map(|reason| texts.reasons(reason));
            Cell::status(tone(item.state), texts.states(item.state)).note_of(failure)
        })
        .words(texts.added_at(), |item| Cell::time(&item.created_at))
}

fn add() -> AnyView {
    let href = format!("{LIST}?add");
    view! { <p><a class="button button--quiet" href=href>{card().add_title()}</a></p> }.into_any()
}

/// The field that the order's error is about; empty when it is about none of them.
fn wrong_field() -> &'static str {
    let Some(Problem::Card(refusal)) = error_of(OrderCard::PATH).map(|error| error.problem) else { return "" };
    match refusal {
        CardRefusal::NotOwn | CardRefusal::Signing(SigningRefusal::Payer { field: PayerField::Name }) => "name",
        CardRefusal::Signing(SigningRefusal::Payer { field: PayerField::IdNumber }) => "id_number",
        CardRefusal::Signing(
            SigningRefusal::AlreadyBound | SigningRefusal::Payer { field: PayerField::CardNumber },
        ) => "card_number",
        CardRefusal::Signing(SigningRefusal::Payer { field: PayerField::Mobile }) => "mobile",
        _ => "",
    }
}

fn field(name: &'static str, label: &'static str, mode: &'static str) -> impl IntoView {
    let (value, wrong) = (kept::<OrderCard>(name, ""), wrong_field() == name);
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                maxlength="50"
                required
                autocomplete="off"
                inputmode=mode
                value=value
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then_some(ERROR)
            />
            {error_at::<OrderCard>(wrong)}
        </div>
    }
}

fn form(view: &CardsView) -> AnyView {
    let texts = card();
    let ticked = kept::<OrderCard>("consents", "") == "true";
    let (consent, request_no) = (view.consent.clone(), view.request_no.clone());
    view! {
        <section class="card">
            <h2>{texts.add_title()}</h2>
            <p>{texts.add_text()}</p>
            <Form to=OrderCard::PATH request_no class="form">
                {field("name", texts.name(), "text")}
                {field("id_number", word().id_number(), "text")}
                {field("card_number", word().card_number(), "numeric")}
                {field("mobile", word().mobile_at_bank(), "numeric")}
                <section class="document" aria-label=texts.consent()>
                    <h3>{texts.consent()}</h3>
                    <p lang="zh-CN">{consent}</p>
                </section>
                <label class="check">
                    <input type="checkbox" name="consents" value="true" required checked=ticked />
                    <span>{texts.consents()}</span>
                </label>
                <div class="form__actions form__actions--bar">
                    {error_at::<OrderCard>(wrong_field().is_empty())}
                    <button class="button">{texts.add()}</button>
                    <a class="button button--quiet" href="/agent/wallet">{freeze().back_to_wallet()}</a>
                </div>
            </Form>
        </section>
    }
    .into_any()
}
