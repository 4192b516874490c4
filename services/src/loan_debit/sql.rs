use domain::{
    Amount, Reference,
    binding::BindingState,
    debt::{DebtStanding, Holder},
    id::{AgentId, BindingId, LoanId, PartnerId, RepaymentId, TopUpId},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, agreement_debit::hold_tries, loan::lock_collected};

/// For which loan a debit is, who debits, and with which binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfLoan {
    pub loan: LoanId,
    pub holder: PartnerId,
    pub binding: BindingId,
}

impl OfLoan {
    /// Of a top-up's columns; none where it is from the agent's own card.
    pub fn from_parts(loan: Option<Uuid>, holder: Option<Uuid>, binding: Option<Uuid>) -> Option<Self> {
        Some(Self { loan: LoanId(loan?), holder: PartnerId(holder?), binding: BindingId(binding?) })
    }
}

/// A loan, locked, with what decides whether its holder may collect it with a card of its borrower's.
pub struct LockedLoan {
    pub agent: AgentId,
    pub funder: PartnerId,
    pub facilitator: Option<PartnerId>,
    pub holder: PartnerId,
    /// With what its card is found by; none where the holder has none to collect it with.
    pub binding: Option<(BindingId, Vec<u8>)>,
    pub standing: DebtStanding,
}

/// A loan, locked, as it stands on the open date. `but_for` is a debit that does not count as in flight; `today` is the day of which tries
/// are counted.
pub async fn lock_loan<R>(
    connection: &mut PgConnection,
    id: LoanId,
    but_for: Option<TopUpId>,
    (on, today): (Date, Date),
) -> Result<Option<LockedLoan>, Error<R>> {
    // What is not due yet is nobody's to collect.
    let Some(loan) = lock_collected(&mut *connection, id, on).await? else { return Ok(None) };
    // After the lock, with a snapshot of its own: what the one before us has committed counts.
    let told = sqlx::query!(
        r#"select x.binding as "binding?", b.state as "state?", b.card_index as "card_index?", b.share_state as "share_state?",
                  b.suspended_for as "suspended_for?", c.tries as "tries!", c.most_tries as "most_tries!",
                  c.limit_reached as "limit_reached!", c.taken_fen as "taken_fen!", c.waiting_fen as "waiting_fen!",
                  card_refusal(b.card_index, x.binding) as "card_refusal?", loan_debit_in_flight($1, $2) as "in_flight!",
                  exists (select from debt_transfer_items i where i.loan_id = $1 and i.state = 'frozen') as "frozen!",
                  exists (select from loan_marks m where m.loan_id = $1 and m.lifted_on is null) as "marked!",
                  p.status = 'suspended' as "suspended!"
           from partners p cross join lateral (select binding_of_loan($1) as binding) x
           cross join lateral binding_of_debt(x.binding) b cross join lateral card_tries(b.card_index, $3) c
           where p.id = $4"#,
        id.0,
        but_for.map(|id| id.0),
        today,
        loan.holder.0
    )
    .fetch_one(connection)
    .await?;
    let held = if loan.holder == loan.funder { Holder::Funder } else { Holder::Facilitator };
    let waiting = if but_for.is_none() { told.waiting_fen } else { 0 };
    let standing = DebtStanding {
        holder: if told.frozen { held.freeze().map_err(Error::defect)? } else { held },
        outstanding: loan.outstanding,
        due_on: loan.due_on,
        binding: told.state.map_or(Ok(BindingState::Active), |code| code.parse()).map_err(Error::defect)?,
        suspension: told.suspended_for.map(|code| code.parse().map_err(Error::defect)).transpose()?,
        share: told.share_state.map(|code| code.parse().map_err(Error::defect)).transpose()?,
        in_flight: told.in_flight,
        tried_today: told.tries,
        most_tries: told.most_tries,
        taken_today: Amount::from_fen(told.taken_fen + waiting),
        limit_reached_today: told.limit_reached,
        card_refused: told.card_refusal.map(|code| code.parse().map_err(Error::defect)).transpose()?,
        suspended: told.suspended,
        complaint: false,
        marked: told.marked,
    };
    Ok(Some(LockedLoan {
        agent: loan.agent,
        funder: loan.funder,
        facilitator: loan.facilitator,
        holder: loan.holder,
        binding: told.binding.map(BindingId).zip(told.card_index),
        standing,
    }))
}

pub async fn insert_loan_debit(
    connection: &mut PgConnection,
    (id, reference): (TopUpId, &Reference),
    (agent, of, card_index): (AgentId, OfLoan, &[u8]),
    amount: Amount,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into top_ups (id, reference, agent_id, loan_id, holder_id, binding_id, card_index, amount_fen, state,
                              accepted_at, accepted_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'accepted', $9, $10)",
        id.0,
        reference.as_str(),
        agent.0,
        of.loan.0,
        of.holder.0,
        of.binding.0,
        card_index,
        amount.fen(),
        at,
        domain::debt::day_of(at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the network knows a binding by, and the number of its agreement, sealed: until the end of the transaction nobody ends it or its
/// share, and nobody else counts how often its card was tried.
pub async fn lock_agreement(
    connection: &mut PgConnection,
    binding: BindingId,
) -> Result<(String, Vec<u8>), sqlx::Error> {
    let row = sqlx::query!(
        "select b.card_index, s.payer_no, b.agreement_no from bindings b join signings s on s.id = b.signing_id
         where b.id = $1 for share of b",
        binding.0
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!("select from shares where binding_id = $1 for share", binding.0)
        .fetch_optional(&mut *connection)
        .await?;
    hold_tries(connection, &row.card_index).await?;
    Ok((row.payer_no, row.agreement_no))
}

/// What a debit has paid of its loan.
pub async fn update_repayment(
    connection: &mut PgConnection,
    id: TopUpId,
    repayment: RepaymentId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update top_ups set repayment_id = $2 where id = $1", id.0, repayment.0).execute(connection).await?;
    Ok(())
}

/// What whoever was paid of a repayment owes back of it since an instant.
pub async fn find_owed_back(
    connection: &mut PgConnection,
    repayment: RepaymentId,
    since: OffsetDateTime,
) -> Result<Option<Amount>, sqlx::Error> {
    let owed = sqlx::query_scalar!(
        "select sum(amount_fen)::bigint from receivables where payable_id = $1 and recorded_at >= $2",
        repayment.0,
        since
    )
    .fetch_one(connection)
    .await?;
    Ok(owed.map(Amount::from_fen))
}
