use domain::{
    Amount,
    draw::DrawPhase,
    id::{DrawId, KeyId, LoanId, PartnerId, RepaymentId},
    terms::LoanTerms,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PartnerDraw, PartnerKey, PartnerRepayment};
use crate::{
    Error,
    page::PageRequest,
    party::{PublicKey, ReceivingAccount, SharedSecret},
    payable::PaidBy,
    sealed::Seals,
};

pub async fn find_key<R>(
    connection: &mut PgConnection,
    seals: &Seals,
    (partner_code, key_id): (&str, &str),
    at: OffsetDateTime,
) -> Result<Option<PartnerKey>, Error<R>> {
    let row = sqlx::query!(
        "select k.id, k.partner_id, p.kind, k.public_key, k.algorithm, k.secret
           from partner_keys k join partners p on p.id = k.partner_id
           where k.key_id = $2 and p.code = $1 and k.active_from <= $3
             and (k.revoked_at is null or k.revoked_at > $3)",
        partner_code,
        key_id,
        at
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let place = SharedSecret::place(KeyId(row.id));
        let secret = row.secret.map(|sealed| seals.open(place, &sealed)).transpose().map_err(Error::Failed)?;
        Ok(PartnerKey {
            kind: row.kind.parse().map_err(Error::defect)?,
            partner: PartnerId(row.partner_id),
            public_key: PublicKey::from_parts(&row.algorithm, row.public_key)?,
            secret: secret.and_then(|bytes| SharedSecret::from_bytes(&bytes)),
        })
    })
    .transpose()
}

/// That a key is used is noted once a minute at most: it is a row that every request would change.
pub async fn insert_nonce(
    connection: &mut PgConnection,
    (partner, key_id): (PartnerId, &str),
    nonce: &str,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with taken as (
             insert into partner_nonces (partner_id, nonce, seen_at) values ($1, $2, $3::timestamptz)
             on conflict do nothing returning seen_at),
           used as (
             update partner_keys set last_used_at = $3::timestamptz
             where key_id = $4 and (last_used_at is null or last_used_at <= $3::timestamptz - interval '1 minute'))
           select exists (select from taken) as "taken!""#,
        partner.0,
        nonce,
        at,
        key_id
    )
    .fetch_one(connection)
    .await
}

pub async fn delete_nonces(connection: &mut PgConnection, before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!("delete from partner_nonces where seen_at < $1", before).execute(connection).await?;
    Ok(deleted.rows_affected())
}

pub async fn list_draws<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    phase: Option<DrawPhase>,
    page: PageRequest,
    reserve: &ReceivingAccount,
) -> Result<Vec<PartnerDraw>, Error<R>> {
    let rows = sqlx::query!(
        r#"select d.id, d.reference, a.number as agent_number, a.shop_name as agent_name, d.amount_fen, d.tenor,
                  d.terms as "terms: Json<LoanTerms>", d.purpose, d.state, d.requested_at, d.accepted_at,
                  d.instruction_reference, d.instruction_at, d.funds_fen, d.credited_at,
                  l.id as "loan_id?", p.bank_account_no as payer_account, p.name as payer_name
           from draws d join agents a on a.id = d.agent_id join partners p on p.id = d.funder_id
           left join loans l on l.draw_id = d.id
           where d.funder_id = $1 and ($2::text is null or d.state = $2)
             and ($3::timestamptz is null or (d.requested_at, d.id) > ($3, $4))
           order by d.requested_at, d.id limit $5"#,
        funder.0,
        phase.map(DrawPhase::code),
        page.after.map(|cursor| cursor.at),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PartnerDraw {
                id: DrawId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                agent_number: row.agent_number,
                agent_name: row.agent_name,
                amount: Amount::from_fen(row.amount_fen),
                tenor: row.tenor.parse().map_err(Error::defect)?,
                terms: row.terms.0,
                purpose: row.purpose,
                phase: row.state.parse().map_err(Error::defect)?,
                requested_at: row.requested_at,
                accepted_at: row.accepted_at,
                instruction_reference: row.instruction_reference,
                instruction_at: row.instruction_at,
                funds: Amount::from_fen(row.funds_fen),
                credited_at: row.credited_at,
                loan: row.loan_id.map(LoanId),
                payer_account: row.payer_account,
                payer_name: row.payer_name,
                reserve: reserve.clone(),
            })
        })
        .collect()
}

pub async fn list_repayments<R>(
    connection: &mut PgConnection,
    holder: PartnerId,
    unconfirmed_only: bool,
    page: PageRequest,
    reserve: Option<&ReceivingAccount>,
) -> Result<Vec<PartnerRepayment>, Error<R>> {
    let rows = sqlx::query!(
        r#"select r.id, r.reference, r.loan_id, l.reference as loan_reference, r.amount_fen, r.fee_fen + k.fee_fen as "fee_fen!", r.penalty_fen + k.penalty_fen as "penalty_fen!",
                  r.interest_fen + k.interest_fen as "interest_fen!", r.principal_fen + k.principal_fen as "principal_fen!",
                  k.excess_fen as "returned_fen!", r.share_fen + k.share_fen as "share_fen!",
                          k.owed_back_fen as "owed_back_fen!", exists (select from loan_facts u where u.undoes = r.id) as "reversed!",
                  r.debited_on, r.debited_at, p.id as "payout_id?", p.reference as "payout_reference?",
                  p.state as "payout_state?", p.amount_fen as "payout_fen?", r.partner_confirmed_at
           from repayments r join loans l on l.id = r.loan_id
           left join payables o on o.id = r.id left join payouts p on p.id = o.payout_id
           cross join lateral corrected(r.id) k
           where r.holder_id = $1 and (not $2 or (r.partner_confirmed_at is null and r.share_fen < r.amount_fen
                           and not exists (select from loan_facts u where u.undoes = r.id)))
             and ($3::timestamptz is null or (r.debited_at, r.id) > ($3, $4))
           order by r.debited_at, r.id limit $5"#,
        holder.0,
        unconfirmed_only,
        page.after.map(|cursor| cursor.at),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PartnerRepayment {
                id: RepaymentId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                loan: LoanId(row.loan_id),
                loan_reference: row.loan_reference.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                fee: Amount::from_fen(row.fee_fen),
                penalty: Amount::from_fen(row.penalty_fen),
                interest: Amount::from_fen(row.interest_fen),
                principal: Amount::from_fen(row.principal_fen),
                share: Amount::from_fen(row.share_fen),
                returned: Amount::from_fen(row.returned_fen),
                owed_back: Amount::from_fen(row.owed_back_fen),
                pay_back_to: reserve.filter(|_| row.owed_back_fen > 0).cloned(),
                reversed: row.reversed,
                debited_on: row.debited_on,
                debited_at: row.debited_at,
                payout: PaidBy::from_parts(row.payout_id, row.payout_reference, row.payout_state, row.payout_fen)?,
                confirmed_at: row.partner_confirmed_at,
            })
        })
        .collect()
}

/// Whether one of some partners is suspended.
pub async fn any_suspended(connection: &mut PgConnection, partners: &[PartnerId]) -> Result<bool, sqlx::Error> {
    let ids: Vec<Uuid> = partners.iter().map(|partner| partner.0).collect();
    sqlx::query_scalar!(
        r#"select exists (select from partners where id = any($1) and status = 'suspended') as "any!""#,
        &ids
    )
    .fetch_one(connection)
    .await
}
