//! What two people of the institution decide: the maker proposes, the checker approves it, and with that it is done.

mod freeze;
mod request;
mod sql;

use domain::{
    approval::{Action, ApprovalRefusal, ApprovalState, Subject, check_note},
    binding::Suspension,
    id::{ApprovalId, MappingId, UserId},
    role::Role,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    approval_row::{Asked, list_approvals, list_of_all},
    bank_layout, bank_movement, binding, commission, complaint,
    context::INSTITUTION,
    correction, debit_rules, debt_transfer,
    error::{Never, violated_constraint},
    loan, mapping, outside_payment,
    page::{Cursor, Narrowed, Page, PageRequest, Which},
    party, payout, refund, revenue_share, settlement,
};

pub use crate::approval_row::ApprovalRow;
pub use request::{FreezeRequestRow, RequestFreezeCommand, freeze_requests, request_freeze};

/// What the maker proposes, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeCommand {
    pub action: Action,
    pub note: String,
}

/// What counted before a mapping shall count again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RollBackCommand {
    pub mapping: MappingId,
    /// As soon as it is published, if it says nothing.
    pub from: Option<OffsetDateTime>,
    pub note: String,
}

/// What the checker says to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideCommand {
    pub approval: ApprovalId,
    /// Whether it is done. If not, the note says why.
    pub agree: bool,
    pub note: String,
}

/// Which approvals are listed.
pub type ApprovalFilter = Which<ApprovalState>;

/// Proposes something, if it could be done now.
///
/// # Errors
/// `NotFound` when it is about nothing; refused without a note, while something is proposed about the same thing, and
/// when it could not be done.
pub async fn propose(
    db: &Db,
    context: &Context,
    command: ProposeCommand,
) -> Result<ApprovalId, Error<ApprovalRefusal>> {
    let maker = context.operator(&[Role::OperatorMaker])?.user;
    db.write(context, "approval.propose", &command.clone(), move |write| {
        Box::pin(async move { file(write, &command, maker).await })
    })
    .await
}

/// Files what a maker proposes.
async fn file(
    write: &mut Write,
    command: &ProposeCommand,
    maker: UserId,
) -> Result<ApprovalId, Error<ApprovalRefusal>> {
    check_note(&command.note).map_err(Error::Refused)?;
    let (id, at) = (ApprovalId(write.id()), write.at);
    check(write.connection(), &command.action, at).await?;
    let saved = sql::insert_approval(write.connection(), id, command, (maker, at)).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_proposal_per_subject") => Error::Refused(ApprovalRefusal::AlreadyProposed),
        _ => error.into(),
    })?;
    write.envelope.about(command.action.subject());
    write.envelope.changed(&(), command)?;
    Ok(id)
}

/// Drafts what counted before a published mapping anew, and proposes to publish that: the way back, for a second person to decide.
///
/// # Errors
/// `NotFound` when there is no such mapping; refused without a note, unless the mapping counts and another facilitator was named before,
/// when the time has passed, and while the same is proposed already.
pub async fn roll_back(
    db: &Db,
    context: &Context,
    command: RollBackCommand,
) -> Result<MappingId, Error<ApprovalRefusal>> {
    let maker = context.operator(&[Role::OperatorMaker])?.user;
    db.write(context, "mapping.roll_back", &command.clone(), move |write| {
        Box::pin(async move {
            let draft = mapping::draft_former(write, command.mapping, command.from, maker).await?;
            let proposal = ProposeCommand { action: Action::Publish { mapping: draft }, note: command.note.clone() };
            file(write, &proposal, maker).await?;
            write.envelope.changed(&(), &command)?;
            Ok(draft)
        })
    })
    .await
}

/// Approves what was proposed, which does it, or gives it back.
///
/// # Errors
/// `NotFound` when there is no such proposal; refused to the proposer, when it was decided before, when it cannot be done
/// any more, and without a note when it is given back.
pub async fn decide(db: &Db, context: &Context, command: DecideCommand) -> Result<(), Error<ApprovalRefusal>> {
    let checker = context.operator(&[Role::OperatorChecker])?.user;
    let actor = context.actor_name();
    db.write(context, "approval.decide", &command.clone(), move |write| {
        Box::pin(async move {
            let proposed = sql::lock_approval(write.connection(), command.approval).await?.ok_or(Error::NotFound)?;
            write.envelope.about(proposed.action.subject());
            if proposed.state != ApprovalState::Proposed {
                return Err(Error::Refused(ApprovalRefusal::AlreadyDecided));
            }
            if proposed.proposed_by == checker {
                return Err(Error::Refused(ApprovalRefusal::SamePerson));
            }
            let state = if command.agree {
                if !command.note.is_empty() {
                    check_note(&command.note).map_err(Error::Refused)?;
                }
                carry_out(write, &proposed, &actor).await?;
                write.flush().await?;
                // Whatever else was moved by it.
                write.envelope.about(proposed.action.subject());
                ApprovalState::Approved
            } else {
                check_note(&command.note).map_err(Error::Refused)?;
                ApprovalState::GivenBack
            };
            let at = write.at;
            let saved = sql::update_decided(write.connection(), &command, state, (checker, at)).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("approval_maker_is_not_checker") => Error::Refused(ApprovalRefusal::SamePerson),
                _ => error.into(),
            })?;
            write.envelope.changed(&ApprovalState::Proposed, &(state, &proposed.action))
        })
    })
    .await
}

