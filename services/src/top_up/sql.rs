use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    card::CardStanding,
    id::{AgentId, CardId, RepaymentId, TopUpId, WalletId},
    network::ReturnReason,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{Error, agreement_debit::hold_tries, loan_debit::OfLoan};

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
