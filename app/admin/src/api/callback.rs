//! What the network has told by itself.

use domain::{
    Amount,
    callback::{CallbackKind, CallbackOutcome},
};
use parts::api::{Answer, Told, db, instant, narrow::NarrowQuery, page, reader};
use services::{
    callback::{CallbackFilter, CallbackRow},
    page::Page,
};

/// What the network has told by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackView {
    pub number: String,
    pub kind: CallbackKind,
    pub serial: String,
    pub result: String,
    pub amount: Option<Amount>,
    pub outcome: Option<CallbackOutcome>,
    pub times: i32,
    pub received_at: String,
}

impl CallbackView {
    fn of(row: CallbackRow) -> Self {
        let CallbackRow { number, kind, serial, result, amount, outcome, times, received_at, .. } = row;
        Self { number, kind, serial, result, amount, outcome, times, received_at: instant(received_at) }
    }
}

/// A page of what the network has told by itself, as it is asked for.
pub async fn callbacks(
    filter: CallbackFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<CallbackView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::callback::callbacks(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(CallbackView::of))
}
