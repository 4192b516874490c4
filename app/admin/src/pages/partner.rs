//! Everything about one partner: what it offers and has lent, who works for it, its money, and when it is paid, which two people
//! change.

mod business;

use domain::{
    partner_key::KeyState,
    revenue_share::{Billing, RevenueShare},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::pages::files;
use parts::{
    api::{
        key::{EndKey, KeyView},
        revenue_share::InvoiceView,
    },
    components::{
        form::{Form, kept, kept_tick, numbered},
        load::loaded,
        page_header::PageHeader,
        revenue_share::{agreed, invoices},
        timeline::happened,
    },
    texts::{key::key, revenue_share::revenue_share, word},
};
use services::page::Page;

use super::{
    partners::{PATH as LIST, facts, keys, standing},
    proposal::{history, reason, what_to_do},
    revenue_share::PATH as INVOICES,
};
use crate::{
    api::{
        approval::{ProposeRevenueShare, ProposeSchedule},
        party::{NoticesView, PartnerPageView, PartnerView, partner},
    },
    texts::{admin, approval::approval, party::party},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().partners()), partner(id), content)
}

fn content(view: PartnerPageView) -> AnyView {
    let item = view.partner;
    let end_keys = view.ends_keys.then(|| end_keys(&item.keys, &view.request_no));
    let propose = || {
        let number = numbered(&view.request_no, "share");
        let agreed = view.revenue_share.as_ref().and_then(|(agreed, _)| *agreed);
        view! { <div class="grid-2">{schedule(&item, view.request_no.clone())} {share(&item, agreed, number)}</div> }
            .into_any()
    };
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, propose, approval().maker_only());
    let (title, state) = (item.name.clone(), standing(&item));
    view! {
        <PageHeader title below=(LIST, admin().partners())>{state}</PageHeader>
        <div class="card">{facts(&item)}</div>
        {view.detail.lending.as_ref().map(business::lending)}
        {view.revenue_share.map(|(share, page)| shared(share, page))}
        {todo}
        {notices(&view.notices, &item.id)}
        {history(view.approvals)}
        {business::money(&view.detail)}
        {files::of_partner(&view.detail.files)}
        {business::people(&view.detail.people)}
        <section class="section"><h2>{party().keys()}</h2>{keys(item.keys)} {end_keys}</section>
        {happened(&view.detail.timeline)}
        {business::trail(&view.detail.trail)}
    }
    .into_any()
}

/// The ways to end keys that have not ended.
fn end_keys(keys: &[KeyView], request_no: &str) -> AnyView {
    let texts = key();
    let one = |(place, item): (usize, &KeyView)| {
        let (title, id) = (texts.end_one(&item.key_id), item.id.clone());
        let request_no = numbered(request_no, format_args!("key-{place}"));
        view! {
            <details class="details">
                <summary>{title}</summary>
                <div>
                    <p>{texts.end_text()}</p>
                    <Form to=EndKey::PATH request_no=request_no>
                        <input type="hidden" name="key" value=id />
                        <button class="button button--danger">{texts.end_now()}</button>
                    </Form>
                </div>
            </details>
        }
    };
    let now = keys.iter().enumerate().filter(|(_, key)| matches!(key.state, KeyState::Live | KeyState::Registered));
    now.map(one).collect_view().into_any()
}

/// How its system is told.
fn notices(item: &NoticesView, partner: &str) -> impl IntoView + use<> {
    let (own, all) = (party(), format!("{LIST}/{partner}/notices"));
    let where_to = match item.host.as_str() {
        "" => own.no_endpoint().to_owned(),
        host => own.told_at(host, &item.since),
    };
    let count = |label: &'static str, count: i64| {
        view! { <div><dt>{label}</dt><dd class="num">{count}</dd></div> }
    };
    view! {
        <section class="section">
            <h2 class="card__title">{word().notices()} <a class="card__more" href=all>{word().all()}</a></h2>
            <p>{where_to}</p>
            <dl class="card facts facts--3">
                {count(own.notices_waiting(), item.waiting)}
                {count(own.notices_failing(), item.failing)}
                {count(own.notices_dead(), item.dead)}
            </dl>
        </section>
    }
}

