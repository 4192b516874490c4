//! Statements about settlements, their files, and what they settle.

use std::collections::HashMap;

use domain::{
    Amount, Reference,
    id::{DebitId, NetworkSettlementId, RefundId, SettlementBreakId, TopUpId, UserId},
    settlement::{OurDebit, SettlementBreak, SettlementState, TheirLine},
};
use files::settlement::{SettlementFile, SettlementLine};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, clock::start};

/// For how many days after a date a debit that no file names is still found to be missing.
const LOOKS_BACK: Duration = Duration::days(31);

/// What the network takes from a card, for a debt or into an agent's wallet; or gives back of it, as was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taken {
    Debit(DebitId),
    TopUp(TopUpId),
    Refund(RefundId),
}

impl Taken {
    const fn of(id: Uuid, is_top_up: bool) -> Self {
        if is_top_up { Self::TopUp(TopUpId(id)) } else { Self::Debit(DebitId(id)) }
    }

    pub const fn id(self) -> Uuid {
        match self {
            Self::Debit(DebitId(id)) | Self::TopUp(TopUpId(id)) | Self::Refund(RefundId(id)) => id,
        }
    }
}

/// A date of which the network is asked.
pub struct Wanted {
    pub on: Date,
    /// Whether it is known that a file is awaited.
    pub known: bool,
    /// Of the files that came.
    pub digests: Vec<Vec<u8>>,
}

/// The dates that are over and whose file has not come, or came a few days ago and was not asked for today, the earliest first.
/// The first date is that of the first that was sent; of very many only the latest, so that old dates whose file never comes keep
/// no other waiting.
pub async fn list_wanted(connection: &mut PgConnection) -> Result<Vec<Wanted>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select d.day::date as "on!", s.id is not null as "known!",
                  coalesce((select array_agg(f.sha256) from settlement_files f where f.settlement_id = s.id), '{}') as "digests!"
           from business_day o
           cross join (select (min(sent_at) at time zone 'Asia/Shanghai')::date as day from network_debits where sent_at is not null) begun
           cross join generate_series(begun.day::timestamp, (o.open_on - 1)::timestamp, interval '1 day') as d (day)
           left join settlements s on s.settled_on = d.day::date
           where s.id is null or s.state = 'awaited' or (s.asked_on < o.open_on and s.settled_on >= o.open_on - 4)
           order by 1 desc limit 60"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().rev().map(|row| Wanted { on: row.on, known: row.known, digests: row.digests }).collect())
}

/// The settlements whose files are not compared yet, the earliest first.
pub async fn list_received(connection: &mut PgConnection) -> Result<Vec<NetworkSettlementId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select id from settlements where state = 'received' order by settled_on")
        .fetch_all(connection)
        .await?;
    Ok(ids.into_iter().map(NetworkSettlementId).collect())
}

/// False when the date has its settlement already.
pub async fn insert_awaited(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
    on: Date,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query!(
        "insert into settlements (id, settled_on, state, expected_at) values ($1, $2, 'awaited', $3)
         on conflict (settled_on) do nothing",
        id.0,
        on,
        at
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

pub async fn lock_date<R>(
    connection: &mut PgConnection,
    on: Date,
) -> Result<Option<(NetworkSettlementId, SettlementState)>, Error<R>> {
    let row = sqlx::query!("select id, state from settlements where settled_on = $1 for update", on)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((NetworkSettlementId(row.id), row.state.parse().map_err(Error::defect)?))).transpose()
}

/// A settlement, locked.
pub struct Settlement {
    pub id: NetworkSettlementId,
    pub settled_on: Date,
    pub state: SettlementState,
    pub reference: Option<Reference>,
}

pub async fn lock_settlement<R>(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
) -> Result<Option<Settlement>, Error<R>> {
    let row = sqlx::query!("select settled_on, state, reference from settlements where id = $1 for update", id.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Settlement {
            id,
            settled_on: row.settled_on,
            state: row.state.parse().map_err(Error::defect)?,
            reference: row.reference.map(|reference| reference.parse()).transpose().map_err(Error::defect)?,
        })
    })
    .transpose()
}

