//! What former holders were paid on debts and pass on to who holds them, of each business date: with no money of ours, by the next
//! working day. Whoever owes it says that it was passed on.

use domain::{
    Amount,
    event::PartnerEvent,
    id::{PartnerId, PassOnId},
    outside_payment::{PassOn, PassOnRefusal},
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::partner_of;
use crate::{
    Context, Db, Error, Write, calendar,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, Which, bounded, by_time_or_amount, total},
};

/// What counted on a date between two partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassOnRow {
    pub id: PassOnId,
    pub on: Date,
    /// Who was paid, having held the debts before.
    pub payer_name: String,
    /// Who held them when it counted.
    pub payee_name: String,
    pub payments: i64,
    /// Less what was found to be none on that date; below zero, where that is more, it goes the other way.
    pub amount: Amount,
    /// By when it is to be passed on.
    pub due_on: Date,
    /// When it was, as whoever owes it says, and the number of the bank transfer.
    pub paid: Option<(OffsetDateTime, String)>,
    /// Whether the asker owes it, and can say that it is passed on.
    pub asks: bool,
}

/// It was passed on by this transfer at a bank.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordPassOnCommand {
    pub pass_on: PassOnId,
    pub transfer_reference: String,
}

/// Which of what is passed on is listed: all, or what was or is still to be.
pub type PassOnFilter = Which<bool>;

/// A statement about what is passed on to and from a partner, or between all, by its date, that `$bounds` narrow: what it selects, and what
/// else it says from `$8` on. A text is a part of the date, of either side's name, or of the transfer's number.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $partner:expr, $passed:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from pass_ons d join partners r on r.id = d.payer_id join partners h on h.id = d.payee_id
                where d.amount_fen <> 0 and ($6::uuid is null or d.payer_id = $6 or d.payee_id = $6)
                  and ($7::bool is null or (d.paid_at is not null) = $7)",
            [$($then)*],
            on "d.on_date",
            said "d.on_date::text, r.name, h.name, d.transfer_reference",
            fen "d.amount_fen",
            $bounds,
            $partner,
            $passed
            $(, $value)*
        )
    };
}

