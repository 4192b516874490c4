//! The people of the shop: who is in, who is invited, and inviting one more.

use domain::{invitation::InvitationRefusal, role::Role};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, only_looks},
    components::{
        alert::Alert,
        cell::Cell,
        form::{ERROR, Form, error_at, error_of, kept},
        load::load,
        page_header::PageHeader,
        status::Tone,
        table::Table,
        value::copyable,
    },
    texts::word,
};

use crate::{
    api::people::{InvitationView, Invite, PeopleView, PersonView, RemovePerson, RevokeInvitation, people},
    texts::people::people as texts,
};

#[must_use]
pub fn page() -> AnyView {
    load(people(), content)
}

fn content(view: PeopleView) -> AnyView {
    let (texts, owner) = (texts(), !only_looks());
    let link = (!view.link.is_empty()).then(|| new_link(&view.link));
    let invited = (!view.invitations.is_empty()).then(|| invitations(&view.invitations, owner));
    let form = owner.then(|| invite(view.request_no));
    view! {
        <PageHeader title=word().staff()><span>{texts.note()}</span></PageHeader>
        {link}
        {table(owner).of(&view.people)}
        {invited}
        {form}
    }
    .into_any()
}

/// The link that is to be sent, this once.
fn new_link(link: &str) -> AnyView {
    let texts = texts();
    view! {
        <section class="card" aria-label=texts.link_title()>
            <Alert kind="good" title=texts.link_title() text=texts.link_text() />
            <dl class="facts facts--link">{copyable(texts.link(), link)}</dl>
        </section>
    }
    .into_any()
}

fn table(owner: bool) -> Table<PersonView> {
    let texts = texts();
    let table = Table::<PersonView>::new(word().staff())
        .words(word().name(), move |person| {
            Cell::text(&person.display_name).note(person.username.clone()).note_of(person.me.then(|| word().me()))
        })
        .words(texts.role(), move |person| texts.roles(person.role))
        .words(word().mobile(), |person| person.mobile.clone())
        .words(texts.opened_at(), |person| Cell::time(&person.opened_at))
        .words(word().seen_at(), |person| Cell::time(&person.seen_at))
        .words(word().state(), |person| match person.disabled {
            true => Cell::status(Tone::Bad, word().disabled()),
            false => Cell::status(Tone::Active, word().active()),
        });
    if owner { table.words("", remove) } else { table }
}

fn remove(person: &PersonView) -> Cell {
    if person.role != Role::AgentClerk || person.disabled {
        return Cell::blank();
    }
    let (id, request_no) = (person.id.clone(), person.request_no.clone());
    let name = format!("{} {}", texts().remove(), person.display_name);
    let sent_back = kept::<RemovePerson>("person", "") == id;
    Cell::view(view! {
        <Form to=RemovePerson::PATH request_no>
            <input type="hidden" name="person" value=id />
            {error_at::<RemovePerson>(sent_back)}
            <button class="button button--quiet" aria-label=name>{texts().remove()}</button>
        </Form>
    })
}

fn invitations(rows: &[InvitationView], owner: bool) -> impl IntoView + use<> {
    let texts = texts();
    let table = Table::<InvitationView>::new(texts.invitations())
        .words(word().name(), |invited| invited.display_name.clone())
        .words(word().mobile(), |invited| invited.mobile.clone())
        .words(word().valid_until(), |invited| Cell::time(&invited.good_until));
    let table = if owner { table.words("", revoke) } else { table };
    view! {
        <section class="section">
            <h2>{texts.invitations()}</h2>
            {table.of(rows)}
        </section>
    }
}

fn revoke(invited: &InvitationView) -> Cell {
    let (id, request_no) = (invited.id.clone(), invited.request_no.clone());
    let name = format!("{} {}", texts().revoke(), invited.display_name);
    let sent_back = kept::<RevokeInvitation>("invitation", "") == id;
    Cell::view(view! {
        <Form to=RevokeInvitation::PATH request_no>
            <input type="hidden" name="invitation" value=id />
            {error_at::<RevokeInvitation>(sent_back)}
            <button class="button button--quiet" aria-label=name>{texts().revoke()}</button>
        </Form>
    })
}

/// The field that the invitation's error is about; empty when it is about none of them.
fn wrong_field() -> &'static str {
    match error_of(Invite::PATH).map(|error| error.problem) {
        Some(Problem::Invitation(InvitationRefusal::NameInvalid)) => "display_name",
        Some(Problem::Invitation(InvitationRefusal::MobileInvalid)) => "mobile",
        _ => "",
    }
}

fn invite(request_no: String) -> impl IntoView {
    let texts = texts();
    let (name, mobile) = (kept::<Invite>("display_name", ""), kept::<Invite>("mobile", ""));
    let wrong = wrong_field();
    let described = if wrong == "mobile" { format!("mobile-hint {ERROR}") } else { "mobile-hint".to_owned() };
    let invalid = move |field: &str| (wrong == field).then_some("true");
    view! {
        <section class="section">
            <h2>{texts.invite_title()}</h2>
            <p>{texts.invite_text()}</p>
            <Form to=Invite::PATH request_no class="card form">
                <div class="field">
                    <label for="display_name">{word().name()}</label>
                    <input
                        id="display_name"
                        name="display_name"
                        autocomplete="off"
                        maxlength="20"
                        required
                        aria-invalid=invalid("display_name")
                        aria-describedby=invalid("display_name").map(|_| ERROR)
                        value=name
                    />
                    {error_at::<Invite>(wrong == "display_name")}
                </div>
                <div class="field">
                    <label for="mobile">{texts.optional_mobile()}</label>
                    <p class="field__hint" id="mobile-hint">{texts.mobile_hint()}</p>
                    <input
                        id="mobile"
                        name="mobile"
                        type="tel"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="20"
                        aria-invalid=invalid("mobile")
                        aria-describedby=described
                        value=mobile
                    />
                    {error_at::<Invite>(wrong == "mobile")}
                </div>
                <div class="form__actions">
                    {error_at::<Invite>(wrong.is_empty())}
                    <button class="button">{texts.invite()}</button>
                </div>
            </Form>
        </section>
    }
}
