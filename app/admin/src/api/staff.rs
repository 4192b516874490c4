//! The institution's people.

use std::str::FromStr;

use domain::{actor::ActorName, code::CodeError};
use parts::api::{Answer, Names, StepView, Told, db, reader, steps};
use services::transition::TransitionRow;

/// The institution's people by their names.
pub(super) async fn names() -> Answer<Names> {
    let staff = services::identity::staff(&db(), &reader()?).await.told()?;
    Ok(Names(staff.into_iter().map(|row| (row.username, row.display_name)).collect()))
}

/// Those of these actors who are people by their names, whoever they work for.
pub(super) async fn called(actors: Vec<String>) -> Answer<Names> {
    let people = actors.iter().filter_map(|actor| ActorName::of(actor)?.username().map(str::to_owned)).collect();
    let named = services::identity::display_names(&db(), &reader()?, people).await.told()?;
    Ok(Names(named.into_iter().collect()))
}

/// A timeline of the institution, with everybody by name, whoever they work for.
pub(super) async fn named_timeline<State: FromStr<Err = CodeError>>(
    rows: Vec<TransitionRow>,
) -> Answer<Vec<StepView<State>>> {
    let names = called(rows.iter().map(|row| row.actor.clone()).collect()).await?;
    let named = |row: TransitionRow| TransitionRow { actor: names.or_recorded(&row.actor), ..row };
    steps(rows.into_iter().map(named).collect())
}
