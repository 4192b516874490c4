//! `lianrong-demonstration`: makes the demonstration world in a migrated database, or what of it is missing, and has its funders' systems
//! told once they listen.

use std::path::PathBuf;

use clap::Parser;
use demonstration::{Past, seed, tell_funders};
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
    /// Have the systems of the funders of a world that stands told below this address, where they listen already:
    /// `http://127.0.0.1:3100/hooks`.
    #[arg(long, value_name = "ADDRESS")]
    endpoints: Option<String>,
    /// The key with which notices are signed, of the server that runs.
    #[arg(long, env = "LIANRONG_SIGNING_KEY", default_value = ".data/platform.pem")]
    signing_key: PathBuf,
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
    if let Some(below) = &arguments.endpoints {
        for complaint in tell_funders(&arguments.database_url, keys, &arguments.signing_key, below).await? {
            println!("{complaint}");
        }
        return Ok(());
    }
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
