//! Draws: request, accept or refuse, the information flow, and the credit when both flows have met.

mod credit;
mod detail;
mod lapse;
mod prepare;
mod report;
mod sql;

use domain::{
    Amount, Reference,
    calendar::Calendar,
    cost,
    credit_line::{CreditLine, CreditLineState},
    disclosure::Disclosure,
    draw::{Draw, DrawPhase, DrawRefusal, DrawState},
    event::PartnerEvent,
    hexadecimal,
    id::{AgentId, DrawId, PartnerId},
    one_time_code::Confirms,
    reference::ReferenceKind,
    role::Role,
    schedule::DueDates,
    terms::{LoanTerms, Tenor},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    Actor, Context, Db, Error, Write, bank_movement,
    batch::{Asked, Found, Operation},
    calendar,
    context::SignedIn,
    identity::{confirmed, use_up},
    party::check_standing,
    reference::next_reference,
    repayment,
};

pub use credit::{Locked, Prepared, lock, receive};
pub use detail::{DrawDetail, DrawMovement, draw_detail};
pub(crate) use lapse::lapse_open;
pub use lapse::lapse_waiting;
pub use prepare::{
    Registered, prepare_payment, prepared, release_payment, releases_payments, report_payment, require_release,
};
pub use report::{
    DrawFilter, DrawRow, OpenDraws, count_open_draws, draw, draws, draws_of_line, draws_of_shop, draws_to_answer,
};
pub(crate) use sql::{draw_state, lock_draws};

/// The agent asks for money from its line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RequestDrawCommand {
    pub amount: Amount,
    pub tenor: Tenor,
    pub purpose: String,
    /// SHA-256, in hexadecimal, of the disclosure that was shown and confirmed.
    pub disclosure_hash: String,
}

/// A draw that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedDraw {
    pub draw: DrawId,
    pub reference: Reference,
}

/// What the funder answers to a draw.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerDrawCommand {
    pub draw: DrawId,
    pub answer: DrawAnswer,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawAnswer {
    Accept,
    Refuse { reason: String },
}

/// The information flow: the funder reports that it has paid. A draw that it has not answered is accepted by this.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InstructDrawCommand {
    pub draw: DrawId,
    pub amount: Amount,
    /// The funder's own number of the payment, for people to find it by.
    pub payment_reference: String,
}

/// The lines of an agent's disclosure, with what the draw will need to repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawPreview {
    pub disclosure: Disclosure,
    pub hash: String,
    pub available: Amount,
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Checks a draw against its line and computes its disclosure. The preview and the request call it alike.
fn disclose(
    line: &sql::LineRow,
    amount: Amount,
    tenor: Tenor,
    calendar: &Calendar,
) -> Result<(LoanTerms, Disclosure), Error<DrawRefusal>> {
    if line.overdue {
        return Err(Error::Refused(DrawRefusal::Overdue));
    }
    if line.frozen {
        return Err(Error::Refused(DrawRefusal::WalletFrozen));
    }
    if !line.tenors.contains(&tenor) {
        return Err(Error::Refused(DrawRefusal::TenorNotOffered));
    }
    line.line.earmark(amount).map_err(Error::Refused)?;
    let terms = LoanTerms { tenor, ..line.terms.clone() };
    let today = line.business_date;
    check_loan(&line.line, amount, &terms, today)?;
    let dates = DueDates::of(&terms, today, calendar, line.line.matures_on).map_err(Error::defect)?;
    let disclosure = Disclosure::of(&line.funder_name, amount, &terms, &dates).map_err(Error::defect)?;
    Ok((terms, disclosure))
}

/// Nothing new is asked for while something falls due today that the wallet cannot pay.
async fn check_due_today(connection: &mut PgConnection, agent: AgentId, today: Date) -> Result<(), Error<DrawRefusal>> {
    let missing = repayment::find_missing(connection, agent, today).await?;
    if missing.is_positive() { Err(Error::Refused(DrawRefusal::DueToday { missing })) } else { Ok(()) }
}

/// Whether a draw's loan may begin today: [`check_loan`], and the wallet takes it.
fn check_draw(locked: &Locked, today: Date) -> Result<(), Error<DrawRefusal>> {
    if locked.wallet.frozen {
        return Err(Error::Refused(DrawRefusal::WalletFrozen));
    }
    check_loan(&locked.line, locked.draw.amount, &locked.terms, today)
}

