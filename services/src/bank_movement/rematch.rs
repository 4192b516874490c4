//! Money that came too early: it was for a draw that its funder had not answered, or for what nobody knew yet.

use domain::{
    Reference,
    draw::DrawRefusal,
    id::DrawId,
    matching::{BreakKind, Decision, Destination, Direction, Movement, Named, decide},
};
use sqlx::PgConnection;

use super::{
    MovementState,
    apply::{self, Found, Incoming},
    plan::Target,
    sql::{self, NewBreak},
};
use crate::{Error, Write, draw};

/// The money that was received for a draw, which has ended without it, is for nobody and goes back.
///
/// # Errors
/// When the database fails or holds an impossible combination.
pub(crate) async fn release_draw(write: &mut Write, draw: DrawId, actor: &str) -> Result<(), Error<DrawRefusal>> {
    let (kind, at) = (BreakKind::LateAfterCancel, write.at);
    for movement in sql::hand::lock_matched(write.connection(), draw).await? {
        sql::hand::update_settled(write.connection(), movement, MovementState::Broken, None).await?;
        let late = NewBreak::of(write.id(), kind, movement.0, Destination::Draw(draw));
        sql::insert_breaks(write.connection(), &[late], at).await?;
        let (from, to) = (MovementState::Matched.code(), MovementState::Broken.code());
        write.envelope.moved(movement, (from, to), actor, "");
    }
    Ok(())
}

/// Looks again at the money that came for `draw` before it was answered, now that it was accepted or has ended: what fits
/// is received and its break settled, the rest gets the break that it is.
///
/// # Errors
/// When the database fails or holds an impossible combination.
pub(crate) async fn rematch_draw(write: &mut Write, id: DrawId, actor: &str) -> Result<(), Error<DrawRefusal>> {
    for funds in sql::lock_early_funds(write.connection(), id).await? {
        let locked = draw::lock(write, id).await?.ok_or(Error::NotFound)?;
        let named = Named::Draw { draw: locked.draw.clone(), payer_account: funds.payer_account };
        let movement = Movement {
            direction: Direction::Credit,
            amount: funds.amount,
            counterparty_account: &funds.counterparty_account,
            counterparty_name: &funds.counterparty_name,
        };
        let here = locked.reserve_account.is_none_or(|account| account == funds.reserve_account);
        match decide(&movement, &named) {
            Decision::Matched if here => {
                let matched = Some(Destination::Draw(id));
                sql::hand::update_settled(write.connection(), funds.movement, MovementState::Matched, matched).await?;
                let step = (MovementState::Broken.code(), MovementState::Matched.code());
                write.envelope.moved(funds.movement, step, actor, "");
                draw::receive(write, locked, funds.reserve_account, funds.amount, actor).await?;
            }
            Decision::Break(kind) => sql::update_break_kind(write.connection(), funds.break_id, kind).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Whoever records movements of any account waits from here on.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lock_reserve_accounts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let mut accounts = sql::list_reserve_accounts(connection).await?;
    accounts.sort_unstable_by_key(|account| account.id);
    for account in accounts {
        sql::lock_reserve_account(connection, account.id).await?;
    }
    Ok(())
}

/// Looks again at the money that names `reference`, which nobody knew when it came. Whoever calls holds the locks of the reserve
/// accounts and of what has the number.
///
/// # Errors
/// When the database fails or holds an impossible combination.
pub(crate) async fn rematch_named<R>(write: &mut Write, reference: &Reference, actor: &str) -> Result<(), Error<R>> {
    for id in sql::hand::list_naming(write.connection(), reference).await? {
        let seen = sql::hand::lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?;
        let facts = sql::find_facts(write.connection(), id).await?;
        let line = Incoming::of(seen.reserve_account, &facts);
        let target = apply::place_one(write, &line).await?;
        if target != Target::Unmatched {
            apply::give(write, Found::of(id.0, seen.reserve_account, &facts), target, actor).await?;
        }
    }
    Ok(())
}
