//! Home: what is available, what is due, what is under way, and the wallet.

use domain::{Amount, credit_line::CreditLineState};
use leptos::prelude::*;
use parts::{
    api::{draw::DrawView, loan::LoanView, only_looks},
    components::{
        icon::{Icon, icon},
        load::load,
        money::{Figure, money},
        page_header::window_title,
        status::{Tone, status},
    },
    texts::word,
};
use services::loan::ExpectedDay;

use crate::{
    api::{
        application::ApplicationBriefView,
        credit_line::CreditLineView,
        home::{CommissionView, HomeView, SoonView, agent_home},
        standing_order::StandingOrderView,
        wallet::WalletEntryView,
    },
    texts::{
        agent, application::application as application_texts, draw::draw, repayment::repayment,
        standing_order::standing_order,
    },
};

use super::{
    application,
    frozen::{cleared, frozen},
    loans::creditor,
    to_top_up,
    wallet::what,
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {window_title(agent().home())}
        {load(agent_home(), content)}
    }
    .into_any()
}

fn content(home: HomeView) -> AnyView {
    let told = home.frozen.is_some();
    // Only what is to be done first has the button that stands out.
    let pressing = home.soon.is_some() || home.next_due.as_ref().is_some_and(is_overdue);
    view! {
        {told.then(|| home.frozen.map(frozen))}
        {(!home.taken.is_empty()).then(|| cleared(&home.taken))}
        {match home.line {
            Some(line) => available(line, pressing),
            None => no_line(home.application.as_ref(), home.offers, home.highest_offer),
        }}
        {home.next_due.as_ref().and_then(creditor)}
        {home.next_due.map(|loan| next_due(loan, home.soon, told))}
        {due_days(home.due_days, home.more_due)}
        {under_way(home.application, home.open_draws, home.more_draws)}
        {commissions(home.commissions, home.orders)}
        {wallet(home.wallet_reference, home.wallet_balance, home.entries)}
    }
    .into_any()
}

fn available(line: CreditLineView, pressing: bool) -> AnyView {
    let texts = agent();
    let note = texts.line_note(&line.funder_name, &line.limit.grouped(), &line.terms.annual_rate.percent());
    let active = line.state == CreditLineState::Active;
    let lends = active && !only_looks();
    let class = if pressing { "button button--quiet" } else { "button" };
    let label = if active { texts.available() } else { texts.not_now() };
    view! {
        <Figure label amount=line.available note />
        <div class="cluster cluster--even">
            {lends.then(|| view! { <a class=class href="/agent/borrow">{icon(Icon::Borrow)} {texts.borrow()}</a> })}
            <a class="button button--quiet" href="/agent/offers">{texts.line()}</a>
        </div>
    }
    .into_any()
}

/// Nothing to draw from yet: to the application that is under way, or to the offers.
fn no_line(application: Option<&ApplicationBriefView>, offers: usize, highest: Amount) -> AnyView {
    let texts = agent();
    if let Some(application) = application.filter(|application| application.is_under_way()) {
        let href = format!("/agent/applications/{}", application.id);
        // A clerk only looks.
        let to_do = if only_looks() { texts.to_application() } else { application_texts().to_do(application.state) };
        return view! {
            <section class="empty">
                <h1>{texts.application_title()}</h1>
                <p>{application_texts().next_up(application.state)}</p>
                <a class="button" href=href>{to_do}</a>
            </section>
        }
        .into_any();
    }
    if offers > 0 {
        return view! {
            <Figure label=texts.highest_offer() amount=highest note=texts.offers_waiting(offers) />
            <div class="cluster cluster--even"><a class="button" href="/agent/offers">{texts.choose_offer()}</a></div>
        }
        .into_any();
    }
    view! {
        <section class="empty">
            <h1>{texts.no_line_title()}</h1>
            <p>{texts.no_line_text()}</p>
            <a class="button" href="/agent/offers">{texts.compare_offers()}</a>
        </section>
    }
    .into_any()
}

