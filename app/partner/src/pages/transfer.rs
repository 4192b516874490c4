//! One transfer of debts: what it rests on, its debts, and what the visitor may do.

use domain::{
    debt_transfer::{Item, ItemState},
    role::Role,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        cell::Cell,
        form::{Form, TextArea, error_of, kept, numbered},
        load::{load, load_aside},
        money::money,
        page_header::PageHeader,
        status::Tone,
        table::Table,
        upload::Upload,
        value::{fact, or_dash, with_numbers},
    },
    texts::word,
};

use super::{
    evidence::section,
    transfers::{state, waiting},
};
use crate::{
    api::debt_transfer::{
        ConfirmTransfer, DocumentView, EndTransfer, FACILITATOR_DOCUMENT, FUNDER_DOCUMENT, NotifyDebtors,
        TransferItemView, TransferPageView, TransferView, next_transfer, transfer,
    },
    texts::{
        debt::debt,
        transfer::{ended, transfer as texts_of_transfers},
    },
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(transfer(id), content)
}

fn content(view: TransferPageView) -> AnyView {
    let texts = texts_of_transfers();
    let item = &view.transfer;
    let below =
        if view.portal == Role::FunderTreasurer.portal() { "/funder/transfers" } else { "/facilitator/transfers" };
    let steps = section(view.evidence.clone());
    let (title, head) = (texts.way(item.back, &item.funder_name, &item.facilitator_name), state(item.state).into_any());
    let (direction, waits) = (texts.direction(item.back), waiting(item).map(|text| view! { <span>{text}</span> }));
    let (facts, todo, upload) = (facts(item, below), todo(&view), upload(&view));
    let table = items(format!("{}/debts", view.portal), format!("{}/loans", view.portal));
    let acts = view.may_confirm || view.may_notify || view.may_end;
    let jump = acts.then(|| view! { <a class="split__jump" href="#todo">{word().what_to_do()}</a> });
    let next = (!view.may_confirm).then(|| onward(item.id.clone(), below, view.may_notify));
    view! {
        <PageHeader title below=(below, texts.title())>
            {head} <span>{direction}</span> {waits}
        </PageHeader>
        {jump}
        <div class="split">
            <div class="split__data stack stack--loose">
                {facts}
                <section class="section"><h2>{texts.items()}</h2>{table.of(&view.items)}</section>
                {documents(&view.documents)}
                {upload}
                {steps}
            </div>
            <aside class="split__decision card stack" aria-labelledby="todo">
                <h2 id="todo">{word().what_to_do()}</h2>
                {todo}
                {next}
            </aside>
        </div>
    }
    .into_any()
}

/// The way to the transfer that waits for the visitor next, where one does. It is second where there is something to do here.
fn onward(transfer: String, below: &'static str, second: bool) -> AnyView {
    let class = if second { "button button--quiet button--block" } else { "button button--block" };
    load_aside(next_transfer(transfer), move |next| {
        let link = next.map(|next| {
            let texts = texts_of_transfers();
            let way = texts.way(next.back, &next.funder_name, &next.facilitator_name);
            let (words, href) = (texts.next_to_confirm(&way, &next.amount.grouped()), format!("{below}/{}", next.id));
            view! { <p><a class=class href=href rel="next" aria-keyshortcuts="n">{words}</a></p> }
        });
        link.into_any()
    })
}

/// What a transfer is and rests on, where transfers stand below an address.
#[must_use]
pub fn facts(item: &TransferView, below: &str) -> impl IntoView + use<> {
    let (texts, item) = (texts_of_transfers(), item.clone());
    let from = if item.effective_from.is_empty() { texts.at_once().to_owned() } else { item.effective_from };
    let before = (!item.follows.is_empty()).then(|| format!("{below}/{}", item.follows));
    let before = before.map(|href| view! { <a href=href>{texts.followed()}</a> }.into_any());
    view! {
        <dl class="card facts facts--3">
            {before.map(|before| fact(texts.follows(), before))}
            {fact(texts.amount(), money(item.amount).into_any())}
            {fact(texts.legal_basis(), texts.bases(item.legal_basis).into_any())}
            {fact(texts.document(), with_numbers(item.document))}
            {fact(texts.effective_from(), from.into_any())}
            {fact(texts.notified_on(), or_dash(item.notified_on).into_any())}
            {fact(texts.evidence(), or_dash(item.evidence).into_any())}
            {fact(texts.effective_at(), or_dash(item.effective_at).into_any())}
            {item.end_reason.as_ref().map(|why| fact(word().reason(), ended(why).into_any()))}
        </dl>
    }
}

