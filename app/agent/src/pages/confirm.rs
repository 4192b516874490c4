//! The whole cost of a draw, item by item, before it is asked for.

use domain::{disclosure::reading_left, draw::DrawRefusal, schedule::Instalment, terms::HolidayRule};
use islands::ReadingTime;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Answer, ApiError, Problem, only_looks},
    components::{
        alert::error_alert,
        cell::Cell,
        form::{Form, error_at, kept},
        load::load,
        page_header::window_title,
        query::{queries, query_string},
        table::Table,
    },
    texts::{purpose::purpose_name, terms, word},
};

use super::{borrow, owner::OwnersForm, query};
use crate::{
    api::{
        confirmation::{AskDrawCode, ConfirmationView},
        credit_line::{CreditLineView, credit_line},
        draw::{DisclosureView, RequestDraw, preview_draw},
    },
    pages::confirmation::{ask_for_code, code_field, is_of_code},
    texts::draw::draw,
};

#[must_use]
pub fn page() -> AnyView {
    if only_looks() {
        return borrow::owners_alone();
    }
    let (amount, tenor) = (query("amount"), query("tenor"));
    let shown = async move {
        let disclosure = preview_draw(amount, tenor).await;
        // An amount that cannot be drawn is told at its field.
        let of_amount = disclosure.as_ref().err().is_some_and(is_of_amount);
        let line = if of_amount { credit_line().await } else { Ok(None) };
        line.map(|line| (disclosure, line))
    };
    load(shown, content)
}

fn is_of_amount(error: &ApiError) -> bool {
    matches!(
        error.problem,
        Problem::Amount(_) | Problem::Draw(DrawRefusal::AmountNotPositive | DrawRefusal::InsufficientLimit { .. })
    )
}

/// The page before, with everything as it was typed.
fn back() -> String {
    let typed = queries().into_iter().filter(|(name, _)| ["amount", "tenor", "purpose"].contains(&name.as_str()));
    format!("/agent/borrow{}", query_string(typed))
}

fn content((disclosure, line): (Answer<DisclosureView>, Option<CreditLineView>)) -> AnyView {
    if line.is_some() {
        return borrow::content(line);
    }
    let texts = draw();
    let back = back();
    let body = match disclosure {
        Ok(view) => disclosed(view, &back),
        Err(error) => view! {
            <h1>{texts.title()}</h1>
            {error_alert(&error)}
            <p><a class="button" href=back>{word().back_to_edit()}</a></p>
        }
        .into_any(),
    };
    view! {
        {window_title(texts.disclosure())}
        {body}
    }
    .into_any()
}

fn disclosed(view: DisclosureView, back: &str) -> AnyView {
    let purpose = query("purpose");
    view! {
        {steps()}
        <article class="disclosure">
            <header>
                <h1>{draw().disclosure()}</h1>
                <p class="muted small">{draw().read_first()}</p>
            </header>
            {facts(&view)}
            {items(&view)}
            {plan(&view)}
            {possible(&view)}
            {fine_print(&view)}
        </article>
        {confirm(&view, &purpose, back)}
    }
    .into_any()
}

fn steps() -> impl IntoView {
    let [amount, cost, payment] = draw().steps();
    view! {
        <ol class="steps" aria-label=draw().steps_label()>
            <li class="steps__done">{amount} <span class="visually-hidden">{word().done()}</span></li>
            <li aria-current="step">{cost}</li>
            <li>{payment}</li>
        </ol>
    }
}

fn facts(view: &DisclosureView) -> impl IntoView + use<> {
    let texts = draw();
    let dates = view.plan.first().zip(view.plan.last()).map(|(first, last)| (first.opens_on, last.due_on));
    let least = (view.terms.min_days > 1).then(|| texts.min_days(view.terms.min_days));
    view! {
        <dl class="facts facts--2">
            <div><dt>{word().borrower()}</dt><dd>{view.borrower.clone()}</dd></div>
            <div><dt>{word().funder()}</dt><dd>{view.funder_name.clone()}</dd></div>
            <div>
                <dt>{texts.principal()}</dt>
                <dd>
                    <span class="money">{view.principal.grouped()}</span> " " {word().yuan()}
                    <br />
                    <span class="amount-zh" lang="zh-CN">{view.principal.in_words()}</span>
                </dd>
            </div>
            <div>
                <dt>{word().tenor()}</dt>
                <dd>
                    {terms::tenor(view.terms.tenor)}
                    {dates
                        .map(|(from, to)| {
                            view! {
                                <br />
                                <time>{from.to_string()}</time>
                                "～"
                                <time>{to.to_string()}</time>
                            }
                        })}
                </dd>
            </div>
            <div><dt>{word().method()}</dt><dd>{terms::method(view.terms.method)}</dd></div>
            <div><dt>{word().day_count()}</dt><dd>{terms::day_count(view.terms.day_count)} {least}</dd></div>
        </dl>
    }
}

