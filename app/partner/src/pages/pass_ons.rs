//! What former holders of debts pass on to who holds them. The institution sees it too.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, kept},
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
    },
    texts::{narrow::narrow, outside_payment::outside_payment, word},
};
use services::outside_payment::PassOnFilter;

use crate::api::outside_payment::{PassOnView, PassOnsView, RecordPassOn, pass_ons};

/// The page itself, which stands in three portals.
const PATH: &str = "pass-ons";
/// What is to be passed on, and what was, in the address.
const OPEN: &str = "open";
const PASSED: &str = "passed";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (outside_payment(), narrow());
    let filters =
        Filters { path: PATH, hint: of.pass_on_hint(), day: texts.counted_on(), amount: word().plain_amount() };
    let here = asked_state(&["", OPEN, PASSED]);
    let filter = match here {
        OPEN => PassOnFilter::Of(false),
        PASSED => PassOnFilter::Of(true),
        _ => PassOnFilter::All,
    };
    let parts = vec![tab("", word().all()), tab(OPEN, texts.to_pass_on()), tab(PASSED, texts.passed_on())];
    let list = NarrowedList::asked(filters, empty(Icon::Wallet, texts.no_pass_ons(), texts.no_pass_ons_text()))
        .parts(word().state(), here, parts)
        .narrowed(filter != PassOnFilter::All);
    view! {
        <PageHeader title=texts.pass_ons()>{texts.pass_ons_note()}</PageHeader>
        {list.view(move |query, after| pass_ons(filter, query, after), |view, none| {
            let record = record(&view);
            view! { {record} {table().sortable().page(view.page, none)} }.into_any()
        })}
    }
    .into_any()
}

/// The form by which the visitor says that something of this page was passed on.
fn record(view: &PassOnsView) -> Option<AnyView> {
    let (texts, request_no) = (outside_payment(), view.request_no.clone()?);
    let chosen = kept::<RecordPassOn>("pass_on", "");
    let open = view.page.rows.iter().filter(|item| item.asks);
    let options = open.map(|item| {
        let back = item.amount.is_negative();
        let (to, amount) =
            if back { (&item.payer_name, item.amount.negated()) } else { (&item.payee_name, item.amount) };
        let words = format!("{} · {to} · {}", item.on, amount.grouped());
        view! { <option value=item.id.clone() selected=item.id == chosen>{words}</option> }
    });
    let options: Vec<_> = options.collect();
    if options.is_empty() {
        return None;
    }
    let reference = kept::<RecordPassOn>("transfer_reference", "");
    let form = view! {
        <section class="section">
            <h2>{texts.record_title()}</h2>
            <Form to=RecordPassOn::PATH request_no class="card stack">
                <p>{texts.record_text()}</p>
                <div class="field">
                    <label for="pass-on">{texts.record_which()}</label>
                    <select id="pass-on" name="pass_on">{options}</select>
                </div>
                <div class="field">
                    <label for="transfer-reference">{texts.transfer_reference()}</label>
                    <input id="transfer-reference" name="transfer_reference" maxlength="64" required autocomplete="off" value=reference />
                </div>
                <div class="form__actions"><button class="button">{texts.record()}</button></div>
            </Form>
        </section>
    };
    Some(form.into_any())
}

fn table() -> Table<PassOnView> {
    let texts = outside_payment();
    Table::<PassOnView>::new(texts.pass_ons())
        .words(texts.counted_on(), |item| Cell::time(&item.on))
        .sorted_by(SortKey::Time)
        .words(texts.pays(), |item| Cell::text(&item.payer_name))
        .words(texts.is_paid(), |item| Cell::text(&item.payee_name))
        .figures(texts.payments(), |item| Cell::text(item.payments.to_string()))
        .figures(word().amount(), |item| item.amount)
        .summed()
        .sorted_by(SortKey::Amount)
        .words(texts.due_on(), |item| Cell::time(&item.due_on))
        .words(word().state(), move |item| match item.transfer_reference.as_str() {
            "" => Cell::status(Tone::Waiting, texts.to_pass_on()),
            reference => Cell::status(Tone::Done, texts.passed_on()).note(texts.by_transfer(reference)),
        })
}
