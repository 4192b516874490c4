//! [`Transaction`]: a connection between BEGIN and its end; and [`Pool`], where connections wait.
//!
//! Both instead of the driver's own. Its transaction throws away what comes back with BEGIN, which is what a write has
//! to know before its first statement; its pool asks the server after every use whether the connection is still good,
//! which is one round trip in six.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use deadpool::managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection,
    postgres::{PgConnectOptions, PgRow},
};

use crate::planning;

/// A connection that waited longer is asked whether the server is still there.
const TRUSTED_FOR: Duration = Duration::from_secs(10);
/// An old connection holds on to the memory of every plan that it made.
const OLDEST: Duration = Duration::from_mins(30);
/// How long an operation waits for a connection.
const PATIENCE: Duration = Duration::from_secs(15);

/// What transactions begin with, so that it can go along with BEGIN and still be planned once per connection.
///
/// `act_as` and `session_of` ([`parties`]) declare the acting party, and `frame` reads what every page shows: the open business date,
/// and what the party is called. `claim` declares one or many of a kind, claims request numbers without waiting, and takes
/// the barrier in shared mode; `stored` comes after it as a statement of its own, because only that has a snapshot in which a
/// date that was advanced meanwhile can be seen. It has a row for each request that was answered before, or one with nothing;
/// its limit has each looked up by itself, whatever the trail's size was when it was planned.
const PREPARED: &str = "
    prepare frame (uuid) as
    select open_on, coalesce((select shop_name from agents where id = $1), (select name from partners where id = $1), '') as party_name
    from business_day;
    prepare claim (text, text, bigint[]) as
    select set_config('app.party_kind', $1, true), set_config('app.party', $2, true),
           array(select pg_try_advisory_xact_lock(number) from unnest($3) as number) as claimed,
           pg_advisory_xact_lock_shared(4051, 0);
    prepare stored (text[], text, text[]) as
    select d.open_on, a.place, a.content_hash, a.answer
    from business_day d left join (
        unnest($1, $3) with ordinality as asked (party, request_no, place)
        cross join lateral (select content_hash, answer from audit
                            where party = asked.party and operation = $2 and request_no = asked.request_no
                            limit 1) s) a on true";

/// Prepares `act_as`, of a party, and `session_of`, of whoever is signed in with a token, which says who that is. What follows either is
/// planned as reads are.
fn parties() -> String {
    let (of_party, of_person) = (planning::for_reads("$1 = 'agent'"), planning::for_reads("u.agent_id is not null"));
    format!(
        "prepare act_as (text, text) as
         select set_config('app.party_kind', $1, true), set_config('app.party', $2, true), {of_party};
         prepare session_of (bytea) as
         select s.id, s.seen_at at time zone 'utc' as seen_at, s.ends_at at time zone 'utc' as ends_at, s.address, s.device, u.id as user_id, u.username, u.display_name, u.role, u.agent_id,
                u.partner_id, p.kind as partner_kind, u.demonstration, u.disabled_at is not null as disabled,
                case when u.totp_secret is not null then u.totp_step end as last_step,
                set_config('app.party_kind',
                           case when u.agent_id is null then coalesce(p.kind, 'institution') else 'agent' end, true),
                set_config('app.party', coalesce(u.agent_id::text, u.partner_id::text, ''), true), {of_person}
         from sessions s join users u on u.id = s.user_id left join partners p on p.id = u.partner_id
         where s.token_hash = $1 and s.revoked_at is null;"
    )
}

/// Idle connections, none of them in a transaction.
pub type Pool = managed::Pool<Connections>;

/// Makes connections, and decides which may be used again.
pub struct Connections(PgConnectOptions);

impl managed::Manager for Connections {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        let mut connection = self.0.connect().await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(parties() + PREPARED))).await?;
        Ok(connection)
    }

    async fn recycle(&self, connection: &mut PgConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() > OLDEST {
            return Err(RecycleError::message("older than connections get"));
        }
        if metrics.last_used() > TRUSTED_FOR {
            connection.ping().await?;
        }
        Ok(())
    }
}

/// A pool of at most `connections`, made when they are needed. The one that came back last goes first: its backend has its plans
/// and its caches warm, and those that a rush needed are left alone after it.
pub fn pool(options: PgConnectOptions, connections: usize) -> Result<Pool, sqlx::Error> {
    managed::Pool::builder(Connections(options))
        .max_size(connections)
        .queue_mode(QueueMode::Lifo)
        .runtime(deadpool::Runtime::Tokio1)
        .create_timeout(Some(PATIENCE))
        .wait_timeout(Some(PATIENCE))
        .recycle_timeout(Some(PATIENCE))
        .build()
        .map_err(|error| sqlx::Error::Configuration(error.into()))
}

/// A transaction, to be ended by [`Transaction::commit`] or [`Transaction::rollback`]. Dropped before, as by a failing
/// statement or a panic, it takes its connection with it: whatever state that was in reaches nobody.
pub struct Transaction(Option<Object<Connections>>);

impl Transaction {
    /// Runs `statements`, the first of which is BEGIN, in one round trip, and gives the rows that they return.
    ///
    /// They are text: nothing that a person wrote may stand in them unencoded.
    pub async fn begin(pool: &Pool, statements: String) -> Result<(Self, Vec<PgRow>), sqlx::Error> {
        let mut transaction = Self::of_one_statement(pool).await?;
        let rows = transaction.fetch_all(sqlx::raw_sql(AssertSqlSafe(statements))).await?;
        Ok((transaction, rows))
    }

    /// For one statement, whose transaction needs no beginning and no end. To be ended by [`Self::give_back`].
    #[expect(clippy::disallowed_methods, reason = "the one place that takes connections, always inside a spawned task")]
    pub async fn of_one_statement(pool: &Pool) -> Result<Self, sqlx::Error> {
        let connection = pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Closed => sqlx::Error::PoolClosed,
            _ => sqlx::Error::PoolTimedOut,
        })?;
        Ok(Self(Some(connection)))
    }

    /// After the one statement has succeeded.
    pub fn give_back(mut self) {
        self.0 = None;
    }

    /// # Errors
    /// A database error says that nothing was committed; with any other the server's word is lost.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.end("COMMIT").await
    }

    /// # Errors
    /// When the connection is lost, which rolls back too.
    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        self.execute(sqlx::raw_sql(statement)).await?;
        self.0 = None;
        Ok(())
    }
}

/// Only the end, which consumes the transaction, leaves it without a connection.
const OPEN: &str = "a transaction has its connection until its end";

impl Deref for Transaction {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.0.as_deref().expect(OPEN)
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0.as_deref_mut().expect(OPEN)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}
