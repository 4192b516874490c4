//! Agents and partners as the institution's people list them.

use domain::{
    Amount, Reference,
    id::{AccountId, AgentId, PartnerId, WalletId},
    payout::PayoutSchedule,
    role::PartnerKind,
    standing::PartnerState,
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{KeyRow, sql};
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Added, Bounds, Cursor, Narrow, Narrowed, Page, PageRequest, Sort, bounded, total},
};

/// An agent with what it holds and owes.
#[derive(Clone, Debug)]
pub struct AgentRow {
    pub id: AgentId,
    pub number: String,
    pub shop_name: String,
    pub legal_person: String,
    pub region: String,
    pub phone_masked: String,
    pub licence_expires_on: Date,
    pub joined_on: Date,
    pub wallet_reference: Reference,
    /// The wallet's account in the ledger.
    pub wallet_account: AccountId,
    pub wallet_balance: Amount,
    pub wallet: WalletId,
    pub wallet_frozen: bool,
    /// The funder of its live credit line.
    pub funder: Option<PartnerId>,
    pub funder_name: Option<String>,
    pub outstanding: Amount,
}

struct RawAgent {
    id: Uuid,
    number: String,
    shop_name: String,
    legal_person: String,
    region: String,
    phone_masked: String,
    licence_expires_on: Date,
    joined_on: Date,
    wallet_id: Uuid,
    frozen: bool,
    reference: String,
    account_id: Uuid,
    balance_fen: i64,
    funder_id: Option<Uuid>,
    funder_name: Option<String>,
    outstanding_fen: i64,
}

impl RawAgent {
    fn into_row(self) -> Result<AgentRow, Error<Never>> {
        Ok(AgentRow {
            id: AgentId(self.id),
            number: self.number,
            shop_name: self.shop_name,
            legal_person: self.legal_person,
            region: self.region,
            phone_masked: self.phone_masked,
            licence_expires_on: self.licence_expires_on,
            joined_on: self.joined_on,
            wallet_reference: self.reference.parse().map_err(Error::defect)?,
            wallet_account: AccountId(self.account_id),
            wallet_balance: Amount::from_fen(self.balance_fen),
            wallet: WalletId(self.wallet_id),
            wallet_frozen: self.frozen,
            funder: self.funder_id.map(PartnerId),
            funder_name: self.funder_name,
            outstanding: Amount::from_fen(self.outstanding_fen),
        })
    }
}

/// A statement about one agent, or about those that `$bounds` narrow by the day on which they joined and by what their wallets hold: what
/// it selects, and what else it says from `$7` on. A text is a part of the number, the shop's name, the legal person's name or the
/// wallet's number.
macro_rules! listed {
    ($row:ident, $what:literal, [$($then:tt)*], $one:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from agents a
                cross join lateral (select id, frozen, reference, account_id, balance_fen from wallets
                                    where agent_id = a.id limit 1) w
                left join credit_lines c on c.agent_id = a.id and c.state <> 'closed'
                left join partners f on f.id = c.funder_id
                where ($6::uuid is null or a.id = $6)",
            [$($then)*],
            on "a.joined_on",
            said "a.number, a.shop_name, a.legal_person, w.reference",
            fen "w.balance_fen",
            $bounds,
            $one
            $(, $value)*
        )
    };
}

