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

use std::{collections::BTreeMap, path::PathBuf};

use book::{Book, Size};
use clap::Parser;
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
    /// Leaves the statement of 200,000 lines out.
    #[arg(long)]
    without_statement: bool,
    /// Measures only this, and writes no results.
    #[arg(long)]
    only: Option<Part>,
    #[arg(long, default_value = "bench/results/latest.json")]
    results: PathBuf,
}

/// What can be measured by itself.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The statement of 200,000 lines.
    Statement,
    /// Pages of a book of which each agent has one loan.
    Pages,
    /// The close of a day, in books of 100,000 and 1,000,000 live loans.
    Days,
    /// How soon and how many notices reach partners' endpoints.
    Notices,
    /// One box, in a book of 1,000,000 loans and as many movements.
    Search,
    /// Who may collect one of 1,000,000 debts; signings, and debits of bound cards.
    Bindings,
}

/// Operations per second by the name of what was measured.
type Samples = BTreeMap<String, Vec<f64>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    // A page that fails says why only there.
    tracing_subscriber::fmt().with_env_filter("warn").with_writer(std::io::stderr).init();
    let mut samples = Samples::new();
    match arguments.only {
        Some(Part::Pages) => return pages(&arguments, &mut samples).await,
        Some(Part::Days) => return days(&arguments, &mut samples).await,
        Some(Part::Notices) => return notice::measure(&arguments.database_url, &mut samples).await,
        Some(Part::Search) => return search::measure(&arguments.database_url, &mut samples).await,
        Some(Part::Bindings) => return binding::measure(&arguments.database_url, &mut samples).await,
        Some(Part::Statement) | None => {}
    }
    // First, while the process has had little memory for anything else.
    if !arguments.without_statement {
        statement::measure(&arguments.database_url, &mut samples).await?;
    }
    if arguments.only == Some(Part::Statement) {
        return Ok(());
    }
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
            note(&mut samples, format!("pgbench_tps_{tasks}"), pgbench.run(tasks, arguments.seconds)?);
            for (name, book) in &books {
                let per_second = book.credit(repetition, agents.clone(), tasks).await?;
                note(&mut samples, format!("credit_per_s_{tasks}_{name}"), per_second);
            }
            for (name, book) in &books {
                let quotes = book.quote(agents.clone()).await?;
                let (per_second, slow) = book.repay(quotes, tasks).await?;
                note(&mut samples, format!("repay_per_s_{tasks}_{name}"), per_second);
                note(&mut samples, format!("repay_p99_ms_{tasks}_{name}"), slow);
            }
        }
    }
    let (_, book) = &books[0];
    page::measure(book, (arguments.repetitions, arguments.seconds), &mut samples).await?;
    let mut results: BTreeMap<String, f64> = samples.iter().map(|(name, all)| (name.clone(), median(all))).collect();
    let ratios = [
        ("ratio_repay_32", "repay_per_s_32_one_funder", "pgbench_tps_32"),
        ("ratio_credit_32", "credit_per_s_32_one_funder", "pgbench_tps_32"),
        ("ratio_repay_8", "repay_per_s_8_one_funder", "pgbench_tps_8"),
        ("ratio_home_to_select", "home_per_s", "select_per_s"),
        ("ratio_workbench_to_select", "workbench_per_s", "select_per_s"),
        ("ratio_overview_to_select", "overview_per_s", "select_per_s"),
        ("ratio_one_to_many", "repay_per_s_32_one_funder", "repay_per_s_32_many_funders"),
    ];
    for (name, over, under) in ratios {
        results.insert(name.to_owned(), results[over] / results[under]);
    }
    beside(&arguments.database_url, results["pgbench_tps_32"], &mut samples).await?;
    for key in BESIDE {
        results.insert(key.to_owned(), median(&samples[key]));
    }
    let payouts = payout::measure(&books[0].1.db).await?;
    note(&mut samples, "payouts_per_s_200ms".to_owned(), payouts);
    results.insert("payouts_per_s_200ms".to_owned(), payouts);
    for (_, book) in books {
        book.verify_and_drop().await?;
    }
    pgbench.drop_database()?;
    write(&arguments.results, &results)
}

/// What is measured in databases of its own.
const BESIDE: [&str; 12] = [
    "agreement_debits_per_s",
    "debits_accepted_per_s_1m",
    "end_of_day_1m_s",
    "end_of_day_growth_10x",
    "may_collect_debits_1m",
    "may_collect_growth",
    "may_collect_per_s_1m",
    "ratio_due_debits",
    "notice_p99_ms_with_failing",
    "notices_per_s",
    "search_p99_ms",
    "signings_per_s",
];

async fn beside(url: &str, pgbench_tps: f64, samples: &mut Samples) -> Outcome<()> {
    day::measure(url, pgbench_tps, samples).await?;
    notice::measure(url, samples).await?;
    search::measure(url, samples).await?;
    binding::measure(url, samples).await
}

fn write(path: &std::path::Path, results: &BTreeMap<String, f64>) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::to_string_pretty(results)? + "\n")?;
    for (name, value) in results {
        println!("{name:<32} {value:>12.3}");
    }
    Ok(())
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
