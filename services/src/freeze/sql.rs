use domain::{
    Amount,
    freeze::{FreezeOrder, FreezeReason, held},
    id::{AgentId, CreditLineId, FreezeId, WalletId},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{FreezeRow, Standing};
use crate::{
    Error,
    envelope::{Arrays, Change},
    page::{Added, Bounds, PageRequest, Sort, Total, bounded, by_time_or_amount},
};

/// What keeps a wallet frozen beside some of its agent's loans.
pub async fn find_standing(
    connection: &mut PgConnection,
    wallet: WalletId,
    agent: AgentId,
    but_for: &[Uuid],
) -> Result<Standing, sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select id from freezes where wallet_id = $1 and reason = 'overdue' and lifted_on is null) as overdue,
                  exists (select from freezes
                          where wallet_id = $1 and reason in ('funder', 'risk') and lifted_on is null) as "others!",
                  exists (select from loans
                          where agent_id = $2 and state = 'overdue' and id <> all ($3)) as "late_elsewhere!",
                  exists (select from loans where agent_id = $2 and state <> 'settled' and id <> all ($3)
                                              and terms ->> 'unfreeze_when' = 'all_settled') as "owes_elsewhere!",
                  (select c.id from credit_lines c
                   where c.agent_id = $2 and c.state = 'suspended'
                     and not exists (select from loans l where l.credit_line_id = c.id and l.id = any($3)) limit 1) as suspended"#,
        wallet.0,
        agent.0,
        but_for,
    )
    .fetch_one(connection)
    .await?;
    Ok(Standing {
        overdue: row.overdue.map(FreezeId),
        others: row.others,
        late_elsewhere: row.late_elsewhere,
        owes_elsewhere: row.owes_elsewhere,
        suspended: row.suspended.map(CreditLineId),
    })
}

/// Freezes the wallets of agents for what is overdue, but for those that are already. Gives those that are new.
pub async fn insert_overdue(
    connection: &mut PgConnection,
    agents: &[(Uuid, AgentId)],
    (on, at): (Date, OffsetDateTime),
    actor: &str,
) -> Result<Vec<AgentId>, sqlx::Error> {
    let (ids, agents): (Vec<Uuid>, Vec<Uuid>) = agents.iter().map(|(id, agent)| (*id, agent.0)).unzip();
    let rows = sqlx::query_scalar!(
        "insert into freezes (id, wallet_id, agent_id, reason, evidence, ordered_by, ordered_on, ordered_at, wallet_version)
         select t.id, w.id, w.agent_id, 'overdue', '', $3, $4, $5, w.version
         from unnest($1::uuid[], $2::uuid[]) as t (id, agent_id) join wallets w on w.agent_id = t.agent_id
         on conflict (wallet_id) where reason = 'overdue' and lifted_on is null do nothing
         returning agent_id",
        &ids,
        &agents,
        actor,
        on,
        at,
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!("update wallets set frozen = true where agent_id = any($1) and not frozen", &agents)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("update credit_lines set state = 'suspended' where agent_id = any($1) and state = 'active'", &agents)
        .execute(connection)
        .await?;
    Ok(rows.into_iter().map(AgentId).collect())
}

pub async fn insert_ordered(
    connection: &mut PgConnection,
    (id, wallet): (FreezeId, WalletId),
    (order, evidence): (&FreezeOrder, &str),
    (actor, on, at): (&str, Date, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into freezes (id, wallet_id, agent_id, reason, amount_fen, evidence, ordered_by, ordered_on, ordered_at,
                              expires_on, asked_by, wallet_version)
         select $1, w.id, w.agent_id, $3, $4, $5, $6, $7, $8, $9, $10, w.version from wallets w where w.id = $2",
        id.0,
        wallet.0,
        order.reason.code(),
        order.amount.map(Amount::fen),
        evidence,
        actor,
        on,
        at,
        order.expires_on,
        order.asked_by.trim(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A court's holds so much less.
pub async fn lower(connection: &mut PgConnection, id: FreezeId, amount: Amount) -> Result<(), sqlx::Error> {
    sqlx::query!("update freezes set amount_fen = amount_fen - $2 where id = $1", id.0, amount.fen())
        .execute(connection)
        .await?;
    Ok(())
}

/// A court's of so much, as another one was ordered and in its place, while the last day of that is not over.
pub async fn insert_again(
    connection: &mut PgConnection,
    (id, before): (FreezeId, FreezeId),
    amount: Amount,
    (actor, on, at): (&str, Date, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into freezes (id, wallet_id, agent_id, reason, amount_fen, evidence, ordered_by, ordered_on, ordered_at,
                              expires_on, asked_by, wallet_version)
         select $1, f.wallet_id, f.agent_id, f.reason, $3, f.evidence, $4, $5, least(f.ordered_at, $6), f.expires_on, f.asked_by, w.version
         from freezes f join wallets w on w.id = f.wallet_id where f.id = $2 and f.expires_on >= $5",
        id.0,
        before.0,
        amount.fen(),
        actor,
        on,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A freeze that ends, with the envelope.
pub struct Lifted {
    pub id: FreezeId,
    /// The wallet's.
    pub version: i64,
    pub by: String,
    pub on: Date,
    pub at: OffsetDateTime,
    /// Because all of it was paid to the court that held it.
    pub deducted: bool,
}

impl Change for Lifted {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update freezes set lifted_version = t.version, lifted_by = t.lifted_by, lifted_on = t.lifted_on, lifted_at = t.lifted_at, deducted = t.deducted from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.version))
            .column(rows.iter().map(|row| row.by.as_str()))
            .column(rows.iter().map(|row| row.on))
            .column(rows.iter().map(|row| row.at))
            .column(rows.iter().map(|row| row.deducted))
            .end();
        sql.push(" as t (id, version, lifted_by, lifted_on, lifted_at, deducted) where freezes.id = t.id");
    }
}

/// A line that lends again, with the envelope.
pub struct Resumed {
    pub line: CreditLineId,
}

impl Change for Resumed {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update credit_lines set state = 'active' from ");
        Arrays::of(sql).column(rows.iter().map(|row| row.line.0)).end();
        sql.push(" as t (id) where credit_lines.id = t.id and credit_lines.state = 'suspended'");
    }
}

/// The wallet of a freeze, and whether it still stands.
pub async fn find_wallet_of(
    connection: &mut PgConnection,
    freeze: FreezeId,
) -> Result<Option<(WalletId, FreezeReason, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select wallet_id, reason, lifted_on is null as "stands!" from freezes where id = $1"#,
        freeze.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| Some((WalletId(row.wallet_id), FreezeReason::from_code(&row.reason)?, row.stands))))
}