/// Whether the loan may begin today. What a period costs and when it ends depends on the day, so this is decided again at
/// each step of a draw: as it is asked for, taken on, reported as paid, and credited.
fn check_loan(line: &CreditLine, amount: Amount, terms: &LoanTerms, today: Date) -> Result<(), Error<DrawRefusal>> {
    if line.state != CreditLineState::Active {
        return Err(Error::Refused(DrawRefusal::LineNotActive));
    }
    let dates = DueDates::unmoved(terms, today).map_err(Error::defect)?;
    let plan = domain::schedule::plan(amount, terms, &dates).map_err(Error::defect)?;
    if plan.last().is_some_and(|last| last.due_on > line.matures_on) {
        return Err(Error::Refused(DrawRefusal::BeyondMaturity));
    }
    let within = cost::within_cap(terms, amount, today, cost::cap()).map_err(Error::defect)?;
    if within { Ok(()) } else { Err(Error::Refused(DrawRefusal::AboveCap)) }
}

/// What a draw would cost, exactly as it would be disclosed and charged.
///
/// # Errors
/// As [`request_draw`].
pub async fn preview_draw(
    db: &Db,
    context: &Context,
    amount: Amount,
    tenor: Tenor,
) -> Result<DrawPreview, Error<DrawRefusal>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let line = sql::find_line(connection, agent).await?.ok_or(Error::NotFound)?;
            check_standing(connection, agent, line.funder).await?;
            let calendar = calendar::find_for(connection, std::iter::once(&line.terms)).await?;
            let (_, disclosure) = disclose(&line, amount, tenor, &calendar)?;
            check_due_today(connection, agent, line.business_date).await?;
            let hash = hexadecimal::text(&hash(&disclosure.text()));
            Ok(DrawPreview { disclosure, hash, available: line.line.available() })
        })
    })
    .await
}

/// Asks for a draw: earmarks the limit and tells the funder.
///
/// # Errors
/// `NotFound` without a line; refused when the funder is suspended, a licence expired, a loan overdue, the wallet frozen, something due
/// today that it does not hold, the line not active, the amount not available, the tenor not offered or beyond the line's maturity, the cost
/// above the cap, the disclosure confirmed another one than today's, or, for an amount for which that is wanted, the code not the one
/// that was sent.
pub async fn request_draw(
    db: &Db,
    context: &Context,
    command: RequestDrawCommand,
) -> Result<RequestedDraw, Error<DrawRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    let (amount, disclosure_hash) = (command.amount, command.disclosure_hash.clone());
    let proof = confirmed(db, context, &Confirms::Draw { amount, disclosure_hash }).await?;
    db.write(context, "draw.request", &command.clone(), move |write| {
        Box::pin(async move {
            let requested = request(write, agent, &actor, command).await?;
            if let Some(proof) = proof {
                use_up(write, &proof).await?;
            }
            Ok(requested)
        })
    })
    .await
}

async fn request(
    write: &mut Write,
    agent: AgentId,
    actor: &str,
    command: RequestDrawCommand,
) -> Result<RequestedDraw, Error<DrawRefusal>> {
    let line = sql::lock_line(write.connection(), agent).await?.ok_or(Error::NotFound)?;
    check_standing(write.connection(), agent, line.funder).await?;
    let today = write.business_date;
    let calendar = calendar::find_for(write.connection(), std::iter::once(&line.terms)).await?;
    let (terms, disclosure) = disclose(&line, command.amount, command.tenor, &calendar)?;
    check_due_today(write.connection(), agent, today).await?;
    let text = disclosure.text();
    let disclosure_hash = hash(&text);
    if hexadecimal::text(&disclosure_hash) != command.disclosure_hash {
        return Err(Error::Refused(DrawRefusal::DisclosureStale));
    }
    let purpose = command.purpose.trim();
    if purpose.is_empty() || purpose.chars().count() > domain::application::FIELD_LIMIT {
        return Err(Error::Refused(DrawRefusal::PurposeInvalid));
    }
    let after = line.line.earmark(command.amount).map_err(Error::Refused)?;
    let id = DrawId(write.id());
    let reference = next_reference(write, ReferenceKind::Draw).await?;
    let new = sql::NewDraw {
        id,
        reference: reference.clone(),
        line: line.id,
        agent,
        funder: line.funder,
        amount: command.amount,
        tenor: command.tenor,
        terms,
        purpose: purpose.to_owned(),
        disclosure: text,
        disclosure_hash,
        at: write.at,
    };
    sql::insert_draw(write.connection(), &new, after.earmarked).await?;
    write.envelope.moved(id, ("", DrawPhase::Requested.code()), actor, "");
    write.envelope.about(id);
    write.envelope.changed(&(), &(&reference, command.amount))?;
    let told = PartnerEvent::DrawRequested { reference: reference.clone(), amount: command.amount };
    write.envelope.tell(line.funder, id, &told)?;
    Ok(RequestedDraw { draw: id, reference })
}

