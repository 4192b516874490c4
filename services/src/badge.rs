//! How much waits for one person, list by list: the counts beside the links of the navigation, on every page.

use domain::{
    id::{PartnerId, UserId},
    role::Role,
};
use sqlx::PgConnection;

use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM, INSTITUTION},
    error::Never,
};

/// Where counting ends, so that it costs no more in a large book. Statements name it as a number, which their plans know.
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
    /// Files without an error that nobody has proposed.
    pub commissions: i64,
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
    /// Versions of products that somebody else has proposed, for an approver to publish.
    pub products: i64,
}

/// What waits for a person of a facilitator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FacilitatorBadges {
    /// For an approver to confirm.
    pub transfers: i64,
    /// What was paid elsewhere on a debt that the facilitator holds, for an operator to confirm.
    pub outside_payments: i64,
}

/// How much waits for the person who asks. A statement for each role, whose plan is kept: one that leaves the role open is planned
/// anew for each page.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn operator_badges(db: &Db, context: &Context) -> Result<OperatorBadges, Error<Never>> {
    let person = context.operator::<Never>(INSTITUTION)?;
    let me = person.user;
    match person.role {
        Role::OperatorChecker => {
            db.read(context, move |connection| Box::pin(async move { Ok(of_checker(connection, me).await?) })).await
        }
        Role::OperatorMaker => {
            db.read(context, |connection| Box::pin(async move { Ok(of_maker(connection).await?) })).await
        }
        _ => Ok(OperatorBadges::default()),
    }
}

async fn of_checker(connection: &mut PgConnection, me: UserId) -> Result<OperatorBadges, sqlx::Error> {
    let waits = sqlx::query!(
        r#"select (select count(*) from (select from approvals
                   where state = 'proposed' and proposed_by <> $1 limit 100) n) as "approvals!",
                  (select count(*) from (select from imports i
                   where i.state = 'previewed' and i.kind = 'bank_statement' and i.uploaded_by <> $1
                     and not exists (select from imports same where same.kind = i.kind
                                     and same.sha256 = i.sha256 and same.state in ('recording', 'confirmed'))
                   limit 100) n) as "statements!""#,
        me.0
    )
    .fetch_one(connection)
    .await?;
    Ok(OperatorBadges { approvals: waits.approvals, statements: waits.statements, ..OperatorBadges::default() })
}

async fn of_maker(connection: &mut PgConnection) -> Result<OperatorBadges, sqlx::Error> {
    let waits = sqlx::query!(
        r#"select (select count(*) from (select from bank_movements
                   where state in ('unmatched', 'doubtful') limit 100) n) as "movements!",
                  (select count(*) from (select from breaks where state = 'open' limit 100) n)
                  + (select count(*) from (select from unread_lines where state = 'open' limit 100) n)
                  + (select count(*) from (select from settlement_breaks where state = 'open' limit 100) n) as "breaks!",
                  (select count(*) from (select from payouts where state in ('failed', 'sent_back') limit 100) n) as "payouts!",
                  (select count(*) from (select from imports i
                   where i.state = 'previewed' and i.kind = 'operating_data'
                     and (i.report ->> 'errors_total')::bigint = 0
                     and not exists (select from imports same where same.kind = i.kind
                                     and same.sha256 = i.sha256 and same.state = 'confirmed')
                   limit 100) n) as "operating_data!",
                  (select count(*) from (select from debt_transfers t
                   where t.state = 'confirmed'
                     and not exists (select from approvals a where a.subject_id = t.id and a.state = 'proposed')
                   limit 100) n) as "transfers!",
                  (select count(*) from (select from carriers c join commission_files f on f.carrier_id = c.id
                   where f.state = 'draft' and (f.report ->> 'errors_total')::bigint = 0
                     and not exists (select from approvals a where a.subject_id = f.id and a.state = 'proposed')
                   limit 100) n) as "commissions!""#
    )
    .fetch_one(connection)
    .await?;
    Ok(OperatorBadges {
        movements: waits.movements,
        breaks: waits.breaks,
        payouts: waits.payouts,
        operating_data: waits.operating_data,
        transfers: waits.transfers,
        commissions: waits.commissions,
        ..OperatorBadges::default()
    })
}

/// How much waits for the person of a funder who asks. A page asks the database once.
///
/// # Errors
/// `Forbidden` to anybody but a person of a funder.
pub async fn funder_badges(db: &Db, context: &Context) -> Result<FunderBadges, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    let (me, role) = context.person::<Never>().map(|person| (person.user, person.role))?;
    let actor = context.actor_name();
    let known = db.snapshot().map(|page| page.funder_badges.clone()).unwrap_or_default();
    db.read(context, move |connection| {
        Box::pin(async move {
            if let Some((_, badges)) = known.get().filter(|(whose, _)| *whose == me) {
                return Ok(*badges);
            }
            let badges = match role {
                Role::FunderReviewer => of_reviewer(connection, funder, me).await?,
                Role::FunderApprover => of_approver(connection, funder, &actor).await?,
                Role::FunderTreasurer => of_treasurer(connection, funder).await?,
                _ => FunderBadges::default(),
            };
            known.get_or_init(|| (me, badges));
            Ok(badges)
        })
    })
    .await
}

async fn of_reviewer(
    connection: &mut PgConnection,
    funder: PartnerId,
    me: UserId,
) -> Result<FunderBadges, sqlx::Error> {
    let applications = sqlx::query_scalar!(
        r#"select (select count(*) from (select from applications where funder_id = $1 and state = 'submitted' limit 100) n)
                  + (select count(*) from (select from applications
                     where funder_id = $1 and state = 'in_review' and proposal is null and claimed_by = $2
                     limit 100) n) as "applications!""#,
        funder.0,
        me.0
    )
    .fetch_one(connection)
    .await?;
    Ok(FunderBadges { applications, ..FunderBadges::default() })
}

async fn of_approver(
    connection: &mut PgConnection,
    funder: PartnerId,
    actor: &str,
) -> Result<FunderBadges, sqlx::Error> {
    let waits = sqlx::query!(
        r#"select (select count(*) from (select from applications
                   where funder_id = $1 and state = 'in_review' and proposal is not null limit 100) n) as "applications!",
                  (select count(*) from (select from draws
                   where funder_id = $1 and state in ('requested', 'awaiting')
                     and prepared_at is not null and instruction_at is null limit 100) n) as "payments!",
                  (select count(*) from (select from product_proposals
                   where funder_id = $1 and state = 'proposed' and proposed_by <> $2 limit 100) n) as "products!""#,
        funder.0,
        actor
    )
    .fetch_one(connection)
    .await?;
    Ok(FunderBadges {
        applications: waits.applications,
        payments: waits.payments,
        products: waits.products,
        ..FunderBadges::default()
    })
}

async fn of_treasurer(connection: &mut PgConnection, funder: PartnerId) -> Result<FunderBadges, sqlx::Error> {
    let waits = sqlx::query!(
        r#"select (select count(*) from (select from draws
                   where funder_id = $1 and state = 'requested' limit 100) n) as "draws!",
                  (select count(*) from (select from repayments r
                   where r.holder_id = $1 and r.partner_confirmed_at is null
                     and not exists (select from loan_facts u where u.undoes = r.id) limit 100) n) as "repayments!""#,
        funder.0
    )
    .fetch_one(connection)
    .await?;
    Ok(FunderBadges { draws: waits.draws, repayments: waits.repayments, ..FunderBadges::default() })
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
