//! Which columns of a list its visitor wants to see.

use leptos::prelude::*;

use super::{Answer, Told, db, reader};

/// The places of the columns of a list that the visitor wants to see; none where nothing was chosen.
pub async fn shown_columns(list: String) -> Answer<Option<Vec<i16>>> {
    services::list_choice::shown_columns(&db(), &reader()?, list).await.told()
}

/// Keeps the places of the columns of a list that the visitor wants to see. What is no place is no column.
#[server(endpoint = "list/choose_columns")]
pub async fn choose_columns(list: String, #[server(default)] shown: Vec<String>) -> Answer<()> {
    let shown = shown.iter().filter_map(|place| place.parse().ok()).collect();
    services::list_choice::choose_columns(&db(), &reader()?, list, shown).await.told()
}
