use domain::{
    Amount, Rate,
    id::{PartnerId, RevenueShareInvoiceId},
    operating_data::Month,
    revenue_share::{Billing, RevenueShare},
    role::PartnerKind,
};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::Error;

/// Reads what was agreed back from its columns.
pub fn share_of<R>(rate: Decimal, penalty: bool, elsewhere: bool, billing: Billing) -> Result<RevenueShare, Error<R>> {
    Ok(RevenueShare { rate: Rate::new(rate).map_err(Error::defect)?, penalty, elsewhere, billing })
}

pub async fn find_kind<R>(connection: &mut PgConnection, partner: PartnerId) -> Result<Option<PartnerKind>, Error<R>> {
    let kind =
        sqlx::query_scalar!("select kind from partners where id = $1", partner.0).fetch_optional(connection).await?;
    kind.map(|kind| kind.parse().map_err(Error::defect)).transpose()
}

pub async fn insert_contract(
    connection: &mut PgConnection,
    id: Uuid,
    funder: PartnerId,
    share: &RevenueShare,
    (on, at): (Date, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into revenue_share_contracts (id, funder_id, rate, penalty, elsewhere, agreed_on, agreed_at, settlement)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        funder.0,
        share.rate.fraction(),
        share.penalty,
        share.elsewhere,
        on,
        at,
        share.billing.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The funders with which a share was agreed by a date, and what.
pub async fn list_agreed<R>(
    connection: &mut PgConnection,
    on: Date,
) -> Result<Vec<(PartnerId, RevenueShare)>, Error<R>> {
    let rows = sqlx::query!(
        "select distinct on (funder_id) funder_id, rate, penalty, elsewhere, settlement from revenue_share_contracts
         where agreed_on <= $1 order by funder_id, agreed_on desc, agreed_at desc, id desc",
        on
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let billing: Billing = row.settlement.parse().map_err(Error::defect)?;
            Ok((PartnerId(row.funder_id), share_of(row.rate, row.penalty, row.elsewhere, billing)?))
        })
        .collect()
}

pub struct NewInvoice {
    pub id: RevenueShareInvoiceId,
    pub funder: PartnerId,
    pub month: Month,
    pub share: RevenueShare,
    pub issued_on: Date,
    pub issued_at: OffsetDateTime,
}

/// Gives what counts, and the share of it.
pub async fn insert_invoice<R>(
    connection: &mut PgConnection,
    invoice: &NewInvoice,
) -> Result<(Amount, Amount), Error<R>> {
    let (from, until) = (invoice.month.first_day(), invoice.month.after().first_day());
    let sums = sqlx::query!(
        r#"select coalesce(sum(interest_fen), 0)::bigint as "interest!", coalesce(sum(penalty_fen), 0)::bigint as "penalty!",
                  count(*) as "lines!", revenue_share_withheld($1, $2, $3) as "withheld!"
           from revenue_share_posted($1, $2, $3, $4)"#,
        invoice.funder.0,
        from,
        until,
        invoice.share.elsewhere,
    )
    .fetch_one(&mut *connection)
    .await?;
    let counted = invoice.share.counts(Amount::from_fen(sums.interest), Amount::from_fen(sums.penalty));
    let due = invoice.share.of(counted);
    sqlx::query!(
        "insert into revenue_share_invoices (id, funder_id, month, rate, penalty, elsewhere, lines, counted_fen, share_fen,
                                             issued_on, issued_at, withheld_fen)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        invoice.id.0,
        invoice.funder.0,
        from,
        invoice.share.rate.fraction(),
        invoice.share.penalty,
        invoice.share.elsewhere,
        sums.lines,
        counted.fen(),
        due.fen(),
        invoice.issued_on,
        invoice.issued_at,
        sums.withheld,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into revenue_share_lines (invoice_id, source_id, kind, loan_id, posted_on, value_on, interest_fen, penalty_fen)
         select $1, source_id, kind, loan_id, posted_on, value_on, interest_fen, penalty_fen
         from revenue_share_posted($2, $3, $4, $5)",
        invoice.id.0,
        invoice.funder.0,
        from,
        until,
        invoice.share.elsewhere,
    )
    .execute(connection)
    .await?;
    Ok((counted, due))
}
