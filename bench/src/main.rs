//! What performance claims come from: use cases and pages against `pgbench` and against requests of their own, on the same cluster in
//! the same run. These machines are noisy, so the claims are ratios of medians of interleaved repetitions. The keys that it writes are
//! told in `docs/scale.md`.

mod binding;
mod book;
mod day;
mod measure;
mod notice;
mod page;
mod payout;
mod search;
mod statement;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use book::{Book, Size};
use clap::{Parser, ValueEnum};
use measure::{Pgbench, median};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
struct Arguments {
    /// A database of the cluster to measure on; others are made beside it, and dropped.
    #[arg(long, env = "DATABASE_URL")]
    database_url: String,
    #[arg(long, default_value_t = 10_000)]
    agents: usize,
    #[arg(long, default_value_t = 5)]
    repetitions: usize,
    /// How long each repetition of pgbench runs.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Measures only these parts, and leaves the other parts' results as they are.
    #[arg(long)]
    only: Vec<Part>,
    #[arg(long, default_value = "bench/results/latest.json")]
    results: PathBuf,
}

/// What is measured by itself: nothing that it writes is a ratio of two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The statement of 200,000 lines: first, while the process has had little memory for anything else.
    Statement,
    /// Credits, repayments and payouts.
    Money,
    /// Pages of a book of which each agent has one loan.
    Pages,
    /// The close of a day, in books of 100,000 and 1,000,000 live loans.
    Days,
    /// How soon and how many notices reach partners' endpoints.
    Notices,
    /// One box, in a book of 1,000,000 loans and 10,000,000 movements.
    Search,
    /// Who may collect one of 1,000,000 debts; signings, and debits of bound cards.
    Bindings,
}

/// Operations per second by the name of what was measured.
type Samples = BTreeMap<String, Vec<f64>>;

/// Of two figures of the same part.
const RATIOS: [(&str, &str, &str); 7] = [
    ("ratio_repay_32", "repay_per_s_32_one_funder", "pgbench_tps_32"),
    ("ratio_credit_32", "credit_per_s_32_one_funder", "pgbench_tps_32"),
    ("ratio_repay_8", "repay_per_s_8_one_funder", "pgbench_tps_8"),
    ("ratio_one_to_many", "repay_per_s_32_one_funder", "repay_per_s_32_many_funders"),
    ("ratio_home_to_select", "home_per_s", "select_per_s"),
    ("ratio_workbench_to_select", "workbench_per_s", "select_per_s"),
    ("ratio_overview_to_select", "overview_per_s", "select_per_s"),
];

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    // A page that fails says why only there.
    tracing_subscriber::fmt().with_env_filter("warn,sqlx::query=error").with_writer(std::io::stderr).init();
    for part in Part::value_variants() {
        if arguments.only.is_empty() || arguments.only.contains(part) {
            println!("\n{part:?}");
            let mut samples = Samples::new();
            measure(*part, &arguments, &mut samples).await?;
            write(&arguments.results, &samples)?;
        }
    }
    Ok(())
}

async fn measure(part: Part, arguments: &Arguments, samples: &mut Samples) -> Outcome<()> {
    let url = &arguments.database_url;
    match part {
        Part::Statement => statement::measure(url, samples).await,
        Part::Money => money(arguments, samples).await,
        Part::Pages => pages(arguments, samples).await,
        Part::Days => days(arguments, samples).await,
        Part::Notices => notice::measure(url, samples).await,
        Part::Search => search::measure(url, samples).await,
        Part::Bindings => binding::measure(url, samples).await,
    }
}

/// The medians of a part take the place of its last ones.
fn write(path: &Path, samples: &Samples) -> Outcome<()> {
    let mut results: BTreeMap<String, f64> = match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => BTreeMap::new(),
    };
    let mut measured: BTreeMap<String, f64> = samples.iter().map(|(name, all)| (name.clone(), median(all))).collect();
    for (name, over, under) in RATIOS {
        if let (Some(over), Some(under)) = (measured.get(over), measured.get(under)) {
            measured.insert(name.to_owned(), over / under);
        }
    }
    for (name, value) in &measured {
        println!("{name:<32} {value:>12.3}");
    }
    results.extend(measured);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, serde_json::to_string_pretty(&results)? + "\n")?)
}

async fn money(arguments: &Arguments, samples: &mut Samples) -> Outcome<()> {
    println!("setting up: pgbench at scale 50, two books of {} agents", arguments.agents);
    let pgbench = Pgbench::set_up(&arguments.database_url)?;
    // Each repetition credits a draw of every agent and repays a loan of each, half of them in eight tasks and half in
    // thirty-two.
    let size = Size { agents: arguments.agents, draws: arguments.repetitions };
    let books = [
        ("one_funder", Book::set_up(&arguments.database_url, "bench_one", size, 1).await?),
        ("many_funders", Book::set_up(&arguments.database_url, "bench_many", size, 50).await?),
    ];
    let half = arguments.agents / 2;
    for repetition in 0..arguments.repetitions {
        for (place, tasks) in [8, 32].into_iter().enumerate() {
            let agents = place * half..(place + 1) * half;
            note(samples, format!("pgbench_tps_{tasks}"), pgbench.run(tasks, arguments.seconds)?);
            for (name, book) in &books {
                let per_second = book.credit(repetition, agents.clone(), tasks).await?;
                note(samples, format!("credit_per_s_{tasks}_{name}"), per_second);
            }
            for (name, book) in &books {
                let quotes = book.quote(agents.clone()).await?;
                let (per_second, slow) = book.repay(quotes, tasks).await?;
                note(samples, format!("repay_per_s_{tasks}_{name}"), per_second);
                note(samples, format!("repay_p99_ms_{tasks}_{name}"), slow);
            }
        }
    }
    note(samples, "payouts_per_s_200ms".to_owned(), payout::measure(&books[0].1.db).await?);
    for (_, book) in books {
        book.verify_and_drop().await?;
    }
    pgbench.drop_database()
}

async fn pages(arguments: &Arguments, samples: &mut Samples) -> Outcome<()> {
    let size = Size { agents: arguments.agents, draws: 1 };
    let book = Book::set_up(&arguments.database_url, "bench_pages", size, 1).await?;
    book.credit(0, 0..arguments.agents, 32).await?;
    page::measure(&book, (arguments.repetitions, arguments.seconds), samples).await?;
    book.verify_and_drop().await
}

async fn days(arguments: &Arguments, samples: &mut Samples) -> Outcome<()> {
    let pgbench = Pgbench::set_up(&arguments.database_url)?;
    let tps = pgbench.run(32, arguments.seconds)?;
    day::measure(&arguments.database_url, tps, samples).await?;
    pgbench.drop_database()
}

fn note(samples: &mut Samples, name: String, value: f64) {
    println!("{name:<32} {value:>12.1}");
    samples.entry(name).or_default().push(value);
}
