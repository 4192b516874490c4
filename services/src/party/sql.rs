use domain::{
    Amount, Reference,
    carrier::CarrierFacts,
    id::{AccountId, AgentId, CarrierId, KeyId, PartnerId, ReserveAccountId},
    partner_key::{Key, KeyState},
    payout::PayoutSchedule,
    reference::ReferenceKind,
    reserve_account::ReserveAccountUse,
    role::Party,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    KeyRow, NewAgent, NewCarrier, NewPartner, NewReserveAccount, PublicKey, ReceivingAccount, RegisteredAgent,
    ReserveAccountRow,
};
use crate::Error;

pub async fn insert_partner(
    connection: &mut PgConnection,
    id: PartnerId,
    partner: &NewPartner,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        partner.code,
        partner.kind.code(),
        partner.name,
        partner.licence_no,
        partner.licence_expires_on,
        &partner.regions,
        partner.bank_account_no,
        partner.bank_name,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_carrier(
    connection: &mut PgConnection,
    id: CarrierId,
    carrier: &NewCarrier,
) -> Result<(), sqlx::Error> {
    let number = sqlx::query_scalar!(r#"select nextval('carrier_numbers') as "number!""#)
        .fetch_one(&mut *connection)
        .await?
        .unsigned_abs();
    let reference = Reference::new(ReferenceKind::Carrier, time::Date::MIN, number);
    sqlx::query!(
        "insert into carriers (id, reference, name, bank_account_no, bank_name) values ($1, $2, $3, $4, $5)",
        id.0,
        reference.as_str(),
        carrier.name,
        carrier.bank_account_no,
        carrier.bank_name,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_agent(connection: &mut PgConnection, id: AgentId, agent: &NewAgent) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into agents (id, number, shop_name, legal_person, licence_no, licence_expires_on, region, carrier_id,
                             phone_masked, bank_account_no, bank_account_name, joined_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        agent.number,
        agent.shop_name,
        agent.legal_person,
        agent.licence_no,
        agent.licence_expires_on,
        agent.region,
        agent.carrier.0,
        agent.phone_masked,
        agent.bank_account_no,
        agent.bank_account_name,
        agent.joined_on,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_wallet(
    connection: &mut PgConnection,
    registered: RegisteredAgent,
    account: AccountId,
    number: Option<u64>,
) -> Result<(), sqlx::Error> {
    let number = match number {
        Some(number) => number,
        None => sqlx::query_scalar!(r#"select nextval('wallet_numbers') as "number!""#)
            .fetch_one(&mut *connection)
            .await?
            .unsigned_abs(),
    };
    let reference = Reference::new(ReferenceKind::Wallet, time::Date::MIN, number);
    sqlx::query!(
        "insert into wallets (id, reference, agent_id, account_id, balance_fen, version) values ($1, $2, $3, $4, 0, 0)",
        registered.wallet.0,
        reference.as_str(),
        registered.agent.0,
        account.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_reserve_account(
    connection: &mut PgConnection,
    id: Uuid,
    reserve: &NewReserveAccount,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reserve_accounts (id, account_no, name, currency, bank, branch, is_default)
         select $1, $2, $3, $4, $5, $6, not exists (select from reserve_accounts)",
        id,
        reserve.account_no,
        reserve.name,
        reserve.currency,
        reserve.bank,
        reserve.branch,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A key that is to be one.
pub struct NewKey<'a> {
    pub id: KeyId,
    pub partner: PartnerId,
    /// As requests name it; else it is named after its partner and its fingerprint.
    pub key_id: Option<&'a str>,
    pub public_key: &'a PublicKey,
    /// Sealed, where it is a shared one.
    pub secret: Option<&'a [u8]>,
    pub by: &'a str,
    pub at: OffsetDateTime,
}

/// Inserts a key, which counts from an instant, or not yet. Gives its name.
pub async fn insert_key(
    connection: &mut PgConnection,
    new: &NewKey<'_>,
    active_from: Option<OffsetDateTime>,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into partner_keys (id, key_id, partner_id, public_key, algorithm, registered_by, registered_at, active_from,
                                   approved_at, secret)
         select $1, coalesce($2::text, p.code || '-' || left($3::text, 12)), p.id, $4, $9, $5, $6::timestamptz,
                $7::timestamptz, case when $7::timestamptz is not null then $6::timestamptz end, $10::bytea
         from partners p where p.id = $8
         returning key_id",
        new.id.0,
        new.key_id,
        new.public_key.fingerprint(),
        new.public_key.bytes,
        new.by,
        new.at,
        active_from,
        new.partner.0,
        new.public_key.algorithm.code(),
        new.secret,
    )
    .fetch_one(connection)
    .await
}

/// A key that is about to move.
pub struct LockedKey {
    pub partner: PartnerId,
    pub key_id: String,
    pub key: Key,
}

pub async fn lock_key(connection: &mut PgConnection, id: KeyId) -> Result<Option<LockedKey>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select partner_id, key_id, registered_by, active_from is not null as "approved!", revoked_at is not null as "ended!"
           from partner_keys where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| LockedKey {
        partner: PartnerId(row.partner_id),
        key_id: row.key_id,
        key: Key { state: KeyState::of(row.approved, row.ended), registered_by: row.registered_by },
    }))
}

/// How many of a partner's keys count.
pub async fn count_live_keys(connection: &mut PgConnection, partner: PartnerId) -> Result<usize, sqlx::Error> {
    let live = sqlx::query_scalar!(
        r#"select count(*) as "live!" from partner_keys
           where partner_id = $1 and active_from is not null and revoked_at is null"#,
        partner.0
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(live).unwrap_or(usize::MAX))
}

/// As [`count_live_keys`], and none of them ends meanwhile.
pub async fn lock_live_keys(connection: &mut PgConnection, partner: PartnerId) -> Result<usize, sqlx::Error> {
    let live = sqlx::query_scalar!(
        "select id from partner_keys
         where partner_id = $1 and active_from is not null and revoked_at is null order by id for update",
        partner.0
    )
    .fetch_all(connection)
    .await?;
    Ok(live.len())
}

/// Lets a key count, by the clock that people see and by the one by which requests are signed.
pub async fn update_key_approved(
    connection: &mut PgConnection,
    id: KeyId,
    by: &str,
    (at, true_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update partner_keys set approved_by = $2, approved_at = $3, active_from = $4 where id = $1",
        id.0,
        by,
        at,
        true_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a key, by both clocks.
pub async fn update_key_ended(
    connection: &mut PgConnection,
    id: KeyId,
    by: &str,
    (at, true_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update partner_keys set ended_by = $2, ended_at = $3, revoked_at = $4 where id = $1",
        id.0,
        by,
        at,
        true_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The keys of one partner or of all: those that have not ended first, then the newest.
pub async fn list_keys<R>(
    connection: &mut PgConnection,
    only: Option<PartnerId>,
    most: i64,
) -> Result<Vec<KeyRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select id, partner_id, key_id, public_key, algorithm, registered_by, registered_at, approved_by, approved_at,
                  ended_by, ended_at, last_used_at, active_from is not null as "approved!", revoked_at is not null as "ended!"
           from partner_keys where $1::uuid is null or partner_id = $1
           order by revoked_at is null desc, registered_at desc, key_id limit $2"#,
        only.map(|partner| partner.0),
        most
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(KeyRow {
                id: KeyId(row.id),
                partner: PartnerId(row.partner_id),
                key_id: row.key_id,
                public_key: PublicKey::from_parts(&row.algorithm, row.public_key)?,
                state: KeyState::of(row.approved, row.ended),
                registered_by: row.registered_by,
                registered_at: row.registered_at,
                approved_by: row.approved_by,
                approved_at: row.approved_at,
                ended_by: row.ended_by,
                ended_at: row.ended_at,
                last_used_at: row.last_used_at,
            })
        })
        .collect()
}

/// The name under which an agent signs: its bank account is in it, and contracts are.
pub async fn find_signing_name(connection: &mut PgConnection, agent: AgentId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select bank_account_name from agents where id = $1", agent.0).fetch_one(connection).await
}

pub async fn find_name(connection: &mut PgConnection, party: Party) -> Result<String, sqlx::Error> {
    let name = match party {
        Party::Agent(id) => {
            sqlx::query_scalar!("select shop_name from agents where id = $1", id.0).fetch_optional(connection).await?
        }
        Party::Funder(id) | Party::Facilitator(id) => {
            sqlx::query_scalar!("select name from partners where id = $1", id.0).fetch_optional(connection).await?
        }
        Party::Institution | Party::Nobody => None,
    };
    Ok(name.unwrap_or_default())
}

pub async fn find_receiving_account(
    connection: &mut PgConnection,
    partner: Option<PartnerId>,
) -> Result<Option<ReceivingAccount>, sqlx::Error> {
    sqlx::query_as!(
        ReceivingAccount,
        "select account_no, name, branch from reserve_accounts where id = reserve_account_of($1)",
        partner.map(|partner| partner.0)
    )
    .fetch_optional(connection)
    .await
}

/// Whether there is such a partner, locked.
pub async fn lock_partner(connection: &mut PgConnection, id: PartnerId) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!("select id from partners where id = $1 for update", id.0).fetch_optional(connection).await?;
    Ok(row.is_some())
}

pub async fn update_schedule(
    connection: &mut PgConnection,
    id: PartnerId,
    schedule: PayoutSchedule,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update partners set payout_at = $2 where id = $1", id.0, schedule.time()).execute(connection).await?;
    Ok(())
}

/// What is registered of a carrier, locked.
pub async fn lock_carrier(connection: &mut PgConnection, id: CarrierId) -> Result<Option<CarrierFacts>, sqlx::Error> {
    let row =
        sqlx::query!("select name, bank_account_no, bank_name from carriers where id = $1 for no key update", id.0)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|row| CarrierFacts {
        name: row.name,
        account_no: row.bank_account_no.unwrap_or_default(),
        bank_name: row.bank_name,
    }))
}

/// Whether another carrier has the name, and the account.
pub async fn find_taken(
    connection: &mut PgConnection,
    id: CarrierId,
    facts: &CarrierFacts,
) -> Result<(bool, bool), sqlx::Error> {
    let row = sqlx::query!(
        r#"select exists (select from carriers where id <> $1 and name = $2) as "name!",
                  exists (select from carriers where id <> $1 and bank_account_no = $3) as "account!""#,
        id.0,
        facts.name,
        facts.account_no,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.name, row.account))
}

pub async fn update_carrier(
    connection: &mut PgConnection,
    id: CarrierId,
    facts: &CarrierFacts,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update carriers set name = $2, bank_account_no = $3, bank_name = $4 where id = $1",
        id.0,
        facts.name,
        facts.account_no,
        facts.bank_name,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether there is a reserve account with this identifier or number.
pub async fn find_reserve_account(
    connection: &mut PgConnection,
    id: ReserveAccountId,
    account_no: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from reserve_accounts where id = $1 or account_no = $2) as "known!""#,
        id.0,
        account_no
    )
    .fetch_one(connection)
    .await
}

