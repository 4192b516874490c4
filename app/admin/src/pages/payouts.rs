//! Money that leaves a reserve account, and how far each payout has got.

use domain::{Amount, payout::PayoutState};
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
        value::{reference, when},
    },
    texts::{narrow::narrow, word},
};
use services::payout::PayoutFilter;

use super::links;
use crate::{
    api::payout::{PayoutView, payouts},
    texts::{admin, approval::approval, reconcile::reconcile},
};

pub(super) const PATH: &str = links::PAYOUTS;
/// The states that wait for something, in the order of what has to be done about them.
const STATES: [PayoutState; 5] =
    [PayoutState::Failed, PayoutState::SentBack, PayoutState::Unknown, PayoutState::Sent, PayoutState::Requested];

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let one: Option<PayoutState> = asked_one();
    let here = one.map_or_else(|| asked_state(&["", "all"]), PayoutState::code);
    let (filter, none) = match (one, here) {
        (Some(state), _) => (PayoutFilter::Of(state), texts.no_payouts_title()),
        (None, "all") => (PayoutFilter::All, texts.no_payouts_title()),
        (None, _) => (PayoutFilter::Open, texts.no_open_payouts_title()),
    };
    let mut states = vec![tab("", texts.open_payouts())];
    states.extend(STATES.map(|state| tab(state.code(), texts.payout_states(state))));
    states.push(tab("all", word().all()));
    let of = narrow();
    let filters = Filters { path: PATH, hint: of.house_hint(), day: of.requested_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::List, none, texts.no_payouts_text()))
        .parts(word().state(), here, states)
        .narrowed(one.is_some());
    view! {
        <PageHeader title=admin().payouts()>{texts.payouts_note()}</PageHeader>
        {list.view(|query, after| payouts(filter, query, after), |page, none| table(&page.rows).page(page, none))}
    }
    .into_any()
}

pub(super) const fn tone(state: PayoutState) -> Tone {
    match state {
        PayoutState::Requested | PayoutState::Sent => Tone::Waiting,
        PayoutState::Unknown | PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => Tone::Bad,
        PayoutState::Confirmed => Tone::Done,
    }
}

fn table(rows: &[PayoutView]) -> Table<PayoutView> {
    let texts = reconcile();
    let sum: Amount = rows.iter().map(|payout| payout.amount).sum();
    Table::<PayoutView>::new(admin().payouts())
        .sortable()
        .words(texts.payout(), |payout| {
            Cell::reference(&payout.reference).to(format!("{PATH}/{}", payout.id)).note_of(purpose(payout))
        })
        .total(word().page_total())
        .prose(texts.payee(), |payout| {
            let name = Some(&payout.account_name).filter(|name| **name != payout.payee).cloned();
            payee(payout).note(view! { {name} " " {payout.account_no.clone()} })
        })
        .figures(word().amount(), |payout| payout.amount)
        .total(sum)
        .sorted_by(SortKey::Amount)
        .words(word().state(), move |payout| {
            let confirmed = (!payout.confirmed_at.is_empty()).then(|| when(&payout.confirmed_at));
            // One attempt is the rule; more of them are worth a word.
            let attempts = (payout.attempt > 1).then(|| texts.attempts(payout.attempt));
            Cell::status(tone(payout.state), texts.payout_states(payout.state)).note_of(confirmed).note_of(attempts)
        })
        .words(texts.requested_at(), |payout| Cell::time(&payout.requested_at).note(when(&payout.sent_at)))
        .sorted_by(SortKey::Time)
}

/// Who is paid.
pub(super) fn payee(payout: &PayoutView) -> Cell {
    if payout.agent.is_empty() {
        links::partner(&payout.payee, &payout.partner)
    } else {
        links::shop(&payout.payee, &payout.agent)
    }
}

/// What it is paid for.
fn purpose(payout: &PayoutView) -> Option<AnyView> {
    let texts = reconcile();
    if payout.repayments > 1 {
        return Some(texts.repayments_paid(payout.repayments).into_any());
    }
    if let Some(loan) = &payout.loan {
        let href = format!("/admin/ledger/loans/{loan}");
        let repayment = reference(&payout.repayment_reference);
        return Some(view! { {texts.repayment()} " " <a href=href>{repayment}</a> }.into_any());
    }
    let movement = payout.returns.as_ref()?;
    Some(view! { <a href=format!("/admin/movements/{movement}")>{approval().returns()}</a> }.into_any())
}
