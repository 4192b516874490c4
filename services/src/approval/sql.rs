use domain::{
    Amount,
    approval::{Action, ApprovalState, Details},
    id::{ApprovalId, UserId},
    payout::PayoutSchedule,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ApprovalRow, DecideCommand, ProposeCommand};
use crate::{Error, page::PageRequest};

/// A proposal, as far as deciding it needs it.
pub struct Proposed {
    pub action: Action,
    pub note: String,
    pub state: ApprovalState,
    pub proposed_by: UserId,
}

fn action_of<R>(code: &str, subject: Uuid, details: Json<Details>) -> Result<Action, Error<R>> {
    let known = Action::of(code, subject, details.0);
    known.ok_or_else(|| Error::defect(format!("an approval is a {code} of something else")))
}

pub async fn insert_approval(
    connection: &mut PgConnection,
    id: ApprovalId,
    command: &ProposeCommand,
    (maker, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into approvals (id, action, subject_id, details, note, state, proposed_by, proposed_at)
         values ($1, $2, $3, $4, $5, 'proposed', $6, $7)",
        id.0,
        command.action.code(),
        command.action.subject().id(),
        Json(command.action.details()) as _,
        command.note.trim(),
        maker.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn lock_approval<R>(connection: &mut PgConnection, id: ApprovalId) -> Result<Option<Proposed>, Error<R>> {
    let row = sqlx::query!(
        r#"select action, subject_id, details as "details: Json<Details>", note, state, proposed_by
           from approvals where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Proposed {
            action: action_of(&row.action, row.subject_id, row.details)?,
            note: row.note,
            state: row.state.parse().map_err(Error::defect)?,
            proposed_by: UserId(row.proposed_by),
        })
    })
    .transpose()
}

pub async fn update_decided(
    connection: &mut PgConnection,
    command: &DecideCommand,
    state: ApprovalState,
    (checker, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update approvals set state = $2, decided_by = $3, decided_at = $4, decision_note = $5 where id = $1",
        command.approval.0,
        state.code(),
        checker.0,
        at,
        command.note.trim(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn list_approvals<R>(
    connection: &mut PgConnection,
    open_only: bool,
    page: PageRequest,
) -> Result<Vec<ApprovalRow>, Error<R>> {
    list(connection, open_only, None, page).await
}

/// What was proposed about one movement, payout or layout, the newest first.
pub(crate) async fn list_of<R>(connection: &mut PgConnection, subject: Uuid) -> Result<Vec<ApprovalRow>, Error<R>> {
    list(connection, false, Some(subject), PageRequest::FIRST).await
}

async fn list<R>(
    connection: &mut PgConnection,
    open_only: bool,
    subject: Option<Uuid>,
    page: PageRequest,
) -> Result<Vec<ApprovalRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select a.id, a.action, a.subject_id, a.details as "details: Json<Details>", a.note, a.state, a.proposed_by, maker.display_name as maker, a.proposed_at, checker.display_name as "checker?",
                  a.decided_at, a.decision_note, coalesce(m.amount_fen, o.amount_fen, f.give_fen - f.take_fen, (
                      select n.amount_fen from settlement_breaks b join settlement_lines n on n.id = b.line_id
                      where b.id = a.subject_id)) as amount_fen,
                  coalesce(m.counterparty_name, p.name, o.account_name, l.name, s.name, g.settlement_id, t.document,
                           (select h.shop_name from wallets w join agents h on h.id = w.agent_id where w.id = a.subject_id),
                           (select h.shop_name from freezes f join agents h on h.id = f.agent_id where f.id = a.subject_id),
                           (select concat_ws(' ', h.shop_name, l.reference) from loans l join agents h on h.id = l.agent_id where l.id = a.subject_id),
                           (select concat_ws(' ', c.name, to_char(f.month, 'YYYY-MM')) from carriers c where c.id = f.carrier_id),
                           (select i.file_name from imports i where i.id = a.subject_id),
                           (select k.name from carriers k where k.id = a.subject_id),
                           (select r.name from reserve_accounts r where r.id = a.subject_id),
                           (select e.number from debts e where e.id = a.subject_id),
                           (select d.reference from settlement_breaks b join debits d on d.id = b.debit_id where b.id = a.subject_id),
                           '') as "counterparty!",
                  o.reference as "payout_reference?", coalesce(m.counterparty_account, o.account_no,
                           (select k.bank_account_no from carriers k where k.id = a.subject_id),
                           (select r.account_no from reserve_accounts r where r.id = a.subject_id), '') as "account_no!",
                  s.payout_at as "payout_at?"
           from approvals a join users maker on maker.id = a.proposed_by
           left join users checker on checker.id = a.decided_by
           left join bank_movements m on m.id = a.subject_id
           left join bank_layouts l on l.id = a.subject_id
           left join partners s on s.id = a.subject_id
           left join debt_transfers t on t.id = a.subject_id
           left join mappings g on g.id = a.subject_id
           left join commission_files f on f.id = a.subject_id
           left join payouts o on o.id = a.subject_id left join partners p on p.id = o.partner_id
           where (not $1 or a.state = 'proposed') and ($2::uuid is null or a.subject_id = $2)
             and ($3::timestamptz is null or (a.proposed_at, a.id) < ($3, $4::uuid))
           order by a.proposed_at desc, a.id desc limit $5"#,
        open_only,
        subject,
        page.after.map(|cursor| cursor.at),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ApprovalRow {
                id: ApprovalId(row.id),
                action: action_of(&row.action, row.subject_id, row.details)?,
                note: row.note,
                state: row.state.parse().map_err(Error::defect)?,
                proposed_by: UserId(row.proposed_by),
                proposed_by_name: row.maker,
                proposed_at: row.proposed_at,
                decided_by_name: row.checker.unwrap_or_default(),
                decided_at: row.decided_at,
                decision_note: row.decision_note,
                amount: row.amount_fen.map(Amount::from_fen),
                counterparty: row.counterparty,
                payout_reference: row.payout_reference.map(|text| text.parse().map_err(Error::defect)).transpose()?,
                account_no: row.account_no,
                payouts: row.payout_at.map_or(PayoutSchedule::AtOnce, PayoutSchedule::Daily),
            })
        })
        .collect()
}
