//! What receipts have in common: what happens to the money by itself, and what is printed.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    components::{fresh::fresh, money::money, value::fact},
    texts::word,
};

use crate::texts::repayment::repayment;

/// What happens to the money by itself. While it is on its way, the page follows it: at this address.
pub fn next(said: impl IntoView, follows: Option<String>) -> impl IntoView {
    view! {
        <section class="card stack stack--tight screen-only">
            <h2>{repayment().next_title()}</h2>
            {said}
            {follows.map(fresh)}
        </section>
    }
}

/// What is printed: lines of facts, and what else there is to say.
pub fn document(title: &'static str, facts: impl IntoView, said: Option<String>) -> impl IntoView {
    view! {
        <section class="document">
            <h2>{title}</h2>
            <dl class="facts facts--end">{facts}</dl>
            {said.map(|text| view! { <p>{text}</p> })}
            <p class="muted small screen-only">{repayment().print()}</p>
        </section>
    }
}

/// The amount, in figures and in words.
pub fn amount(amount: Amount) -> impl IntoView {
    view! {
        {fact(word().amount(), view! { <strong>{money(amount)}</strong> })}
        {fact(repayment().amount_in_words(), view! { <span lang="zh-CN">{amount.in_words()}</span> })}
    }
}
