//! The freezes that stand, and one wallet's.

use domain::freeze::FreezeReason;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, is_sent_back, kept, kept_of, numbered},
        icon::Icon,
        list::NarrowedList,
        load::loaded,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::{narrow::narrow, word},
};

use super::{
    links,
    proposal::{history, reason, reason_of, what_to_do},
};
use crate::{
    api::{
        approval::Duty,
        freeze::{FreezeView, FrozenWalletView, ProposeDeduction, ProposeFreeze, ProposeLift, freezes, frozen_wallet},
    },
    texts::{admin, approval::approval, audit::audit, freeze::freeze},
};

pub const PATH: &str = links::WALLETS;

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (freeze(), narrow());
    let filters = Filters { path: PATH, hint: of.freeze_hint(), day: of.ordered_on(), amount: of.frozen() };
    let list = NarrowedList::asked(filters, empty(Icon::Check, texts.none_title(), texts.none_text()));
    view! {
        <PageHeader title=admin().freezes()>{texts.note()}</PageHeader>
        {list.view(freezes, |page, none| {
            let shop = Table::<FreezeView>::new(admin().freezes()).words(word().shop(), |item| {
                let href = format!("{PATH}/{}", item.wallet);
                links::shop(&item.agent_name, &item.agent).note(view! { <a href=href>{freeze().history()}</a> })
            });
            columns(shop).sortable().page(page, none)
        })}
    }
    .into_any()
}

pub(super) fn columns(table: Table<FreezeView>) -> Table<FreezeView> {
    let texts = freeze();
    table
        .words(word().reason(), move |item| {
            let asked_by = (!item.asked_by.is_empty()).then(|| item.asked_by.clone());
            Cell::text(texts.reasons(item.reason)).note_of(asked_by).note(texts.lifts(item.reason))
        })
        .words(texts.amount(), move |item| {
            let amount = item.amount.map_or_else(|| Cell::text(texts.whole()), Cell::from);
            match item.held.filter(|held| item.amount > Some(*held)) {
                Some(held) => amount.note(texts.waits(&held.grouped())),
                None => amount,
            }
        })
        .sorted_by(SortKey::Amount)
        .prose(word().evidence(), |item| item.evidence.clone())
        .words(texts.ordered(), move |item| {
            let by = item.ordered_by.as_str();
            Cell::text(if by.is_empty() { texts.by_itself().to_owned() } else { audit().actors(by) })
                .note(when(&item.ordered_on))
        })
        .sorted_by(SortKey::Time)
        .words(word().expires_on(), move |item| {
            if item.expires_on.is_empty() { Cell::text(texts.no_end()) } else { Cell::time(&item.expires_on) }
        })
}

#[must_use]
pub fn wallet() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((PATH, admin().freezes()), frozen_wallet(id), content)
}

