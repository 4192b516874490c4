//! What waits for the funder, and how its loans stand.

use domain::role::Role;
use leptos::prelude::*;
use partner::pages::loan::state as loan_state;
use parts::{
    api::{draw::DrawView, loan::LoanView},
    components::{ageing, expected, load::load, money::money, page_header::PageHeader},
    layout::shown,
    texts::{terms, word},
};

use crate::{
    api::workbench::{WorkbenchView, workbench},
    texts::funder,
};

#[must_use]
pub fn page() -> AnyView {
    load(workbench(), content)
}

fn content(view: WorkbenchView) -> AnyView {
    let texts = funder();
    let meta = format!("{} {} · {}", word().business_date(), view.today, texts.duty_of(view.role));
    let counts = counts(&view);
    let exposure = exposure(&view);
    let ages = ageing::summary(&view.ageing, "/funder/ageing");
    let applications = applications(view.applications);
    let draws = draws(view.draws_to_answer, view.open_draws.awaiting);
    // What the person can do comes first.
    let (first, second) = if view.role == Role::FunderTreasurer {
        (draws.into_any(), applications.into_any())
    } else {
        (applications.into_any(), draws.into_any())
    };
    view! {
        <PageHeader title=word().workbench()>{meta}</PageHeader>
        {counts}
        {first}
        {second}
        {exposure}
        <div class="grid-2">{ages} {expected::summary("/funder/expected")}</div>
        {next_repayments(view.next_repayments)}
    }
    .into_any()
}

fn counts(view: &WorkbenchView) -> impl IntoView + use<> {
    let texts = funder();
    let tile = |label: &'static str, count: String, href: &'static str| {
        view! {
            <div class="stats__item">
                <dt>{label}</dt>
                <dd>
                    <a href=href>{count}</a>
                    " "
                    <small>{texts.cases()}</small>
                </dd>
            </div>
        }
    };
    let item = |label: &'static str, count: i64, href: &'static str| tile(label, count.to_string(), href);
    let (repayments, payments) = (shown(view.badges.repayments), shown(view.badges.payments));
    view! {
        <dl class="stats">
            {item(texts.to_claim(), view.to_claim, "/funder/applications?state=submitted")}
            {(view.role == Role::FunderReviewer)
                .then(|| item(texts.mine(), view.mine, "/funder/applications?state=in_review&mine=1"))}
            {item(texts.to_confirm(), view.to_confirm, "/funder/applications?state=to_confirm")}
            {item(texts.asked(), view.asked, "/funder/applications?state=more_information")}
            {item(texts.draws_to_answer(), view.open_draws.requested, "/funder/draws")}
            {(view.role == Role::FunderTreasurer)
                .then(|| tile(texts.to_acknowledge(), repayments, "/funder/repayments?state=unconfirmed"))}
            {(view.role == Role::FunderApprover)
                .then(|| tile(texts.to_release(), payments, "/funder/payments?state=prepared"))}
        </dl>
    }
}

fn exposure(view: &WorkbenchView) -> impl IntoView + use<> {
    let texts = funder();
    let overdue = ageing::overdue(&view.ageing);
    let class = if overdue.is_positive() { "stats__item stats__item--bad" } else { "stats__item" };
    let share = overdue
        .to_decimal()
        .checked_div(view.exposure.outstanding.to_decimal())
        .map(terms::percent)
        .unwrap_or_default();
    let sums = view.exposure;
    let (loans, due_soon) = view.due_soon;
    view! {
        <dl class="stats">
            <div class="stats__item">
                <dt>{word().granted()}</dt>
                <dd>{money(sums.limit)} " " <small>{texts.line_count(sums.lines)}</small></dd>
            </div>
            <div class="stats__item">
                <dt>{word().outstanding()}</dt>
                <dd>{money(sums.outstanding)}</dd>
            </div>
            <div class="stats__item">
                <dt>{word().earmarked()}</dt>
                <dd>{money(sums.earmarked)}</dd>
            </div>
            <div class="stats__item">
                <dt>{word().available()}</dt>
                <dd>{money(sums.available)}</dd>
            </div>
            <div class="stats__item">
                <dt>{texts.due_soon(view.soon_days)}</dt>
                <dd>{money(due_soon)} " " <small>{texts.loans_of(loans)}</small></dd>
            </div>
            <div class=class>
                <dt>{word().overdue_amount()}</dt>
                <dd>{money(overdue)} " " <small>{share}</small></dd>
            </div>
        </dl>
    }
}

fn applications(rows: Vec<crate::api::review::ApplicationRowView>) -> impl IntoView {
    let texts = funder();
    let body = if rows.is_empty() {
        view! { <p class="muted">{texts.nothing_waits()} " · " {texts.nothing_waits_text()}</p> }.into_any()
    } else {
        super::applications::table(texts.waiting_applications()).of(&rows)
    };
    view! {
        <section class="section">
            <h2 class="card__title">
                {texts.waiting_applications()} <a class="card__more" href="/funder/applications">{word().all()}</a>
            </h2>
            {body}
        </section>
    }
}

fn draws(to_answer: Vec<DrawView>, awaited: i64) -> impl IntoView {
    let texts = funder();
    let awaited = (awaited > 0).then(
        || view! { <p class="small"><a href="/funder/draws?state=awaiting">{texts.draws_awaited(awaited)}</a></p> },
    );
    let body = if to_answer.is_empty() {
        view! { <p class="muted">{texts.no_draws_wait()} " · " {texts.no_draws_wait_text()}</p> }.into_any()
    } else {
        super::draws::table(&to_answer, texts.draws_to_answer()).of(&to_answer)
    };
    view! {
        <section class="section">
            <h2 class="card__title">
                {texts.draws_to_answer()} <a class="card__more" href="/funder/draws">{word().all()}</a>
            </h2>
            {body}
            {awaited}
        </section>
    }
}

fn next_repayments(loans: Vec<LoanView>) -> impl IntoView {
    let texts = funder();
    let empty = loans.is_empty().then(|| view! { <p class="muted">{texts.no_loans()}</p> });
    let rows = loans
        .into_iter()
        .map(|loan| {
            let state = loan_state(&loan);
            let overdue = loan.overdue_days > 0;
            let amount = if overdue { loan.due_today } else { loan.next_due };
            let when = if overdue { texts.due_now().to_owned() } else { texts.due_on(&loan.next_due_on) };
            view! {
                <li>
                    <a class="list__row" href=format!("/funder/loans/{}", loan.id)>
                        <span class="list__text">
                            {loan.agent_name} <small>
                                <span>{loan.reference}</span>
                                " · "
                                <time>{when}</time>
                            </small>
                        </span>
                        <span class="list__end">
                            {money(amount)} <br /> {overdue.then(|| state.into_any())}
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2 class="card__title">
                {texts.next_repayments()} <a class="card__more" href="/funder/loans">{word().all()}</a>
            </h2>
            {empty}
            <ul class="list">{rows}</ul>
        </section>
    }
}