/// A page of what is to be passed on, the latest date first where nothing else is asked for: to and from the asker, or between all for
/// the institution.
///
/// # Errors
/// `Forbidden` to agents and nobody.
pub async fn pass_ons(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<PassOnFilter>>,
    page: PageRequest,
) -> Result<Page<PassOnRow>, Error<Never>> {
    let list: Narrowed<PassOnFilter> = list.into();
    let partner = context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let order = (&bounds, list.sort.unwrap_or(Sort::Newest));
            let part = (partner, list.part.one());
            let rows = list_pass_ons(connection, part, order, page).await?;
            let listed = Page::of(rows, page, |row: &PassOnRow| Cursor::on(row.on, row.id.0));
            let total = total!(
                list,
                listed!(
                    query_as of Added,
                    r#"select count(*) as "count!", coalesce(sum(d.amount_fen), 0)::bigint as "fen!""#,
                    [""],
                    part.0,
                    part.1,
                    bounds
                )
                .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

async fn list_pass_ons(
    connection: &mut PgConnection,
    (partner, passed): (Option<Uuid>, Option<bool>),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<PassOnRow>, sqlx::Error> {
    let calendar = calendar::find(&mut *connection).await?;
    let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select d.id as "id!", d.on_date as "on_date!", d.payer_id as "payer_id!", r.name as "payer_name!",
                      h.name as "payee_name!", d.payments as "payments!", d.amount_fen as "amount_fen!", d.paid_at,
                      d.transfer_reference"#;
            partner, passed, bounds
        ),
        ("d.on_date", "d.amount_fen", "d.id", "select amount_fen, id from pass_ons where id = "),
        ("$8", "($9::timestamptz at time zone 'utc')::date", "$10", "$11"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    let due_on = |on| calendar.add_worked_days(on, 1).unwrap_or(on);
    Ok(rows
        .into_iter()
        .map(|row| {
            let (amount, recorded) = (Amount::from_fen(row.amount_fen), row.paid_at.is_some());
            let standing = PassOn { on: row.on_date, amount, recorded };
            let was_paid = partner == Some(row.payer_id);
            PassOnRow {
                id: PassOnId(row.id),
                on: row.on_date,
                payer_name: row.payer_name,
                payee_name: row.payee_name,
                payments: row.payments,
                amount,
                due_on: due_on(row.on_date),
                paid: row.paid_at.zip(row.transfer_reference),
                asks: partner.is_some() && standing.may_record(was_paid, today).is_ok(),
            }
        })
        .collect())
}

/// Keeps that so much more, or less, of the open date is passed on: by whoever was paid, to who held the debt.
pub async fn keep<R>(
    write: &mut Write,
    (payer, payee): (PartnerId, PartnerId),
    amount: Amount,
) -> Result<(), Error<R>> {
    if payer == payee {
        return Ok(());
    }
    let (id, on) = (write.id(), write.business_date);
    sqlx::query!(
        "insert into pass_ons (id, on_date, payer_id, payee_id, payments, amount_fen) values ($1, $2, $3, $4, 1, $5)
         on conflict (on_date, payer_id, payee_id) do update
             set payments = pass_ons.payments + 1, amount_fen = pass_ons.amount_fen + excluded.amount_fen",
        id,
        on,
        payer.0,
        payee.0,
        amount.fen()
    )
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Records that it was passed on, as whoever owes it says. The other side is told.
///
/// # Errors
/// `NotFound` to anybody else than the two; refused to whoever is paid, on its own date, without a number of the transfer, and twice.
pub async fn record_pass_on(
    db: &Db,
    context: &Context,
    command: RecordPassOnCommand,
) -> Result<(), Error<PassOnRefusal>> {
    let partner = partner_of(context)?;
    db.write(context, "pass_on.record", &command.clone(), move |write| {
        Box::pin(async move {
            let (id, at, today) = (command.pass_on, write.at, write.business_date);
            let row = sqlx::query!(
                "select on_date, payer_id, payee_id, amount_fen, paid_at from pass_ons where id = $1 for update",
                id.0
            )
            .fetch_optional(write.connection())
            .await?
            .filter(|row| [row.payer_id, row.payee_id].contains(&partner.0))
            .ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let amount = Amount::from_fen(row.amount_fen);
            let standing = PassOn { on: row.on_date, amount, recorded: row.paid_at.is_some() };
            let (was_paid, reference) = (row.payer_id == partner.0, command.transfer_reference.trim());
            standing.record(was_paid, reference, today).map_err(Error::Refused)?;
            sqlx::query!(
                "update pass_ons set paid_at = $2, transfer_reference = $3 where id = $1",
                id.0,
                at,
                reference
            )
            .execute(write.connection())
            .await?;
            let told = PartnerEvent::PassOnPaid {
                on: row.on_date,
                amount: standing.owed(),
                transfer_reference: reference.to_owned(),
            };
            let other = if was_paid { row.payee_id } else { row.payer_id };
            write.envelope.tell(PartnerId(other), id, &told)?;
            write.envelope.changed(&(), &command)
        })
    })
    .await
}

/// Tells both sides what is passed on of a date that is closed.
///
/// # Errors
/// When the database fails.
pub(crate) async fn tell_due(write: &mut Write, on: Date) -> Result<(), Error<Never>> {
    let calendar = calendar::find(write.connection()).await?;
    let due_on = calendar.add_worked_days(on, 1).unwrap_or(on);
    let rows = sqlx::query!(
        "select d.id, d.payer_id, d.payee_id, d.amount_fen, r.name as payer_name, h.name as payee_name
         from pass_ons d join partners r on r.id = d.payer_id join partners h on h.id = d.payee_id
         where d.on_date = $1 and d.amount_fen <> 0 order by d.id",
        on
    )
    .fetch_all(write.connection())
    .await?;
    for row in rows {
        let standing = PassOn { on, amount: Amount::from_fen(row.amount_fen), recorded: false };
        let sides = [(row.payer_id, row.payee_name, true), (row.payee_id, row.payer_name, false)];
        for (partner, other, was_paid) in sides {
            let (owes, owed) = (standing.owes(was_paid), Some(standing.owed()));
            let told = PartnerEvent::PassOnDue {
                on,
                due_on,
                other,
                to_pay: owed.filter(|_| owes),
                to_receive: owed.filter(|_| !owes),
            };
            write.envelope.tell(PartnerId(partner), PassOnId(row.id), &told)?;
        }
    }
    Ok(())
}
