//! One partner: when it is paid, which two people change.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::components::{
    alert::Alert,
    form::{Form, kept},
    load::loaded,
    page_header::PageHeader,
};

use super::{
    partners::{PATH as LIST, facts, keys, standing},
    proposal::{decide, history, reason},
};
use crate::{
    api::{
        approval::{Duty, ProposeSchedule},
        party::{PartnerPageView, PartnerView, partner},
    },
    texts::{admin, approval::approval, party::party},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().partners()), partner(id), content)
}

fn content(view: PartnerPageView) -> AnyView {
    let (texts, item) = (approval(), view.partner);
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(proposal, view.request_no),
        Duty::Wait => view! { <Alert kind="info" title=texts.waits_title() text=texts.waits_text() /> }.into_any(),
        Duty::Propose => schedule(&item, view.request_no),
        Duty::Look => view! { <p class="muted">{texts.maker_only()}</p> }.into_any(),
    };
    let (title, state) = (item.name.clone(), standing(&item));
    view! {
        <PageHeader title below=(LIST, admin().partners())>{state}</PageHeader>
        <div class="card">{facts(&item)}</div>
        <section class="section"><h2>{texts.what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
        <section class="section"><h2>{party().keys()}</h2>{keys(item.keys)}</section>
    }
    .into_any()
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