/// A page of what was proposed, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn approvals(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ApprovalFilter>>,
    page: PageRequest,
) -> Result<Page<ApprovalRow>, Error<Never>> {
    let list: Narrowed<ApprovalFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    let state = list.part.one();
    db.read(context, move |connection| {
        Box::pin(async move {
            let asked = Asked { state, narrow: &list.narrow, sort: list.sort, subjects: None };
            let (rows, total) = list_approvals(connection, &asked, page).await?;
            let listed = Page::of(rows, page, |row: &ApprovalRow| Cursor { at: row.proposed_at, id: row.id.0 });
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// What the asking person has to decide next: the oldest that somebody else proposed. Nothing for anybody but a checker.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn next_to_decide(db: &Db, context: &Context) -> Result<Option<Action>, Error<Never>> {
    let person = context.operator::<Never>(INSTITUTION)?;
    let (checker, role) = (person.user, person.role);
    if role != Role::OperatorChecker {
        return Ok(None);
    }
    db.read(context, move |connection| Box::pin(async move { sql::find_next(connection, checker).await })).await
}

/// What was proposed about one thing, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn approvals_of(db: &Db, context: &Context, subject: Subject) -> Result<Vec<ApprovalRow>, Error<Never>> {
    approvals_of_all(db, context, &[subject]).await
}

/// What was proposed about several things, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn approvals_of_all(
    db: &Db,
    context: &Context,
    subjects: &[Subject],
) -> Result<Vec<ApprovalRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let subjects: Vec<Uuid> = subjects.iter().map(|subject| subject.id()).collect();
    db.read(context, move |connection| Box::pin(async move { list_of_all(connection, &subjects).await })).await
}

async fn check(
    connection: &mut PgConnection,
    action: &Action,
    at: OffsetDateTime,
) -> Result<(), Error<ApprovalRefusal>> {
    match action {
        Action::Match { movement, reference } => bank_movement::check_match(connection, *movement, reference).await,
        Action::Return { movement } => bank_movement::check_return(connection, *movement).await,
        Action::Duplicate { movement } | Action::Distinct { movement } => {
            bank_movement::check_doubtful(connection, *movement).await
        }
        Action::Resend { payout, account_no, account_name } => {
            payout::check_resend(connection, *payout, (account_no, account_name)).await
        }
        Action::Adopt { layout } => bank_layout::check_adopt(connection, *layout).await,
        Action::Retire { layout } => bank_layout::check_retire(connection, *layout).await,
        Action::Schedule { partner, .. } => party::check_partner(connection, *partner).await,
        Action::Publish { mapping } => mapping::check_publish(connection, *mapping, at).await,
        Action::Transfer { transfer } => debt_transfer::check_approve(connection, *transfer).await,
        Action::Disable { mapping } => mapping::check_disable(connection, *mapping, at).await,
        Action::BlockMapping { mapping, blocked } => mapping::check_block(connection, *mapping, *blocked, at).await,
        Action::Freeze { wallet, order } => freeze::check_order(connection, *wallet, order).await,
        Action::Unfreeze { freeze } => freeze::check_lift(connection, *freeze).await.map(|_| ()),
        Action::Deduct { freeze, deduction } => freeze::check_deduct(connection, *freeze, deduction).await.map(|_| ()),
        Action::Correct { loan, correction } => correction::check(connection, *loan, correction).await,
        Action::MarkLoan { loan, mark, holds } => loan::check_mark(connection, *loan, *mark, *holds).await,
        Action::Distribute { file } => commission::check_release(connection, *file).await,
        Action::Recall { file } => commission::check_recall(connection, *file).await,
        Action::DiscardStatement { import } => bank_movement::check_discard(connection, *import).await,
        Action::DiscardCommissions { file } => commission::check_discard(connection, *file).await,
        Action::ShareRevenue { partner, share } => revenue_share::check(connection, *partner, share).await,
        Action::Carrier { carrier, change } => party::check_carrier(connection, *carrier, change).await,
        Action::ReserveAccount { account, change } => party::check_reserve_account(connection, *account, change).await,
        Action::SettleComplaint { debt } => complaint::check_settle(connection, *debt).await,
        Action::SuspendBinding { binding, .. } => binding::check_suspend(connection, *binding, true).await,
        Action::ResumeBinding { binding } => binding::check_suspend(connection, *binding, false).await,
        Action::UndoPayment { payment } => outside_payment::check_undo(connection, *payment).await,
        Action::DecideRefund { refund, .. } => refund::check_decide(connection, *refund, at).await,
        Action::AdoptLate { difference } => settlement::check_adopt(connection, *difference).await,
        Action::GiveBackLate { difference } => settlement::check_give_back(connection, *difference).await,
        Action::SettleBeyond { difference, .. } => settlement::check_beyond(connection, *difference).await,
        Action::Depart { agent, departure } => party::check_departure(connection, *agent, *departure).await,
        Action::DebitRules { rules } => debit_rules::check(rules),
    }
}

async fn carry_out(write: &mut Write, proposed: &sql::Proposed, actor: &str) -> Result<(), Error<ApprovalRefusal>> {
    match &proposed.action {
        Action::Match { movement, reference } => bank_movement::match_by_hand(write, *movement, reference, actor).await,
        Action::Return { movement } => bank_movement::send_back(write, *movement, actor).await,
        Action::Duplicate { movement } => bank_movement::tell_again(write, *movement, actor).await,
        Action::Distinct { movement } => bank_movement::tell_apart(write, *movement, actor).await,
        Action::Resend { payout, account_no, account_name } => {
            payout::resend(write, *payout, (account_no, account_name), actor).await
        }
        Action::Adopt { layout } => bank_layout::adopt(write, *layout).await,
        Action::Retire { layout } => bank_layout::retire(write, *layout).await,
        Action::Schedule { partner, payouts } => party::schedule_payouts(write, *partner, *payouts).await,
        Action::Publish { mapping } => mapping::publish(write, *mapping, actor).await,
        Action::Transfer { transfer } => debt_transfer::approve(write, *transfer, actor).await,
        Action::Disable { mapping } => mapping::disable(write, *mapping, actor).await,
        Action::BlockMapping { mapping, blocked } => mapping::block(write, *mapping, *blocked, actor).await,
        Action::Freeze { wallet, order } => freeze::order(write, *wallet, order, &proposed.note, actor).await,
        Action::Unfreeze { freeze } => freeze::lift(write, *freeze, actor).await,
        Action::Deduct { freeze, deduction } => freeze::deduct(write, *freeze, deduction, actor).await,
        Action::Correct { loan, correction } => {
            correction::correct(write, *loan, correction, (&proposed.note, actor)).await
        }
        Action::MarkLoan { loan, mark, holds } => loan::mark(write, *loan, *mark, *holds).await,
        Action::Distribute { file } => commission::release(write, *file, actor).await,
        Action::Recall { file } => commission::recall(write, *file, actor).await,
        Action::DiscardStatement { import } => bank_movement::discard(write, *import).await,
        Action::DiscardCommissions { file } => commission::discard(write, *file, actor).await,
        Action::ShareRevenue { partner, share } => revenue_share::agree(write, *partner, share).await,
        Action::Carrier { carrier, change } => party::keep_carrier(write, *carrier, change).await,
        Action::ReserveAccount { account, change } => party::keep_reserve_account(write, *account, change).await,
        Action::SettleComplaint { debt } => complaint::settle(write, *debt, proposed.proposed_at).await,
        Action::SuspendBinding { binding, risk } => {
            let suspension = if *risk { Suspension::Risk } else { Suspension::Operations };
            binding::suspend(write, *binding, Some(suspension), actor).await
        }
        Action::ResumeBinding { binding } => binding::suspend(write, *binding, None, actor).await,
        Action::UndoPayment { payment } => outside_payment::undo(write, *payment, (&proposed.note, actor)).await,
        Action::DecideRefund { refund, made } => refund::decide_by_hand(write, *refund, *made, actor).await,
        Action::AdoptLate { difference } => settlement::adopt(write, *difference, (&proposed.note, actor)).await,
        Action::GiveBackLate { difference } => settlement::give_back(write, *difference, (&proposed.note, actor)).await,
        Action::SettleBeyond { difference, charged } => {
            settlement::settle_beyond(write, *difference, *charged, (&proposed.note, actor)).await
        }
        Action::Depart { agent, departure } => party::depart(write, *agent, *departure).await,
        Action::DebitRules { rules } => debit_rules::keep(write, rules).await,
    }
}
