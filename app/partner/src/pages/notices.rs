//! What the visitor's side was told.

use domain::{agreement_debit::DebitFailure, notice::DeliveryState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::narrow::NarrowQuery,
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        form::Form,
        icon::Icon,
        load::load,
        narrow::{Filters, SortKey, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab, tabs},
    },
    texts::{attempt::attempt, narrow::narrow, word},
};
use services::notice::NoticeFilter;

use crate::{
    api::notice::{NoticeView, NoticesView, Redeliver, notices},
    texts::{binding::said, debt::debt, notice::notice},
};

/// The part of the list that is not delivered, as its address names it.
pub const UNDELIVERED: &str = "undelivered";

#[must_use]
pub fn page() -> AnyView {
    let (here, query) = (asked_state(&["", UNDELIVERED]), asked_narrow());
    let filter = if here == UNDELIVERED { NoticeFilter::Undelivered } else { NoticeFilter::All };
    load(notices(filter, query.clone(), asked_after()), move |view| content(view, here, &query))
}

fn content(view: NoticesView, here: &'static str, query: &NarrowQuery) -> AnyView {
    let texts = notice();
    let NoticesView { page, portal, host, dead, request_no } = view;
    let way = format!("{portal}/endpoint");
    let (told, way_text) = match host.as_str() {
        "" => (texts.endpoint_none().to_owned(), texts.set_up()),
        host => (texts.endpoint_in_force(host), texts.endpoint()),
    };
    let again = (dead > 0 && !host.is_empty()).then(|| {
        view! {
            <Form to=Redeliver::PATH request_no=request_no>
                <button class="button button--quiet">{texts.send_dead_again(dead)}</button>
            </Form>
        }
    });
    let actions = view! { <a class="button button--quiet" href=way>{way_text}</a> {again} }.into_any();
    let of = narrow();
    let filters = Filters { path: list(portal).0, hint: of.notice_hint(), day: of.told_on(), amount: "" };
    let none = match here {
        _ if query.is_given() => nothing_found(list(portal).0),
        UNDELIVERED => empty(Icon::Message, texts.all_delivered(), texts.all_delivered_text()),
        _ => empty(Icon::Message, word().no_notices(), texts.none_text()),
    };
    view! {
        <PageHeader title=word().notices() actions=Some(actions)><span>{texts.note()}</span> <span>{told}</span></PageHeader>
        {filters.view(query)}
        {tabs(word().state(), here, vec![tab("", word().all()), tab(UNDELIVERED, texts.undelivered())])}
        {table(Some(portal)).sortable().page(page, none)}
    }
    .into_any()
}

/// The list, for what stands below it in a portal.
pub(super) fn list(portal: &str) -> (&'static str, &'static str) {
    (if portal == "/funder" { "/funder/notices" } else { "/facilitator/notices" }, word().notices())
}

/// How its delivery stands.
pub(super) fn standing(item: &NoticeView) -> Cell {
    let texts = notice();
    let tone = match item.delivery {
        DeliveryState::Delivered => Tone::Done,
        DeliveryState::Waiting if item.tries > 0 => Tone::Due,
        DeliveryState::Waiting => Tone::Waiting,
        DeliveryState::Dead => Tone::Neutral,
    };
    let tried = item
        .outcome
        .filter(|_| item.tries > 0 && item.delivery != DeliveryState::Delivered)
        .map(|outcome| texts.tries(item.tries, &attempt().outcome(outcome)));
    let why = item.dead.map(|reason| texts.reasons(reason).to_owned());
    let note = [why, tried].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Cell::status(tone, texts.states(item.delivery)).note_of((!note.is_empty()).then_some(note))
}

/// Notices, each with the way to its page in a portal that has such pages.
#[must_use]
pub fn table(portal: Option<&'static str>) -> Table<NoticeView> {
    let texts = notice();
    Table::<NoticeView>::new(word().notices())
        .figures(texts.number(), move |item| {
            let way = portal.map(|portal| format!("{portal}/notices/{}", item.id)).unwrap_or_default();
            Cell::text(item.number.to_string()).to(way)
        })
        .words(word().action(), move |item| Cell::text(texts.happened(item.kind)).note(item.kind.code()))
        .prose(texts.content(), |item| Cell::text(told(&item.facts)))
        .words(texts.delivery(), standing)
        .words(word().at(), |item| Cell::time(&item.at))
        .sorted_by(SortKey::Time)
}

/// What a notice says, in words.
pub(super) fn told(facts: &[(String, String)]) -> String {
    let texts = notice();
    let fact = |(name, value): &(String, String)| {
        let value = match name.as_str() {
            "failure" => match value.parse() {
                Ok(cause) => debt().failure(DebitFailure::NotSent(cause)).to_owned(),
                Err(_) => said(value),
            },
            "reason" => said(value),
            "amount" | "limit" | "fee" | "penalty" | "interest" | "principal" | "revenue_share" => {
                format!("{value} {}", word().yuan())
            }
            _ => value.clone(),
        };
        match texts.fact(name) {
            "" => value,
            named => format!("{named} {value}"),
        }
    };
    facts.iter().map(fact).collect::<Vec<_>>().join(" · ")
}
