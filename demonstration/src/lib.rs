//! The demonstration world, played through the use cases so that the ledger, the audit trail and the requests explain
//! every fen of it.

mod bank;
mod bindings;
mod calendar;
mod credit;
mod dice;
mod endpoints;
mod figures;
mod given_back;
mod keys;
mod lending;
mod network;
mod play;
mod shops;
mod stage;
mod story;
mod world;
mod year;

use std::path::Path;

use services::{
    Context, Db, Error, audit,
    error::{Failure, Never},
    sealed::MasterKeys,
};
use time::OffsetDateTime;

use stage::{Stage, Told};
use world::World;

pub use endpoints::tell_funders;
pub use world::PASSWORD;

/// The last step, and the number of its request.
const COMPLETE: (&str, &str) = ("demonstration.complete", "demonstration-world");

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// False when the world stood already.
    pub made: bool,
    /// The keys that could not be registered, in sentences.
    pub complaints: Vec<String>,
}

/// What the world has behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// The story of some thirty shops, over a quarter of a year.
    Story,
    /// A year, in which other shops borrow and pay too, or do not.
    Year,
}

/// Makes the demonstration world in a migrated database, or what of it is missing: it is continued with the past that it was begun with.
/// Its history has a clock of its own; `now` is when it is made.
///
/// # Errors
/// When the database cannot be reached, or is used for something else already.
pub async fn seed(
    database_url: &str,
    master_keys: MasterKeys,
    partner_keys: Option<&Path>,
    now: OffsetDateTime,
    past: Past,
) -> Result<Seeded, Failure> {
    let stage = Stage::open(database_url, master_keys, now).await?;
    let db = stage.db.clone();
    let first = match past {
        Past::Story => story::FIRST,
        Past::Year => year::FIRST,
    };
    stage.set(first, time::macros::time!(08:00));
    let funders = world::register_funders(&stage).await?;
    let facilitator = world::register_facilitator(&stage).await?;
    // A key counts from when it is registered, by the clock of those who will read it.
    stage.not_after_now();
    let known = funders.iter().zip(&world::FUNDERS).map(|(id, facts)| (facts.code, *id));
    let known: Vec<_> = known.chain([(world::FACILITATOR, facilitator)]).collect();
    let complaints = keys::register(&stage, &known, partner_keys).await;
    let made = !audit::is_recorded(&db, &stage.system(COMPLETE.1), COMPLETE.0).await.told("the beginning")?;
    if made {
        stage.set(first, time::macros::time!(08:05));
        let world = World::found(stage, funders, facilitator).await?;
        play::Play::of(world, past, first).all().await?;
    }
    db.drain().await;
    Ok(Seeded { made, complaints })
}

/// Says that the world stands: it is made once, and an interrupted making is continued.
async fn complete(db: &Db, context: &Context) -> Result<(), Error<Never>> {
    db.write(context, COMPLETE.0, &(), |write| {
        Box::pin(async move {
            write.envelope.about("demonstration");
            Ok(())
        })
    })
    .await
}
