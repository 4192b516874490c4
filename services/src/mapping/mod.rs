//! Mappings: which facilitator a funder's settlement id stands for. One person drafts one, two people publish and disable it.

mod import;
mod roll_back;
mod sql;

use domain::{
    approval::ApprovalRefusal,
    binding::Suspension,
    event::PartnerEvent,
    id::{MappingId, PartnerId},
    mapping::{MappingRefusal, MappingState, SettlementId, Validity},
    role::Role,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::{Never, violated_constraint},
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, total},
    signing_consent::consent_text,
};

pub use import::{MappingImport, RefusedMapping, import_mappings};
pub use roll_back::MappingCourse;
pub(crate) use roll_back::draft_former;
pub(crate) use sql::{InForce, find_in_force, is_in_force};

/// What a settlement id is to stand for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddMappingCommand {
    pub funder: PartnerId,
    pub settlement_id: String,
    pub facilitator: PartnerId,
    /// As soon as it is published, if it says nothing.
    pub from: Option<OffsetDateTime>,
}

/// A mapping, and who drafted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingRow {
    pub id: MappingId,
    pub funder: PartnerId,
    pub funder_name: String,
    pub settlement_id: SettlementId,
    pub facilitator: PartnerId,
    pub facilitator_name: String,
    pub asked_from: Option<OffsetDateTime>,
    pub validity: Option<Validity>,
    /// At the time of asking.
    pub state: MappingState,
    /// Whether its facilitator debits nothing with its shares, until two people let it.
    pub debits_blocked: bool,
    pub added_by: String,
    pub added_at: OffsetDateTime,
}

/// What hangs on a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MappingUsage {
    /// Signings that nobody has decided yet: they would end without a share.
    pub signings_open: i64,
    /// Shares that exist, and stay.
    pub shares: i64,
    /// Debts and loans that its facilitator holds and collects with them.
    pub debts_held: i64,
}

/// One mapping with what is decided about it.
#[derive(Clone, Debug)]
pub struct MappingDetail {
    pub row: MappingRow,
    /// The one that counts now for the same settlement id, where that is another.
    pub instead_of: Option<MappingRow>,
    pub usage: MappingUsage,
    pub course: MappingCourse,
    pub approvals: Vec<ApprovalRow>,
}

/// Drafts a mapping. Nothing counts until two people have published it.
///
/// # Errors
/// `Forbidden` to anybody but a maker; refused when the settlement id is none, or funder or facilitator do not exist.
pub async fn add_mapping(
    db: &Db,
    context: &Context,
    command: AddMappingCommand,
) -> Result<MappingId, Error<MappingRefusal>> {
    let person = context.operator(&[Role::OperatorMaker])?.user;
    db.write(context, "mapping.add", &command.clone(), move |write| {
        Box::pin(async move {
            let settlement_id: SettlementId = command.settlement_id.parse().map_err(Error::Refused)?;
            if !sql::are_partners(write.connection(), command.funder, command.facilitator).await? {
                return Err(Error::Refused(MappingRefusal::PartnerUnknown));
            }
            MappingState::Draft.publish(command.from, write.at).map_err(Error::Refused)?;
            let (id, at) = (MappingId(write.id()), write.at);
            sql::insert_mapping(write.connection(), (id, None), &command, &settlement_id, (person, at)).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &command)?;
            Ok(id)
        })
    })
    .await
}

/// Which mappings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingFilter {
    In(MappingState),
    All,
}

/// A page of the mappings, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn mappings(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<MappingFilter>>,
    page: PageRequest,
) -> Result<Page<MappingRow>, Error<Never>> {
    let list: Narrowed<MappingFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let state = match list.part {
                MappingFilter::In(state) => Some(state.code()),
                MappingFilter::All => None,
            };
            let rows = sql::list_mappings(connection, (state, now), (&list, &bounds), page).await?;
            let listed = Page::of(rows, page, |row: &MappingRow| Cursor { at: row.added_at, id: row.id.0 });
            let total = total!(list, sql::count_mappings(connection, (state, now), &bounds));
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// One mapping.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is none.
pub async fn mapping(db: &Db, context: &Context, id: MappingId) -> Result<MappingDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sql::find_mapping(connection, id, now).await?.ok_or(Error::NotFound)?;
            let in_force = sql::find_in_force(connection, row.funder, &row.settlement_id, now).await?;
            let other = in_force.map(|other| other.id).filter(|other| *other != id);
            let instead_of = sql::find_if_any(connection, other, now).await?;
            let usage = sql::count_usage(connection, id).await?;
            let course = roll_back::course(connection, id, now).await?;
            Ok(MappingDetail { row, instead_of, usage, course, approvals: list_of(connection, id.0).await? })
        })
    })
    .await
}

/// What a signing with a sample of a settlement id would come to if a mapping counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// It is no settlement id: it would be refused.
    Invalid,
    /// It is another, of which the mapping says nothing: it stands for this facilitator now, or for nobody.
    Elsewhere { facilitator_name: Option<String> },
    /// It would be shared, by these words of the payer's.
    Shared { consent: String },
}

