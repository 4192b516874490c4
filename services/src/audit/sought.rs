//! What somebody types for a person or a thing, as the trail names it.

use domain::{
    actor::ActorName,
    id::{
        AgentId, ApplicationId, BankMovementId, BindingId, CarrierId, CreditLineId, DebitId, DrawId, FreezeId, LoanId,
        MappingId, PartnerId, PayoutId, RepaymentId, ShareId, SigningId, UserId, WalletId,
    },
    search::Sought,
};
use sqlx::PgConnection;
use uuid::Uuid;

/// The most of each kind that one text means.
const MOST: i64 = 20;
/// The most of each kind that is one agent's own, the newest first.
const OWN: i64 = 50;

/// Who can be meant: a user name stands for its person alone; a name for everybody of that name, and for everybody who acts for
/// a shop or a partner of that name, a partner's keys included. What the trail names stands for itself: `system:feed`.
pub(super) async fn actors(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<String>, sqlx::Error> {
    let Sought { text, name, .. } = sought;
    if text.contains(':') {
        return Ok(vec![text.clone()]);
    }
    let username = text.to_lowercase();
    let mut actors = sqlx::query_scalar!(
        r#"with shops as (
             (select id
              from (select id, number from agents
                    where pairs(shop_name, legal_person) @> pairs($2)
                      and position($2 in folded(shop_name || chr(10) || legal_person)) > 0 limit 200) a
              order by number limit $4)
             union select id from agents where number = $1),
           houses as (select id from partners where position($2 in folded(name || chr(10) || code)) > 0),
           found as (
             (select 'user:' || username as actor from users where username = $3)
             union all
             (select 'user:' || u.username
              from shops s
              cross join lateral (select username from users where agent_id = s.id order by username limit $4) u)
             union all
             (select 'user:' || username
              from (select username from users
                    where pairs(username, display_name) @> pairs($2)
                      and position($2 in username || chr(10) || folded(display_name)) > 0 limit 200) u
              order by username limit $4)
             union all
             (select 'user:' || username from users
              where (agent_id is not null) is false and partner_id in (select id from houses)
              order by username limit $4)
             union all
             (select 'key:' || key_id from partner_keys where partner_id in (select id from houses)
              order by key_id limit $4))
           select actor as "actor!" from found"#,
        text,
        name.as_deref(),
        username,
        MOST,
    )
    .fetch_all(connection)
    .await?;
    let person = ActorName::User(&username).to_string();
    if actors.contains(&person) {
        return Ok(vec![person]);
    }
    // What is no person's: nobody, a key and a part of ourselves, by their plain names.
    actors.extend([text.clone(), ActorName::Key(text).to_string(), ActorName::System(&username).to_string()]);
    Ok(distinct(actors))
}