pub async fn insert_file(
    connection: &mut PgConnection,
    (id, settlement): (Uuid, NetworkSettlementId),
    file: &SettlementFile,
    (content, digest): (&str, &[u8]),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into settlement_files (id, settlement_id, sha256, content, lines, debited_fen, refunded_fen, net_fen, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        settlement.0,
        digest,
        content,
        i32::try_from(file.lines.len()).unwrap_or(i32::MAX),
        file.debited.fen(),
        file.refunded.fen(),
        file.net.fen(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_lines(
    connection: &mut PgConnection,
    file: Uuid,
    ids: &[Uuid],
    lines: &[SettlementLine],
) -> Result<(), sqlx::Error> {
    let serials: Vec<&str> = lines.iter().map(|line| line.network_serial.as_str()).collect();
    let orders: Vec<&str> = lines.iter().map(|line| line.order_no.as_str()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line.kind.code()).collect();
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount.fen()).collect();
    let results: Vec<&str> = lines.iter().map(|line| line.result.as_str()).collect();
    sqlx::query!(
        "insert into settlement_lines (id, file_id, place, network_serial, order_no, kind, amount_fen, result)
         select t.id, $1, t.place, t.serial, t.order_no, t.kind, t.fen, t.result
         from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
                  with ordinality as t (id, serial, order_no, kind, fen, result, place)",
        file,
        ids,
        &serials as &[&str],
        &orders as &[&str],
        &kinds as &[&str],
        &amounts,
        &results as &[&str],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The first file of a date: what it says counts.
pub async fn update_received(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
    of: Uuid,
    file: &SettlementFile,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update settlements set state = 'received', file_id = $2, reference = $3, payer_account = $4, net_fen = $5, asked_on = $6
         where id = $1",
        id.0,
        of,
        file.number.as_str(),
        file.payer_account,
        file.net.fen(),
        today
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The network was asked today for a file that is there.
pub async fn update_asked(connection: &mut PgConnection, on: Date) -> Result<(), sqlx::Error> {
    sqlx::query!("update settlements set asked_on = (select open_on from business_day) where settled_on = $1", on)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_compared(connection: &mut PgConnection, id: NetworkSettlementId) -> Result<(), sqlx::Error> {
    sqlx::query!("update settlements set state = 'compared' where id = $1", id.0).execute(connection).await?;
    Ok(())
}

/// A line with the debit or the refund that it names.
pub struct LineRow {
    pub id: Uuid,
    pub told: TheirLine,
    pub debit: Option<(Taken, OurDebit)>,
}

/// The lines of the file that counts, in its order.
pub async fn list_lines<R>(connection: &mut PgConnection, id: NetworkSettlementId) -> Result<Vec<LineRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select l.id, l.network_serial, l.order_no, l.kind, l.amount_fen, l.result, d.id as "debit_id?", d.is_top_up as "is_top_up?",
                  d.state as "debit_state?", d.amount_fen as "debit_fen?", d.taken_fen as "taken_fen?",
                  d.refunded_fen as "refunded_fen?", d.returned_fen as "returned_fen?", f.id as "refund_id?",
                  f.state as "refund_state?", f.amount_fen as "refund_fen?", coalesce(f.beyond_fen > 0, false) as "beyond!",
                  exists (select from settled_debits s
                          where s.debit_id = case when d.id is null then f.id else d.id end and s.kind = l.kind)
                  or exists (select from settlement_breaks b join settlement_lines n on n.id = b.line_id and n.kind = l.kind
                             where b.debit_id = case when d.id is null then f.id else d.id end
                               and b.kind in ('late_success', 'beyond_taken')) as "settled!"
           from settlements t join settlement_lines l on l.file_id = t.file_id left join network_debits d on d.reference = l.order_no
           left join refunds f on f.reference = l.order_no
           where t.id = $1 order by l.place"#,
        id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let line = SettlementLine {
                network_serial: row.network_serial,
                order_no: row.order_no,
                kind: row.kind.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                result: row.result,
            };
            let debit = row.debit_id.map(|id| Taken::of(id, row.is_top_up.unwrap_or_default()));
            let named = debit.or(row.refund_id.map(|id| Taken::Refund(RefundId(id))));
            let (state, fen) = (row.debit_state.or(row.refund_state), row.debit_fen.or(row.refund_fen));
            let debit = match (named, state, fen) {
                (Some(named), Some(state), Some(fen)) => {
                    let ours = OurDebit {
                        state: state.parse().map_err(Error::defect)?,
                        amount: Amount::from_fen(fen),
                        settled: row.settled,
                        taken: row.taken_fen.map(Amount::from_fen),
                        refunded: row.refunded_fen.map(Amount::from_fen).unwrap_or_default(),
                        returned: row.returned_fen.map(Amount::from_fen),
                        is_refund: matches!(named, Taken::Refund(_)),
                        beyond: row.beyond,
                    };
                    Some((named, ours))
                }
                _ => None,
            };
            Ok(LineRow { id: row.id, told: line.told(), debit })
        })
        .collect()
}

/// The dates of which the network is asked what it has given back: none before anything was sent.
pub async fn list_dates_of_returns(connection: &mut PgConnection) -> Result<Vec<Date>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select d.open_on - o.days as "on!" from business_day d cross join generate_series(0, 1) as o (days)
           where exists (select from network_debits where sent_at is not null)"#
    )
    .fetch_all(connection)
    .await
}

/// What we know of these numbers, but for what files settle.
pub async fn list_taken<R>(
    connection: &mut PgConnection,
    serials: &[String],
) -> Result<HashMap<String, (Taken, OurDebit)>, Error<R>> {
    let rows = sqlx::query!(
        r#"select reference as "reference!", id as "id!", is_top_up as "is_top_up!", state as "state!", amount_fen as "amount_fen!",
                  taken_fen, refunded_fen as "refunded_fen!", returned_fen
           from network_debits where reference = any ($1)"#,
        serials
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let ours = OurDebit {
                state: row.state.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                settled: false,
                taken: row.taken_fen.map(Amount::from_fen),
                refunded: Amount::from_fen(row.refunded_fen),
                returned: row.returned_fen.map(Amount::from_fen),
                is_refund: false,
                beyond: false,
            };
            Ok((row.reference, (Taken::of(row.id, row.is_top_up), ours)))
        })
        .collect()
}