fn is_overdue(loan: &LoanView) -> bool {
    loan.state.overdue_since().is_some()
}

/// `told` is whether the page has said what an overdue loan means.
fn next_due(loan: LoanView, soon: Option<SoonView>, told: bool) -> impl IntoView {
    let texts = agent();
    let overdue = is_overdue(&loan);
    // The colour follows the distance, not that something is owed at all.
    let (class, tone) = match &soon {
        _ if overdue => ("card card--bad", Tone::Bad),
        Some(soon) if soon.days <= 1 => ("card card--due card--near", Tone::Due),
        Some(_) => ("card card--due", Tone::Due),
        None => ("card", Tone::Neutral),
    };
    let when = match &soon {
        _ if overdue => texts.late(loan.overdue_days),
        Some(soon) => texts.due_in(soon.days),
        None => texts.due_on(&loan.due_on),
    };
    let amount = if loan.due_today.is_zero() { loan.next_due } else { loan.due_today };
    let short = soon.as_ref().is_some_and(|soon| soon.short.is_positive());
    let first = !only_looks() && if overdue { !told } else { soon.is_some() && !short };
    let button = if first { "button" } else { "button button--quiet" };
    let to_loan = if only_looks() { repayment().facts() } else { word().repay() };
    view! {
        <section class=class>
            <h2 class="card__title">{texts.next_repayment()} {status(tone, when)}</h2>
            <div class="cluster cluster--spread">
                <p>
                    <span class="money money--big">{amount.grouped()}</span>
                    " "
                    {word().yuan()}
                    <br />
                    <small><code class="ref">{loan.reference}</code></small>
                </p>
                <a class=button href=format!("/agent/loans/{}", loan.id)>{to_loan}</a>
            </div>
            {soon.map(ahead)}
            {(overdue && !told).then(|| view! { <p class="muted">{repayment().sweeps()}</p> })}
        </section>
    }
}

/// What happens on the day, and what the wallet misses until then.
fn ahead(soon: SoonView) -> AnyView {
    let texts = agent();
    let short = soon.short.grouped();
    let told = match &soon.expected {
        _ if soon.short.is_zero() => {
            return view! { <p class="muted">{texts.debited_by_itself()}</p> }.into_any();
        }
        Some((amount, on)) if *amount >= soon.short => texts.covered_by_commission(&short, &amount.grouped(), on),
        Some((amount, on)) => texts.short_until(&short, &amount.grouped(), on),
        None => texts.short(&short),
    };
    view! {
        <p>{told}</p>
        <div class="cluster"><a class="button" href=to_top_up(soon.short)>{word().top_up()}</a></div>
    }
    .into_any()
}

