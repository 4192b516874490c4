//! What is known of an account where a statement begins.

use std::collections::HashSet;

use domain::Amount;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

/// The confirmed statement that ends with the balance with which another one begins on `from_on`, in the middle of a day.
pub async fn find_continued(
    connection: &mut PgConnection,
    account: Uuid,
    from_on: Date,
    opening: Amount,
) -> Result<Option<(Uuid, Option<Date>)>, sqlx::Error> {
    let row = sqlx::query!(
        "select s.id, s.to_on from bank_statements s join imports i on i.id = s.import_id
         where s.reserve_account_id = $1 and i.state = 'confirmed' and s.to_on = $2 and s.closing_fen = $3
           and s.link in ('start', 'follows', 'gap')
         order by s.last_time desc nulls first, i.decided_at desc limit 1",
        account,
        from_on,
        opening.fen(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.to_on)))
}

/// The movements that a statement and those of the day before it tell. None where one of them began with `opening` too: then
/// whether a statement with this opening goes on from it or tells the same again, nothing says.
pub async fn list_told_before(
    connection: &mut PgConnection,
    statement: Uuid,
    opening: Amount,
) -> Result<HashSet<Uuid>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select t.movement_id as "id!" from told_in($1) t
           where not exists (select from statement_chain($1) c where c.opening_fen = $2)"#,
        statement,
        opening.fen(),
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().collect())
}

/// How many movements the feed has told of the days of a statement that are none of those in `told`, and their sum. None
/// when there are none, or when the statement's last new line is of a day before the feed began.
pub async fn find_untold(
    connection: &mut PgConnection,
    account: Uuid,
    (from_on, to_on): (Date, Date),
    last_new: Date,
    told: &[Uuid],
) -> Result<Option<(u64, Amount)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"with told as (select unnest($5::uuid[]) as id)
           select count(*) as "count!",
                  coalesce(sum(case direction when 'credit' then amount_fen else -amount_fen end), 0)::bigint as "fen!"
           from bank_movements m left join told on told.id = m.id
           left join (select distinct e.entry_id from told join bank_movements e using (id)) parts using (entry_id)
           where m.reserve_account_id = $1 and m.fed and m.booked_on between $2 and $3
             and m.state not in ('doubtful', 'told_again') and told.id is null and parts.entry_id is null
             and (select min(f.booked_on) from bank_movements f where f.reserve_account_id = $1 and f.fed) <= $4"#,
        account,
        from_on,
        to_on,
        last_new,
        told,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.count > 0).then_some((row.count.unsigned_abs(), Amount::from_fen(row.fen))))
}

/// The balance that the bank told last before a day.
pub async fn find_balance_before(
    connection: &mut PgConnection,
    account: Uuid,
    on: Date,
) -> Result<Option<Amount>, sqlx::Error> {
    let fen = sqlx::query_scalar!(
        r#"select b.fen as "fen!" from (
               (select s.closing_fen as fen, s.to_on as known_on, 1 as rank
                from bank_statements s join imports i on i.id = s.import_id
                where s.reserve_account_id = $1 and i.state = 'confirmed' and s.to_on < $2 and s.closing_fen is not null
                  and s.link in ('start', 'follows', 'gap')
                order by s.to_on desc, s.last_time desc nulls first, i.decided_at desc limit 1)
               union all
               (select m.balance_after_fen, m.booked_on, 0 from bank_movements m
                where m.reserve_account_id = $1 and m.fed and m.balance_after_fen is not null and m.booked_on < $2
                order by m.booked_on desc, m.feed_place desc nulls last limit 1)) b
           order by b.known_on desc, b.rank desc limit 1"#,
        account,
        on,
    )
    .fetch_optional(connection)
    .await?;
    Ok(fen.map(Amount::from_fen))
}

/// The balance with which what is known of the days after a day begins.
pub async fn find_balance_after(
    connection: &mut PgConnection,
    account: Uuid,
    on: Date,
) -> Result<Option<Amount>, sqlx::Error> {
    let fen = sqlx::query_scalar!(
        r#"select b.fen as "fen!" from (
               (select s.opening_fen as fen, s.from_on as known_on, 0 as rank
                from bank_statements s join imports i on i.id = s.import_id
                where s.reserve_account_id = $1 and i.state = 'confirmed' and s.from_on > $2 and s.opening_fen is not null
                  and s.link in ('start', 'follows', 'gap')
                order by s.from_on, s.last_time nulls last, i.decided_at limit 1)
               union all
               (select m.balance_after_fen - case m.direction when 'credit' then m.amount_fen else -m.amount_fen end,
                       m.booked_on, 1
                from bank_movements m
                where m.reserve_account_id = $1 and m.fed and m.balance_after_fen is not null and m.booked_on > $2
                order by m.booked_on, m.feed_place limit 1)) b
           order by b.known_on, b.rank limit 1"#,
        account,
        on,
    )
    .fetch_optional(connection)
    .await?;
    Ok(fen.map(Amount::from_fen))
}

/// Whether a balance is among those that are known of a day, if any are.
pub async fn is_balance_on(
    connection: &mut PgConnection,
    account: Uuid,
    on: Date,
    balance: Amount,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        "select bool_or($3 in (balance_after_fen, balance_after_fen
                               - case direction when 'credit' then amount_fen else -amount_fen end))
         from bank_movements
         where reserve_account_id = $1 and booked_on = $2 and balance_after_fen is not null
           and state not in ('doubtful', 'told_again')",
        account,
        on,
        balance.fen(),
    )
    .fetch_one(connection)
    .await
}

/// Whether what is known of a day may go on from the balance before it: one of its movements begins or ends with that, or tells
/// no balance, so that nobody can say.
pub async fn may_go_on_from(
    connection: &mut PgConnection,
    account: Uuid,
    on: Date,
    before: Amount,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(bool_or(balance_after_fen is null
                                   or $3 in (balance_after_fen, balance_after_fen
                                             - case direction when 'credit' then amount_fen else -amount_fen end)), false) as "joined!"
           from bank_movements
           where reserve_account_id = $1 and booked_on = $2 and state not in ('doubtful', 'told_again')"#,
        account,
        on,
        before.fen(),
    )
    .fetch_one(connection)
    .await
}