pub async fn insert_settled(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
    settled: &[(Taken, Uuid)],
) -> Result<(), sqlx::Error> {
    let (debits, lines): (Vec<Uuid>, Vec<Uuid>) = settled.iter().map(|(debit, line)| (debit.id(), *line)).unzip();
    sqlx::query!(
        "insert into settled_debits (debit_id, line_id, settlement_id, kind)
         select t.debit_id, t.line_id, $3, l.kind
         from unnest($1::uuid[], $2::uuid[]) as t (debit_id, line_id) join settlement_lines l on l.id = t.line_id",
        &debits,
        &lines,
        id.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Settles that debits were in no file, which are in one now. Gives what is settled.
pub async fn update_found(
    connection: &mut PgConnection,
    debits: &[Uuid],
    at: OffsetDateTime,
) -> Result<Vec<SettlementBreakId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "update settlement_breaks set state = 'settled', settled_at = $2
         where debit_id = any ($1) and kind = 'only_ours' and state = 'open'
           and exists (select from settled_debits s where s.debit_id = settlement_breaks.debit_id and s.kind = 'payment')
         returning id",
        debits,
        at
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(SettlementBreakId).collect())
}

/// Debits that succeeded and were sent by the end of a settlement's date, that no line has settled and of which nobody knows that
/// they differ. Those of an earlier date whose own file is not compared yet may be in that.
pub async fn list_only_ours(connection: &mut PgConnection, of: &Settlement) -> Result<Vec<Taken>, sqlx::Error> {
    let end = start(of.settled_on) + Duration::DAY;
    let rows = sqlx::query!(
        r#"select d.id as "id!", d.is_top_up as "is_top_up!" from network_debits d
         where d.state = 'succeeded' and d.sent_at < $1 and d.sent_at >= $2
           and exists (select from settlements t where t.settled_on = (d.sent_at at time zone 'Asia/Shanghai')::date
                                                   and (t.id = $3 or t.state = 'compared'))
           and not exists (select from settled_debits s where s.debit_id = d.id and s.kind = 'payment')
           and not exists (select from settlement_breaks b
                           where b.debit_id = d.id and (b.state = 'open' or b.kind = 'only_ours'))
         order by d.sent_at, d.id"#,
        end,
        end - LOOKS_BACK,
        of.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Taken::of(row.id, row.is_top_up)).collect())
}

/// A difference that is new.
pub struct NewBreak {
    id: Uuid,
    kind: SettlementBreak,
    line: Option<Uuid>,
    debit: Option<Taken>,
}

impl NewBreak {
    pub const fn of(id: Uuid, kind: SettlementBreak, line: Option<Uuid>, debit: Option<Taken>) -> Self {
        Self { id, kind, line, debit }
    }
}

/// `file` is the one that is another than the first.
pub async fn insert_breaks(
    connection: &mut PgConnection,
    settlement: NetworkSettlementId,
    breaks: &[NewBreak],
    file: Option<Uuid>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = breaks.iter().map(|one| one.id).collect();
    let kinds: Vec<&str> = breaks.iter().map(|one| one.kind.code()).collect();
    let lines: Vec<Option<Uuid>> = breaks.iter().map(|one| one.line).collect();
    let debits: Vec<Option<Uuid>> = breaks.iter().map(|one| one.debit.map(Taken::id)).collect();
    sqlx::query!(
        "insert into settlement_breaks (id, settlement_id, kind, line_id, debit_id, file_id, state, opened_at)
         select t.id, $5, t.kind, t.line_id, t.debit_id, $6, 'open', $7
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as t (id, kind, line_id, debit_id)",
        &ids,
        &kinds as &[&str],
        &lines as _,
        &debits as _,
        settlement.0,
        file,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A difference, locked.
pub struct LockedBreak {
    pub open: bool,
    /// One person's words do not settle it.
    pub two_people: bool,
}

pub async fn lock_break(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<Option<LockedBreak>, sqlx::Error> {
    sqlx::query_as!(
        LockedBreak,
        r#"select state = 'open' as "open!", two_people_decide(id) as "two_people!"
           from settlement_breaks where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await
}

/// The debit that a difference of it or of a refund is of.
pub async fn find_debit_of(connection: &mut PgConnection, id: Uuid) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id!" from debits where id = $1 union all select debit_id from refunds where id = $1"#,
        id
    )
    .fetch_optional(connection)
    .await
}

pub async fn update_settled(
    connection: &mut PgConnection,
    id: SettlementBreakId,
    note: &str,
    (by, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update settlement_breaks set state = 'settled', note = $2, settled_by = $3, settled_at = $4 where id = $1",
        id.0,
        note,
        by.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
