//! Whom to call: masked, until somebody says why it is needed in clear.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{Form, TextArea, kept, sent_back_of},
        value::fact,
    },
    texts::word,
};

use crate::{
    api::review::{ContactView, unmask::UnmaskContact},
    texts::applicant::applicant,
};

/// What is known of the contact, as facts.
pub fn facts(contact: &ContactView) -> impl IntoView + use<> {
    let (data, person) = (applicant(), format!("{} {}", contact.name, contact.phone));
    let same = contact
        .same_phone
        .iter()
        .map(|(id, reference)| {
            view! { <a class="ref" href=format!("/funder/applications/{id}")>{reference.clone()}</a> " " }
        })
        .collect_view();
    view! {
        {fact(data.contact(), person)}
        {fact(word().business_address(), contact.address.clone())}
        {(!contact.same_phone.is_empty()).then(|| fact(data.same_phone(), same))}
    }
}

/// Until when it is shown in clear, or how to have it shown.
pub fn unmasking(contact: &ContactView, application: &str, request_no: &str) -> Option<AnyView> {
    let data = applicant();
    if !contact.unmasked_until.is_empty() {
        return Some(view! { <p class="muted small">{data.unmasked_until(&contact.unmasked_until)}</p> }.into_any());
    }
    let (id, request_no) = (application.to_owned(), request_no.to_owned());
    let (open, reason) = (sent_back_of(UnmaskContact::PATH).is_some(), kept::<UnmaskContact>("reason", ""));
    contact.may_unmask.then(|| {
        view! {
            <details class="details" open=open>
                <summary>{data.unmask()}</summary>
                <Form to=UnmaskContact::PATH request_no class="form">
                    <input type="hidden" name="application" value=id />
                    <div class="field">
                        <label for="unmask-reason">{data.unmask_reason()}</label>
                        <p class="field__hint" id="unmask-hint">{data.unmask_hint()}</p>
                        <TextArea id="unmask-reason" name="reason" value=reason required=true />
                    </div>
                    <div class="form__actions">
                        <button class="button button--quiet">{data.unmask_button()}</button>
                    </div>
                </Form>
            </details>
        }
        .into_any()
    })
}
