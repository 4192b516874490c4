//! A draw as the institution follows it: its line, the money that came for it, and what has happened to it across the parties.

use domain::{
    Amount, Reference,
    id::{BankMovementId, CreditLineId, DrawId},
};
use sqlx::PgConnection;
use time::Date;

use super::report::DrawRow;
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    timeline::{self, Things, TimelineStep},
};

/// The most movements of a draw, the oldest first.
const MOST: i64 = 50;

/// What there is of a draw besides itself.
#[derive(Clone, Debug)]
pub struct DrawDetail {
    pub draw: DrawRow,
    pub line: CreditLineId,
    pub line_reference: Reference,
    pub movements: Vec<DrawMovement>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
}

/// Money that was matched with a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawMovement {
    pub id: BankMovementId,
    pub booked_on: Date,
    pub amount: Amount,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
}

/// One draw with what belongs to it.
///
/// # Errors
/// `NotFound` for an unknown one, `Forbidden` outside the institution.
pub async fn draw_detail(db: &Db, context: &Context, id: DrawId) -> Result<DrawDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let reader = context.party();
    let draw = super::draw(db, context, id).await?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let line = sqlx::query!(
                "select c.id, c.reference from draws d join credit_lines c on c.id = d.credit_line_id where d.id = $1",
                id.0
            )
            .fetch_one(&mut *connection)
            .await?;
            let things = Things { draws: vec![id], loans: draw.loan.into_iter().collect(), ..Things::default() };
            Ok(DrawDetail {
                line: CreditLineId(line.id),
                line_reference: line.reference.parse().map_err(Error::defect)?,
                movements: list_movements(connection, id).await?,
                timeline: timeline::list(connection, reader, &things).await?,
                draw,
            })
        })
    })
    .await
}

async fn list_movements(connection: &mut PgConnection, draw: DrawId) -> Result<Vec<DrawMovement>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, booked_on, amount_fen, counterparty_name, counterparty_account, remittance
         from bank_movements where matched_id = $1 order by booked_on, id limit $2",
        draw.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    let movements = rows.into_iter().map(|row| DrawMovement {
        id: BankMovementId(row.id),
        booked_on: row.booked_on,
        amount: Amount::from_fen(row.amount_fen),
        counterparty_name: row.counterparty_name,
        counterparty_account: row.counterparty_account,
        remittance: row.remittance,
    });
    Ok(movements.collect())
}
