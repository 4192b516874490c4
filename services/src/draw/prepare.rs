//! A payment that one of the funder's people registers and another one releases, where the funder wants it so: only what was
//! released is the instruction.

use std::{fmt, str::FromStr};

use domain::{
    draw::{DrawRefusal, check_release},
    id::DrawId,
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    InstructDrawCommand, Prepared, check_draw, check_payment_reference, file_instruction, instruct_draw,
    lock_of_funder, sql,
};
use crate::{Context, Db, Error, clock::micros, context::FUNDER_TEAM, error::Never};

/// Whether the acting funder has the payments of its people released by a second one.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn releases_payments<R>(db: &Db, context: &Context) -> Result<bool, Error<R>>
where
    R: Send + 'static,
{
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| Box::pin(async move { Ok(sql::find_releases(connection, funder).await?) })).await
}

/// A registered payment, as its second person has seen it: registered anew, it is another one. Text form: the draw, an at sign,
/// and microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    draw: DrawId,
    at: i64,
}

/// The text names no registered payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a registered payment")]
pub struct RegisteredError;

impl Registered {
    #[must_use]
    pub fn new(draw: DrawId, at: OffsetDateTime) -> Self {
        Self { draw, at: micros(at) }
    }
}

impl fmt::Display for Registered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.draw, self.at)
    }
}

impl FromStr for Registered {
    type Err = RegisteredError;

    fn from_str(text: &str) -> Result<Self, RegisteredError> {
        let (draw, at) = text.split_once('@').ok_or(RegisteredError)?;
        let (draw, at) = (draw.parse().map_err(|_| RegisteredError)?, at.parse().map_err(|_| RegisteredError)?);
        Ok(Self { draw, at })
    }
}

/// What the acting funder's people have registered of a draw, if it waits to be released.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn prepared(db: &Db, context: &Context, draw: DrawId) -> Result<Option<Prepared>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| Box::pin(async move { Ok(sql::find_prepared(connection, draw, funder).await?) }))
        .await
}

/// The approver settles whether payments are released by a second person, for what is reported from now on.
///
/// # Errors
/// `Forbidden` for anybody but the funder's approver.
pub async fn require_release(db: &Db, context: &Context, releases: bool) -> Result<(), Error<Never>> {
    context.person::<Never>()?;
    let funder = context.funder(&[Role::FunderApprover])?;
    db.write(context, "partner.require_release", &releases, move |write| {
        Box::pin(async move {
            let before = sql::find_releases(write.connection(), funder).await?;
            sql::update_releases(write.connection(), funder, releases).await?;
            write.envelope.about(funder);
            write.envelope.changed(&before, &releases)
        })
    })
    .await
}

/// A person of the funder reports its payment: it counts at once, or when a second one has released it.
///
/// # Errors
/// As [`instruct_draw`] or [`prepare_payment`].
pub async fn report_payment(
    db: &Db,
    context: &Context,
    command: InstructDrawCommand,
) -> Result<(), Error<DrawRefusal>> {
    if releases_payments(db, context).await? {
        prepare_payment(db, context, command).await
    } else {
        instruct_draw(db, context, command).await
    }
}

/// Registers a payment to be released; until then it can be registered anew, and the agent may still cancel.
///
/// # Errors
/// `NotFound` for another funder's draw; refused without a payment reference, when the draw is not to be paid or of another
/// amount, and when the loan may not begin today.
pub async fn prepare_payment(
    db: &Db,
    context: &Context,
    command: InstructDrawCommand,
) -> Result<(), Error<DrawRefusal>> {
    let funder = context.funder(&[Role::FunderTreasurer])?;
    let by = context.actor_name();
    db.write(context, "draw.prepare", &command.clone(), move |write| {
        Box::pin(async move {
            let locked = lock_of_funder(write, command.draw, funder).await?;
            let typed = check_payment_reference(&command.payment_reference).map_err(Error::Refused)?;
            let prepared = Prepared { by, at: write.at, payment_reference: typed.to_owned() };
            locked.draw.check_prepare(command.amount).map_err(Error::Refused)?;
            check_draw(&locked, write.business_date)?;
            sql::update_prepared(write.connection(), command.draw, &prepared).await?;
            write.envelope.about(command.draw);
            write.envelope.changed(&(), &command)
        })
    })
    .await
}

/// A second person releases a payment: this is the instruction. If the money is there already, the draw is credited.
///
/// # Errors
/// `NotFound` for another funder's draw; refused when nobody has registered a payment, or somebody has registered another one
/// since, to whoever has, and as [`instruct_draw`].
pub async fn release_payment(db: &Db, context: &Context, seen: Registered) -> Result<(), Error<DrawRefusal>> {
    context.person::<DrawRefusal>()?;
    let funder = context.funder(&[Role::FunderApprover])?;
    let actor = context.actor_name();
    db.write(context, "draw.release", &seen, move |write| {
        Box::pin(async move {
            let draw = seen.draw;
            let locked = lock_of_funder(write, draw, funder).await?;
            let prepared = locked.prepared.clone().filter(|prepared| Registered::new(draw, prepared.at) == seen);
            check_release(prepared.as_ref().map(|prepared| prepared.by.as_str()), &actor).map_err(Error::Refused)?;
            let payment_reference = prepared.map(|prepared| prepared.payment_reference).unwrap_or_default();
            let command = InstructDrawCommand { draw, amount: locked.draw.amount, payment_reference };
            sql::update_released(write.connection(), draw, &actor).await?;
            file_instruction(write, locked, &command, &actor).await
        })
    })
    .await
}
