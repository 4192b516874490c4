//! The funder's products, each beside the card that a borrower would compare.

use domain::{Amount, product::ProductField};
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::team::team;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::{Form, numbered},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        query::query,
        table::Table,
    },
    texts::word,
};

use super::product_terms::{Asked, USUAL, card, conditions};
use crate::{
    api::product::{ProductView, ProductsView, SetCapacity, products, proposal::ProposalView},
    texts::{product::product, product_proposal::product_proposal},
};

pub(super) const LIST: &str = "/funder/products";
/// Where a product is proposed.
pub(super) const NEW: &str = "/funder/products/new";
/// What is proposed stands below it.
pub(super) const PROPOSALS: &str = "/funder/products/proposals";

#[must_use]
pub fn page() -> AnyView {
    let (amount, days) = (query("amount").unwrap_or_default(), query("days").unwrap_or_default());
    let usable = amount.parse::<Amount>().ok().filter(|amount| amount.is_positive());
    let whole = domain::width::bare(&days).parse::<u32>().ok().filter(|days| *days > 0);
    let misread = (!amount.is_empty() && usable.is_none()) || (!days.is_empty() && whole.is_none());
    let asked = if misread {
        USUAL
    } else {
        Asked { amount: usable.unwrap_or(USUAL.amount), days: whole.unwrap_or(USUAL.days) }
    };
    load(products(asked.amount, asked.days), move |view| content(view, asked, misread))
}

fn content(view: ProductsView, asked: Asked, misread: bool) -> AnyView {
    let own = product();
    let note = own.note(&view.cap.percent());
    let waiting = (!view.waiting.is_empty()).then(|| {
        let texts = product_proposal();
        view! { <section class="section"><h2>{texts.waiting()}</h2>{waiting().of(&view.waiting)}</section> }
    });
    let add = view.proposes.then(|| {
        let words = product_proposal().new_product();
        view! { <a class="button" href=NEW>{words}</a> }.into_any()
    });
    if view.products.is_empty() {
        return view! {
            <PageHeader title=word().products() actions=add>{note}</PageHeader>
            {waiting}
            {empty(Icon::Offers, own.none(), own.none_text())}
        }
        .into_any();
    }
    let (name, request_no) = (view.funder_name, view.request_no);
    let sheets = view.products.into_iter().enumerate().map(|(place, one)| {
        let number = (!request_no.is_empty()).then(|| numbered(&request_no, place));
        sheet(one, &name, asked, number)
    });
    view! {
        <PageHeader title=word().products() actions=add>{note}</PageHeader>
        {waiting}
        {misread.then(|| view! { <Alert kind="warn" title=own.preview_invalid() /> })}
        {ask(asked)}
        {sheets.collect_view()}
    }
    .into_any()
}

/// What waits for a second person.
fn waiting() -> Table<ProposalView> {
    let texts = product_proposal();
    Table::<ProposalView>::new(texts.waiting())
        .words(texts.label(ProductField::Name), |row| Cell::text(&row.draft.name).to(format!("{PROPOSALS}/{}", row.id)))
        .words(word().version(), move |row| texts.to_be(row.version))
        .words(texts.proposed(), |row| Cell::time(&row.proposed.1).note(team().actor(&row.proposed.0).to_owned()))
}

fn ask(asked: Asked) -> impl IntoView {
    let own = product();
    view! {
        <form class="compare__ask" method="get" action="/funder/products">
            <div class="field">
                <label for="amount">{own.amount()}</label>
                <div class="field__affix">
                    <input
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        maxlength="20"
                        required
                        value=asked.amount.grouped()
                    />
                    <span>{word().yuan()}</span>
                </div>
            </div>
            <div class="field">
                <label for="days">{own.days()}</label>
                <div class="field__affix">
                    <input id="days" name="days" inputmode="numeric" maxlength="4" required value=asked.days />
                    <span>{own.days_unit()}</span>
                </div>
            </div>
            <button class="button button--quiet">{own.preview()}</button>
        </form>
    }
}

/// `number` is of the form that sets the capacity, where the visitor may.
fn sheet(one: ProductView, funder_name: &str, asked: Asked, number: Option<String>) -> impl IntoView + use<> {
    let own = product();
    let form = number.map(|number| set_capacity(&one, number));
    let card = card(&one.terms, &one.preview, funder_name, asked);
    let conditions = conditions(one.contract_kind, &one.terms, Some(one.capacity));
    let href = format!("{LIST}/{}", one.id);
    let version = own.version(one.version, &one.published_at);
    view! {
        <section class="section">
            <h2>
                <a href=href>{one.name.clone()}</a> " "
                <small class="muted">{version}</small>
            </h2>
            <div class="grid-2">
                <section class="card">
                    <h3>{own.terms()}</h3>
                    {conditions}
                    {form}
                </section>
                <div class="stack">
                    {card} <p class="muted small">{own.card_note()}</p>
                </div>
            </div>
        </section>
    }
}

fn set_capacity(one: &ProductView, number: String) -> impl IntoView + use<> {
    let own = product();
    let (id, field, hint) = (one.id.clone(), format!("most-{}", one.id), format!("most-{}-hint", one.id));
    let most = one.capacity.most.map(Amount::grouped).unwrap_or_default();
    view! {
        <details class="details">
            <summary>{own.set_capacity()}</summary>
            <Form to=SetCapacity::PATH request_no=number class="stack">
                <input type="hidden" name="product" value=id />
                <div class="field">
                    <label for=field.clone()>{own.capacity()}</label>
                    <p class="field__hint" id=hint.clone()>{own.capacity_hint()}</p>
                    <input
                        id=field
                        name="most"
                        class="num"
                        inputmode="decimal"
                        maxlength="20"
                        autocomplete="off"
                        aria-describedby=hint
                        value=most
                    />
                </div>
                <div class="form__actions"><button class="button button--quiet">{own.set_capacity()}</button></div>
            </Form>
        </details>
    }
}