/// What is agreed with a funder, and what was invoiced.
fn shared(share: Option<RevenueShare>, page: Page<InvoiceView>) -> impl IntoView {
    let now = agreed(share);
    view! {
        <section class="section">
            <h2>{revenue_share().title()}</h2>
            <p class="muted">{revenue_share().note()}</p>
            <p>{now}</p>
            {invoices(page, INVOICES)}
        </section>
    }
}

fn share(item: &PartnerView, now: Option<RevenueShare>, request_no: String) -> impl IntoView + use<> {
    let (texts, own, id) = (approval(), party(), item.id.clone());
    let shown = now.map(|share| share.rate.percent().trim_end_matches('%').to_owned()).unwrap_or_default();
    let percent = kept::<ProposeRevenueShare>("percent", shown);
    let check = |name: &'static str, words: &'static str, on: bool| {
        let name = format!("counts[{name}]");
        let on = kept_tick::<ProposeRevenueShare>(&name, on);
        view! { <label class="check"><input type="checkbox" name=name value="on" checked=on /> {words}</label> }
    };
    let agreed = now.map(|share| share.billing).unwrap_or_default();
    let agreed = kept::<ProposeRevenueShare>("counts[billing]", agreed.code());
    let choice = |billing: Billing| {
        let (code, words) = (billing.code(), revenue_share().billings(billing));
        let chosen = agreed == code;
        view! { <label class="check"><input type="radio" name="counts[billing]" value=code checked=chosen /> {words}</label> }
    };
    let choices = Billing::ALL.map(choice).into_iter().collect_view();
    view! {
        <Form to=ProposeRevenueShare::PATH request_no class="card stack">
            <h3 class="card__title">{own.share_title()}</h3>
            <p>{own.share_text()}</p>
            <input type="hidden" name="partner" value=id />
            <input type="hidden" name="counts[interest]" value="on" />
            <div class="field">
                <label for="percent">{own.percent()}</label>
                <input id="percent" name="percent" inputmode="decimal" autocomplete="off" required value=percent />
            </div>
            {check("penalty", revenue_share().counts_penalty(), now.is_some_and(|share| share.penalty))}
            {check("elsewhere", revenue_share().counts_elsewhere(), now.is_some_and(|share| share.elsewhere))}
            <fieldset class="field stack">
                <legend>{revenue_share().billing()}</legend>
                {choices}
            </fieldset>
            {reason::<ProposeRevenueShare>("share-note")}
            <div class="form__actions"><button class="button">{texts.propose_share()}</button></div>
        </Form>
    }
}

fn schedule(item: &PartnerView, request_no: String) -> AnyView {
    let (texts, own, id) = (approval(), party(), item.id.clone());
    let at = item.payouts.text();
    let time = kept::<ProposeSchedule>("time", at.clone());
    let daily = kept::<ProposeSchedule>("daily", (!at.is_empty()).to_string()) == "true";
    view! {
        <Form to=ProposeSchedule::PATH request_no class="card stack">
            <h3 class="card__title">{own.schedule_title()}</h3>
            <p>{own.schedule_text()}</p>
            <input type="hidden" name="partner" value=id />
            <fieldset class="field stack">
                <legend>{own.payouts()}</legend>
                <label class="check"><input type="radio" name="daily" value="false" checked=!daily /> {own.at_once()}</label>
                <label class="check"><input type="radio" name="daily" value="true" checked=daily /> {own.daily()}</label>
            </fieldset>
            <div class="field">
                <label for="time">{own.time()}</label>
                <input id="time" name="time" type="time" value=time />
            </div>
            {reason::<ProposeSchedule>("schedule-note")}
            <div class="form__actions"><button class="button">{texts.propose_schedule()}</button></div>
        </Form>
    }
    .into_any()
}
