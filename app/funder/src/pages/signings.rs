//! Signings, and the form that orders one.

use domain::signing::SigningState;
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::binding::binding;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::{Form, kept},
        icon::Icon,
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::whole,
    },
    texts::{narrow::narrow, word},
};
use services::signing::SigningFilter;

use crate::api::signing::{MappedView, OrderSigning, SigningView, SigningsView, signings};

pub const LIST: &str = "/funder/signings";

#[must_use]
pub fn page() -> AnyView {
    let texts = binding();
    let one: Option<SigningState> = asked_one();
    let filters = Filters { path: LIST, hint: narrow().signing_hint(), day: narrow().started_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Card, texts.no_signings(), texts.no_signings_text())).each(
        word().state(),
        one.map(SigningState::code),
        SigningState::ALL.map(|state| tab(state.code(), texts.signing_states(state))),
    );
    let filter = one.map_or(SigningFilter::All, SigningFilter::Of);
    let found = signings(filter, list.query(), asked_after());
    let (head, none) = list.head();
    view! {
        <PageHeader title=texts.signings()>{texts.signings_note()}</PageHeader>
        {load(found, move |view| content(view, head, none))}
    }
    .into_any()
}

fn content(view: SigningsView, head: AnyView, none: AnyView) -> AnyView {
    let texts = binding();
    let order = view.may_order.then(|| {
        if view.settlement_ids.is_empty() {
            return view! { <Alert kind="info" title=texts.no_mapping_title() text=texts.no_mapping_text() /> }
                .into_any();
        }
        form(&view)
    });
    view! {
        {order}
        {head}
        {table().sortable().page(view.page, none)}
    }
    .into_any()
}

pub(super) fn state(item: &SigningView) -> Cell {
    let tone = match item.state {
        SigningState::Created | SigningState::CodeSent | SigningState::Confirming => Tone::Waiting,
        SigningState::Succeeded => Tone::Done,
        SigningState::Failed => Tone::Bad,
        SigningState::Expired => Tone::Neutral,
    };
    let failure = item.failure.map(|reason| binding().reasons(reason));
    Cell::status(tone, binding().signing_states(item.state)).note_of(failure)
}

fn table() -> Table<SigningView> {
    let texts = binding();
    Table::<SigningView>::new(texts.signings())
        .words(texts.reference(), |item| Cell::reference(&item.reference).to(format!("{LIST}/{}", item.id)))
        .words(texts.payer(), |item| Cell::text(&item.payer).note(whole(&item.card)))
        .words(word().settlement_id(), |item| Cell::reference(&item.settlement_id).note(item.facilitator_name.clone()))
        .words(word().state(), state)
        .words(texts.ordered_at(), |item| Cell::time(&item.created_at))
        .sorted_by(SortKey::Time)
}

fn field(name: &'static str, label: &'static str, mode: &'static str) -> impl IntoView {
    // What a person is called is not kept anywhere in clear but for the page that was sent back.
    let in_form = format!("payer[{name}]");
    let value = kept::<OrderSigning>(&in_form, "");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=in_form maxlength="50" required autocomplete="off" inputmode=mode value=value />
        </div>
    }
}

fn form(view: &SigningsView) -> AnyView {
    let texts = binding();
    let chosen = kept::<OrderSigning>("settlement_id", "");
    let options = view.settlement_ids.iter().map(|MappedView { settlement_id: id, facilitator_name, .. }| {
        view! { <option value=id.clone() selected=*id == chosen>{format!("{id} · {facilitator_name}")}</option> }
    });
    let options = options.collect_view();
    let consents = view.settlement_ids.iter().map(|one| {
        view! { <p><code class="ref">{one.settlement_id.clone()}</code> " " {one.consent.clone()}</p> }
    });
    let consents = consents.collect_view();
    let (ticked, line) =
        (|name: &str| kept::<OrderSigning>(name, "") == "true", kept::<OrderSigning>("payer[line]", ""));
    view! {
        <section class="card">
            <h2>{texts.order_title()}</h2>
            <Form to=OrderSigning::PATH request_no=view.request_no.clone() class="form">
                <div class="field">
                    <label for="settlement_id">{word().settlement_id()}</label>
                    <p class="field__hint">{texts.settlement_hint()}</p>
                    <select id="settlement_id" name="settlement_id" required>{options}</select>
                </div>
                {field("name", word().name(), "text")}
                {field("id_number", word().id_number(), "text")}
                {field("card_number", word().card_number(), "numeric")}
                {field("mobile", word().mobile_at_bank(), "numeric")}
                <div class="field">
                    <label for="line">{texts.line()}</label>
                    <p class="field__hint" id="line-hint">{texts.line_hint()}</p>
                    <input id="line" name="payer[line]" maxlength="30" autocomplete="off" aria-describedby="line-hint" value=line />
                </div>
                <label class="check">
                    <input type="checkbox" name="consents" value="true" required checked=ticked("consents") />
                    {texts.consents()}
                </label>
                <label class="check">
                    <input type="checkbox" name="consents_to_share" value="true" checked=ticked("consents_to_share") />
                    {texts.consents_to_share()}
                </label>
                <details class="details"><summary>{texts.consent()}</summary><div>{consents}</div></details>
                <div class="form__actions"><button class="button">{texts.order()}</button></div>
            </Form>
        </section>
    }
    .into_any()
}
