//! `lianrong`: migrate | serve | work | operator | master-key | end-of-day | verify | evidence.

use std::{collections::BTreeMap, fmt::Write as _, io::Write as _, path::Path, sync::Arc, time::Duration};

use clap::{Parser, Subcommand};
use domain::{actor::SystemPart, role::Party};
use server::{
    config::{DatabaseConfig, EndOfDayConfig, EvidenceConfig, KeysConfig, OperatorConfig, ServeConfig, WorkConfig},
    files::make_files,
    metrics::keep_counts,
    panics,
    partner::PartnerApi,
    router::router,
    serve::{Limits, serve},
    site::Site,
    state::AppState,
    worker::work,
};
use services::{
    Context, Db, Error,
    bank::{Banks, HttpBank},
    business_day::business_date,
    end_of_day::{self, CloseDayRefusal},
    evidence::{PackVerdict, verify_pack},
    identity::{self, OpenUserCommand},
    machine, master_keys,
    network::Network,
    signed_line::LineKeys,
    worker::Worker,
};

/// How long the end of a process waits for operations under way: somewhat more than a statement has.
const LAST_OPERATIONS: Duration = Duration::from_secs(20);

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Agent financing and shared payment bindings for a payment institution.
#[derive(Parser)]
#[command(name = "lianrong", version)]
struct Arguments {
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring the database to the present schema, and what is sealed in it under the first master key.
    Migrate(KeysConfig),
    /// Serve the portals and the partner API.
    Serve(ServeConfig),
    /// Do what goes on by itself: orders of the bank and the network, feeds, notices, closes of dates.
    Work(WorkConfig),
    /// Open an account for one of the institution's people, and print its password.
    Operator(OperatorConfig),
    /// Put a new master key before the others, or make the file of master keys. `migrate` then takes it into use.
    MasterKey(KeysConfig),
    /// Close the business dates that are over, or up to and with another one, and say what happened on each.
    EndOfDay(EndOfDayConfig),
    /// Check every invariant, and say what offends.
    Verify,
    /// Say whether a pack of evidence is one that was given out here, and unchanged.
    Evidence(EvidenceConfig),
}

fn main() -> Outcome {
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .init();
    panics::raise_alarms();
    let arguments = Arguments::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Outcome {
    match arguments.command {
        Command::Migrate(config) => migrate(&arguments.database, &config).await,
        Command::Serve(config) => serve_portals(&arguments.database, config).await,
        Command::Work(config) => work_for_ever(&arguments.database, &config).await,
        Command::Operator(config) => open_operator(&arguments.database, config).await,
        Command::MasterKey(config) => Ok(master_keys::add(&config.master_keys)?),
        Command::EndOfDay(config) => end_of_day(&arguments.database, &config).await,
        Command::Verify => verify(&arguments.database).await,
        Command::Evidence(config) => verify_evidence(&arguments.database, &config).await,
    }
}

async fn migrate(database: &DatabaseConfig, config: &KeysConfig) -> Outcome {
    services::migrate::migrate(&database.database_url).await?;
    let db = database.connect().await?.with_master_keys(master_keys::load(&config.master_keys)?);
    let rows = services::reseal::reseal(&db, &Context::system(SystemPart::Migration, "")).await?;
    if rows > 0 {
        println!("{rows} rows are sealed anew.");
    }
    db.drain().await;
    Ok(())
}

async fn serve_portals(database: &DatabaseConfig, config: ServeConfig) -> Outcome {
    let db = database.connect().await?.with_master_keys(master_keys::load(&config.keys.master_keys)?);
    let db = db.with_code_policy(config.codes.policy());
    let site = Site::open(&config.site_root)?;
    let (outbound, signing_key) = config.outbound.open()?;
    let outbound = Arc::new(outbound);
    let partner_api = PartnerApi::new(db.clone(), signing_key).with_outbound(outbound.clone());
    let network: Arc<dyn Network> = Arc::new(config.network.adapter()?);
    let partner_api = partner_api.with_network(network.clone(), config.network.debit_limits());
    let state = AppState {
        db: db.clone(),
        site,
        partner_api,
        network,
        outbound,
        debit_limits: config.network.debit_limits(),
        demonstration: database.demonstration,
        metrics_token: config.metrics_token,
        trusted_proxies: config.trusted_proxy.into(),
    };
    let listener = tokio::net::TcpListener::bind(config.address).await?;
    tracing::info!(address = %config.address, demonstration = database.demonstration, "serving");
    let limits = Limits { clients: config.clients, ..Limits::default() };
    let router = router(state.clone());
    let serving = async { tokio::join!(serve(router, listener, limits, stopped()), make_files(&state, stopped())) };
    tokio::select! {
        ((), ()) = serving => {}
        () = keep_counts() => {}
    }
    finish(&db).await;
    Ok(())
}

async fn work_for_ever(database: &DatabaseConfig, config: &WorkConfig) -> Outcome {
    let db = database.connect().await?.with_master_keys(master_keys::load(&config.keys.master_keys)?);
    let (adapters, network, sms) = (adapters(config)?, config.network.adapter()?, config.sms.adapter()?);
    let (outbound, _) = config.outbound.open()?;
    let every_other = adapters.get("").ok_or("one bank has no name, for the accounts of every other")?;
    let named = adapters.iter().filter(|(name, _)| !name.is_empty());
    let banks = named.fold(Banks::one(every_other), |banks, (name, bank)| banks.and(name, bank));
    tracing::info!(banks = ?config.bank_url, "working");
    let worker = Worker {
        db: &db,
        banks: &banks,
        network: &network,
        sms: &sms,
        outbound: &outbound,
        debit_limits: config.network.debit_limits(),
    };
    work(worker, stopped()).await;
    finish(&db).await;
    Ok(())
}

/// The interface of each bank, by its name.
fn adapters(config: &WorkConfig) -> Result<BTreeMap<String, HttpBank>, Box<dyn std::error::Error + Send + Sync>> {
    let mut adapters = BTreeMap::new();
    for (bank, url, keys) in config.banks()? {
        let adapter = HttpBank::new(url, LineKeys::load(Path::new(keys))?, machine::clock(), machine::randomness())?;
        adapters.insert(bank.to_owned(), adapter.with_calls_at_once(config.bank_calls));
    }
    Ok(adapters)
}

/// Lets what is under way end. What takes longer than its statements may is rolled back by the database.
async fn finish(db: &Db) {
    if tokio::time::timeout(LAST_OPERATIONS, db.drain()).await.is_err() {
        tracing::error!("operations that did not end in time are cut");
    }
}

/// Opens an account and prints its password, which is told only here. Its holder sets up a second factor before signing in.
async fn open_operator(database: &DatabaseConfig, config: OperatorConfig) -> Outcome {
    let db = database.connect().await?;
    let request_no = identity::new_password(&db);
    let context = Context::system(SystemPart::Operator, request_no);
    let password = identity::new_password(&db);
    let command = OpenUserCommand {
        username: config.username.to_lowercase(),
        display_name: config.name,
        password: password.clone(),
        role: config.role,
        party: Party::Institution,
        demonstration: false,
    };
    let opened = identity::open_user(&db, &context, command).await;
    opened.map_err(|error| format!("the account was not opened; is the name taken? {error:?}"))?;
    println!(
        "user name: {}\npassword:  {password}\nnext:      set up one-time codes at /second-factor, then sign in",
        config.username.to_lowercase()
    );
    db.drain().await;
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

/// Closes dates one by one; asked again, it goes on where it was.
async fn end_of_day(database: &DatabaseConfig, config: &EndOfDayConfig) -> Outcome {
    let db = database.connect().await?;
    let context = Context::system(SystemPart::EndOfDay, "");
    let last = match end_of_day::last_wanted(&db, config.until).await {
        Ok(last) => last.ok_or("in the demonstration: --until which date?")?,
        Err(Error::Refused(refusal)) => return Err(format!("nothing was closed: {refusal}").into()),
        Err(error) => return Err(error.into()),
    };
    end_of_day::finish(&db).await?;
    loop {
        let open = business_date(&db, &context).await?;
        if open > last {
            println!("{last} and all before it are closed, {open} is open");
            break;
        }
        match end_of_day::close(&db, open).await {
            Ok(next) => println!("{open} is closed, {next} is open"),
            // Others were writing, or another closes the same date.
            Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { .. })) => {}
            Err(Error::Conflict(_)) => tokio::time::sleep(Duration::from_secs(1)).await,
            Err(error) => return Err(error.into()),
        }
    }
    db.drain().await;
    Ok(())
}

