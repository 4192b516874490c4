//! Rows that are ticked, and what is done to all of them: a table's tick boxes and the bar below it.

use domain::Amount;
use islands::{Ticked, texts::ticked};
use leptos::prelude::*;

use super::{
    cell::Cell,
    form::{Form, sent_back_of},
};
use crate::{
    api::{Problem, batch::item},
    texts::{list::list, word},
};

/// The form that all tick boxes of a page belong to, wherever they stand.
const FORM: &str = "batch";

/// What can be done to the ticked rows of a table.
pub struct Batch {
    /// The path of the server function, which takes `items` and what the fields say.
    pub path: &'static str,
    pub request_no: String,
    /// What stands before the button: fields, and what follows from it.
    pub fields: AnyView,
    /// What the button says.
    pub act: &'static str,
}

/// A row that can be ticked.
pub struct Tick {
    pub id: String,
    /// By what people know it.
    pub name: String,
    /// What counts for the sum of those that are ticked.
    pub amount: Option<Amount>,
}

impl Tick {
    /// Its box.
    pub(super) fn cell(&self) -> Cell {
        let label = list().tick(&self.name);
        let fen = self.amount.map(|amount| amount.fen().to_string());
        let value = item(&self.id, &self.name);
        Cell::view(view! {
            <input type="checkbox" form=FORM name="items[]" value=value data-fen=fen aria-label=label />
        })
    }
}

impl Batch {
    /// The bar below the table.
    pub(super) fn bar(self) -> AnyView {
        let Self { path, request_no, fields, act } = self;
        view! {
            <div class="table__batch">
                <div class="cluster" data-ticked="">
                    <label class="check" hidden data-slot="every">
                        <input type="checkbox" />
                        <span>{ticked().all()}</span>
                    </label>
                    <output aria-live="polite" data-slot="said"></output>
                    <Ticked />
                </div>
                <Form to=path request_no id=FORM>
                    {fields}
                    <button class="button">{act}</button>
                </Form>
            </div>
        }
        .into_any()
    }
}

/// What was typed into a field of the batch that was sent back, while nothing of it was done.
#[must_use]
pub fn typed(path: &str, field: &str) -> String {
    let back = sent_back_of(path).filter(|back| {
        back.error.as_ref().is_none_or(|error| !matches!(&error.problem, Problem::Batch(told) if told.done > 0))
    });
    back.and_then(|back| back.field(field)).unwrap_or_default()
}

/// A field for the one reason of a batch, below what follows from it.
#[must_use]
pub fn reason_field(path: &str, consequence: &'static str) -> AnyView {
    view! {
        <span class="muted">{consequence}</span>
        <div class="field">
            <label for="batch-reason">{word().reason()}</label>
            <input id="batch-reason" name="reason" maxlength="500" required autocomplete="off" value=typed(path, "reason") />
        </div>
    }
    .into_any()
}
