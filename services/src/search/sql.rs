//! The statements of a search: one for each kind of party, each part by an index.

use domain::search::Sought;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::MOST;

pub(super) struct Row {
    pub found: String,
    pub id: Uuid,
    pub title: String,
    pub note: String,
    pub fen: Option<i64>,
    pub at: Option<OffsetDateTime>,
}

/// Of the institution: whom it knows, then what they have done.
pub(super) async fn of_institution(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<Row>, sqlx::Error> {
    let mut found = who(connection, sought).await?;
    found.extend(what(connection, sought).await?);
    Ok(found)
}

/// Shops by name, number, licence, account, and by any reference of theirs; partners and carriers by name and account, staff by name.
async fn who(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<Row>, sqlx::Error> {
    let Sought { text, name, reference, ending, amount: _ } = sought;
    sqlx::query_as!(
        Row,
        r#"with hits as (
             (select 1 as place, 'agent' as found, a.id, a.shop_name as title, a.number || ' · ' || a.legal_person as note,
                     null::bigint as fen, null::timestamptz as at
              from ((select id from agents
                     where pairs(shop_name, legal_person) @> pairs($2)
                       and position($2 in folded(shop_name || chr(10) || legal_person)) > 0 limit 200)
                    union select id from agents where number = $1
                    union (select id from agents where licence_no = upper($1) limit $5)
                    union (select id from agents where right(bank_account_no, 4) = right($4, 4)
                           and right(bank_account_no, length($4)) = $4 limit $5)
                    union select agent_id from wallets where reference = $3
                    union select agent_id from applications where reference = $3
                    union select agent_id from credit_lines where reference = $3) k
              cross join lateral (select * from agents where id = k.id limit 1) a
              order by a.number limit $5)
             union all
             (select 2, 'partner', id, name, code, null, null from partners
              where position($2 in folded(name || chr(10) || code || chr(10) || licence_no)) > 0
                 or right(bank_account_no, length($4)) = $4
              order by code limit $5)
             union all
             (select 3, 'carrier', id, name, reference, null, null from carriers
              where reference = $3 or position($2 in folded(name)) > 0 or right(bank_account_no, length($4)) = $4
              order by reference limit $5)
             union all
             (select 4, 'user', id, display_name, username, null, null from users
              where (agent_id is not null) is false and position($2 in username || chr(10) || folded(display_name)) > 0
              order by username limit $5))
           select found as "found!", id as "id!", title as "title!", note as "note!", fen, at from hits
           order by place, at desc nulls last, title"#,
        text,
        name.as_deref(),
        reference.as_ref().map(|reference| reference.as_str()),
        ending.as_deref(),
        MOST,
    )
    .fetch_all(connection)
    .await
}

/// Draws, loans, payouts and movements by number and amount, movements by account too; settlement ids; bindings by either side's alias.
/// (Not payouts by account: what hides rows by their party is decided before anything but a plain comparison, so that no index on how an
/// account ends would serve.)
async fn what(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<Row>, sqlx::Error> {
    let Sought { text, name, reference, ending, amount } = sought;
    sqlx::query_as!(
        Row,
        r#"with hits as (
             (select 1 as place, 'draw' as found, d.id, d.reference as title, a.shop_name as note, d.amount_fen as fen, d.requested_at as at
              from draws d cross join lateral (select shop_name from agents where id = d.agent_id limit 1) a
              where d.reference = $3 and d.state <> 'credited')
             union all
             (select 2, 'loan', l.id, l.reference, a.shop_name, l.principal_fen, l.credited_on::timestamp at time zone 'Asia/Shanghai'
              from (select l.id from draws d cross join lateral (select id from loans where draw_id = d.id limit 1) l
                    where d.reference = $3
                    union select loan_id from repayments where reference = $3
                    union (select id from loans where principal_fen = $5 order by credited_on desc limit $6)) k
              cross join lateral (select * from loans where id = k.id limit 1) l
              cross join lateral (select shop_name from agents where id = l.agent_id limit 1) a
              order by l.credited_on desc, l.id limit $6)
             union all
             (select 3, 'payout', p.id, reference, account_name, amount_fen, requested_at
              from (select id from payouts where reference = $3
                    union (select id from payouts where amount_fen = $5 order by requested_at desc limit $6)) k
              cross join lateral (select * from payouts where id = k.id limit 1) p
              order by requested_at desc, p.id limit $6)
             union all
             (select 4, 'movement', m.id, coalesce(bank_reference, counterparty_name), counterparty_name || ' ' || remittance,
                     case direction when 'debit' then -amount_fen else amount_fen end,
                     (booked_on + coalesce(booked_time, '00:00')) at time zone 'Asia/Shanghai'
              from (select id from bank_movements where bank_reference = $1
                    union (select id from bank_movements where amount_fen = $5 order by booked_on desc limit $6)
                    union (select id from bank_movements where right(counterparty_account, 4) = right($4, 4)
                           and right(counterparty_account, length($4)) = $4 order by booked_on desc limit $6)) k
              cross join lateral (select * from bank_movements where id = k.id limit 1) m
              order by booked_on desc, m.id limit $6)
             union all
             (select 5, 'mapping', m.id, m.settlement_id, p.name, null, m.added_at
              from mappings m join partners p on p.id = m.facilitator_id
              where m.sought_as = $2 order by m.added_at desc, m.id limit $6)
             union all
             (select 6, 'binding', b.id, b.alias, s.payer_masked || ' ' || s.card_masked, null, b.signed_at
              from (select id from bindings where alias = upper($1)
                    union select binding_id from shares where alias = upper($1)) k
              cross join lateral (select * from bindings where id = k.id limit 1) b
              join signings s on s.id = b.signing_id))
           select found as "found!", id as "id!", title as "title!", note as "note!", fen, at from hits
           order by place, at desc nulls last, title"#,
        text,
        name.as_deref(),
        reference.as_ref().map(|reference| reference.as_str()),
        ending.as_deref(),
        amount.map(|amount| amount.fen()),
        MOST,
    )
    .fetch_all(connection)
    .await
}

/// Of one funder: what it lends, then what it is owed otherwise.
pub(super) async fn of_funder(
    connection: &mut PgConnection,
    funder: Uuid,
    sought: &Sought,
) -> Result<Vec<Row>, sqlx::Error> {
    let mut found = lent(connection, funder, sought).await?;
    found.extend(bound(connection, funder, sought).await?);
    Ok(found)
}

/// A funder's applications, draws and loans by shop and number, draws and loans by amount. Of an application whose shop consents no more, only its
/// number leads to it, and no name stands there.
async fn lent(connection: &mut PgConnection, funder: Uuid, sought: &Sought) -> Result<Vec<Row>, sqlx::Error> {
    let Sought { text, name, reference, ending: _, amount } = sought;
    sqlx::query_as!(
        Row,
        r#"with shops as (
             select id
             from (select id from agents
                   where pairs(shop_name, legal_person) @> pairs($3)
                     and position($3 in folded(shop_name || chr(10) || legal_person)) > 0
                   union select id from agents where number = $2
                   union (select id from agents where licence_no = upper($2) limit $6)) k
             cross join lateral (select from applications where agent_id = k.id and funder_id = $1 limit 1) a
             limit 100),
           hits as (
             (select 1 as place, 'application' as found, p.id, p.reference as title, coalesce(a.shop_name, '') as note,
                     p.offered_limit_fen as fen, p.submitted_at as at
              from (select id from applications where reference = $4
                    union select application_id from credit_lines where reference = $4
                    union select p.id from shops s
                          cross join lateral (select o.id from applications o where o.agent_id = s.id and consented(o)
                                              order by o.created_at desc limit $6) p) k
              cross join lateral (select o.*, consented(o) as consented from applications o where o.id = k.id limit 1) p
              left join lateral (select shop_name from agents where p.consented and id = p.agent_id limit 1) a on true
              where p.funder_id = $1 and p.submitted_at is not null
              order by p.submitted_at desc, p.id limit $6)
             union all
             (select 2, 'draw', d.id, d.reference, a.shop_name, d.amount_fen, d.requested_at
              from (select id from draws where reference = $4
                    union (select id from draws where funder_id = $1 and amount_fen = $5 order by id desc limit $6)
                    union select d.id from shops s
                          cross join lateral (select id from draws where agent_id = s.id order by requested_at desc limit $6) d) k
              cross join lateral (select * from draws where id = k.id limit 1) d
              cross join lateral (select shop_name from agents where id = d.agent_id limit 1) a
              where d.funder_id = $1 and d.state <> 'credited'
              order by d.requested_at desc, d.id limit $6)
             union all
             (select 3, 'loan', l.id, l.reference, a.shop_name, l.principal_fen,
                     l.credited_on::timestamp at time zone 'Asia/Shanghai'
              from (select l.id from draws d cross join lateral (select id from loans where draw_id = d.id limit 1) l
                    where d.reference = $4
                    union select loan_id from repayments where reference = $4 and holder_id = $1
                    union select l.id from shops s
                          cross join lateral (select id from loans where agent_id = s.id order by credited_on desc limit $6) l
                    union (select id from loans where principal_fen = $5 and funder_id = $1
                           order by credited_on desc limit $6)) k
              cross join lateral (select * from loans where id = k.id limit 1) l
              cross join lateral (select shop_name from agents where id = l.agent_id limit 1) a
              where l.funder_id = $1
              order by l.credited_on desc, l.id limit $6))
           select found as "found!", id as "id!", title as "title!", note as "note!", fen, at from hits
           order by place, at desc nulls last, title"#,
        funder,
        text,
        name.as_deref(),
        reference.as_ref().map(|reference| reference.as_str()),
        amount.map(|amount| amount.fen()),
        MOST,
    )
    .fetch_all(connection)
    .await
}

