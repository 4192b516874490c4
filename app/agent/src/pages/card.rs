//! One of the agent's own bank cards: its code, topping up from it, pausing and removing it.

use domain::{
    Amount,
    card::{CardState, MOST_AT_ONCE},
};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{ApiError, only_looks},
    components::{
        alert::error_alert,
        cell::Cell,
        empty::empty,
        form::{ERROR, Form, error_line, error_of, invalid, kept, numbered},
        fresh::fresh,
        icon::Icon,
        load::loaded,
        page_header::PageHeader,
        pager::asked_after,
        signing_code::SigningCode,
        status::status,
        table::Table,
        timeline::{Step, timeline},
    },
    texts::word,
};

use super::{
    cards::{LIST, tone},
    missing, param, top_up,
};
use crate::{
    api::card::{
        CardPageView, ConfirmCard, OrderTopUp, PauseCard, ResumeCard, RevokeCard, SendCardCodeAgain, TopUpView,
        card as one,
    },
    texts::{card::card, repayment::repayment},
};

#[must_use]
pub fn page() -> AnyView {
    loaded((LIST, card().title()), one(param("id"), asked_after()), content)
}

fn content(view: CardPageView) -> AnyView {
    let (texts, item) = (card(), view.card.clone());
    let title = format!("{} {}", texts.banks(item.bank), item.card);
    let failure = item.failure.map(|reason| view! { <p>{texts.reasons(reason)}</p> });
    let steps = view.timeline.iter().map(|step| Step {
        word: texts.states(step.to).to_owned(),
        actor: String::new(),
        reason: step.reason.parse().map(|reason| texts.reasons(reason).to_owned()).unwrap_or_default(),
        at: step.at.clone(),
        bad: matches!(step.to, CardState::Failed | CardState::Invalid),
    });
    let steps = timeline(steps.collect());
    let (todo, payer) = (todo(&view), item.payer.clone());
    let state = status(tone(item.state), texts.states(item.state));
    let top_ups = (!view.top_ups.rows.is_empty() || item.state == CardState::Active).then(|| {
        let none = empty(Icon::Wallet, texts.no_top_ups_title(), texts.no_top_ups_text());
        let table = table().page(view.top_ups, none);
        view! { <section class="section"><h2>{texts.top_ups()}</h2>{table}</section> }
    });
    view! {
        <PageHeader title below=(LIST, texts.title())>
            {state} " " <span>{payer}</span>
        </PageHeader>
        <div class="stack stack--tight">
            <p>{texts.what_now(item.state)}</p>
            {failure}
        </div>
        {todo}
        {top_ups}
        <section class="section"><h2>{word().timeline()}</h2>{steps}</section>
        <details class="details small">
            <summary>{texts.consent()}</summary>
            <div lang="zh-CN"><p>{view.consent}</p></div>
        </details>
    }
    .into_any()
}

fn todo(view: &CardPageView) -> AnyView {
    let owner = !only_looks();
    match view.card.state {
        _ if !owner && view.card.state != CardState::Active => ().into_any(),
        CardState::CodeSent => code(view),
        CardState::Created | CardState::Confirming | CardState::Unsigning => fresh(here(view)),
        CardState::Active => {
            let first = match &view.frozen {
                _ if !view.in_flight.is_empty() => under_way(view),
                Some(why) => by_transfer(why),
                None => order(view),
            };
            view! { {first} {owner.then(|| pause(view))} {owner.then(|| revoke(view))} }.into_any()
        }
        CardState::Paused => {
            let first = (!view.in_flight.is_empty()).then(|| under_way(view));
            view! { {first} {resume(view)} {revoke(view)} }.into_any()
        }
        CardState::Failed | CardState::Expired | CardState::Unsigned | CardState::Invalid => {
            view! { <p><a class="button button--quiet" href=format!("{LIST}?add")>{card().add_title()}</a></p> }
                .into_any()
        }
    }
}

/// The page's own address.
fn here(view: &CardPageView) -> String {
    format!("{LIST}/{}", view.card.id)
}

/// In the place of the form, while a top-up is under way: its receipt follows it.
fn under_way(view: &CardPageView) -> AnyView {
    let href = format!("{}/{}", top_up::RECEIPTS, view.in_flight);
    view! {
        <section class="card stack">
            <p>{card().under_way()}</p>
            <p><a class="button button--quiet" href=href>{repayment().to_receipt()}</a></p>
            {fresh(here(view))}
        </section>
    }
    .into_any()
}

