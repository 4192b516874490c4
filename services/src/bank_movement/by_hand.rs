//! What two people do with a movement that nothing fits: give it to what it is for, or send its money back.

use domain::{
    Reference,
    approval::ApprovalRefusal,
    bank_movement::may_return,
    id::{BankMovementId, PayoutId},
    matching::{self, Destination, Direction},
    role::Role,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    MovementRow, MovementState,
    apply::{self, Found, Incoming},
    plan::Things,
    report::{find_movement, find_return},
    sql::{
        self,
        hand::{Movement, lock_movement},
        thing,
    },
};
use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    payout,
    transition::{self, TransitionRow},
};

/// A draw that misses exactly what a movement has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FittingDraw {
    pub draw: Uuid,
    pub reference: String,
    pub agent: Uuid,
    pub agent_name: String,
    pub funder: Uuid,
    pub funder_name: String,
    /// From where its money should come.
    pub payer_account: String,
}

/// A payout of a movement's amount that was paid to its account: perhaps it comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FittingPayout {
    pub payout: Uuid,
    pub reference: String,
    pub payee: String,
    pub confirmed_at: OffsetDateTime,
}

/// A movement with everything that is known of it.
#[derive(Clone, Debug)]
pub struct MovementDetail {
    pub row: MovementRow,
    pub timeline: Vec<TransitionRow>,
    /// The newest first.
    pub approvals: Vec<ApprovalRow>,
    /// Of money in that is for nobody yet.
    pub fitting: Vec<FittingDraw>,
    pub fitting_payouts: Vec<FittingPayout>,
    /// The movement that a doubtful reading may be, or was found to be.
    pub like: Option<MovementRow>,
    /// The payout that sends its money back.
    pub returned_by: Option<(PayoutId, Reference)>,
}

/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such movement.
pub async fn movement(db: &Db, context: &Context, id: BankMovementId) -> Result<MovementDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = find_movement(connection, id).await?.ok_or(Error::NotFound)?;
            let open = matches!(row.state, MovementState::Unmatched | MovementState::Broken);
            let (fitting, fitting_payouts) = if open && row.direction == Direction::Credit {
                let draws = sql::hand::list_fitting_draws(connection, row.amount).await?;
                (draws, sql::hand::list_fitting_payouts(connection, id).await?)
            } else {
                (Vec::new(), Vec::new())
            };
            let like = match row.like {
                Some(like) => find_movement(connection, like).await?,
                None => None,
            };
            Ok(MovementDetail {
                like,
                timeline: transition::list(connection, &id.to_string()).await?,
                approvals: list_of(connection, id.0).await?,
                returned_by: find_return(connection, id).await?,
                fitting,
                fitting_payouts,
                row,
            })
        })
    })
    .await
}

/// The movement about which the asking person has something to propose, next after this one; behind the last comes the first.
/// Left out is what only has to wait. Nothing for anybody but a maker.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn next_open(
    db: &Db,
    context: &Context,
    here: BankMovementId,
) -> Result<Option<BankMovementId>, Error<Never>> {
    if context.operator::<Never>(INSTITUTION)?.role != Role::OperatorMaker {
        return Ok(None);
    }
    db.read(context, move |connection| Box::pin(async move { Ok(sql::hand::find_next_open(connection, here).await?) }))
        .await
}

/// Whether people may give a movement to what has this number.
pub(crate) async fn check_match(
    connection: &mut PgConnection,
    id: BankMovementId,
    reference: &Reference,
) -> Result<(), Error<ApprovalRefusal>> {
    let movement = sql::hand::find_movement(connection, id).await?.ok_or(Error::NotFound)?;
    let things = thing::find_things(connection, &[reference.to_string()]).await?;
    fitting(&movement, reference, &things).map(|_| ()).map_err(Error::Refused)
}

/// Whether a movement's money may be sent back.
pub(crate) async fn check_return(
    connection: &mut PgConnection,
    id: BankMovementId,
) -> Result<(), Error<ApprovalRefusal>> {
    let movement = sql::hand::find_movement(connection, id).await?.ok_or(Error::NotFound)?;
    returnable(&movement).map_err(Error::Refused)
}

fn returnable(movement: &Movement) -> Result<(), ApprovalRefusal> {
    let payer = (movement.counterparty_name.as_str(), movement.counterparty_account.as_str());
    may_return(movement.state, movement.direction, payer)
}

