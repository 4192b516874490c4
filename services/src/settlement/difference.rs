//! Differences about which two people decide: what succeeded after it had failed here, and what went back beyond what was taken.

use domain::{
    Amount, Reference,
    approval::{Action, ApprovalRefusal},
    id::{DebitId, RefundId, SettlementBreakId, TopUpId},
    settlement::SettlementBreak,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::sql::Taken;
use crate::{
    Context, Db, Error,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
};

/// A difference about which two people decide, and what they can do.
#[derive(Clone, Debug)]
pub struct DifferenceDetail {
    pub kind: SettlementBreak,
    /// Of the debit, top-up or refund that the line names.
    pub reference: Reference,
    /// Empty of a top-up.
    pub debt_number: String,
    /// Who had debited; of a top-up its agent.
    pub debited_by: String,
    /// Who holds the debt now; empty of a top-up.
    pub holder_name: String,
    /// What the network has taken or given back; of what goes beyond, by how much it does.
    pub amount: Amount,
    /// What the debt owes now; none of a top-up.
    pub outstanding: Option<Amount>,
    pub settled_on: Date,
    pub opened_at: OffsetDateTime,
    /// Whether nothing was decided, or came of what was.
    pub open: bool,
    /// What can be proposed, the usual first.
    pub choices: Vec<Action>,
    pub approvals: Vec<ApprovalRow>,
}

/// A difference about which two people decide.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such difference, or one person settles it.
pub async fn difference(db: &Db, context: &Context, id: SettlementBreakId) -> Result<DifferenceDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select b.kind, coalesce(f.reference, u.reference, d.reference) as "reference!", coalesce(e.number, '') as "number!", d.id is not null and f.id is null as "is_debit!",
                          coalesce(p.name, g.shop_name, '') as "debited_by!", coalesce(h.name, '') as "holder_name!",
                          difference_fen(b.id) as "fen!", e.outstanding_fen as "outstanding_fen?", t.settled_on, b.opened_at,
                          b.state = 'open' as "open!", two_people_decide(b.id) as "decidable!"
                   from settlement_breaks b join settlements t on t.id = b.settlement_id join settlement_lines l on l.id = b.line_id
                   left join refunds f on f.id = b.debit_id left join debits d
                       on d.id = case when f.id is null then b.debit_id else f.debit_id end
                   left join debts e on e.id = d.debt_id left join partners p on p.id = d.holder_id
                   left join partners h on h.id = e.holder_id
                   left join top_ups u on u.id = b.debit_id left join agents g on g.id = u.agent_id
                   where b.id = $1
                     and (two_people_decide(b.id) or exists (select from approvals p where p.subject_id = b.id))"#,
                id.0
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let kind = row.kind.parse().map_err(Error::defect)?;
            let (amount, outstanding) = (Amount::from_fen(row.fen), row.outstanding_fen.map(Amount::from_fen));
            let adoptable = !row.is_debit || outstanding.is_some_and(|owed| amount <= owed);
            Ok(DifferenceDetail {
                kind,
                reference: row.reference.parse().map_err(Error::defect)?,
                debt_number: row.number,
                debited_by: row.debited_by,
                holder_name: row.holder_name,
                amount,
                outstanding,
                settled_on: row.settled_on,
                opened_at: row.opened_at,
                open: row.open,
                choices: if row.decidable { choices(id, kind, row.is_debit, adoptable) } else { Vec::new() },
                approvals: list_of(connection, id.0).await?,
            })
        })
    })
    .await
}

fn choices(difference: SettlementBreakId, kind: SettlementBreak, is_debit: bool, adoptable: bool) -> Vec<Action> {
    if kind == SettlementBreak::BeyondTaken {
        return [true, false].map(|charged| Action::SettleBeyond { difference, charged }).to_vec();
    }
    let give_back = is_debit.then_some(Action::GiveBackLate { difference });
    let adopt = adoptable.then_some(Action::AdoptLate { difference });
    give_back.into_iter().chain(adopt).collect()
}

/// An open difference of a kind about which two people decide, locked, with what it is of and how much.
pub(super) async fn lock(
    connection: &mut PgConnection,
    id: SettlementBreakId,
    kind: SettlementBreak,
) -> Result<(Taken, Amount), Error<ApprovalRefusal>> {
    let row = sqlx::query!(
        r#"select d.id as "debit_id?", t.id as "top_up_id?", f.id as "refund_id?", difference_fen(s.id) as "fen?",
                  s.state = 'open' and s.kind = $2 and two_people_decide(s.id) as "open!"
           from settlement_breaks s left join debits d on d.id = s.debit_id left join top_ups t on t.id = s.debit_id
           left join refunds f on f.id = s.debit_id
           where s.id = $1 for update of s"#,
        id.0,
        kind.code()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Error::NotFound)?;
    let debit = row.debit_id.map(|id| Taken::Debit(DebitId(id)));
    let of = debit.or(row.top_up_id.map(|id| Taken::TopUp(TopUpId(id))));
    match (of.or(row.refund_id.map(|id| Taken::Refund(RefundId(id)))), row.fen) {
        (Some(of), Some(fen)) if row.open => Ok((of, Amount::from_fen(fen))),
        _ => Err(Error::Refused(ApprovalRefusal::NoLateSuccess)),
    }
}
