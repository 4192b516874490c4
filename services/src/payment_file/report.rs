//! What is to be paid, and the files by which it was, as their funder sees them.

use domain::{
    Amount, Reference,
    id::{AgentId, DrawId, PaymentFileId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    draw::Prepared,
    error::Never,
    page::{Cursor, Page, PageRequest},
    party::ReceivingAccount,
};

/// A draw that was accepted and is not paid, or whose payment waits for its release.
#[derive(Clone, Debug)]
pub struct DrawToPay {
    pub id: DrawId,
    pub reference: Reference,
    pub agent: AgentId,
    pub agent_name: String,
    pub amount: Amount,
    pub requested_at: OffsetDateTime,
    /// The newest file that it is in.
    pub file: Option<(PaymentFileId, String)>,
    /// The payment that was registered.
    pub prepared: Option<Prepared>,
}

/// A file of payments.
#[derive(Clone, Debug)]
pub struct PaymentFileRow {
    pub id: PaymentFileId,
    pub number: String,
    pub draws: i64,
    pub sum: Amount,
    pub made_by: String,
    pub made_at: OffsetDateTime,
}

/// One payment of a file.
#[derive(Clone, Debug)]
pub struct PaidDraw {
    pub draw: DrawId,
    pub reference: Reference,
    pub amount: Amount,
    pub standing: PaymentStanding,
}

/// How far a payment of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStanding {
    NotReported,
    /// It was registered, and waits for its release.
    ToRelease,
    /// It was reported as paid.
    Reported,
    /// Its draw has ended without it.
    Ended,
}

/// A file with its payments.
#[derive(Clone, Debug)]
pub struct PaymentFileDetail {
    pub number: String,
    pub payee: ReceivingAccount,
    pub made_by: String,
    pub made_at: OffsetDateTime,
    /// In the order of the file.
    pub draws: Vec<PaidDraw>,
}

/// The funder's draws that it has accepted and not paid, the oldest first; or, with `prepared`, those whose payment was
/// registered and waits for its release.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn draws_to_pay(
    db: &Db,
    context: &Context,
    prepared: bool,
    page: PageRequest,
) -> Result<Page<DrawToPay>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let from = page.oldest_first();
            let rows = sqlx::query!(
                r#"select d.id, d.reference, d.agent_id, a.shop_name, d.amount_fen, d.requested_at, d.prepared_by, d.prepared_at,
                          d.prepared_reference, f.id as "file_id?", f.number as "file_number?"
                   from draws d join agents a on a.id = d.agent_id
                   left join lateral (
                       select p.id, p.number from payment_file_draws i join payment_files p on p.id = i.file_id
                       where i.draw_id = d.id order by p.made_at desc, p.id desc limit 1) f on true
                   where d.funder_id = $1 and d.instruction_at is null and (d.prepared_at is not null) = $5
                     and (d.state = 'awaiting' and (d.funds_fen = 0 or $5) or d.state = 'requested' and $5)
                     and (d.requested_at, d.id) > ($2, $3)
                   order by d.requested_at, d.id limit $4"#,
                funder.0,
                from.at,
                from.id,
                page.rows_to_read(),
                prepared,
            )
            .fetch_all(connection)
            .await?;
            let rows: Result<Vec<_>, Error<Never>> = rows
                .into_iter()
                .map(|row| {
                    let prepared = row.prepared_by.zip(row.prepared_at).zip(row.prepared_reference);
                    Ok(DrawToPay {
                        id: DrawId(row.id),
                        reference: reference(&row.reference)?,
                        agent: AgentId(row.agent_id),
                        agent_name: row.shop_name,
                        amount: Amount::from_fen(row.amount_fen),
                        requested_at: row.requested_at,
                        file: row.file_id.map(PaymentFileId).zip(row.file_number),
                        prepared: prepared.map(|((by, at), payment_reference)| Prepared { by, at, payment_reference }),
                    })
                })
                .collect();
            Ok(Page::of(rows?, page, |draw: &DrawToPay| Cursor { at: draw.requested_at, id: draw.id.0 }))
        })
    })
    .await
}

/// The funder's files, the newest first.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn payment_files(
    db: &Db,
    context: &Context,
    page: PageRequest,
) -> Result<Page<PaymentFileRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let from = page.newest_first();
            let rows = sqlx::query!(
                r#"select f.id, f.number, f.made_by, f.made_at, s.draws as "draws!", s.sum_fen as "sum_fen!"
                   from payment_files f cross join lateral (
                       select count(*) as draws, coalesce(sum(d.amount_fen), 0)::bigint as sum_fen
                       from payment_file_draws i join draws d on d.id = i.draw_id where i.file_id = f.id) s
                   where f.funder_id = $1 and (f.made_at, f.id) < ($2::timestamptz, $3::uuid)
                   order by f.made_at desc, f.id desc limit $4"#,
                funder.0,
                from.at,
                from.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows: Vec<PaymentFileRow> = rows
                .into_iter()
                .map(|row| PaymentFileRow {
                    id: PaymentFileId(row.id),
                    number: row.number,
                    draws: row.draws,
                    sum: Amount::from_fen(row.sum_fen),
                    made_by: row.made_by,
                    made_at: row.made_at,
                })
                .collect();
            Ok(Page::of(rows, page, |file: &PaymentFileRow| Cursor { at: file.made_at, id: file.id.0 }))
        })
    })
    .await
}

/// One of the funder's files.
///
/// # Errors
/// `Forbidden` for anybody but a funder; `NotFound` for another's.
pub async fn payment_file(db: &Db, context: &Context, id: PaymentFileId) -> Result<PaymentFileDetail, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let file = sqlx::query!(
                "select number, payee_name, payee_account_no, payee_branch, made_by, made_at from payment_files
                 where id = $1 and funder_id = $2",
                id.0,
                funder.0
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            Ok(PaymentFileDetail {
                number: file.number,
                payee: ReceivingAccount {
                    account_no: file.payee_account_no,
                    name: file.payee_name,
                    branch: file.payee_branch,
                },
                made_by: file.made_by,
                made_at: file.made_at,
                draws: paid_draws(connection, id.0).await?,
            })
        })
    })
    .await
}

async fn paid_draws(connection: &mut PgConnection, file: Uuid) -> Result<Vec<PaidDraw>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select d.id, d.reference, d.amount_fen, d.instruction_at is not null as "instructed!",
                  d.prepared_at is not null as "prepared!", d.state in ('requested', 'awaiting') as "open!"
           from payment_file_draws i join draws d on d.id = i.draw_id where i.file_id = $1 order by i.place"#,
        file
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PaidDraw {
                draw: DrawId(row.id),
                reference: reference(&row.reference)?,
                amount: Amount::from_fen(row.amount_fen),
                standing: match (row.instructed, row.open, row.prepared) {
                    (true, ..) => PaymentStanding::Reported,
                    (false, false, _) => PaymentStanding::Ended,
                    (false, true, true) => PaymentStanding::ToRelease,
                    (false, true, false) => PaymentStanding::NotReported,
                },
            })
        })
        .collect()
}

fn reference(text: &str) -> Result<Reference, Error<Never>> {
    text.parse().map_err(Error::defect)
}
