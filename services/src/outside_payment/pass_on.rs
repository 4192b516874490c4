//! What former holders were paid on debts and pass on to who holds them, of each business date: with no money of ours, by the next
//! working day.

use domain::Amount;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    Context, Db, Error, calendar,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// What counted on a date between two partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassOnRow {
    pub on: Date,
    /// Who was paid, having held the debts before.
    pub payer_name: String,
    /// Who held them when it counted.
    pub payee_name: String,
    pub payments: i64,
    /// Less what was found to be none on that date; below zero where that is more.
    pub amount: Amount,
    /// By when it is to be passed on.
    pub due_on: Date,
    pair: Uuid,
}

/// A page of what is to be passed on, the latest date first: to and from the asker, or between all for the institution.
///
/// # Errors
/// `Forbidden` to agents and nobody.
pub async fn pass_ons(db: &Db, context: &Context, page: PageRequest) -> Result<Page<PassOnRow>, Error<Never>> {
    let partner = context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, partner, page).await?;
            Ok(Page::of(rows, page, |row: &PassOnRow| Cursor::on(row.on, row.pair)))
        })
    })
    .await
}

async fn list(
    connection: &mut PgConnection,
    partner: Option<Uuid>,
    page: PageRequest,
) -> Result<Vec<PassOnRow>, sqlx::Error> {
    let (after, calendar) = (page.newest_first(), calendar::find(connection).await?);
    let rows = sqlx::query!(
        r#"select d.on_date as "on_date!", r.name as payer_name, h.name as payee_name, d.payments as "payments!",
                  d.amount_fen as "amount_fen!", d.pair as "pair!"
           from (select v.on_date, q.reporter_id, q.holder_id, md5(q.reporter_id::text || q.holder_id::text)::uuid as pair,
                        count(*) as payments, sum(v.fen)::bigint as amount_fen
                 from outside_payments q
                 cross join lateral (values (q.counted_on, q.amount_fen), (q.undone_on, -q.amount_fen)) as v (on_date, fen)
                 where q.holder_id <> q.reporter_id and v.on_date is not null
                   and ($1::uuid is null or $1 in (q.reporter_id, q.holder_id))
                 group by v.on_date, q.reporter_id, q.holder_id
                 having sum(v.fen) <> 0) as d
           join partners r on r.id = d.reporter_id join partners h on h.id = d.holder_id
           where (d.on_date, d.pair) < ($2, $3)
           order by d.on_date desc, d.pair desc limit $4"#,
        partner,
        after.day(),
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    let due_on = |on| calendar.add_worked_days(on, 1).unwrap_or(on);
    Ok(rows
        .into_iter()
        .map(|row| PassOnRow {
            on: row.on_date,
            payer_name: row.payer_name,
            payee_name: row.payee_name,
            payments: row.payments,
            amount: Amount::from_fen(row.amount_fen),
            due_on: due_on(row.on_date),
            pair: row.pair,
        })
        .collect())
}
