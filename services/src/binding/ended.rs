//! What payers and their banks have ended by themselves, as the network tells it.

use domain::{
    hexadecimal,
    id::{BindingId, CardId},
    job::Job,
};

use super::sql;
use crate::{Context, Db, Error, business_day::business_date, error::Never, job, network::Network};

/// Asks which agreements have ended on the open date and on the one before, and has those looked at that are in force here: what
/// the agreement itself says counts.
pub(crate) async fn ask_ended(db: &Db, network: &dyn Network) -> Result<(), Error<Never>> {
    let context = Context::system("network", hexadecimal::text(&db.secret()));
    let today = business_date(db, &context).await?;
    let mut told = Vec::new();
    for on in [today.previous_day(), Some(today)].into_iter().flatten() {
        told.extend(network.ended(on).await);
    }
    if told.is_empty() {
        return Ok(());
    }
    let indexes: Result<Vec<Vec<u8>>, _> =
        told.iter().map(|agreement_no| db.seals().blind_index("agreement", agreement_no)).collect();
    let indexes = indexes.map_err(Error::Failed)?;
    let at = db.true_now();
    db.note(&context, move |connection| {
        Box::pin(async move {
            let bindings: Vec<BindingId> = sql::list_in_force(connection, &indexes).await?;
            let cards: Vec<CardId> = sql::list_cards_in_force(connection, &indexes).await?;
            let jobs = bindings.into_iter().map(Job::FollowBinding).chain(cards.into_iter().map(Job::FollowCard));
            Ok(job::enqueue(connection, jobs.collect(), at).await?)
        })
    })
    .await
}
