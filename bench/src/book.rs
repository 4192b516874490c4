//! A book of agents, and the two operations that are measured on it.

use std::{
    ops::Range,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use domain::{
    Amount,
    actor::SystemPart,
    id::{AgentId, DrawId, PartnerId, QuoteId, SessionId, UserId},
    repayment::RepaymentChoice,
    role::{PartnerKind, Party, Role},
};
use services::{
    Actor, Context, Db,
    context::SignedIn,
    draw::{self, InstructDrawCommand},
    loan::LoanFilter,
    machine,
    page::PageRequest,
    repayment::{self, QuoteCommand},
};
use time::macros::datetime;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    Outcome,
    measure::{fresh_database, high, output, psql},
};

/// The principal of every draw.
const AMOUNT: Amount = Amount::from_fen(1_000_000);
/// Quotes are made by so many tasks.
const QUOTING: usize = 32;

/// How many agents a book has, and how many draws each of them.
#[derive(Clone, Copy)]
pub struct Size {
    pub agents: usize,
    pub draws: usize,
}

pub struct Book {
    pub db: Db,
    pub url: String,
    admin: String,
    name: &'static str,
    agents: usize,
    funders: usize,
    requests: Arc<AtomicU64>,
}

/// An agent's quote, ready to be paid.
pub type Quoted = (usize, QuoteId);

impl Book {
    pub async fn set_up(admin: &str, name: &'static str, size: Size, funders: usize) -> Outcome<Self> {
        let url = fresh_database(admin, name)?;
        services::migrate::migrate(&url).await?;
        output(Command::new("psql").args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            &format!("--set=agents={}", size.agents),
            &format!("--set=draws={}", size.draws),
            &format!("--set=funders={funders}"),
            "--file=bench/setup.sql",
            &url,
        ]))?;
        // Time passes, or a sum that is kept for a moment would never be.
        let began = Instant::now();
        let clock = Arc::new(move || datetime!(2026-11-20 10:00 +8) + began.elapsed());
        let db = Db::connect(&url, 32, clock, machine::randomness()).await?;
        Ok(Self { db, url, admin: admin.to_owned(), name, agents: size.agents, funders, requests: Arc::default() })
    }

    fn context(&self, actor: Actor) -> Context {
        Context::new(actor, format!("bench-{}", self.requests.fetch_add(1, Ordering::Relaxed)))
    }

    fn agent(&self, number: usize) -> Context {
        self.person(Role::Agent, Party::Agent(AgentId(id("agent", number))))
    }

    pub fn person(&self, role: Role, party: Party) -> Context {
        self.context(Actor::User(SignedIn {
            user: UserId(Uuid::nil()),
            session: SessionId(Uuid::nil()),
            username: String::new(),
            display_name: String::new(),
            role,
            party,
            address: String::new(),
            device: String::new(),
        }))
    }

    /// Credits draw number `draw` of each of these agents: its money is there, the instruction arrives. Operations per
    /// second.
    pub async fn credit(&self, draw: usize, agents: Range<usize>, tasks: usize) -> Outcome<f64> {
        let work: Vec<_> = agents
            .map(|place| place + 1)
            .map(|number| {
                let funder = PartnerId(id("funder", 1 + number % self.funders));
                let context =
                    self.context(Actor::Partner { kind: PartnerKind::Funder, id: funder, key_id: "bench".to_owned() });
                let draw = DrawId(id("draw", draw * self.agents + number));
                (context, InstructDrawCommand { draw, amount: AMOUNT, payment_reference: "JH-1".to_owned() })
            })
            .collect();
        let (_, per_second, _) = do_all(&self.db, work, tasks, |db, (context, command)| async move {
            draw::instruct_draw(&db, &context, command).await.map_err(|error| format!("{error:?}"))
        })
        .await?;
        Ok(per_second)
    }

    /// A quote for a tenth of a loan of each agent. Not measured.
    pub async fn quote(&self, agents: Range<usize>) -> Outcome<Vec<Quoted>> {
        let work: Vec<_> = agents.map(|place| (place + 1, [self.agent(place + 1), self.agent(place + 1)])).collect();
        let (quotes, ..) = do_all(&self.db, work, QUOTING, |db, (number, [reads, writes])| async move {
            let loans = services::loan::book(&db, &reads, LoanFilter::Open, PageRequest::FIRST).await;
            let loans = loans.map_err(|error| format!("{error:?}"))?.rows;
            let loan = loans.first().ok_or("an agent has no loan: was its draw credited?")?.id;
            let command = QuoteCommand { loan, choice: RepaymentChoice::Part(Amount::from_fen(100_000)) };
            let quote = repayment::quote(&db, &writes, command).await.map_err(|error| format!("{error:?}"))?;
            Ok((number, quote.id))
        })
        .await?;
        Ok(quotes)
    }

    /// Pays these quotes. Operations per second, and how long, in milliseconds, all but a hundredth took at most.
    pub async fn repay(&self, quotes: Vec<Quoted>, tasks: usize) -> Outcome<(f64, f64)> {
        let work: Vec<_> = quotes.into_iter().map(|(number, quote)| (self.agent(number), quote)).collect();
        let (_, per_second, slow) = do_all(&self.db, work, tasks, |db, (context, quote)| async move {
            repayment::repay(&db, &context, quote).await.map_err(|error| format!("{error:?}"))
        })
        .await?;
        Ok((per_second, slow))
    }

    /// A measurement on a book that does not balance is worth nothing.
    pub async fn verify_and_drop(self) -> Outcome<()> {
        let verdicts = services::verify::verify(&self.db, &Context::system(SystemPart::Operator, ""))
            .await
            .map_err(|error| format!("{error:?}"))?;
        let broken: Vec<_> = verdicts
            .iter()
            // The book was not made by requests, so their count says nothing here.
            .filter(|verdict| !verdict.offending.is_empty())
            .collect();
        if !broken.is_empty() {
            return Err(format!("{}: {broken:#?}", self.name).into());
        }
        self.drop_unverified().await
    }

    /// Of a book that is only read, and filled with what bears no verifying.
    pub async fn drop_unverified(self) -> Outcome<()> {
        self.db.drain().await;
        psql(&self.admin, &format!("drop database {} with (force)", self.name))
    }
}

