//! What the network has told by itself.

use domain::callback::CallbackOutcome;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, asked_state, tab},
    },
    texts::{narrow::narrow, word},
};
use services::callback::CallbackFilter;

use crate::{
    api::callback::{CallbackView, callbacks},
    texts::callback::callback,
};

const LIST: &str = "/admin/callbacks";
/// What could not be filed yet, in the address.
const WAITING: &str = "waiting";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (callback(), narrow());
    let filters = Filters { path: LIST, hint: of.callback_hint(), day: of.told_on(), amount: word().plain_amount() };
    let one: Option<CallbackOutcome> = asked_one();
    let here = one.map_or_else(|| asked_state(&["", WAITING]), CallbackOutcome::code);
    let filter = match (one, here) {
        (Some(outcome), _) => CallbackFilter::Of(outcome),
        (None, WAITING) => CallbackFilter::Waiting,
        (None, _) => CallbackFilter::All,
    };
    let mut parts = vec![tab("", word().all()), tab(WAITING, texts.waiting())];
    parts.extend(CallbackOutcome::ALL.map(|outcome| tab(outcome.code(), texts.outcomes(outcome))));
    let list = NarrowedList::asked(filters, empty(Icon::Link, texts.none_title(), texts.none_text()))
        .parts(word().outcome(), here, parts)
        .narrowed(filter != CallbackFilter::All);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(
            move |query, after| callbacks(filter, query, after),
            |page, none| table().sortable().page(page, none),
        )}
    }
    .into_any()
}

/// What came of it.
fn outcome(outcome: Option<CallbackOutcome>) -> Cell {
    let texts = callback();
    let Some(outcome) = outcome else { return Cell::status(Tone::Waiting, texts.waiting()) };
    let tone = match outcome {
        CallbackOutcome::Filed => Tone::Done,
        CallbackOutcome::Known => Tone::Neutral,
        CallbackOutcome::Contradicts | CallbackOutcome::NotOurs => Tone::Bad,
        CallbackOutcome::Undecided => Tone::Waiting,
    };
    Cell::status(tone, texts.outcomes(outcome))
}

fn table() -> Table<CallbackView> {
    let texts = callback();
    Table::<CallbackView>::new(texts.title())
        .words(texts.kind(), |item| Cell::text(callback().kinds(item.kind)))
        .words(texts.serial(), |item| Cell::reference(&item.serial))
        .figures(word().amount(), |item| item.amount)
        .sorted_by(SortKey::Amount)
        .words(word().network_result(), |item| Cell::text(&item.result))
        .words(word().outcome(), |item| outcome(item.outcome))
        .words(texts.received_at(), |item| Cell::time(&item.received_at))
        .sorted_by(SortKey::Time)
        .figures(texts.times(), |item| item.times.to_string())
        .words(texts.number(), |item| Cell::reference(&item.number))
}
