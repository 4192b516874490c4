//! The turn of a date: one transaction in which nobody else writes.

use std::collections::BTreeSet;

use domain::{
    Amount,
    end_of_day::{DayFigure, DayStep},
    event::PartnerEvent,
    id::{AgentId, WalletId},
    job::Job,
    sweep::Claimed,
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use uuid::Uuid;

use super::{failure::Failed, sql};
use crate::{
    Context, Db, Error, Write,
    audit::Filed,
    business_day, commission, credit_line, draw,
    error::Never,
    freeze, ledger,
    loan::{Fallen, fall_overdue, keep_day, list_falling},
    payout,
    repayment::{collect, list_wallets_due, lock_payers},
};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CloseDayRefusal {
    #[error("the open business date is {open_on}")]
    NotTheOpenDate { open_on: Date },
    #[error("the day is not over")]
    NotOver,
}

impl CloseDayRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotTheOpenDate { .. } => "day.not_open",
            Self::NotOver => "day.not_over",
        }
    }
}

/// Closes the books of `on` and opens the next date: what was paid in since the wallets were debited is debited too, what is
/// unpaid is overdue, wallets freeze, and freezes whose last day it was end. Gives the number of loans that became overdue. Waits
/// for every write that is under way, but not for long, and holds new ones off meanwhile.
///
/// # Errors
/// Refused when `on` is not open; `Conflict` when others write for too long.
pub async fn cut_off(db: &Db, context: &Context, on: Date) -> Result<usize, Error<CloseDayRefusal>> {
    context.system_only()?;
    let actor = context.actor_name();
    db.write(context, "day.close", &on, move |write| {
        Box::pin(async move {
            // What the first step could not do is done here, however much it is.
            sqlx::query!("set local statement_timeout = '2min'").execute(write.connection()).await?;
            let filed = Filed::so_far(write.connection(), on).await?;
            let open = business_day::lock(write).await?;
            if open != on {
                return Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on: open }));
            }
            let next = on.next_day().ok_or_else(|| Error::defect("the calendar has ended"))?;
            let figures = turn(write, on, next, &actor).await.map_err(Error::into_defect)?;
            ledger::close(write, on, filed).await?;
            sql::insert_figures(write.connection(), on, &figures).await?;
            sql::update_open(write.connection(), next).await?;
            // The close itself is filed on the date that it opens: what was filed on the other is in its digest.
            write.business_date = next;
            sql::begin_files(write.connection(), on).await?;
            for partner in sql::list_partners(write.connection()).await? {
                write.envelope.tell(partner, next, &PartnerEvent::BusinessDateMoved { business_date: next })?;
                write.enqueue(Job::MakePartnerFiles(partner), Duration::ZERO);
            }
            write.envelope.about(on);
            write.envelope.changed(&on, &next)?;
            let overdue = figures.iter().find(|(figure, ..)| *figure == DayFigure::Overdue);
            Ok(overdue.map_or(0, |(_, items, _)| *items))
        })
    })
    .await
}

/// How many wallets one statement writes.
const AT_ONCE: usize = 500;

type Figure = (DayFigure, usize, Amount);

