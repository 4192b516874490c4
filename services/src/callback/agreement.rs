//! Agreements that were signed too late for anybody here to have them: the network ends each, however often it has to be asked.

use domain::{id::CallbackId, job::Job, network::AgreementStanding};
use sqlx::PgConnection;

use super::sql;
use crate::{
    Db, Error,
    error::Never,
    job::{self, Outcome},
    network::{Network, outcome, system, unsign},
    sealed::{Place, Seals},
};

/// Where the network's number of an agreement lies.
const fn place(id: CallbackId) -> Place {
    Place { table: "callbacks", column: "agreement_no", row: id.0 }
}

/// Has the agreement ended that a callback tells.
pub async fn give_up(db: &Db, number: String, agreement_no: String) -> Result<(), Error<Never>> {
    let (seals, at) = (db.seals().clone(), db.true_now());
    db.note(&system(db), move |connection| {
        Box::pin(async move {
            let id = sql::find_id(connection, &number).await?;
            let sealed = seals.seal(place(id), agreement_no.as_bytes()).map_err(Error::Failed)?;
            sql::update_agreement(connection, id, Some(&sealed)).await?;
            Ok(job::enqueue(connection, vec![Job::EndAgreement(id)], at).await?)
        })
    })
    .await
}

/// The worker's step: what is not answered is asked again, as ending it twice is one end.
pub(crate) async fn end_agreement(db: &Db, network: &dyn Network, id: CallbackId, tries: u32) -> Outcome {
    outcome(db, step(db, network, id).await, tries)
}

/// Whether it has ended.
async fn step(db: &Db, network: &dyn Network, id: CallbackId) -> Result<bool, Error<Never>> {
    let sealed = db
        .read(&system(db), move |connection| Box::pin(async move { Ok(sql::find_agreement(connection, id).await?) }))
        .await?;
    let Some(sealed) = sealed else { return Ok(true) };
    let agreement_no = db.seals().open_text(place(id), &sealed).map_err(Error::Failed)?;
    if unsign(network, &agreement_no).await != AgreementStanding::Ended {
        return Ok(false);
    }
    db.note(&system(db), move |connection| {
        Box::pin(async move { Ok(sql::update_agreement(connection, id, None).await?) })
    })
    .await?;
    Ok(true)
}

/// Wraps anew what was not sealed under the newest master key.
pub(crate) async fn reseal(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let mut done = 0;
    for (id, sealed) in sql::list_sealed_before(connection, newest).await? {
        let sealed = seals.rewrap(place(id), &sealed).map_err(Error::Failed)?;
        sql::update_agreement(connection, id, Some(&sealed)).await?;
        done += 1;
    }
    Ok(done)
}
