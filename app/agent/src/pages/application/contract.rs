//! The contract of an approved application: read, and agreed to by a tick of its own.

use domain::application::ApplicationState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        form::{Form, error_at, numbered},
    },
    texts::word,
};

use super::hidden;
use crate::{
    api::{
        application::{AgreeContract, ApplicationView},
        confirmation::AskContractCode,
    },
    pages::{
        confirmation::{ask_for_code, code_field, is_of_code},
        owner::OwnersForm,
    },
    texts::application::application,
};

pub fn contract(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let texts = application();
    let contract = view.contract.clone()?;
    let approved = view.approved_limit?;
    let asked = view.form.need.requested_limit.unwrap_or(view.offered.limit);
    let lowered = (approved < asked).then(|| texts.lowered(&asked.grouped(), &approved.grouped()));
    let mut lines = contract.text.lines().map(str::to_owned);
    let title = lines.next().unwrap_or_default();
    let form = (view.state == ApplicationState::Approved).then(|| agree(view, &contract.hash));
    let code = view.confirmation.as_ref().map(|needed| {
        let application = view.id.clone();
        ask_for_code(needed, |button| {
            view! {
                <Form to=AskContractCode::PATH>
                    <input type="hidden" name="application" value=application />
                    {button}
                </Form>
            }
        })
    });
    Some(view! {
        <section class="section" aria-label=texts.contract()>
            {lowered.map(|text| view! { <Alert kind="warn" title=texts.lowered_title() text /> })}
            {(!texts.contract_language().is_empty())
                .then(|| view! { <p class="muted small">{texts.contract_language()}</p> })}
            <article class="document" lang="zh-CN">
                <h2>{title}</h2>
                {lines.map(|line| view! { <p>{line}</p> }).collect_view()}
                <div class="disclosure__hash">{word().checksum()} " " <code class="ref">{contract.hash}</code></div>
            </article>
            {code}
            {form}
        </section>
    })
}

fn agree(view: &ApplicationView, hash: &str) -> impl IntoView + use<> {
    let (texts, hidden, hash) = (application(), hidden(view), hash.to_owned());
    let code = view.confirmation.as_ref().map(|_| code_field::<AgreeContract>());
    let agree_by = texts.agree_by(&view.lapses_at);
    view! {
        <OwnersForm to=AgreeContract::PATH request_no=numbered(&view.request_no, "agree") class="form">
            {hidden}
            <p class="muted small">{agree_by}</p>
            <label class="check">
                <input type="checkbox" name="contract_hash" value=hash required autocomplete="off" />
                <span>{texts.agree_tick()}</span>
            </label>
            {code}
            <div class="form__actions form__actions--bar">
                {error_at::<AgreeContract>(!is_of_code::<AgreeContract>())}
                <button class="button">{texts.agree()}</button>
            </div>
        </OwnersForm>
    }
}
