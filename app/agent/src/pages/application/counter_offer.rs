//! More than was asked for: what was asked, offered and granted side by side, to accept.

use domain::application::ApplicationState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{error_line, numbered},
        money::money,
        value::fact,
    },
    texts::{terms, word},
};

use super::hidden;
use crate::{
    api::application::{AcceptCounterOffer, ApplicationView},
    pages::owner::OwnersForm,
    texts::application::application,
};

pub fn counter_offer(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let texts = application();
    let granted = view.approved_limit.filter(|_| view.state == ApplicationState::CounterOffered)?;
    let (hidden, offered) = (hidden(view), &view.offered);
    Some(view! {
        <section class="card card--due">
            <h2>{texts.counter_offer()}</h2>
            <dl class="facts facts--3">
                {fact(texts.requested_limit(), view.form.need.requested_limit.map(money).into_any())}
                {fact(texts.offered_limit(), money(offered.limit).into_any())}
                {fact(texts.granted_limit(), money(granted).into_any())}
                {fact(word().annual_rate(), offered.terms.annual_rate.percent().into_any())}
                {fact(word().tenors(), terms::tenors(&offered.tenors).into_any())}
                {fact(word().method(), terms::method(offered.terms.method).into_any())}
            </dl>
            <p>{texts.counter_offer_text()}</p>
            <p class="muted small">{texts.agree_by(&view.lapses_at)}</p>
            <OwnersForm to=AcceptCounterOffer::PATH request_no=numbered(&view.request_no, "accept") class="form">
                {hidden}
                <div class="form__actions form__actions--bar">
                    {error_line::<AcceptCounterOffer>()}
                    <button class="button">{texts.accept()}</button>
                </div>
            </OwnersForm>
        </section>
    })
}
