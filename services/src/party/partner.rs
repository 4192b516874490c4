//! What is between a partner and everybody else, as the institution's people see it.

use domain::{
    Amount, Reference,
    bank_movement::MovementState,
    id::{
        ApplicationId, BankMovementId, CreditLineId, DrawId, EndpointId, LoanId, MappingId, PartnerId, PayoutId,
        ProductId, RepaymentId, UserId,
    },
    matching::Direction,
    payout::PayoutState,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::agent::{MOST, Somebody, Trace, list_trail};
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    timeline::{self, Things, TimelineStep},
};

/// A partner's people and its money, and what was done about it: of each the newest.
#[derive(Clone, Debug)]
pub struct PartnerDetail {
    pub people: Vec<Somebody>,
    pub payouts: Vec<PartnerPayout>,
    /// To and from its own account.
    pub movements: Vec<PartnerMovement>,
    /// What it owes back in all, and for which repayments.
    pub owes_back: Amount,
    pub owed_back: Vec<OwedBack>,
    /// What has happened to the latest of what was applied for, drawn and repaid with it, the oldest first.
    pub timeline: Vec<TimelineStep>,
    pub trail: Vec<Trace>,
}

#[derive(Clone, Debug)]
pub struct PartnerPayout {
    pub id: PayoutId,
    pub reference: Reference,
    pub amount: Amount,
    pub state: PayoutState,
    pub requested_at: OffsetDateTime,
    pub confirmed_at: Option<OffsetDateTime>,
}

#[derive(Clone, Debug)]
pub struct PartnerMovement {
    pub id: BankMovementId,
    pub booked_on: Date,
    pub direction: Direction,
    pub amount: Amount,
    pub remittance: String,
    pub state: MovementState,
}

/// What a partner was paid for a repayment or a debit that went back to its payer, and has not given back.
#[derive(Clone, Debug)]
pub struct OwedBack {
    /// The repayment's or the debit's.
    pub reference: Reference,
    /// Of a repayment.
    pub loan: Option<LoanId>,
    pub amount: Amount,
    pub recorded_at: OffsetDateTime,
}

/// What a funder has granted and lent: its lines that are not closed, and its running loans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartnerSum {
    pub partner: PartnerId,
    pub lines: i64,
    pub limit: Amount,
    pub loans: i64,
    pub outstanding: Amount,
    /// Of the loans of which something is overdue.
    pub overdue_loans: i64,
    pub overdue: Amount,
}

/// One partner.
///
/// # Errors
/// `NotFound` for an unknown one, `Forbidden` outside the institution.
pub async fn partner_detail(db: &Db, context: &Context, id: PartnerId) -> Result<PartnerDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let reader = context.party();
    db.read(context, move |connection| {
        Box::pin(async move {
            let account = sqlx::query_scalar!("select bank_account_no from partners where id = $1", id.0)
                .fetch_optional(&mut *connection)
                .await?
                .ok_or(Error::NotFound)?;
            let subjects = list_subjects(connection, id).await?;
            let (owes_back, owed_back) = list_owed_back(connection, id).await?;
            let things = things(connection, id).await?;
            Ok(PartnerDetail {
                people: list_people(connection, id).await?,
                payouts: list_payouts(connection, id).await?,
                movements: list_movements(connection, &account).await?,
                owes_back,
                owed_back,
                timeline: timeline::list(connection, reader, &things).await?,
                trail: list_trail(connection, &subjects).await?,
            })
        })
    })
    .await
}

async fn list_people(connection: &mut PgConnection, partner: PartnerId) -> Result<Vec<Somebody>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, display_name, username, disabled_at is not null as "disabled!" from users
           where (agent_id is not null) is false and partner_id = $1 order by username limit $2"#,
        partner.0,
        MOST
    );
    let person = |id, name, username, disabled| Somebody { id: UserId(id), name, username, disabled };
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.map(|row| person(row.id, row.display_name, row.username, row.disabled)).collect())
}

async fn list_payouts(connection: &mut PgConnection, partner: PartnerId) -> Result<Vec<PartnerPayout>, Error<Never>> {
    let rows = sqlx::query!(
        "select id, reference, amount_fen, state, requested_at, confirmed_at from payouts
         where partner_id = $1 order by id desc limit $2",
        partner.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PartnerPayout {
                id: PayoutId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                state: row.state.parse().map_err(Error::defect)?,
                requested_at: row.requested_at,
                confirmed_at: row.confirmed_at,
            })
        })
        .collect()
}

/// By the account's last digits, of which there is an index.
async fn list_movements(connection: &mut PgConnection, account: &str) -> Result<Vec<PartnerMovement>, Error<Never>> {
    let rows = sqlx::query!(
        "select id, booked_on, direction, amount_fen, remittance, state from bank_movements
         where right(counterparty_account, 4) = right($1, 4) and counterparty_account = $1
         order by booked_on desc, id desc limit $2",
        account,
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PartnerMovement {
                id: BankMovementId(row.id),
                booked_on: row.booked_on,
                direction: row.direction.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                remittance: row.remittance,
                state: row.state.parse().map_err(Error::defect)?,
            })
        })
        .collect()
}