/// The funder takes a draw on, or refuses it and the earmark is released.
///
/// # Errors
/// `NotFound` for another funder's draw; refused when it was answered before; and to accept while suspended, without a
/// licence, or when the loan may not begin today.
pub async fn answer_draw(db: &Db, context: &Context, command: AnswerDrawCommand) -> Result<(), Error<DrawRefusal>> {
    let funder = context.funder(&[Role::FunderTreasurer])?;
    let actor = context.actor_name();
    db.write(context, "draw.answer", &command.clone(), move |write| {
        Box::pin(async move {
            let locked = lock_of_funder(write, command.draw, funder).await?;
            match command.answer {
                DrawAnswer::Accept => {
                    accept(write, &locked, &actor).await?;
                }
                DrawAnswer::Refuse { reason } => {
                    let refused = locked.draw.clone().refuse(&reason).map_err(Error::Refused)?;
                    end(write, &locked, &refused, &actor, reason.trim()).await?;
                }
            }
            write.envelope.about(command.draw);
            bank_movement::rematch_draw(write, command.draw, &actor).await
        })
    })
    .await
}

/// The agent changes its mind, until the instruction arrives.
///
/// # Errors
/// `NotFound` for somebody else's draw; refused when it is too late.
pub async fn cancel_draw(db: &Db, context: &Context, draw: DrawId) -> Result<(), Error<DrawRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    db.write(context, "draw.cancel", &draw, move |write| {
        Box::pin(async move {
            let locked = lock(write, draw).await?.filter(|locked| locked.agent == agent).ok_or(Error::NotFound)?;
            let cancelled = locked.draw.clone().cancel().map_err(Error::Refused)?;
            end(write, &locked, &cancelled, &actor, "").await?;
            bank_movement::rematch_draw(write, draw, &actor).await?;
            write.envelope.about(draw);
            write.envelope.tell(locked.funder, draw, &PartnerEvent::DrawCancelled { reference: locked.reference })
        })
    })
    .await
}

/// The information flow: the funder reports its payment. If the money is there already, the draw is credited.
///
/// # Errors
/// `NotFound` for another funder's draw; refused without a payment reference, when it is not awaited or of another amount,
/// when the loan may not begin today, while suspended when it was not accepted before, and to a person whose funder has
/// payments released by a second one.
pub async fn instruct_draw(db: &Db, context: &Context, command: InstructDrawCommand) -> Result<(), Error<DrawRefusal>> {
    context.funder(&[Role::FunderTreasurer])?;
    db.ride::<InstructDraw>(context, command).await
}

/// See [`instruct_draw`].
pub struct InstructDraw;

impl Operation for InstructDraw {
    const NAME: &'static str = "draw.instruct";
    type Command = InstructDrawCommand;
    type Done = ();
    type Refusal = DrawRefusal;
    type Locked = Locked;

    fn subject(command: &InstructDrawCommand) -> Uuid {
        command.draw.0
    }

    async fn lock(write: &mut Write, draws: Vec<Uuid>) -> Result<Found<Self>, Error<DrawRefusal>> {
        sql::lock_draws(write.connection(), &draws).await
    }

    fn moves(locked: &Locked) -> Uuid {
        locked.wallet_id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, locked: Locked) -> Result<(), Error<DrawRefusal>> {
        instruct(write, asked, locked).await
    }
}