/// Tries a mapping with a sample, as a funder would write it. Nothing is kept.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such mapping.
pub async fn try_mapping(db: &Db, context: &Context, id: MappingId, sample: String) -> Result<Trial, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let now = db.now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sql::find_mapping(connection, id, now).await?.ok_or(Error::NotFound)?;
            let Ok(sample) = sample.parse::<SettlementId>() else { return Ok(Trial::Invalid) };
            if sample == row.settlement_id {
                let consent = consent_text(&row.funder_name, &row.facilitator_name, true);
                return Ok(Trial::Shared { consent });
            }
            let found = sql::find_in_force(connection, row.funder, &sample, now).await?;
            Ok(Trial::Elsewhere { facilitator_name: found.map(|found| found.facilitator_name) })
        })
    })
    .await
}

/// A settlement id that stands for somebody now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    pub settlement_id: SettlementId,
    pub facilitator_name: String,
    /// The words that a payer agrees to who agrees to the share.
    pub consent: String,
}

/// The settlement ids of the asking funder that stand for somebody now, for its people to choose from.
///
/// # Errors
/// `Forbidden` to anybody but a funder.
pub async fn settlement_ids(db: &Db, context: &Context) -> Result<Vec<Mapped>, Error<Never>> {
    let funder = context.funder::<Never>(crate::context::FUNDER_TEAM)?;
    let now = db.now();
    db.read(context, move |connection| Box::pin(async move { sql::list_settlement_ids(connection, funder, now).await }))
        .await
}

/// Whether a mapping may be published now.
pub(crate) async fn check_publish(connection: &mut PgConnection, id: MappingId, at: OffsetDateTime) -> Outcome {
    let row = sql::lock_mapping(connection, id, at).await?.ok_or(Error::NotFound)?;
    row.state.publish(row.asked_from, at).map(|_| ()).map_err(refused)
}

/// Whether a mapping may be disabled now.
pub(crate) async fn check_disable(connection: &mut PgConnection, id: MappingId, at: OffsetDateTime) -> Outcome {
    let row = sql::lock_mapping(connection, id, at).await?.ok_or(Error::NotFound)?;
    row.state.disable().map_err(refused)
}

/// From now on, or from the time that it asks for, a mapping counts; the one before ends then.
pub(crate) async fn publish(write: &mut Write, id: MappingId, actor: &str) -> Outcome {
    let at = write.at;
    let row = sql::lock_mapping(write.connection(), id, at).await?.ok_or(Error::NotFound)?;
    let from = row.state.publish(row.asked_from, at).map_err(refused)?;
    sql::end_before(write.connection(), row.funder, &row.settlement_id, from).await?;
    let saved = sql::update_valid(write.connection(), id, Validity { from, to: None }).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_mapping_at_a_time") => refused(MappingRefusal::Overlaps),
        _ => error.into(),
    })?;
    write.envelope.moved(id, (row.state.code(), MappingState::Scheduled.code()), actor, "");
    Ok(())
}

/// From now on a mapping counts no more.
pub(crate) async fn disable(write: &mut Write, id: MappingId, actor: &str) -> Outcome {
    let at = write.at;
    let row = sql::lock_mapping(write.connection(), id, at).await?.ok_or(Error::NotFound)?;
    row.state.disable().map_err(refused)?;
    let from = row.validity.map_or(at, |validity| validity.from.min(at));
    sql::update_valid(write.connection(), id, Validity { from, to: Some(at) }).await?;
    // One that was to begin later never does, and what it would have ended goes on.
    if let Some(never) = row.validity.filter(|validity| validity.from > at) {
        sql::go_on(write.connection(), row.funder, &row.settlement_id, never).await?;
    }
    write.envelope.moved(id, (row.state.code(), MappingState::Ended.code()), actor, "");
    Ok(())
}

/// Under which subject it stands that what a mapping's facilitator debits was blocked, or let go on: it is no state of the mapping, and
/// once told for all its shares.
pub(crate) fn debits_by(id: MappingId) -> String {
    format!("debits by {id}")
}

/// Whether what a mapping's facilitator debits may be blocked now, or (`blocked` is false) go on.
pub(crate) async fn check_block(
    connection: &mut PgConnection,
    id: MappingId,
    blocked: bool,
    at: OffsetDateTime,
) -> Outcome {
    let row = sql::lock_mapping(connection, id, at).await?.ok_or(Error::NotFound)?;
    row.state.block(row.debits_blocked, blocked).map_err(refused)
}

/// From now on a mapping's facilitator debits nothing with the shares that it has by it, or does again; both partners are told.
pub(crate) async fn block(write: &mut Write, id: MappingId, blocked: bool, actor: &str) -> Outcome {
    let at = write.at;
    let row = sql::lock_mapping(write.connection(), id, at).await?.ok_or(Error::NotFound)?;
    row.state.block(row.debits_blocked, blocked).map_err(refused)?;
    sql::update_debits_blocked(write.connection(), id, blocked).await?;
    let code = Suspension::MappingBlocked.code();
    write.envelope.moved(debits_by(id), if blocked { ("", code) } else { (code, "") }, actor, "");
    let settlement_id = row.settlement_id;
    let told = if blocked {
        PartnerEvent::MappingDebitsBlocked { settlement_id }
    } else {
        PartnerEvent::MappingDebitsResumed { settlement_id }
    };
    for partner in [row.funder, row.facilitator] {
        write.envelope.tell(partner, id, &told)?;
    }
    Ok(())
}

type Outcome = Result<(), Error<ApprovalRefusal>>;

const fn refused(refusal: MappingRefusal) -> Error<ApprovalRefusal> {
    Error::Refused(ApprovalRefusal::Mapping(refusal))
}
