//! What the funder has already granted to the same owner.

use leptos::prelude::*;
use partner::pages::credit_line;
use parts::{
    components::{
        cell::Cell,
        status::{Tone, status},
        table::Table,
        value::reference,
    },
    texts::word,
};

use crate::{
    api::review::{OwnerExposureView, OwnerLineView},
    pages::links,
    texts::applicant::applicant,
};

pub fn same_owner(exposure: &OwnerExposureView) -> AnyView {
    let data = applicant();
    let shown = if exposure.named.is_empty() {
        view! { <p class="muted">{data.no_other_lines()}</p> }.into_any()
    } else {
        table(exposure).of(&exposure.named)
    };
    let more = (exposure.unnamed > 0).then(|| view! { <p class="muted small">{data.more_lines(exposure.unnamed)}</p> });
    view! {
        <section class="card">
            <h2>{data.same_owner()}</h2>
            <p class="muted small">{data.same_owner_note()}</p>
            {shown}
            {more}
        </section>
    }
    .into_any()
}

fn table(exposure: &OwnerExposureView) -> Table<OwnerLineView> {
    let data = applicant();
    Table::<OwnerLineView>::new(data.same_owner())
        .words(word().shop(), |line| links::shop(&line.shop_name, &line.agent).note(reference(&line.reference)))
        .total(word().total())
        .words(data.owner_by(), move |line| {
            if line.same_licence {
                Cell::text(data.by_licence())
            } else {
                Cell::text(data.by_name()).note(status(Tone::Due, data.by_name_note()))
            }
        })
        .words(word().state(), |line| credit_line::state(line.state))
        .figures(word().limit(), |line| line.limit)
        .total(exposure.limit)
        .figures(word().outstanding(), |line| line.outstanding)
        .total(exposure.outstanding)
        .compact()
}
