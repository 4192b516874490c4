//! `lianrong seed`: the demonstration world, played through the use cases so that the ledger, the audit trail and the
//! requests explain every fen of it.

mod bank;
mod credit;
mod dice;
mod figures;
mod keys;
mod lending;
mod play;
mod shops;
mod stage;
mod story;
mod world;

use std::path::{Path, PathBuf};

use services::{demonstration, error::Failure, sealed::MasterKeys};
use time::OffsetDateTime;

use crate::config::KeysConfig;

use stage::{Stage, Told};
use world::World;

pub use world::PASSWORD;

/// The request number of the last step.
const COMPLETE: &str = "demonstration-world";

#[derive(clap::Args, Clone, Debug)]
pub struct SeedConfig {
    #[command(flatten)]
    pub keys: KeysConfig,
    /// Where the funders' public keys lie: `funder-a.pub` and so on, 32 bytes in base 64.
    #[arg(long, env = "LIANRONG_PARTNER_KEYS")]
    pub partner_keys: Option<PathBuf>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// False when the world stood already.
    pub made: bool,
    /// The keys that could not be registered, in sentences.
    pub complaints: Vec<String>,
}

/// Makes the demonstration world in a migrated database, or what of it is missing. Its history has a clock of its own;
/// `now` is when it is made.
///
/// # Errors
/// When the database cannot be reached, or is used for something else already.
pub async fn seed(
    database_url: &str,
    master_keys: MasterKeys,
    partner_keys: Option<&Path>,
    now: OffsetDateTime,
) -> Result<Seeded, Failure> {
    let stage = Stage::open(database_url, master_keys, now).await?;
    let db = stage.db.clone();
    stage.set(story::FIRST, time::macros::time!(08:00));
    let funders = world::register_funders(&stage).await?;
    // A key counts from when it is registered, by the clock of those who will read it.
    stage.not_after_now();
    let complaints = keys::register(&stage, &funders, partner_keys).await;
    let made = !demonstration::is_complete(&db, &stage.system(COMPLETE)).await.told("the beginning")?;
    if made {
        stage.set(story::FIRST, time::macros::time!(08:05));
        let world = World::found(stage, funders).await?;
        play::Play::of(world).all().await?;
    }
    db.drain().await;
    Ok(Seeded { made, complaints })
}
