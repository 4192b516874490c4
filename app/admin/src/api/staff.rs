//! The institution's people.

use parts::{
    api::{Answer, Names, Told, db, reader, step},
    components::timeline::Step,
};
use services::transition::TransitionRow;

/// A timeline of the institution, with its people by their names.
pub(super) async fn staff_timeline(rows: Vec<TransitionRow>) -> Answer<Vec<Step>> {
    let staff = services::identity::staff(&db(), &reader()?).await.told()?;
    let names = Names(staff.into_iter().map(|row| (row.username, row.display_name)).collect());
    let named = |row: TransitionRow| step(TransitionRow { actor: names.or_recorded(&row.actor), ..row });
    Ok(rows.into_iter().map(named).collect())
}
