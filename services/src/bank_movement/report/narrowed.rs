//! Movements as they are asked for: by state and statement, day, amount, and whose account, number or match they name.

use domain::{account_no, bank_movement::MovementState, id::BankMovementId, search::Sought};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{MovementFilter, MovementRow, PAGE, RawMovement};
use crate::{
    Error,
    page::{BothWays, Bounds, Narrowed, Sort, Total, total},
};

/// What a text means where there are movements.
#[derive(Default)]
struct Meant {
    /// As the bank may number a movement.
    text: Option<String>,
    /// How an account ends.
    ending: Option<String>,
    /// The accounts of those who are called so, and how each ends.
    accounts: Vec<String>,
    endings: Vec<String>,
    /// What it may have been matched with.
    matched: Vec<Uuid>,
}

impl Meant {
    async fn find(connection: &mut PgConnection, text: Option<&Sought>, bounds: &Bounds) -> Result<Self, sqlx::Error> {
        let Some(Sought { text, ending, .. }) = text else { return Ok(Self::default()) };
        let accounts = sqlx::query_scalar!(
            r#"select bank_account_no as "account!" from agents where id = any($1)
               union select bank_account_no from partners where id = any($1)"#,
            bounds.parties.as_deref().unwrap_or_default(),
        )
        .fetch_all(&mut *connection)
        .await?;
        let matched = sqlx::query_scalar!(
            r#"select id as "id!" from draws where reference = $1
               union all select id from wallets where reference = $1
               union all select id from payouts where reference = $1"#,
            bounds.reference,
        )
        .fetch_all(connection)
        .await?;
        let endings = accounts.iter().map(|account| account_no::ending(account)).collect();
        Ok(Self { text: Some(text.clone()), ending: ending.clone(), accounts, endings, matched })
    }
}

/// Movements as they are listed: those of which a statement says something.
macro_rules! listed {
    ($where:tt + $then:tt; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawMovement,
            r#"select m.id, r.account_no, m.import_id, m.direction, m.amount_fen, m.booked_on, m.booked_time,
                      m.balance_after_fen, m.counterparty_name, m.counterparty_account, m.counterparty_bank, m.remittance,
                      m.bank_reference, m.state, m.like_id, m.matched_kind, m.matched_id,
                      coalesce(d.reference, w.reference, p.reference, t.reference, q.reference) as matched_reference,
                      coalesce(l.id, q.loan_id) as loan_id, w.agent_id as "agent_id?", b.kind as "break_kind?",
                      v.id is not null as "proposed!", m.recorded_at
               from bank_movements m join reserve_accounts r on r.id = m.reserve_account_id
               left join draws d on d.id = m.matched_id left join wallets w on w.id = m.matched_id
               left join payouts p on p.id = m.matched_id left join settlements t on t.id = m.matched_id
               left join loans l on l.draw_id = m.matched_id left join repayments q on q.id = m.matched_id
               left join breaks b on b.movement_id = m.id and b.state = 'open'
               left join approvals v on v.subject_id = m.id and v.state = 'proposed' "#
                + $where
                + $then,
            $($value),*
        )
    };
}

/// What movements come to, but for those in the states of `$12`.
macro_rules! added {
    ($where:tt + $then:tt; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            BothWays,
            r#"select count(*) as "count!",
                      coalesce(sum(m.amount_fen) filter (where m.direction = 'credit' and m.state <> all($12::text[])), 0)::bigint
                          as "income!",
                      coalesce(sum(m.amount_fen) filter (where m.direction = 'debit' and m.state <> all($12::text[])), 0)::bigint
                          as "outgo!"
               from bank_movements m "#
                + $where
                + $then,
            $($value),*
        )
    };
}

