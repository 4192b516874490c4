//! One offer, honestly beside the others.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{Form, error_at, is_sent_back, numbered},
        status::{Tone, status},
    },
    texts::{terms, word},
};

use crate::{
    api::offer::{OfferView, PriceView, SelectOffer, WishView},
    texts::offer::offer,
};

/// All of them, in the order given. While an application is before a funder none can be taken.
pub fn cards(offers: Vec<OfferView>, wish: &WishView, locked: bool, request_no: &str) -> impl IntoView + use<> {
    let cards = offers
        .into_iter()
        .enumerate()
        .map(|(place, offer)| {
            let take = (!locked).then(|| take(&offer, numbered(request_no, place)));
            card(&offer, wish, take)
        })
        .collect_view();
    view! {
        <div class="compare">{cards}</div>
        <p class="muted small">{offer().one_at_a_time()}</p>
    }
}

fn card(view: &OfferView, wish: &WishView, take: Option<impl IntoView>) -> AnyView {
    let percent = view.terms.annual_rate.percent();
    let tone = if view.expires_soon { Tone::Due } else { Tone::Neutral };
    view! {
        <article class="card card--offer">
            <h2 class="offer__funder">
                {view.funder_name.clone()} {status(tone, offer().valid_until(&view.valid_until))}
            </h2>
            <p class="offer__rate">
                <span class="offer__percent">{percent.trim_end_matches('%').to_owned()}<small>"%"</small></span>
                {offer().annual_rate()}
            </p>
            <p class="offer__cost">{cost(&view.price, wish)}</p>
            {facts(view)}
            {take}
        </article>
    }
    .into_any()
}

fn cost(price: &PriceView, wish: &WishView) -> AnyView {
    let texts = offer();
    let sentence = |words: String, total: domain::Amount| {
        view! { {words} " " <strong class="money">{total.grouped()}</strong> " " {word().yuan()} }.into_any()
    };
    match price {
        PriceView::Cost(own) => sentence(texts.cost(&wish.amount.grouped(), wish.days), own.cost.total),
        PriceView::UpTo { limit, cost: Some(own) } => {
            sentence(texts.cost_up_to(&limit.grouped(), wish.days), own.cost.total)
        }
        PriceView::TooShort { longest } => texts.too_short(&terms::tenor(*longest)).into_any(),
        PriceView::UpTo { limit, cost: None } => texts.neither(&limit.grouped(), wish.days).into_any(),
        PriceView::Unknown => texts.no_cost().into_any(),
    }
}

fn facts(view: &OfferView) -> impl IntoView + use<> {
    let texts = offer();
    let effective = match &view.price {
        PriceView::Cost(own) | PriceView::UpTo { cost: Some(own), .. } => {
            terms::percent(own.cost.effective_annual_rate)
        }
        _ => "—".to_owned(),
    };
    let early = if view.terms.early_fee_rate.fraction().is_zero() {
        texts.early_free().to_owned()
    } else {
        view.terms.early_fee_rate.percent()
    };
    let no_record = || texts.no_record().to_owned();
    let lasts = |seconds: Option<i64>| seconds.map_or_else(no_record, |seconds| texts.duration(seconds));
    let approval = view.approval_percent.map_or_else(no_record, |percent| texts.approval_of(percent, view.decided));
    // By these one chooses; the rest is there to be looked up.
    let first = [
        (word().limit(), view.limit.grouped()),
        (word().tenors(), terms::tenors(&view.tenors)),
        (texts.approval(), approval),
    ];
    let rest = [
        (word().effective_rate(), effective),
        (word().penalty_rate(), terms::percent(view.terms.penalty_rate())),
        (word().method(), terms::method(view.terms.method).to_owned()),
        (texts.early_fee(), early),
        (word().contract_kind(), terms::contract_kind(view.contract_kind).to_owned()),
        (texts.answer_time(), lasts(view.median_answer_seconds)),
        (texts.decision_time(), lasts(view.median_decision_seconds)),
    ];
    let rows = |facts: Vec<(&'static str, String)>| {
        facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()
    };
    view! {
        <div>
            <dl class="facts facts--end">{rows(first.into())}</dl>
            <details class="details">
                <summary>{texts.more()} <span class="visually-hidden">{view.funder_name.clone()}</span></summary>
                <dl class="facts facts--end">{rows(rest.into())}</dl>
                {terms::grace(&view.terms).map(|text| view! { <p class="muted small">{text}</p> })}
            </details>
        </div>
    }
}

fn take(view: &OfferView, request_no: String) -> impl IntoView + use<> {
    let (texts, id) = (offer(), view.id.clone());
    let (class, text) = if view.selected {
        ("button button--block", texts.go_on())
    } else {
        ("button button--quiet button--block", texts.take())
    };
    let sent_back = is_sent_back::<SelectOffer>(("offer", id.as_str()));
    view! {
        <Form to=SelectOffer::PATH request_no class="stack stack--tight">
            <input type="hidden" name="offer" value=id />
            {error_at::<SelectOffer>(sent_back)}
            <button class=class>{text}</button>
        </Form>
    }
}
