//! `lianrong-demonstration`: makes the demonstration world in a migrated database, or what of it is missing.

use std::path::PathBuf;

use clap::Parser;
use demonstration::{Past, seed};
use services::{error::Failure, machine, master_keys};

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// Where PostgreSQL is.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// The file of the master keys; `lianrong master-key` makes it.
    #[arg(long, env = "LIANRONG_MASTER_KEYS", default_value = ".data/master.keys")]
    master_keys: PathBuf,
    /// Where the funders' public keys lie: `funder-a.pub` and so on, 32 bytes in base 64.
    #[arg(long, env = "LIANRONG_PARTNER_KEYS")]
    partner_keys: Option<PathBuf>,
    /// With a year behind it, in which other shops borrow too: reports of the book's past have something to tell.
    #[arg(long)]
    with_year: bool,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .init();
    let arguments = Arguments::parse();
    let keys = master_keys::load(&arguments.master_keys)?;
    let now = machine::clock()();
    let past = if arguments.with_year { Past::Year } else { Past::Story };
    let seeded = seed(&arguments.database_url, keys, arguments.partner_keys.as_deref(), now, past).await?;
    for complaint in &seeded.complaints {
        println!("{complaint}");
    }
    let told = if seeded.made { "The demonstration world is made." } else { "The demonstration world stands." };
    println!("{told}");
    Ok(())
}
