//! Movements, breaks and imports as the institution sees them.

mod breaks;
mod narrowed;

use domain::{
    Amount, Reference,
    bank_movement::MovementState,
    id::{AgentId, BankMovementId, ImportId, LoanId, PayoutId},
    import::{ImportKind, ImportState},
    matching::{BreakKind, Destination, Direction},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Which, bounded, by_time, total},
};

pub use breaks::{BreakFilter, BreakRow, breaks};
pub(super) use narrowed::find_movement;

/// How many movements a page has.
const PAGE: usize = 50;

/// One line of a reserve account.
#[derive(Clone, Debug)]
pub struct MovementRow {
    pub id: BankMovementId,
    pub account_no: String,
    /// The statement that it was recorded from, or else the bank's feed.
    pub import: Option<ImportId>,
    pub direction: Direction,
    pub amount: Amount,
    pub booked_on: Date,
    pub booked_time: Option<Time>,
    pub balance_after: Option<Amount>,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub counterparty_bank: String,
    pub remittance: String,
    pub bank_reference: Option<String>,
    pub state: MovementState,
    /// The movement that a doubtful reading may be, or was found to be.
    pub like: Option<BankMovementId>,
    pub matched: Option<Destination>,
    /// The number of what it was matched with.
    pub matched_reference: Option<Reference>,
    /// The loan that it paid out or that is repaid by what it settles, and the agent whose wallet it topped up.
    pub loan: Option<LoanId>,
    pub agent: Option<AgentId>,
    /// Why it is broken.
    pub break_kind: Option<BreakKind>,
    /// What two people are to do with it is proposed, and waits for the second.
    pub proposed: bool,
    pub recorded_at: OffsetDateTime,
}

/// Which movements are listed, the latest booking first.
#[derive(Clone, Copy, Debug, Default)]
pub struct MovementFilter {
    pub state: Option<MovementState>,
    pub import: Option<ImportId>,
    /// Those behind this one, which ended the page before.
    pub after: Option<BankMovementId>,
}

struct RawMovement {
    id: Uuid,
    account_no: String,
    import_id: Option<Uuid>,
    direction: String,
    amount_fen: i64,
    booked_on: Date,
    booked_time: Option<Time>,
    balance_after_fen: Option<i64>,
    counterparty_name: String,
    counterparty_account: String,
    counterparty_bank: String,
    remittance: String,
    bank_reference: Option<String>,
    state: String,
    like_id: Option<Uuid>,
    matched_kind: Option<String>,
    matched_id: Option<Uuid>,
    matched_reference: Option<String>,
    loan_id: Option<Uuid>,
    agent_id: Option<Uuid>,
    break_kind: Option<String>,
    proposed: bool,
    recorded_at: OffsetDateTime,
}

impl RawMovement {
    fn into_row<R>(self) -> Result<MovementRow, Error<R>> {
        let matched = match (self.matched_kind.as_deref(), self.matched_id) {
            (None, None) => None,
            (Some(kind), Some(id)) => Some(
                Destination::of(kind, id)
                    .ok_or_else(|| Error::defect(format!("a movement is matched with the {kind} {id}")))?,
            ),
            (kind, id) => return Err(Error::defect(format!("a movement is matched with {kind:?} {id:?}"))),
        };
        Ok(MovementRow {
            id: BankMovementId(self.id),
            account_no: self.account_no,
            import: self.import_id.map(ImportId),
            direction: self.direction.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(self.amount_fen),
            booked_on: self.booked_on,
            booked_time: self.booked_time,
            balance_after: self.balance_after_fen.map(Amount::from_fen),
            counterparty_name: self.counterparty_name,
            counterparty_account: self.counterparty_account,
            counterparty_bank: self.counterparty_bank,
            remittance: self.remittance,
            bank_reference: self.bank_reference,
            state: self.state.parse().map_err(Error::defect)?,
            like: self.like_id.map(BankMovementId),
            matched,
            matched_reference: reference(self.matched_reference.as_deref())?,
            loan: self.loan_id.map(LoanId),
            agent: self.agent_id.map(AgentId),
            break_kind: self.break_kind.map(|kind| kind.parse()).transpose().map_err(Error::defect)?,
            proposed: self.proposed,
            recorded_at: self.recorded_at,
        })
    }
}

fn reference<R>(text: Option<&str>) -> Result<Option<Reference>, Error<R>> {
    text.map(|text| text.parse().map_err(Error::defect)).transpose()
}

/// A page of the reserve accounts' movements.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn movements(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<MovementFilter>>,
) -> Result<Page<MovementRow, BankMovementId>, Error<Never>> {
    let list: Narrowed<MovementFilter> = list.into();
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let (rows, total) = narrowed::list(connection, &list).await?;
            let rows = rows.into_iter().map(RawMovement::into_row).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::cut(rows, PAGE, |row| row.id).with_total(total))
        })
    })
    .await
}

/// The payout that sends a movement's money back.
pub(super) async fn find_return<R>(
    connection: &mut PgConnection,
    id: BankMovementId,
) -> Result<Option<(PayoutId, Reference)>, Error<R>> {
    let found = sqlx::query!("select id, reference from payouts where movement_id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    found.map(|row| Ok((PayoutId(row.id), row.reference.parse().map_err(Error::defect)?))).transpose()
}

/// A file that somebody brought.
#[derive(Clone, Debug)]
pub struct ImportRow {
    pub id: ImportId,
    pub file_name: String,
    pub state: ImportState,
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
}

/// Which imports are listed.
pub type ImportFilter = Which<ImportState>;

/// What `$macro` makes of a statement about the imports of a kind that `$bounds` narrow: what it selects, and what else it says from
/// `$6` on. A text is a part of the file's name, or of that of who brought it.
macro_rules! listed_imports {
    ($macro:ident, $what:literal, [$($then:tt)*], $kind:expr, $state:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro,
            [$what],
            " from imports i join users u on u.id = i.uploaded_by where i.kind = $4 and ($5::text is null or i.state = $5)",
            [$($then)*],
            at "i.uploaded_at",
            said "i.file_name, u.display_name",
            $bounds,
            $kind.code(),
            $state
            $(, $value)*
        )
    };
}

/// The imports of one kind, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn imports(
    db: &Db,
    context: &Context,
    kind: ImportKind,
    list: impl Into<Narrowed<ImportFilter>>,
    page: PageRequest,
) -> Result<Page<ImportRow>, Error<Never>> {
    let list: Narrowed<ImportFilter> = list.into();
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_imports(connection, kind, &list, page).await })).await
}

async fn list_imports(
    connection: &mut PgConnection,
    kind: ImportKind,
    list: &Narrowed<ImportFilter>,
    page: PageRequest,
) -> Result<Page<ImportRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let state = list.part.one().map(ImportState::code);
    let rows = by_time!(
        listed_imports!(query, "select i.id, i.file_name, i.state, u.display_name, i.uploaded_at"; kind, state, bounds),
        ("i.uploaded_at", "i.id"),
        ("$6", "$7", "$8", "$9"),
        list,
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(ImportRow {
                id: ImportId(row.id),
                file_name: row.file_name,
                state: row.state.parse().map_err(Error::defect)?,
                uploaded_by: row.display_name,
                uploaded_at: row.uploaded_at,
            })
        })
        .collect::<Result<_, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &ImportRow| Cursor { at: row.uploaded_at, id: row.id.0 });
    let total = total!(
        list,
        listed_imports!(query_scalar, r#"select count(*) as "count!""#, [""], kind, state, bounds)
            .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}
