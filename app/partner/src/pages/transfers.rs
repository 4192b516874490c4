//! Transfers of debts and loans, and the form that begins one.

use domain::{
    Amount,
    debt_transfer::{ItemState, LegalBasis, TransferState},
};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        batch::{Batch, Tick},
        cell::Cell,
        empty::empty,
        form::{Form, error_of, kept},
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
    },
    texts::{narrow::narrow, word},
};
use services::debt_transfer::TransferFilter;

use crate::{
    api::{
        debt::TransferOfDebtView,
        debt_transfer::{ConfirmTransfers, SubmitTransfer, TransferView, TransfersView, WaitingView, transfers},
    },
    texts::transfer::transfer,
};

#[must_use]
pub fn page() -> AnyView {
    let texts = transfer();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        // Beside the page itself, which stands in two portals.
        {list(("transfers", narrow().transfer_hint()), (confirming, to_confirm))}
    }
    .into_any()
}

/// What can be ticked: a transfer in this state.
#[must_use]
pub fn tick(item: &TransferView, state: TransferState) -> Option<Tick> {
    let (id, name) = (item.id.clone(), item.document.clone());
    (item.state == state).then_some(Tick { id, name, amount: Some(item.amount) })
}

fn to_confirm(item: &TransferView) -> Option<Tick> {
    tick(item, TransferState::Submitted)
}

fn confirming(request_no: String) -> Batch {
    let texts = transfer();
    let fields = view! { <span class="muted">{texts.confirm_text()}</span> };
    Batch { path: ConfirmTransfers::PATH, request_no, fields: fields.into_any(), act: texts.confirm_ticked() }
}

/// What is done to those of a list that are ticked, and which can be.
pub type Together = (fn(String) -> Batch, fn(&TransferView) -> Option<Tick>);

/// The list at this address, with what can be typed for it. What a transfer comes to follows from its debts: it is narrowed and sorted by
/// no amount.
#[must_use]
pub fn list((path, hint): (&'static str, &'static str), (bar, ticks): Together) -> AnyView {
    let texts = transfer();
    let one: Option<TransferState> = asked_one();
    let filters = Filters { path, hint, day: narrow().submitted_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Repay, texts.none(), texts.none_text())).each(
        word().state(),
        one.map(TransferState::code),
        TransferState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(TransferFilter::All, TransferFilter::Of);
    list.view(
        |query, after| transfers(filter, query, after),
        move |TransfersView { page, portal, request_no }, none| {
            let sum: Amount = page.rows.iter().map(|item| item.amount).sum();
            table(portal, Some(sum)).batch(request_no.map(bar), ticks).sortable().page(page, none)
        },
    )
}

#[must_use]
pub fn state(state: TransferState) -> Cell {
    let tone = match state {
        TransferState::Submitted | TransferState::Confirmed | TransferState::Approved => Tone::Waiting,
        TransferState::Effective => Tone::Done,
        TransferState::Cancelled | TransferState::Rejected => Tone::Neutral,
    };
    Cell::status(tone, transfer().states(state))
}

/// What an approved one waits for.
#[must_use]
pub fn waiting(item: &TransferView) -> Option<String> {
    let texts = transfer();
    item.waiting.as_ref().map(|waiting| match waiting {
        WaitingView::Notice => texts.waits_notice().to_owned(),
        WaitingView::Partners => texts.waits_partners().to_owned(),
        WaitingView::Debits => texts.waits_debits().to_owned(),
        WaitingView::Time(until) => texts.waits_time(until),
    })
}

/// With what its rows come to, where that is told.
#[must_use]
pub fn table(portal: &'static str, sum: Option<Amount>) -> Table<TransferView> {
    let texts = transfer();
    let table = Table::<TransferView>::new(texts.title())
        .words(word().action(), move |item| {
            let way = texts.way(item.back, &item.funder_name, &item.facilitator_name);
            Cell::text(texts.direction(item.back)).to(format!("{portal}/transfers/{}", item.id)).note(way)
        })
        .total(word().page_total())
        .words(word().state(), |item| state(item.state).note_of(waiting(item)))
        .prose(texts.document(), |item| item.document.clone())
        .figures(texts.debts(), move |item| {
            Cell::text(item.debts.to_string()).note_of((item.declined > 0).then(|| texts.declined(item.declined)))
        })
        .figures(texts.amount(), |item| item.amount);
    let table = match sum {
        Some(sum) => table.total(sum),
        None => table,
    };
    table.words(word().submitted_at(), |item| Cell::time(&item.submitted_at)).sorted_by(SortKey::Time)
}

/// The transfers that one debt or loan is or was in.
#[must_use]
pub fn of_item(portal: &'static str) -> Table<TransferOfDebtView> {
    let texts = transfer();
    Table::<TransferOfDebtView>::new(texts.title())
        .words(word().action(), move |item| {
            Cell::text(texts.direction(item.back)).to(format!("{portal}/transfers/{}", item.id))
        })
        .words(word().state(), |item| {
            if item.item == ItemState::Declined {
                Cell::text(transfer().item_states(item.item))
            } else {
                state(item.state)
            }
        })
        .figures(texts.amount(), |item| item.amount)
        .words(word().submitted_at(), |item| Cell::time(&item.submitted_at))
}

/// The fields of what a transfer rests on.
fn rests_on() -> impl IntoView {
    let texts = transfer();
    let chosen = kept::<SubmitTransfer>("terms[legal_basis]", LegalBasis::Assignment.code());
    let options = LegalBasis::ALL.into_iter().map(|basis| {
        view! { <option value=basis.code() selected=basis.code() == chosen>{texts.bases(basis)}</option> }
    });
    let (options, document) = (options.collect_view(), kept::<SubmitTransfer>("terms[document]", ""));
    view! {
        <div class="field">
            <label for="legal-basis">{texts.legal_basis()}</label>
            <select id="legal-basis" name="terms[legal_basis]">{options}</select>
        </div>
        <div class="field">
            <label for="document">{texts.document()}</label>
            <p class="field__hint">{texts.document_hint()}</p>
            <input id="document" name="terms[document]" maxlength="500" required autocomplete="off" value=document />
        </div>
    }
}

/// What has the ticked debts or loans change hands, as one transfer that takes effect as soon as everything is there.
#[must_use]
pub fn together(request_no: String) -> Batch {
    let fields = view! {
        <input type="hidden" name="back" value="false" />
        {rests_on()}
    };
    Batch { path: SubmitTransfer::PATH, request_no, fields: fields.into_any(), act: transfer().submit_together() }
}

/// The form that has a debt or a loan change hands.
#[must_use]
pub fn submit(item: &str, back: bool, open: bool, request_no: String) -> AnyView {
    let (texts, id) = (transfer(), item.to_owned());
    let from = kept::<SubmitTransfer>("terms[effective_from]", "");
    let open = open || error_of(SubmitTransfer::PATH).is_some();
    view! {
        <details class="details" open=open>
            <summary>{texts.submit_title(back)}</summary>
            <div>
                <Form to=SubmitTransfer::PATH request_no class="stack">
                    <p>{texts.submit_text(back)}</p>
                    <input type="hidden" name="items[]" value=id />
                    <input type="hidden" name="back" value=back.to_string() />
                    {rests_on()}
                    <div class="field">
                        <label for="effective-from">{texts.effective_from()}</label>
                        <p class="field__hint">{texts.effective_hint()}</p>
                        <input id="effective-from" name="terms[effective_from]" type="datetime-local" value=from />
                    </div>
                    <button class="button button--quiet button--block">{texts.submit()}</button>
                </Form>
            </div>
        </details>
    }
    .into_any()
}
