//! The outside world for trial and tests: a bank, an agreement payment network and three funders. It knows Lianrong only over HTTP: the funders speak
//! the signed partner API, and the bank answers the protocol of Lianrong's bank adapter. It misbehaves on request.

mod amount;
mod bank;
mod callback;
mod callback_line;
mod carrier;
mod clock;
mod config;
mod funder;
mod guard;
mod hook;
mod http;
mod journal;
mod keys;
mod mischief;
mod model;
mod network;
mod page;
mod phone;
mod platform;
mod sealed_field;
mod settlement;
mod signing;
mod state;

use std::sync::Arc;

use clap::Parser;
use config::{Arguments, Command};
use platform::PlatformKey;
use state::Sandbox;

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().json().with_env_filter(filter).init();
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Keys) => Ok(keys::create_missing(&arguments.keys)?),
        None => serve(arguments).await,
    }
}

async fn serve(arguments: Arguments) -> Outcome {
    let sandbox = Arc::new(Sandbox::open(&arguments)?);
    let hooks = Arc::new(hook::Hooks::new(PlatformKey::at(arguments.platform_key_path())));
    for letter in keys::FUNDERS {
        let funder = funder::Funder::open(letter, &arguments, sandbox.clone())?;
        tokio::spawn(funder.run(hooks.bell(&keys::code(letter))));
    }
    let open = |keys: std::path::PathBuf| guard::Guard::open(&keys).map(Arc::new);
    let doors = http::Doors {
        bank: open(keys::bank_keys(&arguments.keys))?,
        network: open(keys::network_keys(&arguments.keys))?,
        sms: open(keys::sms_keys(&arguments.keys))?,
    };
    let line = callback_line::Line::new(&arguments.platform_url, doors.network.clone())?;
    tokio::spawn(line.run(sandbox.clone()));
    let listener = tokio::net::TcpListener::bind(arguments.address).await?;
    tracing::info!(address = %arguments.address, platform = arguments.platform_url, "the sandbox serves");
    axum::serve(listener, http::router(sandbox, hooks, doors)).with_graceful_shutdown(stopped()).await?;
    Ok(())
}

/// Resolves on Ctrl-C or SIGTERM.
async fn stopped() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "signals cannot be listened to");
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
