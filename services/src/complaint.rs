//! Payers' complaints: where the network has given back what was debited for a debt, nobody debits for it until two people of the
//! institution have looked into it.

use domain::{
    Amount, Reference,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{DebitId, DebtId, PartnerId},
    network::ReturnReason,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    debt,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A debit that was given back to its payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintRow {
    pub debt: DebtId,
    /// The funder's number of the debt.
    pub number: String,
    pub funder_name: String,
    pub debit: DebitId,
    pub reference: Reference,
    /// Who had debited.
    pub holder_name: String,
    pub amount: Amount,
    pub reason: ReturnReason,
    /// Whether it was paid out already, so that whoever had debited owes it back.
    pub owed_back: bool,
    pub returned_at: OffsetDateTime,
    /// Whether nobody may debit for the debt yet.
    pub open: bool,
}

/// What was given back of one debt, and what the institution has said to it.
#[derive(Clone, Debug)]
pub struct ComplaintDetail {
    /// The newest first, as far as a page goes.
    pub rows: Vec<ComplaintRow>,
    pub approvals: Vec<ApprovalRow>,
}

/// A page of what was given back to payers, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn complaints(db: &Db, context: &Context, page: PageRequest) -> Result<Page<ComplaintRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, None, page).await?;
            Ok(Page::of(rows, page, |row: &ComplaintRow| Cursor { at: row.returned_at, id: row.debit.0 }))
        })
    })
    .await
}

/// What was given back of one debt.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when nothing was.
pub async fn complaint(db: &Db, context: &Context, debt: DebtId) -> Result<ComplaintDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, Some(debt.0), PageRequest::FIRST).await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            Ok(ComplaintDetail { rows, approvals: list_of(connection, debt.0).await? })
        })
    })
    .await
}

async fn list(
    connection: &mut PgConnection,
    of: Option<Uuid>,
    page: PageRequest,
) -> Result<Vec<ComplaintRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        r#"select r.debit_id, r.debt_id, e.number, f.name as funder_name, d.reference, h.name as holder_name, r.amount_fen,
                  r.reason, r.owed_back, r.returned_at, e.complaint_at is not null as "open!"
           from returned_debits r join debits d on d.id = r.debit_id join debts e on e.id = r.debt_id
           join partners f on f.id = e.funder_id join partners h on h.id = r.holder_id
           where ($1::uuid is null or r.debt_id = $1) and (r.returned_at, r.debit_id) < ($2, $3)
           order by r.returned_at desc, r.debit_id desc limit $4"#,
        of,
        after.at,
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ComplaintRow {
                debt: DebtId(row.debt_id),
                number: row.number,
                funder_name: row.funder_name,
                debit: DebitId(row.debit_id),
                reference: row.reference.parse().map_err(Error::defect)?,
                holder_name: row.holder_name,
                amount: Amount::from_fen(row.amount_fen),
                reason: row.reason.parse().map_err(Error::defect)?,
                owed_back: row.owed_back,
                returned_at: row.returned_at,
                open: row.open,
            })
        })
        .collect()
}

/// Whether there is a complaint about a debt to settle.
///
/// # Errors
/// `NotFound` when there is no such debt; refused when there is none.
pub(crate) async fn check_settle(connection: &mut PgConnection, debt: DebtId) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, debt, None).await.map(|_| ())
}

/// From now on whoever holds the debt may debit again.
///
/// # Errors
/// As [`check_settle`]; refused when more was given back since it was proposed: nobody has looked into that.
pub(crate) async fn settle(
    write: &mut Write,
    debt: DebtId,
    proposed_at: OffsetDateTime,
) -> Result<(), Error<ApprovalRefusal>> {
    let complained = lock(write.connection(), debt, Some(proposed_at)).await?;
    debt::update_complaint(write.connection(), debt, None).await?;
    for party in [Some(complained.funder), complained.facilitator].into_iter().flatten() {
        let told = PartnerEvent::DebtComplaintSettled { number: complained.number.clone() };
        write.envelope.tell(party, debt, &told)?;
    }
    Ok(())
}

/// A debt with a complaint, and its two sides.
struct Complained {
    number: String,
    funder: PartnerId,
    facilitator: Option<PartnerId>,
}

async fn lock(
    connection: &mut PgConnection,
    id: DebtId,
    proposed_at: Option<OffsetDateTime>,
) -> Result<Complained, Error<ApprovalRefusal>> {
    let row = sqlx::query!(
        "select number, funder_id, facilitator_id, complaint_at from debts where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Error::NotFound)?;
    let Some(since) = row.complaint_at else { return Err(Error::Refused(ApprovalRefusal::NoComplaint)) };
    if proposed_at.is_some_and(|proposed_at| since > proposed_at) {
        return Err(Error::Refused(ApprovalRefusal::ComplaintRenewed));
    }
    Ok(Complained {
        number: row.number,
        funder: PartnerId(row.funder_id),
        facilitator: row.facilitator_id.map(PartnerId),
    })
}
