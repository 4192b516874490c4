//! The share that is withheld of payments: locked after the loans that are paid, only where it is withheld, and summed over all of a
//! funder's loans.

use domain::{
    Amount,
    id::PartnerId,
    position::Allocation,
    revenue_share::{Billing, RevenueShare, Withholding},
};
use rust_decimal::Decimal;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::sql::share_of;
use crate::{
    Error, Write,
    envelope::{Arrays, Change},
};

/// What is withheld of a payment, and by which agreement.
#[derive(Clone, Copy, Debug)]
pub struct Withheld {
    pub contract: Uuid,
    pub amount: Amount,
}

/// Locks what is withheld of some funders' interest, or of everybody's, in the order of the funders, to the end of the transaction.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn hold<R>(write: &mut Write, funders: Option<&[Uuid]>) -> Result<(), Error<R>> {
    let rows = sqlx::query!(
        "select funder_id, contract_id, rate, penalty, exact_fen, withheld_fen from revenue_share_withholdings
         where active and ($2 or funder_id = any($1)) order by funder_id for update",
        funders.unwrap_or_default(),
        funders.is_none(),
    )
    .fetch_all(write.connection())
    .await?;
    for row in rows {
        let standing = Withholding {
            contract: row.contract_id,
            share: share_of(row.rate, row.penalty, false, Billing::Withheld)?,
            exact: row.exact_fen,
            withheld: Amount::from_fen(row.withheld_fen),
        };
        write.withholdings.insert(PartnerId(row.funder_id), standing);
    }
    Ok(())
}

/// Withholds the share of a payment of a loan that its funder holds, if that is agreed with it, with the envelope.
pub(crate) fn withhold(write: &mut Write, funder: PartnerId, paid: &Allocation) -> Option<Withheld> {
    let standing = write.withholdings.get_mut(&funder)?;
    let counted = standing.share.counts(paid.interest, paid.penalty);
    let (amount, after) = standing.take(counted);
    let change = WithholdingChange { funder, exact: standing.share.exactly(counted), withheld: amount };
    *standing = after;
    if counted.is_positive() {
        write.envelope.change(change);
    }
    Some(Withheld { contract: after.contract, amount })
}

/// A correction has changed what the exact share of a payment comes to, and gives so much of it back, with the envelope.
pub(crate) fn give_back(write: &mut Write, funder: PartnerId, exact: Decimal, back: Amount) {
    if let Some(standing) = write.withholdings.get_mut(&funder) {
        standing.exact = standing.exact.saturating_add(exact);
        standing.withheld = standing.withheld.less(back);
    }
    write.envelope.change(WithholdingChange { funder, exact, withheld: back.negated() });
}

/// What is added to what is withheld of a funder's interest, with the envelope.
struct WithholdingChange {
    funder: PartnerId,
    exact: Decimal,
    withheld: Amount,
}

impl Change for WithholdingChange {
    /// Many payments of one funder's borrowers may be in one statement.
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update revenue_share_withholdings w
             set exact_fen = w.exact_fen + t.exact_fen, withheld_fen = w.withheld_fen + t.withheld_fen
             from (select p.funder_id, sum(p.exact_fen) as exact_fen, sum(p.withheld_fen)::bigint as withheld_fen from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.funder.0))
            .column(rows.iter().map(|row| row.exact))
            .column(rows.iter().map(|row| row.withheld.fen()))
            .end();
        sql.push(" as p (funder_id, exact_fen, withheld_fen) group by p.funder_id) t where w.funder_id = t.funder_id");
    }
}

/// From now on the share is withheld as this agreement says, or not at all.
pub async fn update_agreed(
    connection: &mut PgConnection,
    contract: Uuid,
    funder: PartnerId,
    share: &RevenueShare,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into revenue_share_withholdings (funder_id, contract_id, active, rate, penalty) values ($1, $2, $3, $4, $5)
         on conflict (funder_id) do update set contract_id = excluded.contract_id, active = excluded.active, rate = excluded.rate,
                                               penalty = excluded.penalty",
        funder.0,
        contract,
        share.billing == Billing::Withheld,
        share.rate.fraction(),
        share.penalty,
    )
    .execute(connection)
    .await?;
    Ok(())
}
