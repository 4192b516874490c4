//! How much waits for one person, list by list: the counts beside the links of the navigation, on every page.

use domain::role::Role;

use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM, INSTITUTION},
    error::Never,
};

/// Where counting ends, so that it costs no more in a large book.
pub const MOST: i64 = 100;

/// What waits for one of the institution's people: for a checker what others propose, for a maker what is to be proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperatorBadges {
    pub approvals: i64,
    pub statements: i64,
    /// Unmatched, or perhaps recorded already.
    pub movements: i64,
    /// With the lines of the feed that could not be read, and the differences of settlements.
    pub breaks: i64,
    /// Refused by the bank.
    pub payouts: i64,
    pub operating_data: i64,
    /// Debt transfers that both partners have confirmed.
    pub transfers: i64,
}

/// What waits for a person of a funder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunderBadges {
    /// For a reviewer to claim or to decide, for an approver to confirm.
    pub applications: i64,
    pub draws: i64,
    /// Repayments that nobody has confirmed.
    pub repayments: i64,
    /// Payments that were registered, for an approver to release.
    pub payments: i64,
}

/// What waits for a person of a facilitator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FacilitatorBadges {
    /// For an approver to confirm.
    pub transfers: i64,
    /// What was paid elsewhere on a debt that the facilitator holds, for an operator to confirm.
    pub outside_payments: i64,
}

/// How much waits for the person who asks.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn operator_badges(db: &Db, context: &Context) -> Result<OperatorBadges, Error<Never>> {
    let person = context.operator::<Never>(INSTITUTION)?;
    let (me, role) = (person.user.0, person.role);
    db.read(context, move |connection| {
        Box::pin(async move {
            let badges = sqlx::query_as!(
                OperatorBadges,
                r#"select (select count(*) from (select from approvals
                           where $2 and state = 'proposed' and proposed_by <> $1 limit $4) n) as "approvals!",
                          (select count(*) from (select from imports i
                           where $2 and i.state = 'previewed' and i.kind = 'bank_statement' and i.uploaded_by <> $1
                             and not exists (select from imports same where same.kind = i.kind
                                             and same.sha256 = i.sha256 and same.state = 'confirmed')
                           limit $4) n) as "statements!",
                          (select count(*) from (select from bank_movements
                           where $3 and state in ('unmatched', 'doubtful') limit $4) n) as "movements!",
                          (select count(*) from (select from breaks where $3 and state = 'open' limit $4) n)
                          + (select count(*) from (select from unread_lines where $3 and state = 'open' limit $4) n)
                          + (select count(*) from (select from settlement_breaks where $3 and state = 'open' limit $4) n) as "breaks!",
                          (select count(*) from (select from payouts where $3 and state in ('failed', 'sent_back') limit $4) n) as "payouts!",
                          (select count(*) from (select from imports i
                           where $3 and i.state = 'previewed' and i.kind = 'operating_data'
                             and (i.report ->> 'errors_total')::bigint = 0
                             and not exists (select from imports same where same.kind = i.kind
                                             and same.sha256 = i.sha256 and same.state = 'confirmed')
                           limit $4) n) as "operating_data!",
                          (select count(*) from (select from debt_transfers t
                           where $3 and t.state = 'confirmed'
                             and not exists (select from approvals a where a.subject_id = t.id and a.state = 'proposed')
                           limit $4) n) as "transfers!""#,
                me,
                role == Role::OperatorChecker,
                role == Role::OperatorMaker,
                MOST,
            )
            .fetch_one(connection)
            .await?;
            Ok(badges)
        })
    })
    .await
}

/// How much waits for the person of a funder who asks.
///
/// # Errors
/// `Forbidden` to anybody but a person of a funder.
pub async fn funder_badges(db: &Db, context: &Context) -> Result<FunderBadges, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    let person = context.person::<Never>()?;
    let (me, role) = (person.user.0, person.role);
    db.read(context, move |connection| {
        Box::pin(async move {
            let badges = sqlx::query_as!(
                FunderBadges,
                r#"select (select count(*) from (select from applications
                           where $3 and funder_id = $1 and state = 'submitted' limit $6) n)
                          + (select count(*) from (select from applications
                             where $3 and funder_id = $1 and state = 'in_review' and proposal is null and claimed_by = $2
                             limit $6) n)
                          + (select count(*) from (select from applications
                             where $4 and funder_id = $1 and state = 'in_review' and proposal is not null limit $6) n)
                          as "applications!",
                          (select count(*) from (select from draws
                           where $5 and funder_id = $1 and state = 'requested' limit $6) n) as "draws!",
                          (select count(*) from (select from repayments r
                           where $5 and r.holder_id = $1 and r.partner_confirmed_at is null
                             and not exists (select from loan_facts u where u.undoes = r.id) limit $6) n) as "repayments!",
                          (select count(*) from (select from draws
                           where $4 and funder_id = $1 and state in ('requested', 'awaiting')
                             and prepared_at is not null and instruction_at is null limit $6) n) as "payments!""#,
                funder.0,
                me,
                role == Role::FunderReviewer,
                role == Role::FunderApprover,
                role == Role::FunderTreasurer,
                MOST,
            )
            .fetch_one(connection)
            .await?;
            Ok(badges)
        })
    })
    .await
}

/// How much waits for the person of a facilitator who asks.
///
/// # Errors
/// `Forbidden` to anybody but a person of a facilitator.
pub async fn facilitator_badges(db: &Db, context: &Context) -> Result<FacilitatorBadges, Error<Never>> {
    let facilitator = context.facilitator::<Never>(FACILITATOR_TEAM)?;
    let role = context.person::<Never>()?.role;
    db.read(context, move |connection| {
        Box::pin(async move {
            let badges = sqlx::query_as!(
                FacilitatorBadges,
                r#"select (select count(*) from (select from debt_transfers
                           where $2 and facilitator_id = $1 and state = 'submitted' limit $4) n) as "transfers!",
                          (select count(*) from (select from outside_payments q join debts d on d.id = q.debt_id
                           where $3 and q.state = 'reported' and d.holder_id = $1 limit $4) n) as "outside_payments!""#,
                facilitator.0,
                role == Role::FacilitatorApprover,
                role == Role::FacilitatorOperator,
                MOST,
            )
            .fetch_one(connection)
            .await?;
            Ok(badges)
        })
    })
    .await
}