/// A funder's payouts by number and amount, the latest also by the account that they went to; its signings, bindings and debts by number,
/// and by the end of the card that is shown of them: of more digits than are shown, the last decide.
async fn bound(connection: &mut PgConnection, funder: Uuid, sought: &Sought) -> Result<Vec<Row>, sqlx::Error> {
    let Sought { text, reference, ending, amount, .. } = sought;
    sqlx::query_as!(
        Row,
        r#"with carded as (
             select g.id as signing_id, b.id as binding_id
             from (select id from signings where funder_id = $1 and card_masked = '**** ' || right($6::text, 4)
                   order by created_at desc limit $4) g
             left join lateral (select id from bindings where signing_id = g.id limit 1) b on true),
           hits as (
             (select 1 as place, 'payout' as found, p.id, reference as title, account_name as note, amount_fen as fen, requested_at as at
              from (select id from payouts where partner_id = $1 and reference = $3
                    union (select id from payouts where partner_id = $1 and amount_fen = $5 order by requested_at desc limit $4)
                    union (select id from (select id, account_no from payouts where partner_id = $1 and $6 is not null
                                           order by id desc limit 200) latest
                           where right(account_no, length($6)) = $6 limit $4)) k
              cross join lateral (select * from payouts where id = k.id limit 1) p
              order by requested_at desc, p.id limit $4)
             union all
             (select 2, 'signing', s.id, s.reference, s.payer_masked || ' ' || s.card_masked, null, s.created_at
              from (select id from signings where funder_id = $1 and reference = $3
                    union select signing_id from carded where binding_id is null) k
              cross join lateral (select * from signings where id = k.id limit 1) s
              order by s.created_at desc, s.id limit $4)
             union all
             (select 3, 'binding', b.id, b.alias, s.payer_masked || ' ' || s.card_masked, null, b.signed_at
              from (select id from bindings where alias = upper($2)
                    union select binding_id from debts where funder_id = $1 and number = $2
                    union select binding_id from carded) k
              cross join lateral (select * from bindings where id = k.id limit 1) b
              cross join lateral (select payer_masked, card_masked from signings where id = b.signing_id limit 1) s
              where b.funder_id = $1
              order by b.signed_at desc, b.id limit $4)
             union all
             (select 4, 'debt', id, number, '', amount_fen, registered_at
              from debts
              where funder_id = $1 and id in (select id from debts where funder_id = $1 and number = $2
                                              union select debt_id from debits where reference = $3)))
           select found as "found!", id as "id!", title as "title!", note as "note!", fen, at from hits
           order by place, at desc nulls last, title"#,
        funder,
        text,
        reference.as_ref().map(|reference| reference.as_str()),
        MOST,
        amount.map(|amount| amount.fen()),
        ending.as_deref(),
    )
    .fetch_all(connection)
    .await
}