fn items(view: &DisclosureView) -> impl IntoView + use<> {
    let texts = draw();
    let (rate, zero) = (view.terms.annual_rate.percent(), domain::Rate::ZERO.percent());
    let fees_by =
        if view.cost.fees.is_zero() { texts.not_collected().to_owned() } else { texts.collected_by(&view.funder_name) };
    let row = |name: &'static str, who: String, amount: domain::Amount, yearly: String| {
        view! {
            <tr>
                <th scope="row">{name} <small>{who}</small></th>
                <td class="num">{amount.grouped()}</td>
                <td class="num">{yearly}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--compact">
            <thead>
                <tr>
                    <th scope="col">{texts.item()}</th>
                    <th scope="col" class="num">{word().amount()}</th>
                    <th scope="col" class="num">{texts.yearly()}</th>
                </tr>
            </thead>
            <tbody>
                {row(texts.interest(), texts.collected_by(&view.funder_name), view.cost.interest, rate.clone())}
                {row(texts.funder_fees(), fees_by, view.cost.fees, zero.clone())}
                {row(texts.payment_fees(), texts.not_collected().to_owned(), domain::Amount::ZERO, zero)}
            </tbody>
            <tfoot>
                <tr>
                    <th scope="row">{word().total()}</th>
                    <td class="num">{view.cost.total.grouped()}</td>
                    <td class="num">{rate.clone()}</td>
                </tr>
            </tfoot>
        </table>
        <p class="disclosure__sum"><span>{texts.all_in()}</span> <strong>{rate}</strong></p>
        <p class="card__row">
            <span>{word().effective_rate()}</span> <span>{terms::percent(view.cost.effective_annual_rate)}</span>
        </p>
    }
}

fn plan(view: &DisclosureView) -> impl IntoView + use<> {
    let texts = draw();
    let table = Table::<Instalment>::new(word().plan())
        .words(word().falls_due_on(), |part| Cell::time(part.due_on.to_string()))
        .figures(word().principal(), |part| part.principal)
        .figures(word().interest(), |part| part.interest)
        .figures(texts.plan_total(), |part| part.total());
    let moves = view.terms.holiday_rule != HolidayRule::Stays;
    view! {
        <section class="section">
            <h2>{word().plan()}</h2>
            {moves.then(|| view! { <p class="muted">{terms::holidays(view.terms.holiday_rule)}</p> })}
            {table.compact().of(&view.plan)}
        </section>
    }
}

fn possible(view: &DisclosureView) -> impl IntoView + use<> {
    let texts = draw();
    let early = if view.terms.early_fee_rate.fraction().is_zero() {
        texts.early_free(view.terms.min_days)
    } else {
        texts.early_fee(&view.terms.early_fee_rate.percent())
    };
    let penalty = texts.penalty(&terms::percent(view.terms.penalty_rate()), view.terms.day_count.basis());
    view! {
        <section class="section">
            <h2>{texts.possible()}</h2>
            <p class="disclosure__note">{penalty}</p>
            {terms::grace(&view.terms).map(|text| view! { <p class="disclosure__note">{text}</p> })}
            <p class="disclosure__note">{early}</p>
            <p class="disclosure__note">{texts.nothing_else()}</p>
        </section>
    }
}

fn fine_print(view: &DisclosureView) -> impl IntoView + use<> {
    let texts = draw();
    let on = view.plan.first().map(|first| first.opens_on.to_string()).unwrap_or_default();
    let lines = view.text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <details class="details small">
            <summary>{texts.kept_text()}</summary>
            <div lang="zh-CN">{lines}</div>
        </details>
        <p class="disclosure__hash">
            {texts.reckoned_on(&on)} " · " {word().checksum()} " " <code class="ref">{view.hash.clone()}</code>
        </p>
    }
}

fn confirm(view: &DisclosureView, purpose: &str, back: &str) -> impl IntoView + use<> {
    let texts = draw();
    let (amount, tenor) = (view.principal, view.terms.tenor.to_string());
    let (hash, back) = (view.hash.clone(), back.to_owned());
    let (hint, purpose) = (texts.tick_hint(&purpose_name(purpose)), purpose.to_owned());
    // Who was sent back for reading too fast, or asked for a code meanwhile, does not begin anew.
    let since = Some(query("shown_at")).filter(|since| !since.is_empty()).unwrap_or_else(|| view.shown_at.to_string());
    let shown_at = kept::<RequestDraw>("shown_at", since).parse().unwrap_or(view.shown_at);
    let code = view.confirmation.as_ref().map(|needed| ask(needed, view, &purpose, shown_at));
    let field = view.confirmation.as_ref().map(|_| code_field::<RequestDraw>());
    let left = reading_left(shown_at, view.shown_at);
    view! {
        {code}
        <OwnersForm to=RequestDraw::PATH request_no=view.request_no.clone() class="form">
            <input type="hidden" name="amount" value=amount.to_string() />
            <input type="hidden" name="tenor" value=tenor />
            <input type="hidden" name="purpose" value=purpose />
            <input type="hidden" name="shown_at" value=shown_at />
            <label class="check">
                <input type="checkbox" name="disclosure_hash" value=hash required autocomplete="off" />
                <span>{texts.tick()} <small>{hint}</small></span>
            </label>
            {field}
            <div class="form__actions form__actions--bar">
                {error_at::<RequestDraw>(!is_of_code::<RequestDraw>())}
                <button class="button" data-left=left>{texts.confirm(&amount.grouped())}</button>
                <ReadingTime />
                <a class="button button--quiet" href=back>{word().back_to_edit()}</a>
            </div>
        </OwnersForm>
    }
}

fn ask(needed: &ConfirmationView, view: &DisclosureView, purpose: &str, shown_at: i64) -> impl IntoView + use<> {
    let (amount, tenor) = (view.principal.to_string(), view.terms.tenor.to_string());
    let (hash, purpose) = (view.hash.clone(), purpose.to_owned());
    ask_for_code(needed, move |button| {
        view! {
            <Form to=AskDrawCode::PATH>
                <input type="hidden" name="amount" value=amount />
                <input type="hidden" name="tenor" value=tenor />
                <input type="hidden" name="purpose" value=purpose />
                <input type="hidden" name="shown_at" value=shown_at />
                <input type="hidden" name="shown" value=hash />
                {button}
            </Form>
        }
    })
}
