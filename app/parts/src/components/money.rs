//! Amounts as people read them.

use domain::Amount;
use leptos::prelude::*;

/// An amount with thousands separators and tabular figures, without a unit.
#[must_use]
pub fn money(amount: Amount) -> impl IntoView {
    view! { <span class="money">{amount.grouped()}</span> }
}

/// The one number of a screen: yuan large, fen small.
#[component]
pub fn Figure(label: &'static str, amount: Amount, #[prop(into)] note: String) -> impl IntoView {
    let text = amount.grouped();
    let (yuan, fen) =
        text.split_once('.').map_or((text.clone(), String::new()), |(yuan, fen)| (yuan.to_owned(), format!(".{fen}")));
    view! {
        <div class="figure">
            <h1 class="figure__label">{label}</h1>
            <p class="figure__value">{yuan}<small>{fen}</small></p>
            <p class="figure__note">{note}</p>
        </div>
    }
}
