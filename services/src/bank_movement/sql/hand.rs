//! Movements that people look at one by one.

use domain::{
    Amount, Reference,
    id::{BankMovementId, DrawId},
    matching::{Destination, Direction},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    Error,
    bank_movement::{FittingDraw, FittingPayout, MovementState},
};

/// A movement, as far as matching or returning it needs it.
pub struct Movement {
    pub id: BankMovementId,
    pub reserve_account: Uuid,
    pub direction: Direction,
    pub amount: Amount,
    pub booked_on: Date,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub state: MovementState,
}

struct RawMovement {
    reserve_account_id: Uuid,
    direction: String,
    amount_fen: i64,
    booked_on: Date,
    counterparty_name: String,
    counterparty_account: String,
    state: String,
}

impl RawMovement {
    fn into_movement<R>(self, id: BankMovementId) -> Result<Movement, Error<R>> {
        Ok(Movement {
            id,
            reserve_account: self.reserve_account_id,
            direction: self.direction.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(self.amount_fen),
            booked_on: self.booked_on,
            counterparty_name: self.counterparty_name,
            counterparty_account: self.counterparty_account,
            state: self.state.parse().map_err(Error::defect)?,
        })
    }
}

pub async fn find_movement<R>(connection: &mut PgConnection, id: BankMovementId) -> Result<Option<Movement>, Error<R>> {
    sqlx::query_as!(
        RawMovement,
        "select reserve_account_id, direction, amount_fen, booked_on, counterparty_name, counterparty_account, state
         from bank_movements where id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(|raw| raw.into_movement(id))
    .transpose()
}

pub async fn lock_movement<R>(connection: &mut PgConnection, id: BankMovementId) -> Result<Option<Movement>, Error<R>> {
    sqlx::query_as!(
        RawMovement,
        "select reserve_account_id, direction, amount_fen, booked_on, counterparty_name, counterparty_account, state
         from bank_movements where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(|raw| raw.into_movement(id))
    .transpose()
}

/// The movements whose money a draw has.
pub async fn lock_matched(connection: &mut PgConnection, draw: DrawId) -> Result<Vec<BankMovementId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select id from bank_movements where matched_id = $1 order by id for update", draw.0)
        .fetch_all(connection)
        .await?;
    Ok(ids.into_iter().map(BankMovementId).collect())
}

/// The money in for nobody whose text may have a number, the earliest first. Whether it has is seen in the text as it is read.
pub async fn list_naming(
    connection: &mut PgConnection,
    reference: &Reference,
) -> Result<Vec<BankMovementId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from bank_movements
         where state = 'unmatched' and direction = 'credit'
           and (strpos(remittance, $1) > 0 or strpos(coalesce(end_to_end_reference, ''), $1) > 0)
         order by booked_on, id",
        reference.as_str()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(BankMovementId).collect())
}

/// Puts a movement where it belongs and resolves its break, if it has one.
pub async fn update_settled(
    connection: &mut PgConnection,
    movement: BankMovementId,
    state: MovementState,
    matched: Option<Destination>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with settled as (update breaks set state = 'settled' where movement_id = $1)
         update bank_movements set state = $2, matched_kind = $3, matched_id = $4 where id = $1",
        movement.0,
        state.code(),
        matched.map(Destination::code),
        matched.map(Destination::id),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The draws that still miss exactly this amount, the oldest first.
pub async fn list_fitting_draws(
    connection: &mut PgConnection,
    amount: Amount,
) -> Result<Vec<FittingDraw>, sqlx::Error> {
    sqlx::query_as!(
        FittingDraw,
        "select d.id as draw, d.reference, a.id as agent, a.shop_name as agent_name, p.id as funder, p.name as funder_name,
                p.bank_account_no as payer_account
         from draws d join agents a on a.id = d.agent_id join partners p on p.id = d.funder_id
         where d.state = 'awaiting' and d.amount_fen - d.funds_fen = $1 order by d.requested_at limit 5",
        amount.fen()
    )
    .fetch_all(connection)
    .await
}

/// The payouts of a movement's amount that were paid to its account, the newest first.
pub async fn list_fitting_payouts(
    connection: &mut PgConnection,
    movement: BankMovementId,
) -> Result<Vec<FittingPayout>, sqlx::Error> {
    sqlx::query_as!(
        FittingPayout,
        r#"select o.id as payout, o.reference, coalesce(p.name, o.account_name) as "payee!", o.confirmed_at as "confirmed_at!"
           from bank_movements m join payouts o on o.amount_fen = m.amount_fen left join partners p on p.id = o.partner_id
           where m.id = $1 and o.state = 'confirmed' and o.movement_id is null
             and o.account_no = m.counterparty_account and o.reserve_account_id = m.reserve_account_id
           order by o.requested_at desc, o.id desc limit 5"#,
        movement.0
    )
    .fetch_all(connection)
    .await
}

/// The next movement in the order of booking that is open, is not to wait for its draw, and about which nothing is proposed.
pub async fn find_next_open(
    connection: &mut PgConnection,
    here: BankMovementId,
) -> Result<Option<BankMovementId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        r#"select m.id as "id!" from bank_movements m join bank_movements h on h.id = $1
         left join breaks b on b.movement_id = m.id and b.state = 'open'
         where m.id <> h.id and m.state in ('doubtful', 'unmatched', 'broken') and b.kind is distinct from 'funds_only'
           and not exists (select from approvals a where a.subject_id = m.id and a.state = 'proposed')
         order by (m.booked_on, coalesce(m.booked_time, '00:00'), m.id) < (h.booked_on, coalesce(h.booked_time, '00:00'), h.id),
                  m.booked_on, coalesce(m.booked_time, '00:00'), m.id
         limit 1"#,
        here.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.map(BankMovementId))
}
