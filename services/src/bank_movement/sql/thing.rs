//! What the references in remittance texts name.

use domain::{
    Amount, Reference,
    draw::Draw,
    id::{CarrierId, DrawId, NetworkSettlementId, PayoutId, WalletId},
    matching::{Destination, Named},
    payout::Whose,
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    Error,
    bank_movement::plan::{Owners, Thing, Things},
    draw::draw_state,
    payout::state_of,
};

/// Locks the wallets that `references` touch, then the payouts, then what partners owe back, then settlements, each in the order of
/// their identifiers: two recordings can then never wait for each other. What belongs to a wallet is locked after it, as everywhere.
pub async fn lock_owners(connection: &mut PgConnection, references: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select w.id from wallets w
         where w.reference = any ($1)
            or w.agent_id in (select d.agent_id from draws d where d.reference = any ($1)
                              union all select p.agent_id from payouts p where p.reference = any ($1) and p.agent_id is not null)
         order by w.id for update",
        references
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!("select id from payouts where reference = any ($1) order by id for update", references)
        .fetch_all(&mut *connection)
        .await?;
    sqlx::query!(
        "select o.id from receivables o
         where o.payable_id in (select id from repayments where reference = any ($1)
                                union all select id from debits where reference = any ($1))
           and o.settled_fen < o.amount_fen order by o.id for update of o",
        references
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!("select id from settlements where reference = any ($1) order by id for update", references)
        .fetch_all(connection)
        .await?;
    Ok(())
}

/// The agents whose own accounts these are, on reserve accounts that recognise them, and the carriers. An account of several
/// agents is nobody's; and an amount that was paid out to the account lately may be that money coming back, of which people decide.
pub async fn find_owners(connection: &mut PgConnection, from: &[(&str, Uuid, i64)]) -> Result<Owners, sqlx::Error> {
    let mut owners = Owners::default();
    if from.is_empty() {
        return Ok(owners);
    }
    let accounts: Vec<String> = from.iter().map(|(account, ..)| (*account).to_owned()).collect();
    let reserves: Vec<Uuid> = from.iter().map(|(_, reserve, _)| *reserve).collect();
    let amounts: Vec<i64> = from.iter().map(|(.., fen)| *fen).collect();
    let rows = sqlx::query!(
        r#"select f.reserve_account as "reserve_account!", f.account as "account!", f.fen as "fen!",
                  min(w.reference) as "reference!", min(a.bank_account_name) as "name!"
           from (select distinct * from unnest($1::text[], $2::uuid[], $3::bigint[]) as t (account, reserve_account, fen)) f
           join reserve_accounts r on r.id = f.reserve_account and r.recognises_owners
           join agents a on a.bank_account_no = f.account join wallets w on w.agent_id = a.id
           where f.account <> '' group by 1, 2, 3
           having count(*) = 1
              and not bool_or(exists (select from payouts o
                                      where o.agent_id = a.id and o.carrier_id is null and o.amount_fen = f.fen and o.attempt > 0
                                        and o.requested_at > (select open_on - 30 from business_day)))"#,
        &accounts,
        &reserves,
        &amounts,
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        if let Ok(reference) = row.reference.parse() {
            owners.insert((row.reserve_account, row.account, row.fen), (reference, row.name));
        }
    }
    // A prepayment that comes back is no commission.
    let carriers = sqlx::query!(
        r#"select f.reserve_account as "reserve_account!", f.account as "account!", f.fen as "fen!", c.reference, c.name
           from (select distinct * from unnest($1::text[], $2::uuid[], $3::bigint[]) as t (account, reserve_account, fen)) f
           join reserve_accounts r on r.id = f.reserve_account and r.recognises_owners
           join carriers c on c.bank_account_no = f.account
           where not exists (select from payouts o
                             where o.carrier_id = c.id and o.amount_fen = f.fen and o.attempt > 0
                               and o.requested_at > (select open_on - 30 from business_day))"#,
        &accounts,
        &reserves,
        &amounts,
    )
    .fetch_all(connection)
    .await?;
    for row in carriers {
        if let Ok(reference) = row.reference.parse() {
            owners.insert((row.reserve_account, row.account, row.fen), (reference, row.name));
        }
    }
    Ok(owners)
}

/// Everything that `references` name, in its present state.
pub async fn find_things<R>(connection: &mut PgConnection, references: &[String]) -> Result<Things, Error<R>> {
    let mut things = Things::default();
    if references.is_empty() {
        return Ok(things);
    }
    insert_draws(connection, references, &mut things).await?;
    insert_wallets(connection, references, &mut things).await?;
    insert_payouts(connection, references, &mut things).await?;
    insert_receivables(connection, references, &mut things).await?;
    insert_carriers(connection, references, &mut things).await?;
    insert_settlements(connection, references, &mut things).await?;
    Ok(things)
}

/// What the network pays by its files.
async fn insert_settlements<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    let rows = sqlx::query!(
        r#"select id, reference as "reference!", payer_account as "payer_account!", net_fen as "net_fen!", arrived_fen
           from settlements where reference = any ($1)"#,
        references
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let (net, arrived) = (Amount::from_fen(row.net_fen), Amount::from_fen(row.arrived_fen));
        let thing = Thing {
            destination: Destination::Settlement(NetworkSettlementId(row.id)),
            named: Named::Settlement { net, arrived, account: row.payer_account },
            reserve_account: None,
        };
        things.insert(row.reference.parse().map_err(Error::defect)?, thing);
    }
    Ok(())
}

