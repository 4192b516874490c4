//! Repayments as their agent, their funder and the institution see them.

use domain::{
    Amount, Reference,
    id::{LoanId, PayoutId, QuoteId, RepaymentId},
    repayment::RepaymentCause,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
    payable::PaidBy,
};

/// A payment with its split as it is known now, and how far the money has got.
#[derive(Clone, Debug)]
pub struct RepaymentRow {
    pub id: RepaymentId,
    pub reference: Reference,
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub agent_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What of it was withheld for the institution, less what went back: the rest is paid out. Nothing for its agent, whom it does not
    /// concern.
    pub share: Amount,
    /// What of it is the wallet's again.
    pub returned: Amount,
    /// What its holder owes back of that, because it had been paid out.
    pub owed_back: Amount,
    /// It was none.
    pub reversed: bool,
    pub debited_on: Date,
    pub debited_at: OffsetDateTime,
    pub cause: RepaymentCause,
    /// The payout that pays it out, once there is one.
    pub payout: Option<PaidBy>,
    pub partner_confirmed_at: Option<OffsetDateTime>,
}

/// Which repayments are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepaymentFilter {
    Loan(LoanId),
    /// Those that one payout pays out.
    PaidBy(PayoutId),
    One(RepaymentId),
    /// That which paid a quote.
    OfQuote(QuoteId),
    /// Those that their funder has not confirmed.
    Unconfirmed,
    All,
}

impl RepaymentFilter {
    /// Of a loan, a payout, a repayment, a quote: at most one of them narrows the list.
    const fn ids(self) -> [Option<Uuid>; 4] {
        match self {
            Self::Loan(id) => [Some(id.0), None, None, None],
            Self::PaidBy(id) => [None, Some(id.0), None, None],
            Self::One(id) => [None, None, Some(id.0), None],
            Self::OfQuote(id) => [None, None, None, Some(id.0)],
            Self::Unconfirmed | Self::All => [None; 4],
        }
    }
}

/// The repayments that the acting party may see, newest first.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn repayments(
    db: &Db,
    context: &Context,
    filter: RepaymentFilter,
    page: PageRequest,
) -> Result<Page<RepaymentRow>, Error<Never>> {
    let [loan, payout, one, quote] = filter.ids();
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select r.id, r.reference, r.loan_id, l.reference as loan_reference, a.shop_name as agent_name,
                          r.amount_fen, r.fee_fen + k.fee_fen as "fee_fen!", r.penalty_fen + k.penalty_fen as "penalty_fen!",
                          r.interest_fen + k.interest_fen as "interest_fen!", r.principal_fen + k.principal_fen as "principal_fen!",
                          k.excess_fen as "returned_fen!", r.share_fen + k.share_fen as "share_fen!",
                          k.owed_back_fen as "owed_back_fen!", exists (select from loan_facts u where u.undoes = r.id) as "reversed!",
                          r.debited_on,
                          r.debited_at, p.id as "payout_id?", p.reference as "payout_reference?", p.state as "payout_state?", p.amount_fen as "payout_fen?",
                          r.partner_confirmed_at, r.cause
                   from (select * from repayments r
                         where ($1::uuid is null or r.agent_id = $1) and ($2::uuid is null or r.funder_id = $2)
                           and ($3::uuid is null or r.loan_id = $3) and (not $4 or (r.partner_confirmed_at is null and r.share_fen < r.amount_fen
                                        and not exists (select from loan_facts u where u.undoes = r.id)))
                           and ($8::uuid is null or r.id in (select id from payables where payout_id = $8))
                           and ($9::uuid is null or r.id = $9) and ($10::uuid is null or r.quote_id = $10)
                           and ($5::timestamptz is null or (r.debited_at, r.id) < ($5, $6::uuid))
                         order by r.debited_at desc, r.id desc limit $7) r
                   join loans l on l.id = r.loan_id join agents a on a.id = r.agent_id
                   left join payables o on o.id = r.id left join payouts p on p.id = o.payout_id
                   cross join lateral corrected(r.id) k
                   order by r.debited_at desc, r.id desc"#,
                agent,
                partner,
                loan,
                filter == RepaymentFilter::Unconfirmed,
                page.after.map(|cursor| cursor.at),
                page.after.map(|cursor| cursor.id),
                page.rows_to_read(),
                payout,
                one,
                quote,
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| {
                    Ok(RepaymentRow {
                        id: RepaymentId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        loan: LoanId(row.loan_id),
                        loan_reference: row.loan_reference.parse().map_err(Error::defect)?,
                        agent_name: row.agent_name,
                        amount: Amount::from_fen(row.amount_fen),
                        fee: Amount::from_fen(row.fee_fen),
                        penalty: Amount::from_fen(row.penalty_fen),
                        interest: Amount::from_fen(row.interest_fen),
                        principal: Amount::from_fen(row.principal_fen),
                        share: if agent.is_some() { Amount::ZERO } else { Amount::from_fen(row.share_fen) },
                        returned: Amount::from_fen(row.returned_fen),
                        owed_back: Amount::from_fen(row.owed_back_fen),
                        reversed: row.reversed,
                        debited_on: row.debited_on,
                        debited_at: row.debited_at,
                        cause: row.cause.parse().map_err(Error::defect)?,
                        payout: PaidBy::from_parts(row.payout_id, row.payout_reference, row.payout_state, row.payout_fen)?,
                        partner_confirmed_at: row.partner_confirmed_at,
                    })
                })
                .collect::<Result<_, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &RepaymentRow| Cursor { at: row.debited_at, id: row.id.0 }))
        })
    })
    .await
}

/// One repayment that the acting party may see.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn repayment(db: &Db, context: &Context, filter: RepaymentFilter) -> Result<RepaymentRow, Error<Never>> {
    repayments(db, context, filter, PageRequest::new(None, 1)).await?.rows.pop().ok_or(Error::NotFound)
}