fn content(view: FrozenWalletView) -> AnyView {
    let texts = freeze();
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, || order(&view), approval().maker_only());
    let proposes = view.duty == Duty::Propose;
    let (number, ids) = (view.request_no.clone(), view.freezes.iter().map(|item| item.id.clone()).collect::<Vec<_>>());
    let table = columns(Table::<FreezeView>::new(texts.history())).words(word().state(), move |item| {
        let state = lifted(item);
        if !(proposes && item.is_lifted_by_people()) {
            return state;
        }
        let place = ids.iter().position(|id| *id == item.id).unwrap_or_default();
        let deduct = item.is_deducted_from().then(|| deduct(item, numbered(&number, format!("d{place}"))));
        state.note(lift(item, numbered(&number, place))).note_of(deduct)
    });
    let (title, shop) = (view.agent_name.clone(), links::shop(word().shop(), &view.agent).into_any());
    view! {
        <PageHeader title below=(PATH, admin().freezes())>{shop}</PageHeader>
        <section class="section">
            <h2>{texts.history()}</h2>
            {if view.freezes.is_empty() {
                view! { <p class="muted">{texts.never()}</p> }.into_any()
            } else {
                table.of(&view.freezes)
            }}
        </section>
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

/// Whether a freeze stands.
pub(super) fn lifted(item: &FreezeView) -> Cell {
    if item.lifted_on.is_empty() {
        return Cell::status(Tone::Bad, freeze().stands());
    }
    let word = if item.deducted { freeze().paid_to_court() } else { freeze().lifted() };
    Cell::status(Tone::Done, word).note(when(&item.lifted_on))
}

fn lift(item: &FreezeView, number: String) -> impl IntoView + use<> {
    let (texts, id) = (freeze(), item.id.clone());
    let open = is_sent_back::<ProposeLift>(("freeze", &id));
    let note = reason_of::<ProposeLift>(("freeze", &id), "lift-note");
    view! {
        <details open=open>
            <summary>{texts.lift()}</summary>
            <Form to=ProposeLift::PATH request_no=number class="stack">
                <input type="hidden" name="freeze" value=id />
                {note}
                <div class="form__actions"><button class="button button--quiet">{texts.lift()}</button></div>
            </Form>
        </details>
    }
}

fn deduct(item: &FreezeView, number: String) -> impl IntoView + use<> {
    let (texts, id) = (freeze(), item.id.clone());
    let form = ("freeze", id.as_str());
    let (open, note) = (is_sent_back::<ProposeDeduction>(form), reason_of::<ProposeDeduction>(form, "deduct-note"));
    let fields =
        [("amount", texts.deducted()), ("account_name", texts.court_name()), ("account_no", texts.court_account())];
    let fields = fields.map(|(field, label)| {
        let (name, of) = (format!("terms[{field}]"), format!("deduct-{field}-{id}"));
        let value = kept_of::<ProposeDeduction>(form, &name);
        view! {
            <div class="field">
                <label for=of.clone()>{label}</label>
                <input id=of name=name maxlength="100" required autocomplete="off" value=value />
            </div>
        }
    });
    view! {
        <details open=open>
            <summary>{texts.deduct()}</summary>
            <Form to=ProposeDeduction::PATH request_no=number class="stack">
                <p>{texts.deduct_text()}</p>
                <input type="hidden" name="freeze" value=id.clone() />
                {fields.into_iter().collect_view()}
                {note}
                <div class="form__actions"><button class="button button--quiet">{texts.deduct()}</button></div>
            </Form>
        </details>
    }
}

fn order(view: &FrozenWalletView) -> AnyView {
    let (texts, wallet) = (freeze(), view.wallet.clone());
    let chosen = kept::<ProposeFreeze>("reason", FreezeReason::Risk.code());
    let reasons = FreezeReason::ALL.into_iter().filter(|reason| *reason != FreezeReason::Overdue);
    let options = reasons
        .map(|reason| {
            let code = reason.code();
            view! { <option value=code selected=code == chosen>{texts.reasons(reason)}</option> }
        })
        .collect_view();
    let amount = kept::<ProposeFreeze>("terms[amount]", "");
    let expires_on = kept::<ProposeFreeze>("terms[expires_on]", "");
    let asked_by = kept::<ProposeFreeze>("terms[asked_by]", "");
    view! {
        <Form to=ProposeFreeze::PATH request_no=view.request_no.clone() class="card stack">
            <h3 class="card__title">{texts.order_title()}</h3>
            <p>{texts.order_text()}</p>
            <input type="hidden" name="wallet" value=wallet />
            <div class="field">
                <label for="freeze-reason">{word().reason()}</label>
                <select id="freeze-reason" name="reason">{options}</select>
            </div>
            <div class="field">
                <label for="freeze-asked-by">{texts.asked_by()}</label>
                <p class="field__hint">{texts.asked_by_hint()}</p>
                <input id="freeze-asked-by" name="terms[asked_by]" maxlength="100" autocomplete="off" value=asked_by />
            </div>
            <div class="field">
                <label for="freeze-amount">{texts.amount()}</label>
                <p class="field__hint">{texts.amount_hint()}</p>
                <input id="freeze-amount" name="terms[amount]" inputmode="decimal" autocomplete="off" value=amount />
            </div>
            <div class="field">
                <label for="freeze-until">{word().expires_on()}</label>
                <p class="field__hint">{texts.expires_hint()}</p>
                <input id="freeze-until" name="terms[expires_on]" type="date" value=expires_on />
            </div>
            {reason::<ProposeFreeze>("freeze-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}
