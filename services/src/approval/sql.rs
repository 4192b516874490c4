use domain::{
    Amount,
    approval::{Action, ApprovalState},
    id::{ApprovalId, BankLayoutId, BankMovementId, PayoutId, UserId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ApprovalRow, DecideCommand, ProposeCommand};
use crate::{Error, page::PageRequest};

/// A proposal, as far as deciding it needs it.
pub struct Proposed {
    pub action: Action,
    pub state: ApprovalState,
    pub proposed_by: UserId,
}

struct RawAction {
    action: String,
    movement_id: Option<Uuid>,
    payout_id: Option<Uuid>,
    layout_id: Option<Uuid>,
    reference: Option<String>,
    account_no: Option<String>,
    account_name: Option<String>,
}

impl RawAction {
    fn into_action<R>(self) -> Result<Action, Error<R>> {
        if let Some(layout) = self.layout_id.map(BankLayoutId) {
            return match self.action.as_str() {
                "adopt" => Ok(Action::Adopt { layout }),
                "retire" => Ok(Action::Retire { layout }),
                action => Err(Error::defect(format!("an approval is a {action} of a layout"))),
            };
        }
        match (self.action.as_str(), self.movement_id, self.payout_id, self.reference) {
            ("match", Some(movement), None, Some(reference)) => Ok(Action::Match {
                movement: BankMovementId(movement),
                reference: reference.parse().map_err(Error::defect)?,
            }),
            ("return", Some(movement), None, None) => Ok(Action::Return { movement: BankMovementId(movement) }),
            ("duplicate", Some(movement), None, None) => Ok(Action::Duplicate { movement: BankMovementId(movement) }),
            ("distinct", Some(movement), None, None) => Ok(Action::Distinct { movement: BankMovementId(movement) }),
            ("resend", None, Some(payout), None) => Ok(Action::Resend {
                payout: PayoutId(payout),
                account_no: self.account_no.unwrap_or_default(),
                account_name: self.account_name.unwrap_or_default(),
            }),
            (action, ..) => Err(Error::defect(format!("an approval is a {action} of something else"))),
        }
    }
}

fn state_of<R>(code: &str) -> Result<ApprovalState, Error<R>> {
    ApprovalState::from_code(code).ok_or_else(|| Error::defect(format!("an approval is {code}")))
}

pub async fn insert_approval(
    connection: &mut PgConnection,
    id: ApprovalId,
    command: &ProposeCommand,
    (maker, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    let layout = match &command.action {
        Action::Adopt { layout } | Action::Retire { layout } => Some(layout.0),
        _ => None,
    };
    let (movement, reference, payout, account) = match &command.action {
        Action::Adopt { .. } | Action::Retire { .. } => (None, None, None, None),
        Action::Match { movement, reference } => (Some(movement.0), Some(reference.as_str()), None, None),
        Action::Return { movement } | Action::Duplicate { movement } | Action::Distinct { movement } => {
            (Some(movement.0), None, None, None)
        }
        Action::Resend { payout, account_no, account_name } => {
            (None, None, Some(payout.0), Some((account_no.as_str(), account_name.as_str())))
        }
    };
    let (account_no, account_name) = account.unzip();
    sqlx::query!(
        "insert into approvals (id, action, movement_id, payout_id, layout_id, reference, account_no, account_name, note,
                                state, proposed_by, proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', $10, $11)",
        id.0,
        command.action.code(),
        movement,
        payout,
        layout,
        reference,
        account_no,
        account_name,
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
        "select action, movement_id, payout_id, layout_id, reference, account_no, account_name, state, proposed_by
         from approvals where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let action = RawAction {
            action: row.action,
            movement_id: row.movement_id,
            payout_id: row.payout_id,
            layout_id: row.layout_id,
            reference: row.reference,
            account_no: row.account_no,
            account_name: row.account_name,
        };
        Ok(Proposed {
            action: action.into_action()?,
            state: state_of(&row.state)?,
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
        r#"select a.id, a.action, a.movement_id, a.payout_id, a.layout_id, a.reference, a.account_no, a.account_name, a.note, a.state,
                  a.proposed_by, maker.display_name as maker, a.proposed_at, checker.display_name as "checker?",
                  a.decided_at, a.decision_note, coalesce(m.amount_fen, o.amount_fen) as amount_fen,
                  coalesce(m.counterparty_name, p.name, o.account_name, l.name) as "counterparty!",
                  o.reference as "payout_reference?"
           from approvals a join users maker on maker.id = a.proposed_by
           left join users checker on checker.id = a.decided_by
           left join bank_movements m on m.id = a.movement_id
           left join bank_layouts l on l.id = a.layout_id
           left join payouts o on o.id = a.payout_id left join partners p on p.id = o.partner_id
           where (not $1 or a.state = 'proposed') and ($2::uuid is null or a.movement_id = $2 or a.payout_id = $2 or a.layout_id = $2)
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
            let action = RawAction {
                action: row.action,
                movement_id: row.movement_id,
                payout_id: row.payout_id,
                layout_id: row.layout_id,
                reference: row.reference,
                account_no: row.account_no,
                account_name: row.account_name,
            };
            Ok(ApprovalRow {
                id: ApprovalId(row.id),
                action: action.into_action()?,
                note: row.note,
                state: state_of(&row.state)?,
                proposed_by: UserId(row.proposed_by),
                proposed_by_name: row.maker,
                proposed_at: row.proposed_at,
                decided_by_name: row.checker.unwrap_or_default(),
                decided_at: row.decided_at,
                decision_note: row.decision_note,
                amount: row.amount_fen.map(Amount::from_fen),
                counterparty: row.counterparty,
                payout_reference: row.payout_reference.map(|text| text.parse().map_err(Error::defect)).transpose()?,
            })
        })
        .collect()
}