/// The debts and loans of a transfer, each with the way to its page below an address.
#[must_use]
pub fn items(debts: String, loans: String) -> Table<TransferItemView> {
    let (texts, own) = (texts_of_transfers(), debt());
    Table::<TransferItemView>::new(texts.items())
        .words(own.number(), move |item| {
            let (below, of_platform) = match item.item {
                Item::Debt(_) => (&debts, None),
                Item::Loan(_) => (&loans, Some(texts.of_platform())),
            };
            Cell::reference(&item.number).to(format!("{below}/{}", item.item)).note_of(of_platform)
        })
        .words(word().due_on(), |item| Cell::time(&item.due_on))
        .figures(texts.amount(), |item| item.amount)
        .words(word().state(), move |item| {
            let tone = match item.state {
                ItemState::Pending | ItemState::Frozen => Tone::Waiting,
                ItemState::Effective => Tone::Done,
                ItemState::Declined => Tone::Neutral,
            };
            let reason = item.reason.map(|reason| texts.reasons(reason).to_owned());
            Cell::status(tone, texts.item_states(item.state)).note_of(reason)
        })
}

/// The files that are kept with a transfer.
#[must_use]
pub fn documents(documents: &[DocumentView]) -> AnyView {
    let texts = texts_of_transfers();
    let list = if documents.is_empty() {
        view! { <p class="muted">{texts.no_documents()}</p> }.into_any()
    } else {
        Table::<DocumentView>::new(texts.documents())
            .prose(word().file(), |item| item.file_name.clone())
            .prose(word().checksum(), |item| Cell::digest(&item.sha256))
            .words(texts.brought_by(), |item| item.partner_name.clone())
            .words(word().uploaded_at(), |item| Cell::time(&item.added_at))
            .of(documents)
            .into_any()
    };
    view! {
        <section class="section">
            <h2>{texts.documents()}</h2>
            <p class="muted">{texts.documents_note()}</p>
            {list}
        </section>
    }
    .into_any()
}

/// The form that sends another.
fn upload(view: &TransferPageView) -> Option<AnyView> {
    let texts = texts_of_transfers();
    let path = if view.portal == Role::FunderTreasurer.portal() { FUNDER_DOCUMENT } else { FACILITATOR_DOCUMENT };
    let to = path.replace("{id}", &view.transfer.id);
    view.may_add_document.then(|| {
        let form = Upload {
            to,
            title: texts.add_document(),
            label: word().file(),
            hint: texts.add_document_hint(),
            accept: ".pdf,.jpg,.jpeg,.png",
            button: word().upload(),
        };
        form.folded(numbered(&view.request_no, "document"))
    })
}

fn todo(view: &TransferPageView) -> AnyView {
    let texts = texts_of_transfers();
    if !(view.may_confirm || view.may_notify || view.may_end) {
        return view! { <p class="muted">{texts.nothing_to_do()}</p> }.into_any();
    }
    view! { {view.may_confirm.then(|| confirm(view))} {view.may_notify.then(|| notify(view))} {view.may_end.then(|| end(view))} }
        .into_any()
}

fn confirm(view: &TransferPageView) -> impl IntoView + use<> {
    let (texts, id, back) = (texts_of_transfers(), view.transfer.id.clone(), view.transfer.back);
    view! {
        <Form to=ConfirmTransfer::PATH request_no=numbered(&view.request_no, "confirm") class="stack">
            <h3>{texts.confirm_title(back)}</h3>
            <p>{texts.confirm_text()}</p>
            <input type="hidden" name="transfer" value=id />
            <button class="button button--block">{texts.confirm()}</button>
        </Form>
    }
}

fn notify(view: &TransferPageView) -> impl IntoView + use<> {
    let (texts, id, today) = (texts_of_transfers(), view.transfer.id.clone(), view.today.clone());
    let (on, evidence) = (kept::<NotifyDebtors>("notified_on", ""), kept::<NotifyDebtors>("evidence", ""));
    let class = if view.may_confirm { "button button--quiet button--block" } else { "button button--block" };
    view! {
        <Form to=NotifyDebtors::PATH request_no=numbered(&view.request_no, "notify") class="stack">
            <h3>{texts.notify_title()}</h3>
            <p>{texts.notify_text()}</p>
            <input type="hidden" name="transfer" value=id />
            <div class="field">
                <label for="notified-on">{texts.notified_on()}</label>
                <input id="notified-on" name="notified_on" type="date" max=today required value=on />
            </div>
            <div class="field">
                <label for="evidence">{texts.evidence()}</label>
                <p class="field__hint">{texts.evidence_hint()}</p>
                <TextArea id="evidence" name="evidence" required=true value=evidence />
            </div>
            <button class=class>{texts.notify()}</button>
        </Form>
    }
}

fn end(view: &TransferPageView) -> impl IntoView + use<> {
    let (texts, id) = (texts_of_transfers(), view.transfer.id.clone());
    let title = if view.portal == "/funder" { texts.cancel_title() } else { texts.reject_title() };
    let (reason, open) = (kept::<EndTransfer>("reason", ""), error_of(EndTransfer::PATH).is_some());
    view! {
        <details class="details" open=open>
            <summary>{title}</summary>
            <div>
                <Form to=EndTransfer::PATH request_no=numbered(&view.request_no, "end") class="stack">
                    <p>{texts.end_text()}</p>
                    <input type="hidden" name="transfer" value=id />
                    <div class="field">
                        <label for="reason">{word().reason()}</label>
                        <TextArea id="reason" name="reason" required=true value=reason />
                    </div>
                    <button class="button button--danger button--block">{title}</button>
                </Form>
            </div>
        </details>
    }
}