fn code(view: &CardPageView) -> AnyView {
    let (texts, item) = (card(), &view.card);
    let code = SigningCode {
        confirm: ConfirmCard::PATH,
        again: SendCardCodeAgain::PATH,
        of: ("card", item.id.clone()),
        label: texts.code_title(),
        button: texts.confirm(),
        ends_at: item.code_ends_at.clone(),
        tries: item.tries,
    };
    view! { <section class="card stack">{code.forms(&view.request_no)}</section> }.into_any()
}

fn order(view: &CardPageView) -> AnyView {
    let (texts, id) = (card(), view.card.id.clone());
    // Who comes for what is missing has that in the field; anybody else begins with an empty one.
    let short = missing().filter(|short| *short <= MOST_AT_ONCE).map(Amount::grouped).unwrap_or_default();
    let (request_no, amount) = (numbered(&view.request_no, "topup"), kept::<OrderTopUp>("amount", short));
    let wrong = invalid::<OrderTopUp>();
    view! {
        <section class="card">
            <h2>{texts.top_up_title()}</h2>
            <p>{texts.top_up_text()}</p>
            <p class="muted small">{texts.limits(view.tries)}</p>
            <Form to=OrderTopUp::PATH request_no class="stack">
                <input type="hidden" name="card" value=id />
                <div class="field">
                    <label for="amount">{texts.amount(&MOST_AT_ONCE.grouped())}</label>
                    <input
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        autocomplete="off"
                        required
                        value=amount
                        aria-invalid=wrong
                        aria-describedby=wrong.map(|_| ERROR)
                    />
                    {error_line::<OrderTopUp>()}
                </div>
                <div class="form__actions form__actions--bar">
                    <button class="button">{texts.top_up()}</button>
                    <a class="button button--quiet" href=LIST>{texts.title()}</a>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

/// In the place of the form, while the wallet is frozen.
fn by_transfer(why: &ApiError) -> AnyView {
    view! {
        {error_alert(why)}
        <p><a class="button button--quiet" href="/agent/wallet">{card().by_transfer()}</a></p>
    }
    .into_any()
}

fn pause(view: &CardPageView) -> AnyView {
    let texts = card();
    let words = (texts.pause_title(), texts.pause_text(), texts.pause());
    folded::<PauseCard>(view, ("pause", "button button--quiet button--block"), words)
}

fn revoke(view: &CardPageView) -> AnyView {
    let texts = card();
    let words = (texts.revoke_title(), texts.revoke_text(), texts.revoke());
    folded::<RevokeCard>(view, ("revoke", "button button--danger button--block"), words)
}

/// A form that says what follows before it can be confirmed: its name and its button's class; its title, what follows, and its
/// button.
fn folded<S: ServerFn>(
    view: &CardPageView,
    (name, class): (&'static str, &'static str),
    (title, text, button): (&'static str, &'static str, &'static str),
) -> AnyView {
    let (id, request_no) = (view.card.id.clone(), numbered(&view.request_no, name));
    let open = error_of(S::PATH).is_some();
    view! {
        <details class="details" open=open>
            <summary>{title}</summary>
            <div>
                <Form to=S::PATH request_no class="stack">
                    <p>{text}</p>
                    <input type="hidden" name="card" value=id />
                    {error_line::<S>()}
                    <button class=class>{button}</button>
                </Form>
            </div>
        </details>
    }
    .into_any()
}

fn resume(view: &CardPageView) -> AnyView {
    let (texts, id) = (card(), view.card.id.clone());
    let request_no = numbered(&view.request_no, "resume");
    view! {
        <section class="card">
            <h2>{texts.resume_title()}</h2>
            <Form to=ResumeCard::PATH request_no class="stack">
                <p>{texts.resume_text()}</p>
                <input type="hidden" name="card" value=id />
                <div class="form__actions">
                    {error_line::<ResumeCard>()}
                    <button class="button">{texts.resume()}</button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

fn table() -> Table<TopUpView> {
    let texts = card();
    Table::<TopUpView>::new(texts.top_ups())
        .words(word().reference(), |item| {
            Cell::reference(&item.reference).to(format!("{}/{}", top_up::RECEIPTS, item.id))
        })
        .words(word().at(), |item| Cell::time(&item.accepted_at))
        .figures(word().amount(), |item| item.amount)
        .words(word().state(), |item| {
            let (tone, state, why) = top_up::standing(item);
            Cell::status(tone, state).note_of(why)
        })
}
