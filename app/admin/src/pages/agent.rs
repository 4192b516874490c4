//! Everything about one agent: who it is, what it holds and owes, how its business goes, and what was done.

use domain::{application::ApplicationState, offer::OfferState, standing::Departure};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::pages::{credit_line, documents};
use parts::{
    components::{
        business::business,
        cell::Cell,
        form::{Form, kept},
        load::loaded,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        timeline::happened,
        value::{copyable, fact, reference},
    },
    texts::word,
};

use super::{
    account,
    agents::PATH as LIST,
    freezes::PATH as FREEZES,
    line::draws,
    links,
    proposal::{history, reason, what_to_do},
};
use crate::{
    api::{
        agent::{
            AgentApplicationView, AgentLineView, AgentLoanView, AgentOfferView, AgentPageView, ProposeDeparture,
            agent as find,
        },
        somebody::{SomebodyView, TraceView},
    },
    texts::{agent::agent, audit::audit, lending::lending, party::party},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().agents()), find(id), content)
}

fn content(view: AgentPageView) -> AnyView {
    let texts = agent();
    let title = view.agent.shop_name.clone();
    let number = view.agent.number.clone();
    let frozen = view.agent.wallet_frozen.then(|| status(Tone::Bad, texts.frozen()));
    let departed = view.departure.clone().map(|(why, on)| {
        let text = texts.departures(why);
        view! { {status(Tone::Bad, texts.departed())} " " <span>{text} " " <time>{on}</time></span> }
    });
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, || depart(&view), word().nothing_to_do());
    let decided = history(view.approvals.clone());
    let facts = facts(&view);
    let drawn = draws().words(word().funder(), |draw| links::partner(&draw.funder_name, &draw.funder));
    let part = |heading: &'static str, none: &'static str, some: bool, table: AnyView| {
        let table = if some { table } else { view! { <p class="muted">{none}</p> }.into_any() };
        view! { <section class="section"><h2>{heading}</h2>{table}</section> }
    };
    view! {
        <PageHeader title below=(LIST, word().agents())>
            <code class="ref">{number}</code>
            {frozen}
            {departed}
        </PageHeader>
        {facts}
        {part(word().loans(), word().no_loans(), !view.loans.is_empty(), loans().of(&view.loans))}
        {part(word().credit_lines(), word().no_lines(), !view.lines.is_empty(), lines().of(&view.lines))}
        {part(lending().draws(), word().no_draws(), !view.draws.is_empty(), drawn.of(&view.draws))}
        {entries(&view)}
        {part(word().offers(), texts.no_offers(), !view.offers.is_empty(), offers().of(&view.offers))}
        {part(word().applications(), word().no_applications(), !view.applications.is_empty(), applications().of(&view.applications))}
        {documents::all(&view.documents)}
        {business(&view.months, &view.summary, texts.business_note())}
        {part(texts.people(), texts.no_people(), !view.people.is_empty(), people().of(&view.people))}
        {todo}
        {decided}
        {happened(&view.timeline)}
        {part(texts.trail(), audit().none_text(), !view.trail.is_empty(), trail().of(&view.trail))}
    }
    .into_any()
}

/// An agent takes on nothing new any more, or does again.
fn depart(view: &AgentPageView) -> AnyView {
    let (texts, id, number) = (agent(), view.agent.id.clone(), view.request_no.clone());
    let (text, button, reasons) = if view.departure.is_some() {
        let none = view! { <input type="hidden" name="departure" value="" /> };
        (texts.come_back_text(), texts.propose_come_back(), none.into_any())
    } else {
        (texts.depart_text(), texts.propose_departure(), reasons())
    };
    view! {
        <Form to=ProposeDeparture::PATH request_no=number class="card stack">
            <h3 class="card__title">{texts.depart_title()}</h3>
            <p>{text}</p>
            <input type="hidden" name="agent" value=id />
            {reasons}
            {reason::<ProposeDeparture>("departure-note")}
            <div class="form__actions"><button class="button">{button}</button></div>
        </Form>
    }
    .into_any()
}

fn reasons() -> AnyView {
    let texts = agent();
    let chosen = kept::<ProposeDeparture>("departure", Departure::Leaves.code());
    let options = Departure::ALL.map(|why| {
        let selected = why.code() == chosen;
        view! { <option value=why.code() selected=selected>{texts.departures(why)}</option> }
    });
    view! {
        <div class="field">
            <label for="departure">{texts.why()}</label>
            <select id="departure" name="departure">{options.into_iter().collect_view()}</select>
        </div>
    }
    .into_any()
}

fn facts(view: &AgentPageView) -> impl IntoView + use<> {
    let (own, texts, item) = (agent(), party(), view.agent.clone());
    let expired = item.licence_expired.then(|| status(Tone::Bad, word().expired()));
    let account = format!("/admin/ledger/accounts/{}", item.wallet_account);
    let freezes = format!("{FREEZES}/{}", item.wallet);
    let (licence_no, bank) = (view.licence_no.clone(), view.bank_account_no.clone());
    let carrier = links::carrier(&view.carrier_name, &view.carrier).into_any();
    view! {
        <dl class="card facts facts--3">
            {fact(word().wallet_balance(), view! {
                {money(item.wallet_balance)} " " <a href=account>{reference(item.wallet_reference)}</a> " "
                <a href=freezes class="unbroken">{own.freezes()}</a>
            }.into_any())}
            {fact(word().unpaid_principal(), money(item.outstanding).into_any())}
            {fact(word().funder(), links::partner(&item.funder_name, &item.funder).into_any())}
            {fact(texts.legal_person(), view! { {item.legal_person} " " {item.phone_masked} }.into_any())}
            {fact(word().licence_no(), reference(licence_no))}
            {fact(word().licence_until(), view! { <time>{item.licence_expires_on}</time> " " {expired} }.into_any())}
            {fact(texts.region(), item.region.into_any())}
            {fact(word().carrier(), carrier)}
            {fact(texts.joined(), view! { <time>{item.joined_on}</time> }.into_any())}
            {copyable(own.bank_account(), bank)}
        </dl>
    }
}