/// What a reserve account is used for, locked.
pub async fn lock_reserve_account(
    connection: &mut PgConnection,
    id: ReserveAccountId,
) -> Result<Option<ReserveAccountUse>, sqlx::Error> {
    sqlx::query!("select id from reserve_accounts where id = $1 for update", id.0)
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query_as!(
        ReserveAccountUse,
        r#"select r.ended_on is not null as "ended!", r.is_default as "default!",
                  exists (select from partners p where p.reserve_account_id = r.id) as "of_partners!",
                  not exists (select from accounts a where a.kind in ('reserve_cash', 'unmatched_receipts')
                                                       and a.owner_id = r.id and account_balance(a.id) <> 0)
                  and not exists (select from payouts o where o.reserve_account_id = r.id
                                  and o.state in ('requested', 'sent', 'unknown', 'failed', 'sent_back')) as "empty!",
                  r.recognises_owners as recognises
           from reserve_accounts r where r.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await
}

pub async fn end_reserve_account(
    connection: &mut PgConnection,
    id: ReserveAccountId,
    on: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update reserve_accounts set ended_on = $2 where id = $1", id.0, on).execute(connection).await?;
    Ok(())
}

pub async fn update_recognition(
    connection: &mut PgConnection,
    id: ReserveAccountId,
    recognises: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update reserve_accounts set recognises_owners = $2 where id = $1", id.0, recognises)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn list_reserve_accounts(connection: &mut PgConnection) -> Result<Vec<ReserveAccountRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id, r.account_no, r.name, r.currency, r.bank, r.branch, r.is_default, r.recognises_owners, r.ended_on,
                  (select count(*) from partners p where p.reserve_account_id = r.id) as "partners!",
                  coalesce(account_balance(a.id), 0) as "books!"
           from reserve_accounts r left join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
           order by r.ended_on nulls first, r.account_no"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ReserveAccountRow {
            id: ReserveAccountId(row.id),
            account_no: row.account_no,
            name: row.name,
            currency: row.currency,
            bank: row.bank,
            branch: row.branch,
            is_default: row.is_default,
            recognises: row.recognises_owners,
            partners: row.partners,
            books: Amount::from_fen(row.books),
            ended_on: row.ended_on,
        })
        .collect())
}