/// A page of agents, by their numbers where nothing else is asked for, with what the wallets of all of it hold.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn agents(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<AgentRow>, Error<Never>> {
    let list: Narrowed<()> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let rows = list_agents(connection, None, (&bounds, list.sort), page).await?;
            let listed = Page::of(rows, page, |row: &AgentRow| Cursor::on(row.joined_on, row.id.0));
            let total = total!(
                list,
                listed!(
                    Added,
                    r#"select count(*) as "count!", coalesce(sum(w.balance_fen), 0)::bigint as "fen!""#,
                    [""],
                    None::<Uuid>,
                    bounds
                )
                .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// One agent, or those that are asked for: in an order of [`Sort`], or by their numbers.
async fn list_agents(
    connection: &mut PgConnection,
    one: Option<Uuid>,
    (bounds, sort): (&Bounds, Option<Sort>),
    page: PageRequest,
) -> Result<Vec<AgentRow>, Error<Never>> {
    let rows = listed!(
        RawAgent,
        r#"select a.id, a.number, a.shop_name, a.legal_person, a.region, a.phone_masked, a.licence_expires_on,
                  a.joined_on, w.id as wallet_id, w.frozen, w.reference, w.account_id, w.balance_fen, f.id as "funder_id?", f.name as "funder_name?",
                  (select coalesce(sum(l.outstanding_fen), 0)::bigint from credit_lines l
                   where l.agent_id = a.id) as "outstanding_fen!""#,
        ["and ($8::uuid is null or case $7::text
              when 'newest' then (a.joined_on, a.id) < (select joined_on, id from agents where id = $8)
              when 'oldest' then (a.joined_on, a.id) > (select joined_on, id from agents where id = $8)
              when 'largest' then (w.balance_fen, a.id) < (select balance_fen, agent_id from wallets where agent_id = $8 limit 1)
              when 'smallest' then (w.balance_fen, a.id) > (select balance_fen, agent_id from wallets where agent_id = $8 limit 1)
              else a.number > (select number from agents where id = $8) end)
          order by case $7 when 'number' then a.number end,
                   case $7 when 'oldest' then a.joined_on end, case $7 when 'newest' then a.joined_on end desc,
                   case $7 when 'smallest' then w.balance_fen end, case $7 when 'largest' then w.balance_fen end desc,
                   case when $7 in ('newest', 'largest') then a.id end desc, a.id limit $9"],
        one,
        bounds,
        sort.map_or("number", Sort::code),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawAgent::into_row).collect()
}

pub(super) async fn find_agent(connection: &mut PgConnection, id: AgentId) -> Result<Option<AgentRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &Narrow::default()).await?;
    // It may have had several lines that are over, and has one at most that is not.
    Ok(list_agents(connection, Some(id.0), (&bounds, None), PageRequest::FIRST).await?.pop())
}

/// A partner with its keys, the newest first.
#[derive(Clone, Debug)]
pub struct PartnerRow {
    pub id: PartnerId,
    pub code: String,
    pub kind: PartnerKind,
    pub name: String,
    pub licence_no: String,
    pub licence_expires_on: Date,
    pub regions: Vec<String>,
    pub bank_account_no: String,
    pub bank_name: String,
    pub state: PartnerState,
    /// When what is payable to it is paid out.
    pub payouts: PayoutSchedule,
    pub keys: Vec<KeyRow>,
}

/// All partners, by their codes.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn partners(db: &Db, context: &Context) -> Result<Vec<PartnerRow>, Error<Never>> {
    read_partners(db, context, None).await
}

/// One partner.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is none.
pub async fn partner(db: &Db, context: &Context, id: PartnerId) -> Result<PartnerRow, Error<Never>> {
    read_partners(db, context, Some(id.0)).await?.pop().ok_or(Error::NotFound)
}

async fn read_partners(db: &Db, context: &Context, only: Option<Uuid>) -> Result<Vec<PartnerRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let ahead = db.now() - db.true_now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let keys = sql::list_keys::<Never>(connection, only.map(PartnerId), i64::MAX).await?;
            let rows = sqlx::query!(
                "select id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name, status,
                        payout_at
                 from partners where id = $1 or $1 is null order by kind desc, code",
                only
            )
            .fetch_all(connection)
            .await?;
            let keys_of = |partner| {
                let own = keys.iter().filter(move |key| key.partner.0 == partner);
                own.map(|key| key.clone().seen_by_people(ahead)).collect()
            };
            rows.into_iter()
                .map(|row| {
                    Ok(PartnerRow {
                        keys: keys_of(row.id),
                        id: PartnerId(row.id),
                        code: row.code,
                        kind: row.kind.parse().map_err(Error::defect)?,
                        name: row.name,
                        licence_no: row.licence_no,
                        licence_expires_on: row.licence_expires_on,
                        regions: row.regions,
                        bank_account_no: row.bank_account_no,
                        bank_name: row.bank_name,
                        state: row.status.parse().map_err(Error::defect)?,
                        payouts: row.payout_at.map_or(PayoutSchedule::AtOnce, PayoutSchedule::Daily),
                    })
                })
                .collect()
        })
    })
    .await
}
