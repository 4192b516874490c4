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
use crate::{Context, Db, Error, context::INSTITUTION, error::Never, page::Page};

/// How many agents a page has.
const PAGE: usize = 50;

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

/// Which agents are listed, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct AgentFilter {
    /// A part of the number, the shop's name, the legal person's name or the wallet's number.
    pub text: Option<String>,
    /// Those behind this number, which ended the page before.
    pub after: Option<String>,
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

/// Agents with what they hold and owe, by a condition.
macro_rules! select {
    ($which:literal, $($value:expr),+) => {
        sqlx::query_as!(
            RawAgent,
            r#"select a.id, a.number, a.shop_name, a.legal_person, a.region, a.phone_masked, a.licence_expires_on,
                      a.joined_on, w.id as wallet_id, w.frozen, w.reference, w.account_id, w.balance_fen, f.id as "funder_id?", f.name as "funder_name?",
                      (select coalesce(sum(l.outstanding_fen), 0)::bigint from credit_lines l
                       where l.agent_id = a.id) as "outstanding_fen!"
               from agents a
               cross join lateral (select id, frozen, reference, account_id, balance_fen from wallets
                                   where agent_id = a.id limit 1) w
               left join credit_lines c on c.agent_id = a.id and c.state <> 'closed'
               left join partners f on f.id = c.funder_id
               where "# + $which,
            $($value),+
        )
    };
}

/// A page of agents. The next one is after an agent's number.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn agents(db: &Db, context: &Context, filter: AgentFilter) -> Result<Page<AgentRow, String>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    // The database takes no zero byte in a text, so that nothing can have one.
    if [&filter.text, &filter.after].into_iter().flatten().any(|text| text.contains('\0')) {
        return Ok(Page::EMPTY);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = select!(
                "($1::text is null
                  or position(lower($1) in lower(concat_ws(chr(10), a.number, a.shop_name, a.legal_person, w.reference))) > 0)
                 and ($2::text is null or a.number > $2)
                 order by a.number limit $3",
                filter.text,
                filter.after,
                i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
            );
            let rows = rows.fetch_all(connection).await?.into_iter().map(RawAgent::into_row).collect::<Result<_, _>>()?;
            Ok(Page::cut(rows, PAGE, |row: &AgentRow| row.number.clone()))
        })
    })
    .await
}

pub(super) async fn find_agent(connection: &mut PgConnection, id: AgentId) -> Result<Option<AgentRow>, Error<Never>> {
    // It may have had several lines that are over, and has one at most that is not.
    let row = select!("a.id = $1 limit 1", id.0).fetch_optional(connection).await?;
    row.map(RawAgent::into_row).transpose()
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
