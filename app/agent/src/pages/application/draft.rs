//! The steps of a draft that are filled in: the shop, the need, the consents.

use domain::{Amount, application::ApplicationRefusal};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::Problem,
    components::form::{ERROR, TextArea, error_at, error_of, kept},
    texts::word,
};

use super::{
    attachments::{FORM, attachments, is_of_file},
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

/// The fields of the first two steps at which an error stands.
const SHOP: [&str; 3] = ["contact_name", "contact_phone", "business_address"];
const NEED: [&str; 1] = ["requested_limit"];

/// Which of a step's fields its error is about; empty when it is about none of them.
fn wrong_field<S: ServerFn>(fields: &[&'static str]) -> &'static str {
    use ApplicationRefusal::{AboveOffer, AmountNotPositive, PhoneInvalid};
    let problem = error_of(S::PATH).map(|error| error.problem);
    let field = match &problem {
        Some(Problem::Amount(_) | Problem::Application(AboveOffer { .. } | AmountNotPositive)) => "requested_limit",
        Some(Problem::Application(PhoneInvalid)) => "contact_phone",
        Some(Problem::Application(refusal)) => refusal.field().unwrap_or_default(),
        _ => "",
    };
    fields.iter().copied().find(|known| *known == field).unwrap_or_default()
}

/// A line of text of the first step.
fn shop_line(name: &'static str, (label, value): (&'static str, String), complete: &'static str) -> impl IntoView {
    let wrong = wrong_field::<SaveShop>(&SHOP) == name;
    let most = if name == "business_address" { "200" } else { "50" };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                autocomplete=complete
                maxlength=most
                required
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then_some(ERROR)
                value=value
            />
            {error_at::<SaveShop>(wrong)}
        </div>
    }
}

pub fn shop(view: ApplicationView) -> AnyView {
    let texts = application();
    let wrong = wrong_field::<SaveShop>(&SHOP) == "contact_phone";
    let described = if wrong { "contact_phone-hint error" } else { "contact_phone-hint" };
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
            {shop_line("contact_name", (texts.contact_name(), contact_name), "name")}
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
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                    value=contact_phone
                />
                {error_at::<SaveShop>(wrong)}
            </div>
            {shop_line("business_address", (word().business_address(), business_address), "street-address")}
            {actions::<SaveShop>(&SHOP, "/agent/offers", texts.to_offers())}
        </OwnersForm>
    }
    .into_any()
}

pub fn need(view: ApplicationView) -> AnyView {
    let texts = application();
    let (offered, wrong) = (view.offered.limit, !wrong_field::<SaveNeed>(&NEED).is_empty());
    let described = if wrong { "requested_limit-hint error" } else { "requested_limit-hint" };
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
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                        value=requested_limit
                    />
                    <span>{word().yuan()}</span>
                </div>
                {error_at::<SaveNeed>(wrong)}
                <p><a class="link-button" href=all>{texts.whole_limit()}</a></p>
            </div>
            {purpose}
            <div class="field">
                <label for="use_of_funds">{texts.use_of_funds()} {texts.optional()}</label>
                <p class="field__hint">{texts.use_of_funds_hint()}</p>
                <TextArea id="use_of_funds" name="use_of_funds" value=use_of_funds />
            </div>
            {actions::<SaveNeed>(&NEED, &back, texts.previous())}
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

/// The error stands at its field, or else in front of the button.
fn actions<S: ServerFn>(fields: &[&'static str], back: &str, name: &'static str) -> impl IntoView + use<S> {
    let elsewhere = wrong_field::<S>(fields).is_empty() && !is_of_file(S::PATH);
    let (texts, back) = (application(), back.to_owned());
    view! {
        <div class="form__actions form__actions--bar">
            {error_at::<S>(elsewhere)}
            <button class="button">{texts.next()}</button>
            <a class="button button--quiet" href=back>{name}</a>
        </div>
    }
}
