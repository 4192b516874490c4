//! What waits for the funder, and how its loans stand.

use domain::role::Role;
use leptos::prelude::*;
use partner::pages::loan::state as loan_state;
use parts::{
    api::{draw::DrawView, loan::LoanView},
    components::{
        ageing, expected,
        load::load,
        money::money,
        page_header::PageHeader,
        stats::{Stat, stats},
    },
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

/// What the visitor's role acts on, and how much waits for others.
fn counts(view: &WorkbenchView) -> AnyView {
    let texts = funder();
    let to_claim = Stat::new(texts.to_claim(), "/funder/applications?state=submitted", view.to_claim);
    let to_confirm = Stat::new(texts.to_confirm(), "/funder/applications?state=to_confirm", view.to_confirm);
    let asked = Stat::new(texts.asked(), "/funder/applications?state=more_information", view.asked);
    let draws = Stat::new(texts.draws_to_answer(), "/funder/draws", view.open_draws.requested);
    let (own, others) = match view.role {
        Role::FunderReviewer => {
            let mine = Stat::new(texts.mine(), "/funder/applications?state=in_review&mine=1", view.mine).due();
            (vec![to_claim.due(), mine], vec![to_confirm, asked, draws])
        }
        Role::FunderApprover => {
            let payments = Stat::new(texts.to_release(), "/funder/payments?state=prepared", view.badges.payments);
            (vec![to_confirm.due(), payments.due()], vec![to_claim, asked, draws])
        }
        _ => {
            let path = "/funder/repayments?state=unconfirmed";
            let repayments = Stat::new(texts.to_acknowledge(), path, view.badges.repayments);
            (vec![draws.due(), repayments.due()], vec![to_claim, to_confirm, asked])
        }
    };
    stats(own, others)
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