/// The same as `bench_id` in setup.sql.
pub fn id(kind: &str, number: usize) -> Uuid {
    let place = match kind {
        "funder" => 1,
        "agent" => 7,
        "facilitator" => 43,
        "debt" => 58,
        _ => 28,
    };
    format!("{place:08}-0000-8000-8000-{number:012}").parse().unwrap_or_default()
}

/// Does all the work in `tasks` tasks at once, and says how much of it was done in a second, and how many milliseconds all
/// but a hundredth of it took at most. Every operation is one commit.
pub async fn do_all<W, T, F>(
    db: &Db,
    work: Vec<W>,
    tasks: usize,
    operation: impl Fn(Db, W) -> F + Copy + Send + Sync + 'static,
) -> Outcome<(Vec<T>, f64, f64)>
where
    W: Send + 'static,
    T: Send + 'static,
    F: Future<Output = Result<T, String>> + Send,
{
    let count = u32::try_from(work.len())?;
    let mut shares: Vec<Vec<W>> = (0..tasks).map(|_| Vec::new()).collect();
    for (place, one) in work.into_iter().enumerate() {
        shares[place % tasks].push(one);
    }
    let began = Instant::now();
    let mut running = JoinSet::new();
    for share in shares {
        let db = db.clone();
        running.spawn(async move {
            let mut done = Vec::with_capacity(share.len());
            for one in share {
                let began = Instant::now();
                done.push((operation(db.clone(), one).await?, began.elapsed().as_secs_f64() * 1_000.0));
            }
            Ok::<_, String>(done)
        });
    }
    let mut all = Vec::new();
    for done in running.join_all().await {
        all.append(&mut done?);
    }
    let per_second = f64::from(count) / began.elapsed().as_secs_f64();
    let (answers, took): (Vec<T>, Vec<f64>) = all.into_iter().unzip();
    Ok((answers, per_second, high(&took)))
}