async fn turn(write: &mut Write, on: Date, next: Date, actor: &str) -> Result<Vec<Figure>, Error<Never>> {
    let freed = freeze::expire(write, actor).await?;
    let late = list_wallets_due(write.connection(), on).await?.into_iter().map(|(wallet, _)| wallet);
    collect_all(write, late.chain(freed).map(|wallet| wallet.0).collect(), actor).await?;
    // Money on its way out that was not sent pays first.
    let about_to_fall = agents(&list_falling(write, next).await?);
    let reversed = payout::reverse_unsent(write, &about_to_fall, actor).await?;
    collect_all(write, reversed.iter().map(|(wallet, _)| wallet.0).collect(), actor).await?;
    let fallen = list_falling(write, next).await?;
    let (overdue, owed, late) = (fallen.len(), fallen.iter().map(|loan| loan.owed).sum(), agents(&fallen));
    let fell: Vec<Uuid> = fallen.iter().map(|loan| loan.id.0).collect();
    fall_overdue(write, fallen, actor).await?;
    let frozen = freeze::freeze_overdue(write, &late, actor).await?;
    let (ended, asked) = draw::lapse_open(write, &frozen, actor).await.map_err(Error::into_defect)?;
    write.flush().await?;
    keep_day(write.connection(), on, &fell).await?;
    commission::take_back_all(write).await?;
    let (matured, closed) = credit_line::end_lines(write, next, actor).await?;
    let mut figures = vec![
        (DayFigure::LinesMatured, matured, Amount::ZERO),
        (DayFigure::LinesClosed, closed, Amount::ZERO),
        (DayFigure::Overdue, overdue, owed),
        (DayFigure::DrawsEnded, ended, asked),
        (DayFigure::WithdrawalsReversed, reversed.len(), reversed.iter().map(|(_, amount)| *amount).sum()),
    ];
    figures.extend(sql::count_day(write.connection(), on).await?);
    Ok(figures)
}

fn agents(fallen: &[Fallen]) -> Vec<AgentId> {
    fallen.iter().map(|loan| loan.agent).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Debits wallets for what has fallen due, so many at once as one statement writes. What cannot be done for one is told, and keeps no
/// other waiting: those that stood with it are each tried alone.
async fn collect_all(write: &mut Write, mut wallets: Vec<Uuid>, actor: &str) -> Result<(), Error<Never>> {
    wallets.sort_unstable();
    wallets.dedup();
    for some in wallets.chunks(AT_ONCE) {
        let failed = match collect_or_leave(write, some, actor).await? {
            Ok(()) => Vec::new(),
            Err(_) => collect_alone(write, some, actor).await?,
        };
        let (on, at) = (write.business_date, write.true_at);
        sql::mend_failed(write.connection(), on, some).await?;
        sql::upsert_failed(write.connection(), (on, DayStep::CutOff, at), &failed).await?;
    }
    Ok(())
}

/// Debits each by itself. Gives those for which it could not be done.
async fn collect_alone(write: &mut Write, wallets: &[Uuid], actor: &str) -> Result<Vec<Failed>, Error<Never>> {
    let mut failed = Vec::new();
    for wallet in wallets {
        if let Err(error) = collect_or_leave(write, std::slice::from_ref(wallet), actor).await? {
            tracing::error!(%wallet, ?error, "what fell due was not debited");
            failed.push(Failed::of(WalletId(*wallet), &error));
        }
    }
    Ok(failed)
}

/// Debits some wallets for what has fallen due, all of them or, with what went wrong, none.
async fn collect_or_leave(
    write: &mut Write,
    wallets: &[Uuid],
    actor: &str,
) -> Result<Result<(), Error<Never>>, Error<Never>> {
    write.flush().await?;
    let (others, withholdings) = (std::mem::take(&mut write.envelope), write.withholdings.clone());
    sqlx::query!("savepoint collected").execute(write.connection()).await?;
    let outcome = collect_together(write, wallets, actor).await;
    write.envelope = others;
    if outcome.is_ok() {
        sqlx::query!("release savepoint collected").execute(write.connection()).await?;
    } else {
        sqlx::query!("rollback to savepoint collected").execute(write.connection()).await?;
        write.withholdings = withholdings;
    }
    Ok(outcome)
}

async fn collect_together(write: &mut Write, wallets: &[Uuid], actor: &str) -> Result<(), Error<Never>> {
    let on = write.business_date;
    let mut payers: Vec<_> = lock_payers(write, wallets, on).await?.into_iter().collect();
    payers.sort_by_key(|(wallet, _)| *wallet);
    for (_, payer) in payers {
        // Each in an envelope of its own, beside which may be read.
        let others = std::mem::take(&mut write.envelope);
        let collected = collect::<Never>(write, payer, Claimed::Due, actor).await;
        let mut own = std::mem::replace(&mut write.envelope, others);
        collected?;
        write.envelope.absorb(&mut own);
    }
    Ok(write.flush().await?)
}
