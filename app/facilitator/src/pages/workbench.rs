//! What waits for the facilitator's people.

use domain::role::Role;
use leptos::prelude::*;
use partner::pages::{debts, transfers};
use parts::{
    components::{empty::empty, icon::Icon, load::load, page_header::PageHeader},
    texts::word,
};

use crate::{
    api::workbench::{WorkbenchView, workbench},
    texts::facilitator,
};

const PORTAL: &str = "/facilitator";

#[must_use]
pub fn page() -> AnyView {
    load(workbench(), content)
}

fn content(view: WorkbenchView) -> AnyView {
    let texts = facilitator();
    let meta = format!("{} {} · {}", word().business_date(), view.today, texts.duty_of(view.role));
    let to_confirm = if view.to_confirm.is_empty() {
        empty(Icon::Check, texts.none_to_confirm(), texts.none_to_confirm_text())
    } else {
        transfers::table(PORTAL, None).of(&view.to_confirm)
    };
    let held = if view.held.is_empty() {
        empty(Icon::Ledger, texts.none_to_collect(), texts.none_to_collect_text())
    } else {
        debts::table(PORTAL).of(&view.held)
    };
    let to_confirm = part(texts.to_confirm(), "/facilitator/transfers", to_confirm);
    let held = part(texts.to_collect(), "/facilitator/debts", held);
    // What the person can do comes first.
    let (first, second) = if view.role == Role::FacilitatorOperator { (held, to_confirm) } else { (to_confirm, held) };
    view! {
        <PageHeader title=word().workbench()>{meta}</PageHeader>
        {first}
        {second}
    }
    .into_any()
}

/// The first of a list, with the way to all of it.
fn part(heading: &'static str, list: &'static str, first: AnyView) -> AnyView {
    view! {
        <section class="section">
            <h2 class="card__title">{heading} <a class="card__more" href=list>{word().all()}</a></h2>
            {first}
        </section>
    }
    .into_any()
}
