//! What one box finds.

use domain::{
    Amount,
    search::{Found, Sought},
};

use super::{Answer, Told, db, instant, reader};

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitView {
    pub found: Found,
    pub id: String,
    pub title: String,
    pub note: String,
    pub amount: Option<Amount>,
    /// Empty where it has no time.
    pub at: String,
}

/// What the visitor's party finds with a text; none when there is nothing to look for.
pub async fn search(text: String) -> Answer<Option<Vec<HitView>>> {
    let (db, context) = (db(), reader()?);
    let hits = services::search::search(&db, &context, &text).await.told()?;
    let view = |hit: services::search::Hit| HitView {
        found: hit.found,
        id: hit.id,
        title: hit.title,
        note: hit.note,
        amount: hit.amount,
        at: hit.at.map(instant).unwrap_or_default(),
    };
    Ok(Sought::of(&text).map(|_| hits.into_iter().map(view).collect()))
}