/// Of one facilitator: its shares by alias and by the end of the card that is shown of them, the debts that it holds, is to hold or has
/// held by number, the loans that it holds or is to hold by number, amount and shop, its debits by number and amount, what it was repaid
/// by number, and transfers by a part of their document's name. (Loans and transfers are few, and walked.)
pub(super) async fn of_facilitator(
    connection: &mut PgConnection,
    facilitator: Uuid,
    sought: &Sought,
) -> Result<Vec<Row>, sqlx::Error> {
    let Sought { text, name, reference, ending, amount } = sought;
    sqlx::query_as!(
        Row,
        r#"with hits as (
             (select 1 as place, 'share' as found, s.id, alias as title, payer_masked || ' ' || card_masked as note,
                     null::bigint as fen, created_at as at
              from (select id from shares where facilitator_id = $1 and alias = upper($2)
                    union (select id from shares where facilitator_id = $1 and card_masked = '**** ' || right($7::text, 4)
                           order by created_at desc limit $4)) k
              cross join lateral (select * from shares where id = k.id limit 1) s
              order by created_at desc, s.id limit $4)
             union all
             (select 2, 'debt', id, number, '', amount_fen, registered_at
              from debts d
              where facilitator_id = $1 and number = $2
                and (holder_id = $1
                     or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                                where i.debt_id = d.id and i.state <> 'declined' and t.facilitator_id = $1)))
             union all
             (select 3, 'loan', l.id, l.reference, a.shop_name, l.principal_fen, l.credited_on::timestamp at time zone 'Asia/Shanghai'
              from (select id from loans where holder_id = $1 and holder_id <> funder_id
                    union select i.loan_id from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                          where i.loan_id is not null and i.state in ('pending', 'frozen') and t.facilitator_id = $1) k
              cross join lateral (select * from loans where id = k.id limit 1) l
              cross join lateral (select shop_name from agents where id = l.agent_id limit 1) a
              where l.reference = $3 or l.principal_fen = $5 or position($6 in folded(a.shop_name)) > 0
              order by l.credited_on desc, l.id limit $4)
             union all
             (select 4, 'debit', d.id, d.reference, e.number, d.amount_fen, d.accepted_at
              from (select id from debits where reference = $3
                    union (select id from debits where holder_id = $1 and amount_fen = $5 order by id desc limit $4)) k
              cross join lateral (select * from debits where id = k.id limit 1) d
              cross join lateral (select number from debts where id = d.debt_id limit 1) e
              where d.holder_id = $1
              order by d.accepted_at desc, d.id limit $4)
             union all
             (select 5, 'repayment', r.id, r.reference, a.shop_name, r.amount_fen, r.debited_at
              from repayments r join agents a on a.id = r.agent_id where r.holder_id = $1 and r.reference = $3)
             union all
             (select 6, 'transfer', t.id, t.document, (select name from partners where id = t.funder_id), null, t.submitted_at
              from debt_transfers t
              where t.facilitator_id = $1 and position($6 in folded(t.document)) > 0
              order by t.submitted_at desc, t.id limit $4))
           select found as "found!", id as "id!", title as "title!", note as "note!", fen, at from hits
           order by place, at desc nulls last, title"#,
        facilitator,
        text,
        reference.as_ref().map(|reference| reference.as_str()),
        MOST,
        amount.map(|amount| amount.fen()),
        name.as_deref(),
        ending.as_deref(),
    )
    .fetch_all(connection)
    .await
}