/// Money of the network's has come.
pub async fn update_arrived(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
    amount: Amount,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update settlements set arrived_fen = arrived_fen + $2, arrived_on = $3 where id = $1",
        id.0,
        amount.fen(),
        today
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_carriers<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    let rows =
        sqlx::query!("select id, reference, bank_account_no from carriers where reference = any ($1)", references)
            .fetch_all(connection)
            .await?;
    for row in rows {
        let thing = Thing {
            destination: Destination::Commission(CarrierId(row.id)),
            named: Named::Carrier { account: row.bank_account_no.unwrap_or_default() },
            reserve_account: None,
        };
        things.insert(row.reference.parse().map_err(Error::defect)?, thing);
    }
    Ok(())
}

async fn insert_draws<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    let rows = sqlx::query!(
        "select d.id, d.reference, d.amount_fen, d.state, d.refusal_reason, d.instruction_at, d.funds_fen,
                d.reserve_account_id, p.bank_account_no
         from draws d join partners p on p.id = d.funder_id where d.reference = any ($1)",
        references
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let funds = Amount::from_fen(row.funds_fen);
        let state = draw_state(&row.state, row.instruction_at.is_some(), funds, row.refusal_reason)?;
        let draw = Draw { amount: Amount::from_fen(row.amount_fen), state };
        let thing = Thing {
            destination: Destination::Draw(DrawId(row.id)),
            named: Named::Draw { draw, payer_account: row.bank_account_no },
            reserve_account: row.reserve_account_id,
        };
        things.insert(row.reference.parse().map_err(Error::defect)?, thing);
    }
    Ok(())
}

async fn insert_wallets<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    let rows = sqlx::query!(
        "select w.id, w.reference, a.bank_account_no, a.bank_account_name
         from wallets w join agents a on a.id = w.agent_id where w.reference = any ($1)",
        references
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let thing = Thing {
            destination: Destination::Wallet(WalletId(row.id)),
            named: Named::Wallet { owner_account: row.bank_account_no, owner_name: row.bank_account_name },
            reserve_account: None,
        };
        things.insert(row.reference.parse().map_err(Error::defect)?, thing);
    }
    Ok(())
}

async fn insert_payouts<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    // What the bank was told last to pay: of a partner's that it has refused, something may have gone back to payers since.
    let rows = sqlx::query!(
        r#"select o.id, o.reference, o.reserve_account_id, o.account_no, o.state, o.attempt, o.partner_id, o.agent_id,
                  coalesce((select e.amount_fen from journals s join entries e on e.journal_id = s.id and e.amount_fen > 0
                            where s.event_id = o.id and s.event_kind = 'payout.sent' and o.partner_id is not null
                              and o.state in ('requested', 'failed', 'sent_back', 'returned')
                            order by s.leg desc limit 1), o.amount_fen) as "amount_fen!"
           from payouts o where o.reference = any ($1)"#,
        references
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let (payout, amount) = (state_of(&row.state, row.attempt)?, Amount::from_fen(row.amount_fen));
        let whose = match (row.partner_id, row.agent_id) {
            (Some(_), _) => Whose::Partner,
            (None, Some(_)) => Whose::Agent,
            (None, None) => Whose::Payer,
        };
        let thing = Thing {
            destination: Destination::Payout(PayoutId(row.id)),
            named: Named::Payout { payout, amount, account: row.account_no, whose },
            reserve_account: Some(row.reserve_account_id),
        };
        things.insert(row.reference.parse().map_err(Error::defect)?, thing);
    }
    Ok(())
}

/// What partners owe back of repayments and debits, where they owe anything.
async fn insert_receivables<R>(
    connection: &mut PgConnection,
    references: &[String],
    things: &mut Things,
) -> Result<(), Error<R>> {
    let rows = sqlx::query!(
        r#"select r.id as "id!", r.reference as "reference!", p.bank_account_no, sum(o.amount_fen - o.settled_fen)::bigint as "owed_fen!",
                  (select payout_id from payables where id = r.id) as paid_by
           from (select id, reference from repayments where reference = any ($1)
                 union all select id, reference from debits where reference = any ($1)) r
           join receivables o on o.payable_id = r.id join partners p on p.id = o.payer_id
           where o.settled_fen < o.amount_fen group by r.id, r.reference, p.bank_account_no"#,
        references
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let thing = Thing {
            destination: Destination::Receivable(row.id),
            named: Named::Receivable { owed: Amount::from_fen(row.owed_fen), account: row.bank_account_no },
            reserve_account: None,
        };
        let reference: Reference = row.reference.parse().map_err(Error::defect)?;
        if let Some(payout) = row.paid_by {
            things.insert_owed_back(PayoutId(payout), reference.clone());
        }
        things.insert(reference, thing);
    }
    Ok(())
}
