use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    binding::BindingState,
    card::CardStanding,
    debt::{DebtStanding, Holder},
    id::{AgentId, BindingId, CardId, LoanId, PartnerId, RepaymentId, TopUpId, WalletId},
    network::ReturnReason,
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
    fn from_parts(loan: Option<Uuid>, holder: Option<Uuid>, binding: Option<Uuid>) -> Option<Self> {
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

/// A card that money is to be taken from: nobody ends or pauses it until the end of the transaction.
pub struct HeldCard {
    pub id: CardId,
    pub agent: AgentId,
    pub card_index: Vec<u8>,
    pub payer_no: String,
    /// Sealed; none before it is signed.
    pub agreement_no: Option<Vec<u8>>,
    pub standing: CardStanding,
}

/// A top-up, locked.
pub struct LockedTopUp {
    pub id: TopUpId,
    /// Where it is from the agent's own card.
    pub card: Option<CardId>,
    /// Where it is for a loan.
    pub loan: Option<OfLoan>,
    /// What it has paid of that.
    pub repayment: Option<RepaymentId>,
    pub reference: String,
    pub amount: Amount,
    pub state: DebitState,
    /// Since when the network has known nothing of it.
    pub absent_since: Option<OffsetDateTime>,
}

/// A top-up as the worker finds it.
pub struct FoundTopUp {
    pub reference: String,
    /// Where it is from the agent's own card.
    pub card: Option<CardId>,
    /// Where it is for a loan.
    pub loan: Option<OfLoan>,
    /// The wallet of its agent.
    pub wallet: WalletId,
    pub state: DebitState,
    /// The network knew nothing of it when it was asked last.
    pub absent: bool,
}

/// A card with all that decides what may be taken. `but_for` is a top-up that does not count as in flight. Until the end of the
/// transaction nobody else counts how often the card was tried.
pub async fn hold_card<R>(
    connection: &mut PgConnection,
    id: CardId,
    but_for: Option<TopUpId>,
    today: Date,
) -> Result<Option<HeldCard>, Error<R>> {
    let row = sqlx::query!(
        "select agent_id, card_index, payer_no, agreement_no, state from cards where id = $1 for share",
        id.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    hold_tries(connection, &row.card_index).await?;
    // After the locks, with a snapshot of its own: what the one before us has committed counts.
    let told = sqlx::query!(
        r#"select c.tries as "tries!", c.most_tries as "most_tries!", c.limit_reached as "limit_reached!",
                  exists (select from top_ups t where t.card_id = $3 and t.state in ('accepted', 'unknown')
                          and t.id is distinct from $4) as "in_flight!",
                  (select f.reason from freezes f join wallets w on w.id = f.wallet_id
                   where w.agent_id = $5 and f.lifted_on is null order by f.ordered_at, f.id limit 1) as frozen
           from card_tries($1, $2) c"#,
        row.card_index,
        today,
        id.0,
        but_for.map(|id| id.0),
        row.agent_id
    )
    .fetch_one(connection)
    .await?;
    Ok(Some(HeldCard {
        id,
        agent: AgentId(row.agent_id),
        card_index: row.card_index,
        payer_no: row.payer_no,
        agreement_no: row.agreement_no,
        standing: CardStanding {
            state: row.state.parse().map_err(Error::defect)?,
            frozen: told.frozen.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            in_flight: told.in_flight,
            tried_today: told.tries,
            most_tries: told.most_tries,
            limit_reached_today: told.limit_reached,
        },
    }))
}

pub async fn insert_top_up(
    connection: &mut PgConnection,
    (id, reference): (TopUpId, &Reference),
    card: &HeldCard,
    amount: Amount,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into top_ups (id, reference, agent_id, card_id, card_index, amount_fen, state, accepted_at, accepted_on)
         values ($1, $2, $3, $4, $5, $6, 'accepted', $7, $8)",
        id.0,
        reference.as_str(),
        card.agent.0,
        card.id.0,
        card.card_index,
        amount.fen(),
        at,
        domain::debt::day_of(at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_top_up<R>(connection: &mut PgConnection, id: TopUpId) -> Result<Option<FoundTopUp>, Error<R>> {
    let row = sqlx::query!(
        "select t.reference, t.card_id, t.loan_id, t.holder_id, t.binding_id, t.state, t.absent_since, w.id as wallet_id
         from top_ups t join wallets w on w.agent_id = t.agent_id where t.id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(FoundTopUp {
            reference: row.reference,
            card: row.card_id.map(CardId),
            loan: OfLoan::from_parts(row.loan_id, row.holder_id, row.binding_id),
            wallet: WalletId(row.wallet_id),
            state: row.state.parse().map_err(Error::defect)?,
            absent: row.absent_since.is_some(),
        })
    })
    .transpose()
}

pub async fn lock_top_up<R>(connection: &mut PgConnection, id: TopUpId) -> Result<Option<LockedTopUp>, Error<R>> {
    let row = sqlx::query!(
        "select card_id, loan_id, holder_id, binding_id, repayment_id, reference, amount_fen, state, absent_since from top_ups
         where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedTopUp {
            id,
            card: row.card_id.map(CardId),
            loan: OfLoan::from_parts(row.loan_id, row.holder_id, row.binding_id),
            repayment: row.repayment_id.map(RepaymentId),
            reference: row.reference,
            amount: Amount::from_fen(row.amount_fen),
            state: row.state.parse().map_err(Error::defect)?,
            absent_since: row.absent_since,
        })
    })
    .transpose()
}

pub async fn update_sent(connection: &mut PgConnection, id: TopUpId, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update top_ups set state = 'unknown', sent_at = $2 where id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Since when the network has known nothing of a top-up.
pub async fn update_absent(
    connection: &mut PgConnection,
    id: TopUpId,
    since: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update top_ups set absent_since = $2 where id = $1 and absent_since is distinct from $2",
        id.0,
        since
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_decided(
    connection: &mut PgConnection,
    id: TopUpId,
    state: DebitState,
    failure: Option<&str>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update top_ups set state = $2, failure = $3, decided_at = $4 where id = $1",
        id.0,
        state.code(),
        failure,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
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

/// Notes that the network has given a top-up back; false when that was known.
pub async fn insert_returned(
    connection: &mut PgConnection,
    (id, amount): (TopUpId, Amount),
    reason: ReturnReason,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query!(
        "insert into returned_top_ups (top_up_id, agent_id, amount_fen, reason, returned_at)
         select id, agent_id, $2, $3, $4 from top_ups where id = $1 on conflict (top_up_id) do nothing",
        id.0,
        amount.fen(),
        reason.code(),
        at
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
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
