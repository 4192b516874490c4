//! How statements join what is known of their accounts: what comes before them, and what contradicts them.

use std::sync::Arc;

use domain::{
    Amount,
    bank_movement::{Finding, Link},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    apply::{Earlier, Planned},
    sql::{self, import::StatementRow},
};
use crate::Error;

/// How statements of one file join what is known of their accounts, and each other, with what a person has to know of it.
pub async fn join<R>(connection: &mut PgConnection, statements: &mut [StatementRow]) -> Result<(), Error<R>> {
    for place in 0..statements.len() {
        let (earlier, rest) = statements.split_at_mut(place);
        let Some(statement) = rest.first_mut() else { continue };
        let (Some(account), Some(from_on), Some(opening)) = (statement.account, statement.from_on, statement.opening)
        else {
            statement.link = Some(Link::Unknown);
            continue;
        };
        let earlier = earlier.iter().filter(|other| other.account == Some(account) && other.closing.is_some());
        let in_file = earlier.max_by_key(|other| other.to_on);
        let goes_on = in_file.filter(|other| other.closing == Some(opening)).map(|other| (other.id, other.to_on));
        let known = match goes_on {
            Some(known) => Some(known),
            None => sql::join::find_continued(connection, account, from_on, opening).await?,
        };
        if let Some((id, to_on)) = known {
            statement.link = Some(Link::Follows);
            statement.follows = (to_on >= Some(from_on)).then_some(id);
            continue;
        }
        let before = match in_file.filter(|other| other.to_on < Some(from_on)) {
            Some(other) => other.closing,
            None => sql::join::find_balance_before(connection, account, from_on).await?,
        };
        let within = sql::join::is_balance_on(connection, account, from_on, opening).await?;
        let joined = match before.filter(|_| within == Some(true)) {
            Some(before) => sql::join::may_go_on_from(connection, account, from_on, before).await?,
            None => false,
        };
        let link = Link::of(opening, before, within, joined);
        statement.link = Some(link);
        if link == Link::Gap {
            // What was known last may be of the same day, unless that day lies behind the gap itself.
            let last = match from_on.next_day().filter(|_| within != Some(true)) {
                Some(next) => sql::join::find_balance_before(connection, account, next).await?,
                None => None,
            };
            let known = last.or(before).unwrap_or_default();
            statement.findings.push(Finding::Gap { known, opening });
        }
    }
    look_ahead(connection, statements).await
}

/// Adds what a person has to know of where the statements of a file end: the last of each account is held against what is
/// known of the days after it.
async fn look_ahead<R>(connection: &mut PgConnection, statements: &mut [StatementRow]) -> Result<(), Error<R>> {
    for place in 0..statements.len() {
        let (done, rest) = statements.split_at_mut(place.saturating_add(1));
        let Some(statement) = done.last_mut() else { continue };
        let (Some(account), Some(to_on), Some(closing)) = (statement.account, statement.to_on, statement.closing)
        else {
            continue;
        };
        if rest.iter().any(|later| later.account == Some(account) && later.opening.is_some()) {
            continue;
        }
        // A statement may end in the middle of a day of which the rest is known.
        let within = sql::join::is_balance_on(connection, account, to_on, closing).await? == Some(true);
        match sql::join::find_balance_after(connection, account, to_on).await? {
            Some(known) if known != closing && !within => {
                statement.findings.push(Finding::GapAfter { closing, known });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether the feed has movements of the statement's days that the statement has not, while the statement has some that the
/// feed has not: of two sources that tell everything in order one is only the later.
pub async fn contradiction<R>(
    connection: &mut PgConnection,
    (account, period): (Uuid, Option<(Date, Date)>),
    dates: impl Iterator<Item = Date>,
    planned: &[Planned],
) -> Result<Option<Finding>, Error<R>> {
    let Some(period) = period else { return Ok(None) };
    let is_new = |plan: &Planned| matches!(plan, Planned::New(_));
    let last_new = dates.zip(planned).filter(|(_, plan)| is_new(plan)).map(|(on, _)| on).max();
    let Some(last_new) = last_new else { return Ok(None) };
    let told: Vec<Uuid> = planned.iter().filter_map(Planned::is_or_may_be).collect();
    let untold = sql::join::find_untold(connection, account, period, last_new, &told).await?;
    Ok(untold.map(|(movements, amount)| Finding::Contradicts { movements, amount }))
}

/// The movements of an account that are told by the statement where this one begins. Nothing when that cannot be said: when
/// its balances do not explain it, or when the day came back to the balance with which it began.
pub async fn earlier<R>(
    connection: &mut PgConnection,
    begins: Option<((Uuid, Date), Amount)>,
) -> Result<Earlier, Error<R>> {
    let Some(((account, on), opening)) = begins else { return Ok(Earlier::default()) };
    match sql::join::find_continued(connection, account, on, opening).await? {
        Some((statement, _)) => Ok(Arc::new(sql::join::list_told_before(connection, statement, opening).await?)),
        None => Ok(Earlier::default()),
    }
}
