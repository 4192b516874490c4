//! What a funder asks the institution for: to freeze the wallet of an agent that owes it. The funder's person proposes with the
//! evidence, the institution's checker decides, as about anything else.

use domain::{
    approval::{Action, ApprovalRefusal, ApprovalState, check_note},
    freeze::{FreezeOrder, FreezeReason, FreezeRefusal},
    id::{ApprovalId, LoanId, WalletId},
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{ProposeCommand, freeze, sql};
use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::{Never, violated_constraint},
};

/// Asks for the freeze of the wallet that a loan is repaid from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RequestFreezeCommand {
    pub loan: LoanId,
    pub evidence: String,
}

/// What was asked about one wallet, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeRequestRow {
    pub evidence: String,
    pub state: ApprovalState,
    pub requested_by: String,
    pub requested_at: OffsetDateTime,
    /// Why it was given back; may be empty.
    pub decision_note: String,
}

/// Asks for a freeze.
///
/// # Errors
/// `Forbidden` to anybody but a funder's approver or treasurer; `NotFound` for another funder's loan; refused when nothing is owed to the
/// funder, without evidence, and while something is proposed about the wallet.
pub async fn request_freeze(
    db: &Db,
    context: &Context,
    command: RequestFreezeCommand,
) -> Result<ApprovalId, Error<ApprovalRefusal>> {
    let funder = context.funder(&[Role::FunderApprover, Role::FunderTreasurer])?;
    let person = context.person()?.user;
    db.write(context, "freeze.request", &command.clone(), move |write| {
        Box::pin(async move {
            check_note(&command.evidence).map_err(Error::Refused)?;
            let row = sqlx::query!(
                r#"select w.id, l.state <> 'settled' and l.holder_id = l.funder_id as "owed!", p.name as asked_by
                 from loans l join wallets w on w.agent_id = l.agent_id join partners p on p.id = l.funder_id
                 where l.id = $1 and l.funder_id = $2"#,
                command.loan.0,
                funder.0
            )
            .fetch_optional(write.connection())
            .await?
            .ok_or(Error::NotFound)?;
            if !row.owed {
                return Err(Error::Refused(FreezeRefusal::NothingOwed.into()));
            }
            let (wallet, id, at) = (WalletId(row.id), ApprovalId(write.id()), write.at);
            let order =
                FreezeOrder { reason: FreezeReason::Funder, amount: None, expires_on: None, asked_by: row.asked_by };
            freeze::check_order(write.connection(), wallet, &order).await?;
            let proposal = ProposeCommand { action: Action::Freeze { wallet, order }, note: command.evidence.clone() };
            let saved = sql::insert_approval(write.connection(), id, &proposal, (person, at)).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("one_proposal_per_subject") => Error::Refused(ApprovalRefusal::AlreadyProposed),
                _ => error.into(),
            })?;
            write.envelope.about(command.loan);
            write.envelope.changed(&(), &command)?;
            Ok(id)
        })
    })
    .await
}

/// What the funder has asked about the wallet that a loan is repaid from, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but a funder's people.
pub async fn freeze_requests(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<FreezeRequestRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select a.note, a.state, a.proposed_at, a.decision_note, u.display_name
                 from loans l join wallets w on w.agent_id = l.agent_id
                 join approvals a on a.subject_id = w.id and a.action = 'freeze'
                 join users u on u.id = a.proposed_by and u.partner_id = l.funder_id
                 where l.id = $1 and l.funder_id = $2 order by a.proposed_at desc",
                loan.0,
                funder.0
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(FreezeRequestRow {
                        evidence: row.note,
                        state: row.state.parse().map_err(Error::defect)?,
                        requested_by: row.display_name,
                        requested_at: row.proposed_at,
                        decision_note: row.decision_note,
                    })
                })
                .collect()
        })
    })
    .await
}