/// What can be meant: what has this number or name, and what the trail itself calls so. A name or number of one shop alone stands
/// for what is its own, too.
pub(super) async fn subjects(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<String>, sqlx::Error> {
    let named = list_named(connection, sought).await?;
    let all =
        |wanted: &str| -> Vec<Uuid> { named.iter().filter(|(kind, _)| kind == wanted).map(|(_, id)| *id).collect() };
    let (agents, wallets) = (all("agent"), all("wallet"));
    let mut subjects: Vec<String> = named.iter().map(|(kind, id)| subject(kind, *id)).collect();
    if let ([agent], [wallet]) = (agents.as_slice(), wallets.as_slice()) {
        subjects.extend(own(connection, AgentId(*agent), WalletId(*wallet)).await?);
    }
    subjects.push(sought.text.clone());
    Ok(distinct(subjects))
}

/// What has this number or name: its kind and its identifier. Each part by an index, or out of a short table.
async fn list_named(connection: &mut PgConnection, sought: &Sought) -> Result<Vec<(String, Uuid)>, sqlx::Error> {
    let Sought { text, name, reference, .. } = sought;
    // A number is nobody's name, and has pairs of digits that stand in many.
    let name = name.as_deref().filter(|_| reference.is_none());
    let username = text.to_lowercase();
    let rows = sqlx::query!(
        r#"with shops as (
             (select id
              from (select id, number from agents
                    where pairs(shop_name, legal_person) @> pairs($2)
                      and position($2 in folded(shop_name || chr(10) || legal_person)) > 0 limit 200) a
              order by number limit $5)
             union select id from agents where number = $1),
           found as (
             (select 'agent' as kind, id from shops)
             union all
             (select 'wallet', w.id from shops s
              cross join lateral (select id from wallets where agent_id = s.id limit 1) w)
             union all
             (select 'user', u.id from shops s
              cross join lateral (select id from users where agent_id = s.id order by username limit $5) u)
             union all (select 'user', id from users where username = $4)
             union all
             (select 'user', id
              from (select id, username from users
                    where pairs(username, display_name) @> pairs($2)
                      and position($2 in username || chr(10) || folded(display_name)) > 0 limit 200) u
              order by username limit $5)
             union all
             (select 'partner', id from partners where position($2 in folded(name || chr(10) || code)) > 0
              order by code limit $5)
             union all
             (select 'carrier', id from carriers where reference = $3 or position($2 in folded(name)) > 0
              order by reference limit $5)
             union all (select 'mapping', id from mappings where sought_as = $2 order by id limit $5)
             union all (select 'movement', id from bank_movements where bank_reference = $1 limit $5)
             union all (select 'binding', id from bindings where alias = upper($1))
             union all (select 'share', id from shares where alias = upper($1))
             union all (select 'wallet', id from wallets where reference = $3)
             union all (select 'application', id from applications where reference = $3)
             union all (select 'line', id from credit_lines where reference = $3)
             union all (select 'draw', id from draws where reference = $3)
             -- A loan has the number of its draw, and no index on it.
             union all
             (select 'loan', l.id from draws d
              cross join lateral (select id from loans where draw_id = d.id limit 1) l
              where d.reference = $3)
             union all (select 'repayment', id from repayments where reference = $3)
             union all (select 'payout', id from payouts where reference = $3)
             union all (select 'signing', id from signings where reference = $3)
             union all (select 'debit', id from debits where reference = $3))
           select kind as "kind!", id as "id!" from found"#,
        text,
        name,
        reference.as_ref().map(|reference| reference.as_str()),
        username,
        MOST,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.id)).collect())
}

/// What is an agent's own, as the trail names it.
pub(crate) async fn own(
    connection: &mut PgConnection,
    agent: AgentId,
    wallet: WalletId,
) -> Result<Vec<String>, sqlx::Error> {
    let own = sqlx::query!(
        r#"with l as (select id, credited_on from loans where agent_id = $1 order by credited_on desc limit $2)
           select 'loan' as "kind!", id as "id!" from l
           union all (select 'repayment', r.id from l
                      cross join lateral (select id, debited_at from repayments where loan_id = l.id order by version desc limit $2) r
                      order by r.debited_at desc limit $2)
           union all (select 'application', id from applications where agent_id = $1 order by created_at desc limit $2)
           union all (select 'line', id from credit_lines where agent_id = $1 order by id desc limit $2)
           union all (select 'draw', id from draws where agent_id = $1 order by requested_at desc limit $2)
           union all (select 'payout', id from payouts where agent_id = $1 order by requested_at desc limit $2)
           union all (select 'freeze', id from freezes where wallet_id = $3 order by ordered_at desc limit $2)"#,
        agent.0,
        OWN,
        wallet.0
    )
    .fetch_all(connection)
    .await?;
    let mut subjects = vec![agent.to_string(), wallet.to_string()];
    subjects.extend(own.into_iter().map(|row| subject(&row.kind, row.id)));
    Ok(subjects)
}

/// As the trail names it.
fn subject(kind: &str, id: Uuid) -> String {
    match kind {
        "agent" => AgentId(id).to_string(),
        "wallet" => WalletId(id).to_string(),
        "user" => UserId(id).to_string(),
        "partner" => PartnerId(id).to_string(),
        "carrier" => CarrierId(id).to_string(),
        "mapping" => MappingId(id).to_string(),
        "movement" => BankMovementId(id).to_string(),
        "binding" => BindingId(id).to_string(),
        "share" => ShareId(id).to_string(),
        "application" => ApplicationId(id).to_string(),
        "line" => CreditLineId(id).to_string(),
        "draw" => DrawId(id).to_string(),
        "loan" => LoanId(id).to_string(),
        "repayment" => RepaymentId(id).to_string(),
        "signing" => SigningId(id).to_string(),
        "debit" => DebitId(id).to_string(),
        "freeze" => FreezeId(id).to_string(),
        _ => PayoutId(id).to_string(),
    }
}

fn distinct(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}