/// What the freezes that stand make of a wallet: whether it is frozen whole, and what courts hold of it.
pub async fn find_kept(connection: &mut PgConnection, wallet: WalletId) -> Result<(bool, Amount), sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(bool_or(reason <> 'court'), false) as "frozen!", coalesce(sum(amount_fen), 0)::bigint as "held_fen!"
           from freezes where wallet_id = $1 and lifted_on is null"#,
        wallet.0
    )
    .fetch_one(connection)
    .await?;
    Ok((row.frozen, Amount::from_fen(row.held_fen)))
}

/// The freezes whose last day a date is, with their wallets, in the order of these.
pub async fn list_expiring(connection: &mut PgConnection, on: Date) -> Result<Vec<(FreezeId, WalletId)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, wallet_id from freezes where lifted_on is null and expires_on <= $1 order by wallet_id, id",
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (FreezeId(row.id), WalletId(row.wallet_id))).collect())
}

struct RawFreeze {
    id: Uuid,
    wallet_id: Uuid,
    agent_id: Uuid,
    agent_name: String,
    reason: String,
    amount_fen: Option<i64>,
    before_fen: i64,
    balance_fen: i64,
    evidence: String,
    asked_by: String,
    ordered_by: String,
    ordered_on: Date,
    ordered_at: OffsetDateTime,
    expires_on: Option<Date>,
    lifted_on: Option<Date>,
    deducted: bool,
}

impl RawFreeze {
    fn into_row<R>(self) -> Result<FreezeRow, Error<R>> {
        let amount = self.amount_fen.map(Amount::from_fen);
        let (before, balance) = (Amount::from_fen(self.before_fen), Amount::from_fen(self.balance_fen));
        Ok(FreezeRow {
            id: FreezeId(self.id),
            wallet: WalletId(self.wallet_id),
            agent: AgentId(self.agent_id),
            agent_name: self.agent_name,
            reason: self.reason.parse().map_err(Error::defect)?,
            amount,
            held: amount.filter(|_| self.lifted_on.is_none()).map(|amount| held(amount, before, balance)),
            evidence: self.evidence,
            asked_by: self.asked_by,
            ordered_by: self.ordered_by,
            ordered_on: self.ordered_on,
            ordered_at: self.ordered_at,
            expires_on: self.expires_on,
            lifted_on: self.lifted_on,
            deducted: self.deducted,
        })
    }
}

