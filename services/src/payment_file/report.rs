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
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
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

/// A statement about the draws of a funder, `$part.0`, that are to be paid, or with `$part.1` released, as `$bounds` narrow them: what it
/// selects, and what else it says from `$8` on. A text is a part of the shop's name, or of the draw's or its newest file's number.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from draws d join agents a on a.id = d.agent_id
              left join lateral (
                  select p.id, p.number from payment_file_draws i join payment_files p on p.id = i.file_id
                  where i.draw_id = d.id order by p.made_at desc, p.id desc limit 1) f on true
              where d.funder_id = $6 and d.instruction_at is null and (d.prepared_at is not null) = $7
                and (d.state = 'awaiting' and (d.funds_fen = 0 or $7) or d.state = 'requested' and $7)",
            [$($then)*],
            at "d.requested_at",
            said "a.shop_name, d.reference, f.number",
            fen "d.amount_fen",
            $bounds,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// The funder's draws that it has accepted and not paid, the oldest first where nothing else is asked for; or, with `prepared` as the
/// list's part, those whose payment was registered and waits for its release.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn draws_to_pay(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<bool>>,
    page: PageRequest,
) -> Result<Page<DrawToPay>, Error<Never>> {
    let list: Narrowed<bool> = list.into();
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let part = (funder.0, list.part);
            let rows = list_draws(connection, part, (&bounds, list.sort.unwrap_or(Sort::Oldest)), page).await?;
            let listed = Page::of(rows, page, |draw: &DrawToPay| Cursor { at: draw.requested_at, id: draw.id.0 });
            let total = total!(
                list,
                listed!(
                    query_as of Added,
                    r#"select count(*) as "count!", coalesce(sum(d.amount_fen), 0)::bigint as "fen!""#,
                    [""],
                    part,
                    bounds
                )
                .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

async fn list_draws(
    connection: &mut PgConnection,
    part: (Uuid, bool),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<DrawToPay>, Error<Never>> {
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select d.id as "id!", d.reference as "reference!", d.agent_id as "agent_id!", a.shop_name as "shop_name!",
                      d.amount_fen as "amount_fen!", d.requested_at as "requested_at!", d.prepared_by, d.prepared_at,
                      d.prepared_reference, f.id as "file_id?", f.number as "file_number?""#;
            part, bounds
        ),
        ("d.requested_at", "d.amount_fen", "d.id", "select amount_fen, id from draws where id = "),
        ("$8", "$9::timestamptz", "$10", "$11"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
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
        .collect()
}

/// A statement about the files of a funder as `$bounds` narrow them: what it selects, and what else it says from `$7` on. A text is a part of
/// the file's number, or of that of a draw in it.
macro_rules! made {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $funder:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from payment_files f cross join lateral (
                  select count(*) as draws, coalesce(sum(d.amount_fen), 0)::bigint as sum_fen, string_agg(d.reference, chr(10)) as numbers
                  from payment_file_draws i join draws d on d.id = i.draw_id where i.file_id = f.id) s
              where f.funder_id = $6",
            [$($then)*],
            at "f.made_at",
            said "f.number, s.numbers",
            fen "s.sum_fen",
            $bounds,
            $funder
            $(, $value)*
        )
    };
}

/// The funder's files, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn payment_files(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<PaymentFileRow>, Error<Never>> {
    let list: Narrowed<()> = list.into();
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let rows = list_files(connection, funder.0, (&bounds, list.sort.unwrap_or(Sort::Newest)), page).await?;
            let listed = Page::of(rows, page, |file: &PaymentFileRow| Cursor { at: file.made_at, id: file.id.0 });
            let total = total!(
                list,
                made!(
                    query_as of Added,
                    r#"select count(*) as "count!", coalesce(sum(s.sum_fen), 0)::bigint as "fen!""#,
                    [""],
                    funder.0,
                    bounds
                )
                .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

async fn list_files(
    connection: &mut PgConnection,
    funder: Uuid,
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<PaymentFileRow>, sqlx::Error> {
    let rows = by_time_or_amount!(
        made!(
            query,
            r#"select f.id as "id!", f.number as "number!", f.made_by as "made_by!", f.made_at as "made_at!", s.draws as "draws!",
                      s.sum_fen as "sum_fen!""#;
            funder, bounds
        ),
        (
            "f.made_at",
            "s.sum_fen",
            "f.id",
            "select (select coalesce(sum(d.amount_fen), 0)::bigint from payment_file_draws i join draws d on d.id = i.draw_id
                     where i.file_id = p.id), p.id
             from payment_files p where p.id = "
        ),
        ("$7", "$8::timestamptz", "$9", "$10"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    let row = rows.into_iter().map(|row| PaymentFileRow {
        id: PaymentFileId(row.id),
        number: row.number,
        draws: row.draws,
        sum: Amount::from_fen(row.sum_fen),
        made_by: row.made_by,
        made_at: row.made_at,
    });
    Ok(row.collect())
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
