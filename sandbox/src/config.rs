//! The one way to configure: command line, or environment variables.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use crate::amount;

#[derive(clap::Parser, Clone, Debug)]
#[command(name = "sandbox")]
pub struct Arguments {
    /// The folder with the funders' key pairs.
    #[arg(long, env = "SANDBOX_KEYS", default_value = ".data/keys")]
    pub keys: PathBuf,
    /// Where the bank is served.
    #[arg(long, env = "SANDBOX_ADDRESS", default_value = "127.0.0.1:3100")]
    pub address: SocketAddr,
    /// Where Lianrong is.
    #[arg(long, env = "SANDBOX_PLATFORM_URL", default_value = "http://127.0.0.1:3000")]
    pub platform_url: String,
    /// Lianrong's public key, with which its answers are checked once the file is there: 32 bytes in base 64. Beside the
    /// folder of the keys, unless it is named.
    #[arg(long, env = "SANDBOX_PLATFORM_KEY")]
    pub platform_key: Option<PathBuf>,
    /// Let funders answer at once.
    #[arg(long, env = "SANDBOX_FAST", default_value = "false", action = clap::ArgAction::Set,
          value_parser = clap::builder::BoolishValueParser::new())]
    pub fast: bool,
    /// The reserve account that the bank keeps.
    #[arg(long, env = "SANDBOX_ACCOUNT", default_value = "4000021029200123456")]
    pub account: String,
    /// Its balance when it is opened, in yuan.
    #[arg(long, env = "SANDBOX_OPENING_BALANCE", default_value = "1000000.00", value_parser = opening_balance)]
    pub opening_balance: i64,
    /// The date on which the bank books at first, and then on the platform's business date; otherwise on the calendar's.
    #[arg(long, env = "SANDBOX_DATE", value_parser = date)]
    pub date: Option<time::Date>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(clap::Subcommand, Clone, Copy, Debug)]
pub enum Command {
    /// Create the funders' key pairs that are missing.
    Keys,
}

fn opening_balance(text: &str) -> Result<i64, String> {
    amount::parse(text).ok_or_else(|| "not an amount such as 1000000.00".to_owned())
}

pub fn date(text: &str) -> Result<time::Date, String> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text, &format).map_err(|_| "not a date such as 2026-11-20".to_owned())
}

impl Arguments {
    fn data(&self) -> &Path {
        self.keys.parent().unwrap_or(Path::new("."))
    }

    /// What the bank and the funders remember.
    pub fn journal_path(&self) -> PathBuf {
        self.data().join("sandbox").join("journal.jsonl")
    }

    pub fn platform_key_path(&self) -> PathBuf {
        self.platform_key.clone().unwrap_or_else(|| self.data().join("platform.pub"))
    }
}
