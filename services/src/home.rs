//! What a shop's home reads first: its wallet, and of what else there is anything, so that it asks only for that.

use domain::{Amount, Reference};

use crate::{
    Context, Db, Error,
    error::Never,
    wallet::{WalletEntry, list_latest, of_columns},
};

/// For how many days a shop is told what was taken for what was overdue, once nothing is: today and those before.
pub const TOLD_FOR_DAYS: i32 = 7;

/// A shop's wallet, and what else it has.
#[derive(Clone, Debug)]
pub struct Home {
    pub wallet_reference: Reference,
    pub balance: Amount,
    /// What nothing keeps, and pays debts.
    pub available: Amount,
    /// The latest three, the newest first.
    pub entries: Vec<WalletEntry>,
    pub has: Has,
}

/// Of what a shop has anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Has {
    /// An application that is under way.
    pub application: bool,
    /// Draws that are under way.
    pub draws: bool,
    /// Commissions that are to come, or to be taken back.
    pub commissions: bool,
    pub standing_orders: bool,
    /// Freezes that stand.
    pub freezes: bool,
    /// Payments of the last [`TOLD_FOR_DAYS`] days that the wallet made by itself for what was overdue.
    pub swept: bool,
}

/// The home of the shop that asks.
///
/// # Errors
/// `Forbidden` for anybody but a person of a shop.
pub async fn home(db: &Db, context: &Context) -> Result<Home, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            // What is set aside on a line is its draws that are under way.
            let row = sqlx::query!(
                r#"select w.reference, w.account_id, w.balance_fen, w.frozen, w.held_fen,
                          exists (select from applications
                                  where agent_id = $1 and state in ('draft', 'submitted', 'in_review', 'more_information',
                                                                    'counter_offered', 'approved')) as "application!",
                          exists (select from credit_lines where agent_id = $1 and earmarked_fen > 0) as "draws!",
                          exists (select from commissions
                                  where agent_id = $1 and state in ('waiting', 'open')) as "commissions!",
                          exists (select from standing_orders where agent_id = $1 and state = 'standing') as "standing_orders!",
                          exists (select from freezes where wallet_id = w.id and lifted_on is null) as "freezes!",
                          exists (select from repayments
                                  where agent_id = $1 and cause = 'swept' and debited_on > d.open_on - $2::int) as "swept!"
                   from wallets w cross join business_day d where w.agent_id = $1"#,
                agent.0,
                TOLD_FOR_DAYS,
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let entries = list_latest(connection, row.account_id, row.balance_fen).await?;
            Ok(Home {
                wallet_reference: row.reference.parse().map_err(Error::defect)?,
                balance: Amount::from_fen(row.balance_fen),
                available: of_columns([row.balance_fen, 0, row.held_fen], row.frozen).available(),
                entries,
                has: Has {
                    application: row.application,
                    draws: row.draws,
                    commissions: row.commissions,
                    standing_orders: row.standing_orders,
                    freezes: row.freezes,
                    swept: row.swept,
                },
            })
        })
    })
    .await
}