/// What `$statement` says of the movements that `$list`, `$bounds` and `$meant` narrow, and what else it says from `$12` on. Accounts are
/// found by how they end, which has an index.
macro_rules! narrowed {
    ($statement:ident, $then:tt, $list:expr, $bounds:expr, $meant:expr $(, $value:expr)*) => {
        $statement!(
            "where ($1::text is null or m.state = $1) and ($2::uuid is null or m.import_id = $2)
               and m.booked_on between $3 and $4 and m.amount_fen between $5 and $6
               and ($7::text is null or m.bank_reference = $7 or m.matched_id = any($11)
                    or (m.counterparty_account = any($9) and right(m.counterparty_account, 4) = any($10))
                    or ($8::text is not null and right(m.counterparty_account, 4) = right($8, 4)
                        and right(m.counterparty_account, length($8)) = $8)) "
                + $then;
            $list.part.state.map(MovementState::code),
            $list.part.import.map(|id| id.0),
            $bounds.from,
            $bounds.to,
            $bounds.least,
            $bounds.most,
            $meant.text.as_deref(),
            $meant.ending.as_deref(),
            &$meant.accounts,
            &$meant.endings,
            &$meant.matched
            $(, $value)*
        )
    };
}

/// One movement, as the list shows it.
pub(in crate::bank_movement) async fn find_movement<R>(
    connection: &mut PgConnection,
    id: BankMovementId,
) -> Result<Option<MovementRow>, Error<R>> {
    listed!("where m.id = $1" + ""; id.0).fetch_optional(connection).await?.map(RawMovement::into_row).transpose()
}

/// The rows of a page, one more where there is another, and what all of them come to.
pub(super) async fn list(
    connection: &mut PgConnection,
    list: &Narrowed<MovementFilter>,
) -> Result<(Vec<RawMovement>, Option<Total>), sqlx::Error> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let meant = Meant::find(connection, list.narrow.text.as_ref(), &bounds).await?;
    // After what there is not, the list begins.
    let after = match list.part.after {
        Some(id) => {
            sqlx::query_scalar!("select id from bank_movements where id = $1", id.0)
                .fetch_optional(&mut *connection)
                .await?
        }
        None => None,
    };
    let rows = narrowed!(
        listed,
        "and ($13::uuid is null
              or case $12::text
                 when 'newest' then (m.booked_on, coalesce(m.booked_time, '00:00'), m.id)
                                    < (select booked_on, coalesce(booked_time, '00:00'), id from bank_movements where id = $13)
                 when 'oldest' then (m.booked_on, coalesce(m.booked_time, '00:00'), m.id)
                                    > (select booked_on, coalesce(booked_time, '00:00'), id from bank_movements where id = $13)
                 when 'largest' then (m.amount_fen, m.id) < (select amount_fen, id from bank_movements where id = $13)
                 else (m.amount_fen, m.id) > (select amount_fen, id from bank_movements where id = $13) end)
         order by case $12 when 'oldest' then m.booked_on end,
                  case $12 when 'oldest' then coalesce(m.booked_time, '00:00') end,
                  case $12 when 'newest' then m.booked_on end desc,
                  case $12 when 'newest' then coalesce(m.booked_time, '00:00') end desc,
                  case $12 when 'smallest' then m.amount_fen end, case $12 when 'largest' then m.amount_fen end desc,
                  case when $12 in ('newest', 'largest') then m.id end desc, m.id
         limit $14",
        list,
        bounds,
        meant,
        list.sort.unwrap_or(Sort::Newest).code(),
        after,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut *connection)
    .await?;
    let total = total!(list, add_up(connection, list, &bounds, &meant));
    Ok((rows, total))
}

/// How many there are, and what came in and went out with them. A reading that may be another one's is added up with nothing but
/// its like.
async fn add_up(
    connection: &mut PgConnection,
    list: &Narrowed<MovementFilter>,
    bounds: &Bounds,
    meant: &Meant,
) -> Result<Total, sqlx::Error> {
    let no_movements: Vec<&str> = MovementState::ALL
        .into_iter()
        .filter(|state| list.part.state.is_none() && !state.is_booked())
        .map(MovementState::code)
        .collect();
    let both = narrowed!(added, "", list, bounds, meant, no_movements.as_slice() as _).fetch_one(connection).await?;
    Ok(both.into())
}