/// What falls due in the next 30 days, where that is more than the next repayment.
fn due_days(days: Vec<ExpectedDay>, more: bool) -> Option<impl IntoView> {
    let loans: i64 = days.iter().map(|day| day.loans).sum();
    let sum: Amount = days.iter().map(|day| day.amount).sum();
    let line = |day: ExpectedDay| {
        let (word, note) = (day.on.to_string(), agent().instalments(day.loans));
        row(Icon::Clock, "/agent/loans".to_owned(), (word, note), money(day.amount).into_any())
    };
    let beside = if more {
        view! { <a class="card__more" href="/agent/loans">{repayment().all_loans()}</a> }.into_any()
    } else {
        money(sum).into_any()
    };
    (loans > 1).then(|| {
        view! {
            <section class="section">
                <h2 class="card__title">{agent().due_in_30_days()} {beside}</h2>
                <ul class="card card--plain list">{days.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// The application and the draws that are not finished.
fn under_way(application: Option<ApplicationBriefView>, draws: Vec<DrawView>, more: bool) -> Option<impl IntoView> {
    let texts = agent();
    let application = application.filter(ApplicationBriefView::is_under_way);
    if application.is_none() && draws.is_empty() {
        return None;
    }
    let draws = draws.into_iter().map(|draw| {
        let (href, word) = (format!("/agent/draws/{}", draw.id), texts.draw_states(draw.phase));
        row(Icon::Clock, href, (word.to_owned(), draw.reference), money(draw.amount).into_any())
    });
    let application = application.map(|application| {
        let word = application_texts().states(application.state);
        let (href, words) = (
            format!("/agent/applications/{}", application.id),
            (texts.application().to_owned(), application.funder_name),
        );
        row(Icon::Clock, href, words, status(application::tone(application.state), word).into_any())
    });
    Some(view! {
        <section class="section">
            <h2 class="card__title">
                {texts.under_way()}
                {more.then(|| view! { <a class="card__more" href="/agent/draws">{draw().history()}</a> })}
            </h2>
            <ul class="card card--plain list">{application} {draws.collect_view()}</ul>
        </section>
    })
}

/// What the carrier is to pay, what it takes back, and which loans the next ones repay.
fn commissions(commissions: Vec<CommissionView>, orders: Vec<StandingOrderView>) -> Option<impl IntoView> {
    let texts = agent();
    let line = |item: CommissionView| {
        let (word, note, class, sign, amount) = if item.amount.is_positive() {
            let expected = texts.commission_expected(&item.expected_on);
            (texts.commission_of(&item.month), expected, "list__end money money--in", "+", item.amount)
        } else {
            let word = format!("{} {}", texts.commission_open(), texts.commission_of(&item.month));
            (word, texts.commission_open_text().to_owned(), "list__end money", "−", item.open)
        };
        view! {
            <li>
                <div class="list__row">
                    {icon(Icon::Bank)} <span class="list__text">{word} <small>{note}</small></span>
                    <span class=class>{sign}{amount.grouped()}</span>
                </div>
            </li>
        }
    };
    let ordered = |order: StandingOrderView| {
        let (texts, href) = (standing_order(), format!("/agent/loans/{}", order.loan));
        let words = (texts.repays(&order.loan_reference), texts.title().to_owned());
        row(Icon::Repay, href, words, money(order.left).into_any())
    };
    (!commissions.is_empty() || !orders.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2 class="card__title">{texts.commissions()}</h2>
                <ul class="card card--plain list">
                    {commissions.into_iter().map(line).collect_view()} {orders.into_iter().map(ordered).collect_view()}
                </ul>
            </section>
        }
    })
}

fn row(shape: Icon, href: String, (word, note): (String, String), end: AnyView) -> impl IntoView {
    view! {
        <li>
            <a class="list__row" href=href>
                {icon(shape)}
                <span class="list__text">{word} <small>{note}</small></span>
                <span class="list__end">{end}</span>
            </a>
        </li>
    }
}

fn wallet(reference: String, balance: domain::Amount, entries: Vec<WalletEntryView>) -> impl IntoView {
    let texts = agent();
    view! {
        <section class="section">
            <h2 class="card__title">{texts.wallet()} <a class="card__more" href="/agent/wallet">{texts.statement()}</a></h2>
            <ul class="card card--plain list">
                <li>
                    <div class="list__row">
                        {icon(Icon::Wallet)} <span class="list__text">{word().balance()} <small>{reference}</small></span>
                        <span class="list__end money money--big">{balance.grouped()}</span>
                    </div>
                </li>
                {entries.into_iter().map(entry).collect_view()}
            </ul>
        </section>
    }
}

fn entry(entry: WalletEntryView) -> impl IntoView {
    let income = entry.amount.is_positive();
    let (class, sign, amount) = if income {
        ("list__end money money--in", "+", entry.amount)
    } else {
        ("list__end money", "−", entry.amount.negated())
    };
    view! {
        <li>
            <div class="list__row">
                <span class="list__text">{what(&entry)} <small>{entry.recorded_at}</small></span>
                <span class=class>{sign}{amount.grouped()}</span>
            </div>
        </li>
    }
}