/// Those of one wallet, the newest first; all that there ever were, or those that stand.
pub async fn list_of<R>(
    connection: &mut PgConnection,
    wallet: WalletId,
    standing_only: bool,
) -> Result<Vec<FreezeRow>, Error<R>> {
    sqlx::query_as!(
        RawFreeze,
        r#"select f.id, f.wallet_id, f.agent_id, a.shop_name as agent_name, f.reason, f.amount_fen, w.balance_fen,
                  (select coalesce(sum(b.amount_fen), 0)::bigint from freezes b
                   where b.wallet_id = f.wallet_id and b.lifted_on is null and (b.ordered_at, b.id) < (f.ordered_at, f.id))
                  as "before_fen!", f.evidence, f.asked_by, f.ordered_by, f.ordered_on, f.ordered_at, f.expires_on, f.lifted_on, f.deducted
           from freezes f join agents a on a.id = f.agent_id join wallets w on w.id = f.wallet_id
           where f.wallet_id = $1 and (not $2 or f.lifted_on is null) order by f.ordered_at desc, f.id desc limit 100"#,
        wallet.0,
        standing_only,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawFreeze::into_row)
    .collect()
}

/// A statement about the freezes that stand, as `$bounds` narrow them: what it selects, and what else it says from `$6` on. A text is a
/// part of the shop's name or number, of what shows the freeze, or of who asked for it; a whole wallet's has no amount.
macro_rules! standing {
    ($row:ident, $what:literal, [$($then:tt)*], $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from freezes f join agents a on a.id = f.agent_id join wallets w on w.id = f.wallet_id where f.lifted_on is null",
            [$($then)*],
            at "f.ordered_at",
            said "a.shop_name, a.number, f.evidence, f.asked_by",
            fen "coalesce(f.amount_fen, 0)",
            $bounds,
            $($value),*
        )
    };
}

/// Of all wallets, those that stand, the newest first where nothing else is asked for.
pub async fn list_standing<R>(
    connection: &mut PgConnection,
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<FreezeRow>, Error<R>> {
    by_time_or_amount!(
        standing!(
            RawFreeze,
            r#"select f.id as "id!", f.wallet_id as "wallet_id!", f.agent_id as "agent_id!", a.shop_name as "agent_name!",
                      f.reason as "reason!", f.amount_fen, w.balance_fen as "balance_fen!",
                      (select coalesce(sum(b.amount_fen), 0)::bigint from freezes b
                       where b.wallet_id = f.wallet_id and b.lifted_on is null and (b.ordered_at, b.id) < (f.ordered_at, f.id))
                      as "before_fen!", f.evidence as "evidence!", f.asked_by as "asked_by!", f.ordered_by as "ordered_by!",
                      f.ordered_on as "ordered_on!", f.ordered_at as "ordered_at!", f.expires_on, f.lifted_on,
                      f.deducted as "deducted!""#;
            bounds
        ),
        (
            "f.ordered_at",
            "coalesce(f.amount_fen, 0)",
            "f.id",
            "select coalesce(amount_fen, 0), id from freezes where id = "
        ),
        ("$6", "$7::timestamptz", "$8", "$9"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawFreeze::into_row)
    .collect()
}

/// How many of them there are as they are asked for, and what courts have frozen by them.
pub async fn add_standing(connection: &mut PgConnection, bounds: &Bounds) -> Result<Total, sqlx::Error> {
    let added = standing!(
        Added,
        r#"select count(*) as "count!", coalesce(sum(f.amount_fen), 0)::bigint as "fen!""#,
        [""],
        bounds
    )
    .fetch_one(connection)
    .await?;
    Ok(added.into())
}

/// A wallet by an agent's identifier.
pub async fn find_wallet(connection: &mut PgConnection, agent: AgentId) -> Result<Option<WalletId>, sqlx::Error> {
    let id =
        sqlx::query_scalar!("select id from wallets where agent_id = $1", agent.0).fetch_optional(connection).await?;
    Ok(id.map(WalletId))
}

/// The agent whose wallet it is.
pub async fn find_agent(connection: &mut PgConnection, wallet: WalletId) -> Result<AgentId, sqlx::Error> {
    let id = sqlx::query_scalar!("select agent_id from wallets where id = $1", wallet.0).fetch_one(connection).await?;
    Ok(AgentId(id))
}

/// The same with the shop's name.
pub async fn find_owner(
    connection: &mut PgConnection,
    wallet: WalletId,
) -> Result<Option<(AgentId, String)>, sqlx::Error> {
    let query = sqlx::query!(
        "select a.id, a.shop_name from wallets w join agents a on a.id = w.agent_id where w.id = $1",
        wallet.0
    );
    Ok(query.fetch_optional(connection).await?.map(|row| (AgentId(row.id), row.shop_name)))
}