/// Prints every invariant with what was looked at; fails when one does not hold.
async fn verify(database: &DatabaseConfig) -> Outcome {
    let db = database.connect().await?;
    let verdicts = services::verify::verify(&db, &Context::system(SystemPart::Operator, "")).await?;
    let (mut broken, mut text) = (0, String::new());
    for verdict in &verdicts {
        let mark = if verdict.offending.is_empty() { "holds" } else { "BROKEN" };
        writeln!(text, "{mark:>6}  {:>8} rows  {}", verdict.examined, verdict.name)?;
        for row in &verdict.offending {
            writeln!(text, "        {row}")?;
        }
        broken += usize::from(!verdict.offending.is_empty());
    }
    writeln!(text, "{} invariants hold, {broken} are broken", verdicts.len() - broken)?;
    // Who reads only the first lines has read enough; the exit says the rest.
    let _ = std::io::stdout().write_all(text.as_bytes());
    db.drain().await;
    if broken > 0 { Err("the books are not in order".into()) } else { Ok(()) }
}

/// Prints whether a file is a pack that was given out here; fails when it is none, or not as it was.
async fn verify_evidence(database: &DatabaseConfig, config: &EvidenceConfig) -> Outcome {
    let bytes = std::fs::read(&config.file)?;
    let db = database.connect().await?;
    let verdict = verify_pack(&db, &Context::system(SystemPart::Operator, ""), bytes).await?;
    db.drain().await;
    match verdict {
        PackVerdict::Issued(pack) => {
            let at = pack.made_at.to_offset(domain::calendar::CHINA);
            println!("genuine: {}, made by {} for {} at {at}", pack.subject, pack.made_by, pack.party);
            Ok(())
        }
        PackVerdict::Repacked(pack) => Err(format!(
            "the contents are what was given out of {}, but the file is another: it was packed anew",
            pack.subject
        )
        .into()),
        PackVerdict::NotIssued => Err("it fits together, but was not given out here".into()),
        PackVerdict::Altered(name) => Err(format!("{name} is not what the manifest says").into()),
        PackVerdict::Unreadable => Err("it is no pack of evidence, or a damaged one".into()),
    }
}
