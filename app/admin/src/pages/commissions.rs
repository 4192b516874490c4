//! Carriers with their pools, and their files of commissions.

use domain::commission::CommissionFileState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::kept_beside,
        icon::Icon,
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        upload::{TABLES, Upload},
        value::reference,
    },
    texts::{narrow::narrow, word},
};
use services::commission::CommissionFilter;

use super::{links, upload::Files};
use crate::{
    api::commission::{CarrierView, CommissionFileView, CommissionsView, UPLOAD, commissions},
    texts::{commission::commission, registry::registry},
};

pub(super) const LIST: &str = "/admin/commissions";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (commission(), narrow(), asked_one::<CommissionFileState>());
    let filters = Filters { path: LIST, hint: of.commission_hint(), day: of.uploaded_on(), amount: of.given() };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(CommissionFileState::code),
        CommissionFileState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(CommissionFilter::All, CommissionFilter::Of);
    let found = commissions(filter, list.query(), asked_after());
    let (filters, none) = list.head();
    load(found, move |view| content(view, filters, none))
}

fn content(view: CommissionsView, filters: AnyView, none: AnyView) -> AnyView {
    let texts = commission();
    let CommissionsView { carriers, mut files, today } = view;
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: TABLES,
        button: word().upload_and_check(),
    };
    let page = Files { title: texts.title(), note: texts.note(), heading: texts.files(), filters, none, form };
    let table = if carriers.is_empty() {
        // No file is anybody's.
        files.upload = None;
        empty(Icon::User, registry().no_carriers_title(), registry().no_carriers_text())
    } else {
        pools().of(&carriers)
    };
    view! {
        {page.page(files, list().sortable(), move || fields(carriers, today))}
        <section class="section">
            <h2>{word().carriers()}</h2>
            {table}
        </section>
    }
    .into_any()
}

/// Whose file it is, of which month, and when its money is expected.
fn fields(carriers: Vec<CarrierView>, today: String) -> AnyView {
    let texts = commission();
    let [chosen, month, expected_on] = ["carrier", "month", "expected_on"].map(|field| kept_beside(UPLOAD, field));
    let choices = carriers.into_iter().map(|carrier| {
        view! { <option value=carrier.id.clone() selected=carrier.id == chosen>{carrier.name}</option> }
    });
    view! {
        <div class="field">
            <label for="carrier">{word().carrier()}</label>
            <select id="carrier" name="carrier" required>{choices.collect_view()}</select>
        </div>
        <div class="field">
            <label for="month">{texts.month()}</label>
            <p class="field__hint" id="month-hint">{texts.month_hint()}</p>
            <input
                id="month"
                name="month"
                type="month"
                required
                placeholder="2026-10"
                aria-describedby="month-hint"
                value=month
            />
        </div>
        <div class="field">
            <label for="expected_on">{texts.expected_on()}</label>
            <p class="field__hint" id="expected-hint">{texts.expected_hint()}</p>
            <input
                id="expected_on"
                name="expected_on"
                type="date"
                required
                min=today
                aria-describedby="expected-hint"
                value=expected_on
            />
        </div>
    }
    .into_any()
}

/// How far a file is, in a word.
pub(super) fn state(file: &CommissionFileView) -> Cell {
    let texts = commission();
    if file.errors_total > 0 && file.state == CommissionFileState::Draft {
        return Cell::status(Tone::Bad, word().has_errors());
    }
    let tone = match file.state {
        CommissionFileState::Draft => Tone::Due,
        CommissionFileState::Released | CommissionFileState::Distributing => Tone::Waiting,
        CommissionFileState::Distributed => Tone::Done,
        CommissionFileState::Discarded => Tone::Neutral,
    };
    Cell::status(tone, texts.states(file.state))
}

fn list() -> Table<CommissionFileView> {
    let texts = commission();
    Table::<CommissionFileView>::new(texts.files())
        .words(texts.month(), move |file| {
            let href = format!("{LIST}/{}", file.id);
            Cell::text(&file.month).to(href).note_of(file.corrects.then(|| texts.corrects()))
        })
        .prose(word().carrier(), |file| links::carrier(&file.carrier_name, &file.carrier).note(file.file_name.clone()))
        .words(word().state(), state)
        .figures(texts.give(), move |file| Cell::from(file.give).note(texts.households(file.gives)))
        .summed()
        .sorted_by(SortKey::Amount)
        .figures(texts.take(), move |file| {
            let takes = file.takes > 0;
            let amount = if takes { Cell::from(file.take) } else { Cell::blank() };
            amount.note_of(takes.then(|| texts.households(file.takes)))
        })
        .summed()
        .words(texts.expected_on(), |file| Cell::time(&file.expected_on))
        .words(word().uploaded(), |file| Cell::time(&file.uploaded_at).note(file.uploaded_by.clone()))
        .sorted_by(SortKey::Time)
}

fn pools() -> Table<CarrierView> {
    let texts = commission();
    Table::<CarrierView>::new(word().carriers())
        .words(word().carrier(), |carrier| {
            links::carrier(&carrier.name, &carrier.id).note(reference(&carrier.reference))
        })
        .prose(texts.account(), |carrier| Cell::text(&carrier.account_no).note(carrier.bank_name.clone()))
        .figures(texts.agents(), |carrier| carrier.agents.to_string())
        .figures(texts.pool(), |carrier| {
            Cell::from(carrier.pool).to(format!("/admin/ledger/accounts/{}", carrier.account))
        })
        .figures(texts.to_give(), |carrier| carrier.to_give)
        .figures(texts.open(), |carrier| carrier.open)
}