async fn list_owed_back(
    connection: &mut PgConnection,
    partner: PartnerId,
) -> Result<(Amount, Vec<OwedBack>), Error<Never>> {
    let rows = sqlx::query!(
        r#"select coalesce(r.reference, d.reference) as "reference!", r.loan_id as "loan_id?", o.amount_fen - o.settled_fen as "owed_fen!", o.recorded_at,
                  (sum(o.amount_fen - o.settled_fen) over ())::bigint as "all_fen!"
           from receivables o left join repayments r on r.id = o.payable_id left join debits d on d.id = o.payable_id
           where o.payer_id = $1 and o.settled_fen < o.amount_fen order by o.recorded_at desc, o.id limit $2"#,
        partner.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    let all = rows.first().map_or(Amount::ZERO, |row| Amount::from_fen(row.all_fen));
    let owed = rows.into_iter().map(|row| {
        Ok(OwedBack {
            reference: row.reference.parse().map_err(Error::defect)?,
            loan: row.loan_id.map(LoanId),
            amount: Amount::from_fen(row.owed_fen),
            recorded_at: row.recorded_at,
        })
    });
    Ok((all, owed.collect::<Result<_, Error<Never>>>()?))
}

/// What its timeline tells of: the latest that it was applied to for and has lent, what it holds of others', and what it was paid.
async fn things(connection: &mut PgConnection, partner: PartnerId) -> Result<Things, sqlx::Error> {
    let row = sqlx::query!(
        r#"with d as (select id from draws where funder_id = $1 order by requested_at desc, id desc limit $2)
           select array(select id from applications where funder_id = $1 and submitted_at is not null
                        order by submitted_at desc, id desc limit $2) as "applications!",
                  array(select id from credit_lines where funder_id = $1 order by opened_on desc, id desc limit $2) as "lines!",
                  array(select id from d) as "draws!",
                  array(select l.id from d join loans l on l.draw_id = d.id
                        union all (select id from loans where holder_id = $1 and holder_id <> funder_id
                                   order by credited_on desc, id desc limit $2)) as "loans!",
                  array(select id from repayments where holder_id = $1
                        order by debited_at desc, id desc limit $2) as "repayments!""#,
        partner.0,
        MOST
    )
    .fetch_one(connection)
    .await?;
    Ok(Things {
        applications: row.applications.into_iter().map(ApplicationId).collect(),
        lines: row.lines.into_iter().map(CreditLineId).collect(),
        draws: row.draws.into_iter().map(DrawId).collect(),
        loans: row.loans.into_iter().map(LoanId).collect(),
        repayments: row.repayments.into_iter().map(RepaymentId).collect(),
        frozen: None,
    })
}

/// The partner and what is its own, as the trail names it.
async fn list_subjects(connection: &mut PgConnection, partner: PartnerId) -> Result<Vec<String>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select array(select id from endpoints where partner_id = $1 order by id desc limit $2) as "endpoints!",
                  array(select id from mappings where funder_id = $1 or facilitator_id = $1
                        order by id desc limit $2) as "mappings!",
                  array(select id from products where funder_id = $1 order by id desc limit $2) as "products!""#,
        partner.0,
        MOST
    )
    .fetch_one(connection)
    .await?;
    let mut subjects = vec![partner.to_string()];
    subjects.extend(row.endpoints.into_iter().map(|id| EndpointId(id).to_string()));
    subjects.extend(row.mappings.into_iter().map(|id| MappingId(id).to_string()));
    subjects.extend(row.products.into_iter().map(|id| ProductId(id).to_string()));
    Ok(subjects)
}

/// What each funder has granted and lent.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn partner_sums(db: &Db, context: &Context) -> Result<Vec<PartnerSum>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.sum(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select p.id, coalesce(c.lines, 0) as "lines!", coalesce(c.limit_fen, 0) as "limit_fen!",
                          coalesce(l.loans, 0) as "loans!", coalesce(l.outstanding_fen, 0) as "outstanding_fen!",
                          coalesce(l.overdue_loans, 0) as "overdue_loans!", coalesce(l.overdue_fen, 0) as "overdue_fen!"
                   from partners p
                   left join (select funder_id, count(*) as lines, sum(limit_fen)::bigint as limit_fen
                              from credit_lines where state <> 'closed' group by funder_id) c on c.funder_id = p.id
                   left join (select funder_id, count(*) as loans, sum(outstanding_fen)::bigint as outstanding_fen,
                                     count(*) filter (where state = 'overdue') as overdue_loans,
                                     sum(outstanding_fen) filter (where state = 'overdue')::bigint as overdue_fen
                              from loans where state <> 'settled' group by funder_id) l on l.funder_id = p.id
                   where p.kind = 'funder' order by p.code"#
            )
            .fetch_all(connection)
            .await?;
            let sums = rows.into_iter().map(|row| PartnerSum {
                partner: PartnerId(row.id),
                lines: row.lines,
                limit: Amount::from_fen(row.limit_fen),
                loans: row.loans,
                outstanding: Amount::from_fen(row.outstanding_fen),
                overdue_loans: row.overdue_loans,
                overdue: Amount::from_fen(row.overdue_fen),
            });
            Ok(sums.collect())
        })
    })
    .await
}
