//! What agents repaid, and how far the money has got.

use domain::{Amount, payout::confirm_repayment};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{narrow::NarrowQuery, repayment::RepaymentView},
    components::{
        batch::{Batch, Tick, typed},
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::load,
        loan_facts::{self, corrected},
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        revenue_share::withheld,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
        value::{reference, when},
    },
    texts::{narrow::narrow, word},
};
use services::repayment::RepaymentFilter;

use super::{loan::payout, owed_back};
use crate::{
    api::repayment::{ConfirmRepayments, to_confirm},
    texts::lending::lending,
};

const FUNDER: &str = "/funder";

/// In the funder's portal.
#[must_use]
pub fn of_funder() -> AnyView {
    page(FUNDER, "/funder/repayments")
}

/// In the facilitator's.
#[must_use]
pub fn of_facilitator() -> AnyView {
    page("/facilitator", "/facilitator/repayments")
}

fn page(portal: &'static str, list: &'static str) -> AnyView {
    let own = lending();
    if let Some(payout) = asked_for("payout").and_then(|text| text.parse().ok()) {
        return few((portal, list), RepaymentFilter::PaidBy(payout));
    }
    if let Some(repayment) = asked_for("repayment").and_then(|text| text.parse().ok()) {
        return few((portal, list), RepaymentFilter::One(repayment));
    }
    let here = asked_state(&["", "unconfirmed"]);
    let filter = if here.is_empty() { RepaymentFilter::All } else { RepaymentFilter::Unconfirmed };
    let of = narrow();
    let filters = Filters { path: list, hint: of.shop_hint(), day: of.repaid_on(), amount: word().plain_amount() };
    let parts = vec![tab("", word().all()), tab("unconfirmed", own.unconfirmed())];
    let asked = NarrowedList::asked(filters, none(filter)).parts(word().state(), here, parts);
    view! {
        <PageHeader title=own.repayments()>{own.repayments_note()}</PageHeader>
        {asked.view(|query, after| to_confirm(filter, query, after), move |(page, request_no), none| {
            let owed = owed_back::of_repayments(&page.rows);
            view! { {listed(portal, &page.rows, request_no).sortable().page(page, none)} {owed} }.into_any()
        })}
    }
    .into_any()
}

/// Exactly the repayments that one payout pays, or one.
fn few((portal, list): (&'static str, &'static str), filter: RepaymentFilter) -> AnyView {
    let own = lending();
    view! {
        <PageHeader title=own.repayments()>{own.repayments_note()}</PageHeader>
        <p><a href=list>{own.all_repayments()}</a></p>
        {load(to_confirm(filter, NarrowQuery::default(), asked_after()), move |(page, request_no)| {
            let paid = page.rows.first().filter(|_| matches!(filter, RepaymentFilter::PaidBy(_)));
            let told = paid.map(|first| {
                view! { <p class="lead">{own.paid_together(&first.payout_reference, &first.payout_amount.grouped())}</p> }
            });
            let owed = owed_back::of_repayments(&page.rows);
            view! { {told} {listed(portal, &page.rows, request_no).page(page, none(filter))} {owed} }.into_any()
        })}
    }
    .into_any()
}

fn none(filter: RepaymentFilter) -> AnyView {
    let own = lending();
    match filter {
        RepaymentFilter::Unconfirmed => empty(Icon::Check, own.none_to_confirm(), own.none_to_confirm_text()),
        _ => empty(Icon::Repay, own.no_repayments(), own.no_repayments_text()),
    }
}

fn listed(portal: &'static str, rows: &[RepaymentView], request_no: Option<String>) -> Table<RepaymentView> {
    table(portal, lending().repayments(), rows).batch(request_no.map(confirmation), tick)
}

/// A repayment can be confirmed once its money has left for whoever is paid.
fn tick(row: &RepaymentView) -> Option<Tick> {
    let payout = (!row.payout.is_empty()).then_some(row.payout_state);
    let arrives = confirm_repayment(payout, !row.confirmed_at.is_empty(), "—").is_ok() && !row.reversed;
    arrives.then(|| Tick { id: row.id.clone(), name: row.reference.clone(), amount: Some(row.amount.less(row.share)) })
}

fn confirmation(request_no: String) -> Batch {
    let (own, path) = (lending(), ConfirmRepayments::PATH);
    let fields = view! {
        <div class="field">
            <label for="payment-reference">{own.receipt_number()}</label>
            <input
                id="payment-reference"
                name="payment_reference"
                maxlength="64"
                required
                autocomplete="off"
                value=typed(path, "payment_reference")
            />
        </div>
    };
    Batch { path, request_no, fields: fields.into_any(), act: own.confirm_receipt() }
}

/// Repayments as a table, here and on the page of their loan.
#[must_use]
pub fn table(portal: &'static str, label: &'static str, rows: &[RepaymentView]) -> Table<RepaymentView> {
    let own = lending();
    let sum: Amount = rows.iter().map(|row| row.amount).sum();
    Table::<RepaymentView>::new(label)
        .words(word().reference(), move |row| {
            let (href, loan) = (format!("{portal}/loans/{}", row.loan), row.loan_reference.clone());
            Cell::reference(&row.reference).note(view! { {word().loan()} " " <a href=href>{loan}</a> })
        })
        .total(word().page_total())
        .words(word().shop(), move |row| {
            // What a shop is to a funder is no other's to know.
            let shop = Cell::text(&row.agent_name);
            let shop = if portal == FUNDER { shop.to(format!("{FUNDER}/shops/{}", row.agent)) } else { shop };
            shop.note(when(&row.debited_at))
        })
        .figures(word().amount(), |row| {
            Cell::from(row.amount).note_of(withheld(row)).note_of(corrected(row)).note_of(loan_facts::owed_back(row))
        })
        .total(sum)
        .sorted_by(SortKey::Amount)
        .figures(word().principal(), move |row| {
            Cell::from(row.principal)
                .note(own.interest(&row.interest.grouped()))
                .note_of(row.penalty.is_positive().then(|| own.penalty(&row.penalty.grouped())))
                .note_of(row.fee.is_positive().then(|| own.fee(&row.fee.grouped())))
        })
        .words(own.payout(), move |row| {
            let href = format!("{portal}/repayments?payout={}", row.payout);
            let paid_by = reference(&row.payout_reference);
            payout(row.payout_state).note_of((!row.payout.is_empty()).then(|| view! { <a href=href>{paid_by}</a> }))
        })
        .words(own.confirmation(), move |row| {
            if row.confirmed_at.is_empty() {
                Cell::status(Tone::Waiting, own.unconfirmed())
            } else {
                Cell::status(Tone::Done, own.confirmed()).note(when(&row.confirmed_at))
            }
        })
}
