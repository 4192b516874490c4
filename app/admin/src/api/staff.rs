//! The institution's people.

use std::str::FromStr;

use domain::code::CodeError;
use parts::api::{Answer, Names, StepView, Told, db, reader, steps};
use services::transition::TransitionRow;

/// The institution's people by their names.
pub(super) async fn names() -> Answer<Names> {
    let staff = services::identity::staff(&db(), &reader()?).await.told()?;
    Ok(Names(staff.into_iter().map(|row| (row.username, row.display_name)).collect()))
}

/// A timeline of the institution, with its people by their names.
pub(super) async fn staff_timeline<State: FromStr<Err = CodeError>>(
    rows: Vec<TransitionRow>,
) -> Answer<Vec<StepView<State>>> {
    let names = names().await?;
    let named = |row: TransitionRow| TransitionRow { actor: names.or_recorded(&row.actor), ..row };
    steps(rows.into_iter().map(named).collect())
}