/// What this number names, if the movement may be for it.
fn fitting(movement: &Movement, reference: &Reference, things: &Things) -> Result<Destination, ApprovalRefusal> {
    movement.state.check_unsettled()?;
    let unknown = || ApprovalRefusal::ReferenceUnknown { reference: reference.to_string() };
    let thing = things.get(reference).ok_or_else(unknown)?;
    let facts = matching::Movement {
        direction: movement.direction,
        amount: movement.amount,
        counterparty_account: &movement.counterparty_account,
        counterparty_name: &movement.counterparty_name,
    };
    matching::match_by_hand(&facts, &thing.named)?;
    match thing.reserve_account {
        Some(account) if account != movement.reserve_account => Err(ApprovalRefusal::OtherReserveAccount),
        _ => Ok(thing.destination),
    }
}

/// Gives a movement to what has this number, under the same locks as a recording.
pub(crate) async fn match_by_hand(
    write: &mut Write,
    id: BankMovementId,
    reference: &Reference,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let seen = sql::hand::find_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let references = [reference.to_string()];
    sql::lock_reserve_account(write.connection(), seen.reserve_account).await?;
    thing::lock_owners(write.connection(), &references).await?;
    let movement = lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let things = thing::find_things(write.connection(), &references).await?;
    let to = fitting(&movement, reference, &things).map_err(Error::Refused)?;
    settle(write, &movement, (MovementState::Matched, Some(to)), actor).await?;
    let Movement { reserve_account, amount, booked_on, direction, .. } = movement;
    let found = Found { movement: id.0, reserve_account, amount, booked_on };
    apply::deliver(write, to, found, actor).await?;
    if direction == Direction::Debit { payout::set_off_explained(write, actor).await } else { Ok(()) }
}

/// Has a movement's money sent back to the account that it came from.
pub(crate) async fn send_back(
    write: &mut Write,
    id: BankMovementId,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let movement = lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    returnable(&movement).map_err(Error::Refused)?;
    settle(write, &movement, (MovementState::Returning, None), actor).await?;
    let payee = (movement.counterparty_account.as_str(), movement.counterparty_name.as_str());
    payout::request_return(write, (id, movement.reserve_account), movement.amount, payee, actor).await
}

/// Whether it is not known yet if this is a movement of its own.
pub(crate) async fn check_doubtful(
    connection: &mut PgConnection,
    id: BankMovementId,
) -> Result<(), Error<ApprovalRefusal>> {
    let movement = sql::hand::find_movement(connection, id).await?.ok_or(Error::NotFound)?;
    doubtful(&movement).map_err(Error::Refused)
}

fn doubtful(movement: &Movement) -> Result<(), ApprovalRefusal> {
    if movement.state == MovementState::Doubtful { Ok(()) } else { Err(ApprovalRefusal::NotDoubtful) }
}

/// A doubtful reading is the movement that it is like: nothing more has moved.
pub(crate) async fn tell_again(
    write: &mut Write,
    id: BankMovementId,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let movement = lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    doubtful(&movement).map_err(Error::Refused)?;
    sql::update_like_fed(write.connection(), id).await?;
    settle(write, &movement, (MovementState::ToldAgain, None), actor).await
}

/// A doubtful reading is a movement of its own: it goes into the books, and where its text says.
pub(crate) async fn tell_apart(
    write: &mut Write,
    id: BankMovementId,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let seen = sql::hand::find_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let facts = sql::find_facts(write.connection(), id).await?;
    let line = [Incoming::of(seen.reserve_account, &facts)];
    apply::lock(write.connection(), &line).await?;
    let movement = lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
    doubtful(&movement).map_err(Error::Refused)?;
    let target = apply::place_one(write, &line[0]).await?;
    let (state, matched) = apply::standing(target);
    settle(write, &movement, (state, matched), actor).await?;
    apply::open_break(write, id.0, target).await?;
    apply::carry_out(write, &line[0], target, id.0, actor).await
}

async fn settle<R>(
    write: &mut Write,
    movement: &Movement,
    (state, matched): (MovementState, Option<Destination>),
    actor: &str,
) -> Result<(), Error<R>> {
    sql::hand::update_settled(write.connection(), movement.id, state, matched).await?;
    write.envelope.moved(movement.id, (movement.state.code(), state.code()), actor, "");
    Ok(())
}
