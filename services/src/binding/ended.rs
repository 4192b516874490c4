//! What payers and their banks have ended by themselves, as the network tells it.

use domain::{
    id::{BindingId, CardId},
    job::Job,
};

use super::sql;
use crate::{
    Db, Error,
    business_day::business_date,
    error::Never,
    job,
    network::{Network, system},
};

/// Asks which agreements have ended on the open date and on the one before, and has those looked at that are in force here.
pub(crate) async fn ask_ended(db: &Db, network: &dyn Network) -> Result<(), Error<Never>> {
    let today = business_date(db, &system(db)).await?;
    let mut told = Vec::new();
    for on in [today.previous_day(), Some(today)].into_iter().flatten() {
        told.extend(network.ended(on).await);
    }
    if told.is_empty() { Ok(()) } else { look_at(db, &told).await.map(drop) }
}

/// Has what is in force here by agreements looked at, and gives how much that is: what the agreement itself says counts.
pub(crate) async fn look_at(db: &Db, agreements: &[String]) -> Result<usize, Error<Never>> {
    let indexes: Result<Vec<Vec<u8>>, _> =
        agreements.iter().map(|agreement_no| db.seals().blind_index("agreement", agreement_no)).collect();
    let indexes = indexes.map_err(Error::Failed)?;
    let at = db.true_now();
    db.note(&system(db), move |connection| {
        Box::pin(async move {
            let bindings: Vec<BindingId> = sql::list_in_force(connection, &indexes).await?;
            let cards: Vec<CardId> = sql::list_cards_in_force(connection, &indexes).await?;
            let jobs = bindings.into_iter().map(Job::FollowBinding).chain(cards.into_iter().map(Job::FollowCard));
            let jobs: Vec<Job> = jobs.collect();
            let found = jobs.len();
            job::enqueue(connection, jobs, at).await?;
            Ok(found)
        })
    })
    .await
}

/// Whether anything here was ever bound by an agreement.
pub(crate) async fn is_known_agreement(db: &Db, agreement_no: &str) -> Result<bool, Error<Never>> {
    let index = db.seals().blind_index("agreement", agreement_no).map_err(Error::Failed)?;
    db.read(&system(db), move |connection| {
        Box::pin(async move { Ok(sql::is_known_agreement(connection, &index).await?) })
    })
    .await
}
