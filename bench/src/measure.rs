//! pgbench, and the arithmetic of samples.

use std::process::Command;

use crate::Outcome;

/// A database for pgbench on the same cluster.
pub struct Pgbench {
    url: String,
    admin: String,
}

const NAME: &str = "bench_pgbench";

impl Pgbench {
    /// Fills a fresh database at scale 50.
    pub fn set_up(admin: &str) -> Outcome<Self> {
        let url = fresh_database(admin, NAME)?;
        output(Command::new("pgbench").args(["--initialize", "--quiet", "--scale=50", &url]))?;
        Ok(Self { url, admin: admin.to_owned() })
    }

    /// Transactions per second of the built-in simple-update script with prepared statements.
    pub fn run(&self, clients: usize, seconds: u32) -> Outcome<f64> {
        let report = output(Command::new("pgbench").args([
            "--protocol=prepared",
            "--skip-some-updates",
            "--no-vacuum",
            &format!("--client={clients}"),
            "--jobs=2",
            &format!("--time={seconds}"),
            &self.url,
        ]))?;
        let tps = report.lines().find_map(|line| line.strip_prefix("tps = ")).ok_or("pgbench reports no tps")?;
        Ok(tps.split(' ').next().unwrap_or_default().parse()?)
    }

    pub fn drop_database(&self) -> Outcome<()> {
        psql(&self.admin, &format!("drop database {NAME} with (force)"))
    }
}

/// The middle of the samples.
#[must_use]
pub fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// What all but a hundredth of the samples are at most.
#[must_use]
pub fn high(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() * 99 / 100).copied().unwrap_or_default()
}

/// Makes a database anew beside the one that `admin` names, and returns its url.
pub fn fresh_database(admin: &str, name: &str) -> Outcome<String> {
    psql(admin, &format!("drop database if exists {name} with (force)"))?;
    psql(admin, &format!("create database {name}"))?;
    let (front, query) =
        admin.split_once('?').map_or((admin, String::new()), |(front, rest)| (front, format!("?{rest}")));
    let server = front.rsplit_once('/').map_or(front, |(server, _)| server);
    Ok(format!("{server}/{name}{query}"))
}

pub fn psql(url: &str, statement: &str) -> Outcome<()> {
    output(Command::new("psql").args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement, url]))
        .map(drop)
}

/// What a query answers.
pub fn tell(url: &str, query: &str) -> Outcome<String> {
    output(Command::new("psql").args(["--no-psqlrc", "--tuples-only", "--no-align", "--command", query, url]))
        .map(|told| told.trim().to_owned())
}

/// What a program prints; its complaint when it fails.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