async fn instruct(
    write: &mut Write,
    Asked { context, command, .. }: &Asked<InstructDraw>,
    locked: Locked,
) -> Result<(), Error<DrawRefusal>> {
    if locked.funder != context.funder(&[Role::FunderTreasurer])? {
        return Err(Error::NotFound);
    }
    // What the funder's own system signs is for the funder to have released.
    if locked.releases && matches!(context.actor, Actor::User(_)) {
        return Err(Error::Refused(DrawRefusal::ReleaseNeeded));
    }
    file_instruction(write, locked, command, &context.actor_name()).await
}

/// The information flow of a locked draw; what was asked for is the caller's to have checked.
async fn file_instruction(
    write: &mut Write,
    mut locked: Locked,
    command: &InstructDrawCommand,
    actor: &str,
) -> Result<(), Error<DrawRefusal>> {
    let payment_reference = check_payment_reference(&command.payment_reference).map_err(Error::Refused)?.to_owned();
    let accepts = locked.draw.state == DrawState::Requested;
    if accepts {
        locked.draw = accept(write, &locked, actor).await?;
    }
    locked.draw = locked.draw.instruct(command.amount).map_err(Error::Refused)?;
    check_draw(&locked, write.business_date)?;
    write.envelope.about(command.draw);
    write.envelope.changed(&(), command)?;
    let told = PartnerEvent::DrawInstructed { reference: locked.reference.clone(), amount: command.amount };
    write.envelope.tell(locked.funder, command.draw, &told)?;
    credit::arrive(write, &locked, sql::Flow::Instruction { payment_reference }, actor)?;
    if accepts {
        write.flush().await?;
        bank_movement::rematch_draw(write, command.draw, actor).await?;
    }
    Ok(())
}

/// The funder takes the draw on. That is new business: one that is suspended only ends what it had taken on before.
async fn accept(write: &mut Write, locked: &Locked, actor: &str) -> Result<Draw, Error<DrawRefusal>> {
    let (accepted, at) = (locked.draw.clone().accept().map_err(Error::Refused)?, write.at);
    check_standing(write.connection(), locked.agent, locked.funder).await?;
    check_draw(locked, write.business_date)?;
    sql::update_accepted(write.connection(), locked.id, at).await?;
    write.envelope.moved(locked.id, (DrawPhase::Requested.code(), DrawPhase::Awaiting.code()), actor, "");
    Ok(accepted)
}

/// Ends a draw without a credit: releases the earmark, once. Money that it had received is now money to be returned, which
/// two people do: it is somebody else's, and leaves the reserve. Money that came before the draw was answered is looked at
/// again by the caller.
async fn end(
    write: &mut Write,
    locked: &Locked,
    ended: &Draw,
    actor: &str,
    reason: &str,
) -> Result<(), Error<DrawRefusal>> {
    let line = locked.line.release(locked.draw.amount).map_err(Error::defect)?;
    sql::update_ended(write.connection(), locked.id, &ended.state).await?;
    sql::update_earmark(write.connection(), locked.line_id, line.earmarked).await?;
    write.envelope.moved(locked.id, (locked.draw.state.code(), ended.state.code()), actor, reason);
    bank_movement::release_draw(write, locked.id, actor).await
}

/// The funder's own number of a payment, as it is kept.
fn check_payment_reference(typed: &str) -> Result<&str, DrawRefusal> {
    match typed.trim() {
        "" => Err(DrawRefusal::PaymentReferenceMissing),
        long if long.chars().count() > 64 => Err(DrawRefusal::PaymentReferenceTooLong),
        reference => Ok(reference),
    }
}

async fn lock_of_funder(write: &mut Write, draw: DrawId, funder: PartnerId) -> Result<Locked, Error<DrawRefusal>> {
    lock(write, draw).await?.filter(|locked| locked.funder == funder).ok_or(Error::NotFound)
}

/// Whether a person may see a draw: its agent, its funder's team, the institution.
fn visible_to(person: &SignedIn, agent: AgentId, funder: PartnerId) -> bool {
    use domain::role::Party;
    match person.party {
        Party::Institution => true,
        Party::Agent(id) => id == agent,
        Party::Funder(id) => id == funder,
        Party::Facilitator(_) | Party::Nobody => false,
    }
}
