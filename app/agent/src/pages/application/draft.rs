//! The steps of a draft that are filled in: the shop, the need, the consents.

use domain::Amount;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::form::{TextArea, error_line, kept},
    texts::word,
};

use super::{
    attachments::{FORM, attachments},
    head, hidden, steps,
};
use crate::{
    api::{
        application::{ApplicationView, SaveNeed, SaveShop},
        consent::ConsentTextView,
    },
    pages::{asked, consent_document, owner::OwnersForm, purpose},
    texts::application::application,
};

pub fn shop(view: ApplicationView) -> AnyView {
    let texts = application();
    let form = &view.form;
    let (head, steps, hidden) = (head(&view), steps(&view, 1, false), hidden(&view));
    let contact_name = kept::<SaveShop>("contact_name", form.contact.name.clone());
    let contact_phone = kept::<SaveShop>("contact_phone", form.contact.phone.clone());
    let business_address = kept::<SaveShop>("business_address", form.contact.address.clone());
    view! {
        {head}
        {steps}
        <OwnersForm to=SaveShop::PATH request_no=view.request_no class="form">
            {hidden}
            <div class="field">
                <label for="contact_name">{texts.contact_name()}</label>
                <input
                    id="contact_name"
                    name="contact_name"
                    autocomplete="name"
                    maxlength="50"
                    required
                    value=contact_name
                />
            </div>
            <div class="field">
                <label for="contact_phone">{texts.contact_phone()}</label>
                <p class="field__hint" id="contact_phone-hint">{texts.contact_phone_hint()}</p>
                <input
                    id="contact_phone"
                    name="contact_phone"
                    type="tel"
                    inputmode="numeric"
                    autocomplete="tel-national"
                    pattern="1[0-9]{10}"
                    title=texts.contact_phone_hint()
                    maxlength="11"
                    required
                    aria-describedby="contact_phone-hint"
                    value=contact_phone
                />
            </div>
            <div class="field">
                <label for="business_address">{word().business_address()}</label>
                <input
                    id="business_address"
                    name="business_address"
                    autocomplete="street-address"
                    maxlength="200"
                    required
                    value=business_address
                />
            </div>
            {actions::<SaveShop>("/agent/offers", texts.to_offers())}
        </OwnersForm>
    }
    .into_any()
}

pub fn need(view: ApplicationView) -> AnyView {
    let texts = application();
    let offered = view.offered.limit;
    let (head, steps, hidden) = (head(&view), steps(&view, 2, false), hidden(&view));
    let (back, files) = (format!("/agent/applications/{}?step=1", view.id), attachments(&view));
    let first = if asked("all") { Some(offered) } else { view.form.need.requested_limit };
    let requested_limit = kept::<SaveNeed>("requested_limit", first.map(Amount::grouped).unwrap_or_default());
    let all = format!("/agent/applications/{}?step=2&all#requested_limit", view.id);
    let purpose = purpose(texts.purpose(), &kept::<SaveNeed>("purpose", view.form.need.purpose));
    let use_of_funds = kept::<SaveNeed>("use_of_funds", view.form.need.use_of_funds);
    view! {
        {head}
        {steps}
        <OwnersForm to=SaveNeed::PATH request_no=view.request_no class="form" id=FORM>
            {hidden}
            <div class="field field--amount">
                <label for="requested_limit">{texts.requested_limit()}</label>
                <p class="field__hint" id="requested_limit-hint">{texts.requested_limit_hint(&offered.grouped())}</p>
                <div class="field__affix">
                    <span aria-hidden="true">"¥"</span>
                    <input
                        id="requested_limit"
                        name="requested_limit"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="20"
                        required
                        aria-describedby="requested_limit-hint"
                        value=requested_limit
                    />
                    <span>{word().yuan()}</span>
                </div>
                <p><a class="link-button" href=all>{texts.whole_limit()}</a></p>
            </div>
            {purpose}
            <div class="field">
                <label for="use_of_funds">{texts.use_of_funds()} {texts.optional()}</label>
                <p class="field__hint">{texts.use_of_funds_hint()}</p>
                <TextArea id="use_of_funds" name="use_of_funds" value=use_of_funds />
            </div>
            {actions::<SaveNeed>(&back, texts.previous())}
        </OwnersForm>
        {files}
    }
    .into_any()
}

/// Each text with its own tick, never ticked beforehand. The next page shows what was ticked; submitting gives them.
pub fn consents(view: ApplicationView) -> AnyView {
    let texts = application();
    view! {
        {head(&view)}
        {steps(&view, 3, false)}
        <p>{texts.consents_lead(&view.funder_name)}</p>
        <form class="form" method="get" action=format!("/agent/applications/{}", view.id)>
            <input type="hidden" name="step" value="4" />
            {view.consents.iter().map(one).collect_view()}
            <div class="form__actions form__actions--bar">
                <button class="button">{texts.to_review()}</button>
                <a class="button button--quiet" href=format!("/agent/applications/{}?step=2", view.id)>{texts.previous()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn one(consent: &ConsentTextView) -> impl IntoView + use<> {
    view! {
        <div class="stack stack--tight">
            {consent_document(consent)}
            <label class="check">
                <input type="checkbox" name=consent.purpose.code() value=consent.hash.clone() required autocomplete="off" />
                <span>{application().tick(consent.title)}</span>
            </label>
        </div>
    }
}

fn actions<S: ServerFn>(back: &str, name: &'static str) -> impl IntoView + use<S> {
    let (texts, back) = (application(), back.to_owned());
    view! {
        <div class="form__actions form__actions--bar">
            {error_line::<S>()}
            <button class="button">{texts.next()}</button>
            <a class="button button--quiet" href=back>{name}</a>
        </div>
    }
}