/// What went into the wallet and out of it last, with the way to all of it.
fn entries(view: &AgentPageView) -> impl IntoView + use<> {
    let (texts, href) = (agent(), format!("/admin/ledger/accounts/{}", view.agent.wallet_account));
    let table = if view.entries.is_empty() {
        view! { <p class="muted">{texts.no_entries()}</p> }.into_any()
    } else {
        account::table(texts.entries().to_owned()).of(&view.entries)
    };
    view! {
        <section class="section">
            <h2 class="card__title">{texts.entries()} <a class="card__more" href=href>{word().all()}</a></h2>
            {table}
        </section>
    }
}

fn offers() -> Table<AgentOfferView> {
    let texts = agent();
    Table::<AgentOfferView>::new(word().offers())
        .words(word().funder(), |item| links::partner(&item.funder_name, &item.funder))
        .figures(word().offered_limit(), |item| item.limit)
        .words(word().state(), move |item| Cell::status(offer_tone(item.state), texts.offer_state(item.state)))
        .words(word().asked_at(), |item| Cell::time(&item.asked_at))
        .words(word().valid_until(), |item| Cell::time(&item.valid_until))
}

fn loans() -> Table<AgentLoanView> {
    Table::<AgentLoanView>::new(word().loans())
        .words(word().loan(), |loan| links::loan(&loan.reference, &loan.id))
        .words(agent().holder(), |loan| links::partner(&loan.holder_name, &loan.holder))
        .figures(word().principal(), |loan| loan.principal)
        .figures(word().unpaid_principal(), |loan| loan.outstanding)
        .words(word().state(), |loan| match (loan.overdue_since.as_str(), loan.outstanding.is_zero()) {
            (_, true) => Cell::status(Tone::Done, word().settled()),
            ("", false) => Cell::status(Tone::Active, word().holds()),
            (since, false) => Cell::status(Tone::Bad, word().overdue()).note(agent().since(since)),
        })
        .words(word().credited_on(), |loan| Cell::time(&loan.credited_on))
}

fn lines() -> Table<AgentLineView> {
    let texts = agent();
    Table::<AgentLineView>::new(word().credit_lines())
        .words(word().reference(), |line| links::line(&line.reference, &line.id))
        .words(word().funder(), |line| links::partner(&line.funder_name, &line.funder))
        .figures(word().limit(), |line| line.limit)
        .figures(word().unpaid_principal(), |line| line.outstanding)
        .figures(word().earmarked(), |line| line.earmarked)
        .words(word().state(), |line| credit_line::state(line.state))
        .words(word().opened_on(), move |line| Cell::time(&line.opened_on).note(texts.until(&line.matures_on)))
}

fn applications() -> Table<AgentApplicationView> {
    let texts = agent();
    Table::<AgentApplicationView>::new(word().applications())
        .words(word().reference(), |item| Cell::reference(&item.reference).to(links::trail_of(&item.id)))
        .words(word().funder(), |item| links::partner(&item.funder_name, &item.funder))
        .figures(word().offered_limit(), |item| item.offered)
        .figures(word().approved_limit(), |item| item.approved)
        .words(word().state(), move |item| {
            Cell::status(application_tone(item.state), texts.application_state(item.state))
        })
        .words(word().submitted_at(), |item| Cell::time(&item.submitted_at))
}

const fn offer_tone(state: OfferState) -> Tone {
    match state {
        OfferState::Pending | OfferState::Offered | OfferState::Viewed => Tone::Waiting,
        OfferState::Selected => Tone::Done,
        OfferState::Declined
        | OfferState::NoAnswer
        | OfferState::Expired
        | OfferState::Superseded
        | OfferState::NotChosen
        | OfferState::Withdrawn => Tone::Neutral,
    }
}

const fn application_tone(state: ApplicationState) -> Tone {
    match state {
        ApplicationState::Submitted
        | ApplicationState::InReview
        | ApplicationState::MoreInformation
        | ApplicationState::CounterOffered
        | ApplicationState::Approved => Tone::Waiting,
        ApplicationState::Agreed => Tone::Done,
        ApplicationState::Rejected => Tone::Bad,
        ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::Lapsed => Tone::Neutral,
    }
}

pub(super) fn people() -> Table<SomebodyView> {
    Table::<SomebodyView>::new(agent().people())
        .words(word().name(), |person| Cell::text(&person.name).to(format!("/admin/users/{}", person.id)))
        .words(word().username(), |person| Cell::reference(&person.username))
        .words(word().state(), |person| {
            if person.disabled {
                Cell::status(Tone::Neutral, word().disabled())
            } else {
                Cell::status(Tone::Active, word().active())
            }
        })
}

/// What was done, by whomever, with the way to everything about each thing.
pub(super) fn trail() -> Table<TraceView> {
    let texts = audit();
    Table::<TraceView>::new(agent().trail())
        .words(texts.at(), move |row| {
            let outcome =
                if row.refused { status(Tone::Bad, texts.refused()) } else { status(Tone::Done, texts.done()) };
            Cell::time(&row.at).note(outcome)
        })
        .words(texts.operation(), move |row| match texts.operations(&row.operation) {
            "" => Cell::text(&row.operation),
            name => Cell::text(name),
        })
        .words(texts.actor(), move |row| texts.actors(&row.actor))
        .words(word().subject(), |row| links::thing(&row.subject, &row.subject_name, &row.operation))
}
