use std::collections::BTreeMap;

use domain::{
    Amount,
    debt::Holder,
    debt_transfer::Item,
    evidence::Subject,
    hexadecimal,
    id::{
        BindingId, DebtId, DebtTransferId, EvidencePackId, MappingId, OutsidePaymentId, RefundId, ShareId, SigningId,
    },
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    AgreementFact, ConsentFact, DebitFact, DebtFact, FixedBy, ItemFact, NoticeFact, PaymentFact, RefundFact,
    TransferFact,
};
use crate::{Error, error::Never};

/// From where the rest of a thing's story is found.
#[derive(Default)]
pub struct Roots {
    /// Of a share: it may have no binding.
    pub signing: Option<Uuid>,
    /// With all debts that are collected with it.
    pub binding: Option<Uuid>,
    pub debt: Option<Uuid>,
    pub debit: Option<Uuid>,
    pub transfer: Option<Uuid>,
}

/// None where the thing does not exist, or not for this partner.
pub async fn find_roots(
    connection: &mut PgConnection,
    subject: Subject,
    partner: Option<Uuid>,
) -> Result<Option<Roots>, sqlx::Error> {
    Ok(match subject {
        Subject::Binding(id) => {
            sqlx::query!("select from bindings where id = $1 and (funder_id = $2 or $2 is null)", id.0, partner)
                .fetch_optional(connection)
                .await?
                .map(|_| Roots { binding: Some(id.0), ..Roots::default() })
        }
        Subject::Share(id) => sqlx::query!(
            "select signing_id, binding_id from shares
             where id = $1 and (funder_id = $2 or facilitator_id = $2 or $2 is null)",
            id.0,
            partner
        )
        .fetch_optional(connection)
        .await?
        .map(|row| Roots { signing: Some(row.signing_id), binding: row.binding_id, ..Roots::default() }),
        Subject::Debt(id) => Some(Roots { debt: Some(id.0), ..Roots::default() }),
        Subject::Transfer(id) => sqlx::query!(
            "select from debt_transfers where id = $1 and (funder_id = $2 or facilitator_id = $2 or $2 is null)",
            id.0,
            partner
        )
        .fetch_optional(connection)
        .await?
        .map(|_| Roots { transfer: Some(id.0), ..Roots::default() }),
        Subject::Debit(id) => {
            sqlx::query!("select debt_id from debits where id = $1 and (holder_id = $2 or $2 is null)", id.0, partner)
                .fetch_optional(connection)
                .await?
                .map(|row| Roots { debit: Some(id.0), debt: Some(row.debt_id), ..Roots::default() })
        }
    })
}

/// The debts that the partner may know of: a facilitator those that it holds, is offered, or has held, the last until it gave them back.
pub async fn list_debts(
    connection: &mut PgConnection,
    roots: &Roots,
    partner: Option<Uuid>,
) -> Result<Vec<DebtFact>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select d.id, d.number, d.binding_id, f.name as funder_name, o.name as holder_name, d.holder, d.amount_fen,
                  d.outstanding_fen, d.due_on, k.concerned as "concerned!", k.until
           from debts d join partners f on f.id = d.funder_id join partners o on o.id = d.holder_id
           cross join lateral (
               select coalesce($3 in (d.funder_id, d.holder_id), true) or coalesce(bool_or(i.state in ('pending', 'frozen')), false)
                          as concerned,
                      max(t.effective_at) filter (where i.state = 'effective') as until
               from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
               where i.debt_id = d.id and i.state <> 'declined' and t.facilitator_id = $3) k
           where (d.id = $1 or d.binding_id = $2) and (k.concerned or k.until is not null)
           order by d.registered_at, d.id"#,
        roots.debt,
        roots.binding,
        partner
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let concerned = row.concerned;
            Ok(DebtFact {
                id: DebtId(row.id),
                number: row.number,
                binding: row.binding_id,
                holder_name: if concerned { row.holder_name } else { row.funder_name.clone() },
                holder: if concerned { row.holder.parse().map_err(Error::defect)? } else { Holder::Funder },
                funder_name: row.funder_name,
                amount: Amount::from_fen(row.amount_fen),
                outstanding: concerned.then(|| Amount::from_fen(row.outstanding_fen)),
                due_on: row.due_on,
                until: row.until.filter(|_| !concerned),
            })
        })
        .collect()
}

/// The transfers of debts, each with the part of these debts in it; of a transfer itself, of all of its debts.
pub async fn list_transfers(
    connection: &mut PgConnection,
    roots: &Roots,
    debts: &[Uuid],
    partner: Option<Uuid>,
) -> Result<Vec<TransferFact>, Error<Never>> {
    let mut items = list_items(connection, roots, debts).await?;
    let transfers: Vec<Uuid> = items.keys().copied().chain(roots.transfer).collect();
    let rows = sqlx::query!(
        r#"select t.id, t.back, t.state, f.name as funder_name, p.name as facilitator_name, t.legal_basis, t.document,
                  t.effective_from, t.effective_at, t.notified_on, t.evidence
           from debt_transfers t join partners f on f.id = t.funder_id join partners p on p.id = t.facilitator_id
           where t.id = any($1) and (t.funder_id = $2 or t.facilitator_id = $2 or $2 is null)
           order by t.submitted_at, t.id"#,
        &transfers,
        partner
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut documents = list_documents(connection, &transfers).await?;
    rows.into_iter()
        .map(|row| {
            Ok(TransferFact {
                id: DebtTransferId(row.id),
                back: row.back,
                state: row.state.parse().map_err(Error::defect)?,
                funder_name: row.funder_name,
                facilitator_name: row.facilitator_name,
                legal_basis: row.legal_basis.parse().map_err(Error::defect)?,
                document: row.document,
                documents: documents.remove(&row.id).unwrap_or_default(),
                effective_from: row.effective_from,
                effective_at: row.effective_at,
                notice: row.notified_on.zip(row.evidence).map(|(on, evidence)| NoticeFact { on, evidence }),
                items: items.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}

/// The files that are kept with transfers, or with those that they follow, each by its name and its digest.
async fn list_documents(
    connection: &mut PgConnection,
    transfers: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<(String, String)>>, sqlx::Error> {
    let rows = sqlx::query!(
        "select t.id as transfer_id, d.file_name, d.sha256
         from debt_transfers t join transfer_documents d on d.transfer_id in (t.id, t.follows)
         where t.id = any($1) order by d.number",
        transfers
    )
    .fetch_all(connection)
    .await?;
    let mut documents: BTreeMap<Uuid, Vec<(String, String)>> = BTreeMap::new();
    for row in rows {
        documents.entry(row.transfer_id).or_default().push((row.file_name, hexadecimal::text(&row.sha256)));
    }
    Ok(documents)
}

async fn list_items(
    connection: &mut PgConnection,
    roots: &Roots,
    debts: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<ItemFact>>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select i.transfer_id, d.id as "debt?", l.id as "loan?", coalesce(d.number, l.reference) as "number!", i.state,
                  i.amount_fen, i.reason
           from debt_transfer_items i left join debts d on d.id = i.debt_id left join loans l on l.id = i.loan_id
           where (i.transfer_id = $1 or i.debt_id = any($2)) and (d.id is not null or l.id is not null)
           order by 4, i.item_id"#,
        roots.transfer,
        debts
    )
    .fetch_all(connection)
    .await?;
    let mut items: BTreeMap<Uuid, Vec<ItemFact>> = BTreeMap::new();
    for row in rows {
        items.entry(row.transfer_id).or_default().push(ItemFact {
            item: Item::from_parts(row.debt, row.loan).ok_or_else(|| Error::defect("an item is nothing"))?,
            number: row.number,
            state: row.state.parse().map_err(Error::defect)?,
            amount: row.amount_fen.map(Amount::from_fen),
            reason: row.reason.map(|code| code.parse()).transpose().map_err(Error::defect)?,
        });
    }
    Ok(items)
}

/// What goes back of debits to their payers.
pub async fn list_refunds(
    connection: &mut PgConnection,
    debits: &[DebitFact],
) -> Result<Vec<RefundFact>, Error<Never>> {
    let debits: Vec<Uuid> = debits.iter().map(|debit| debit.id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select f.id, f.reference, d.reference as debit, f.amount_fen, f.reason, f.state,
                  f.failure, f.accepted_at, f.sent_at, f.decided_at
           from refunds f join debits d on d.id = f.debit_id where f.debit_id = any($1) order by f.accepted_at, f.id"#,
        &debits
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RefundFact {
                id: RefundId(row.id),
                reference: row.reference,
                debit: row.debit,
                amount: Amount::from_fen(row.amount_fen),
                reason: row.reason,
                state: row.state.parse().map_err(Error::defect)?,
                failure: row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
                accepted_at: row.accepted_at,
                sent_at: row.sent_at,
                decided_at: row.decided_at,
            })
        })
        .collect()
}

/// What was paid on debts elsewhere, as far as the asker may know it.
pub async fn list_payments(connection: &mut PgConnection, debts: &[Uuid]) -> Result<Vec<PaymentFact>, Error<Never>> {
    let rows = sqlx::query!(
        "select q.id, q.number, r.name as reporter_name, d.number as debt_number, q.amount_fen, q.paid_on, q.evidence, q.state,
                q.reported_at
         from outside_payments q join debts d on d.id = q.debt_id join partners r on r.id = q.reporter_id
         where q.debt_id = any($1) order by q.reported_at, q.id",
        debts
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PaymentFact {
                id: OutsidePaymentId(row.id),
                number: row.number,
                reporter_name: row.reporter_name,
                debt_number: row.debt_number,
                amount: Amount::from_fen(row.amount_fen),
                paid_on: row.paid_on,
                evidence: row.evidence,
                state: row.state.parse().map_err(Error::defect)?,
                reported_at: row.reported_at,
            })
        })
        .collect()
}

struct Agreement {
    signing: Option<Uuid>,
    reference: Option<String>,
    binding: Option<Uuid>,
    alias: Option<String>,
    state: Option<String>,
    share: Option<Uuid>,
    share_alias: String,
    share_state: Option<String>,
    settlement_id: String,
    funder_name: String,
    facilitator_name: String,
    payer_masked: String,
    card_masked: String,
    consent: Option<String>,
    shares: bool,
    agreed_at: Option<OffsetDateTime>,
    mapping: Option<Uuid>,
    ended_at: Option<OffsetDateTime>,
}

impl Agreement {
    fn into_fact(self) -> Result<AgreementFact, Error<Never>> {
        let binding = match (self.binding, self.alias, self.state) {
            (Some(id), Some(alias), Some(state)) => Some((BindingId(id), alias, state.parse().map_err(Error::defect)?)),
            _ => None,
        };
        let share = match (self.share, self.share_state) {
            (Some(id), Some(state)) => Some((ShareId(id), self.share_alias, state.parse().map_err(Error::defect)?)),
            _ => None,
        };
        let consent = self.consent.zip(self.agreed_at);
        Ok(AgreementFact {
            signing: self.signing.map(SigningId).zip(self.reference),
            binding,
            share,
            settlement_id: self.settlement_id,
            funder_name: self.funder_name,
            facilitator_name: self.facilitator_name,
            payer_masked: self.payer_masked,
            card_masked: self.card_masked,
            consent: consent.map(|(text, at)| ConsentFact { text, shares: self.shares, at }),
            mapping: self.mapping.map(|id| (MappingId(id), self.ended_at)),
        })
    }
}

/// The agreements that bindings rest on, and that of a signing. Signing and binding are the funder's, the share its facilitator's
/// too, with the payer's words once it is one.
pub async fn list_agreements(
    connection: &mut PgConnection,
    bindings: &[Uuid],
    signing: Option<Uuid>,
    partner: Option<Uuid>,
) -> Result<Vec<AgreementFact>, Error<Never>> {
    let rows = sqlx::query_as!(
        Agreement,
        r#"with named as (
               select signing_id as id from bindings where id = any($1)
               union select signing_id from shares where binding_id = any($1)
               union select $2::uuid where $2::uuid is not null)
           select s.id as "signing?", s.reference as "reference?", b.id as "binding?", b.alias as "alias?", b.state as "state?",
                  h.id as "share?",
                  coalesce(case when $3::uuid is null or h.facilitator_id = $3 then h.alias end, '') as "share_alias!",
                  h.state as "share_state?", coalesce(s.settlement_id, h.settlement_id) as "settlement_id!",
                  f.name as "funder_name!", p.name as "facilitator_name!",
                  coalesce(s.payer_masked, h.payer_masked) as "payer_masked!",
                  coalesce(s.card_masked, h.card_masked) as "card_masked!", coalesce(s.consent, c.consent) as "consent?",
                  coalesce(s.consent_shares, true) as "shares!", coalesce(s.created_at, c.agreed_at) as "agreed_at?",
                  mapping_of_share(h.id) as "mapping?", h.ended_at as "ended_at?"
           from named n
           left join signings s on s.id = n.id and (s.funder_id = $3 or $3 is null)
           left join bindings b on b.signing_id = s.id
           left join shares h on h.signing_id = n.id and (h.funder_id = $3 or h.facilitator_id = $3 or $3 is null)
           cross join lateral consent_of_share(h.id) c
           join partners f on f.id = coalesce(s.funder_id, h.funder_id)
           join partners p on p.id = coalesce(s.facilitator_id, h.facilitator_id)
           order by coalesce(s.created_at, h.created_at), n.id"#,
        bindings,
        signing,
        partner
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Agreement::into_fact).collect()
}

/// A step as it was recorded, with who it was as far as we know.
pub struct StepRow {
    pub subject: String,
    pub from: String,
    pub to: String,
    pub actor: String,
    pub reason: String,
    pub at: OffsetDateTime,
    /// Of a person's.
    pub name: Option<String>,
    pub partner: Option<Uuid>,
    pub house: Option<String>,
}

/// Everything that happened to things, in its order; of transfers also that the debtors were notified, which is no change of
/// their state.
pub async fn list_steps(
    connection: &mut PgConnection,
    subjects: &[String],
    transfers: &[String],
) -> Result<Vec<StepRow>, sqlx::Error> {
    sqlx::query_as!(
        StepRow,
        r#"select t.subject as "subject!", t.from_state as "from!", t.to_state as "to!", t.actor as "actor!",
                  t.reason as "reason!", t.recorded_at as "at!", u.display_name as "name?", p.id as "partner?",
                  p.name as "house?"
           from (select subject, from_state, to_state, actor, reason, recorded_at, number from transitions
                 where subject = any($1)
                 union all
                 select subject, '', '', actor, '', recorded_at, null from audit
                 where subject = any($2) and operation = 'transfer.notify' and outcome = 'done') t
           left join users u on t.actor = 'user:' || u.username
           left join partner_keys k on t.actor = 'key:' || k.key_id
           left join partners p on p.id = coalesce(u.partner_id, k.partner_id)
           order by t.recorded_at, t.number, t.subject"#,
        subjects,
        transfers
    )
    .fetch_all(connection)
    .await
}

/// The first date that was closed a while after an instant: whatever was asked for before a close and had to wait for it is filed on
/// the next date, well within a minute.
pub async fn find_fixed(connection: &mut PgConnection, since: OffsetDateTime) -> Result<Option<FixedBy>, sqlx::Error> {
    let day = sqlx::query!(
        "select business_date, chain from closed_days where closed_at > $1::timestamptz + interval '1 minute' order by business_date limit 1",
        since
    )
    .fetch_optional(connection)
    .await?;
    Ok(day.map(|day| FixedBy { on: day.business_date, chain: hexadecimal::text(&day.chain) }))
}

/// By what a pack is known again.
pub struct NewPack {
    pub id: EvidencePackId,
    pub subject: String,
    pub digest: [u8; 32],
    pub file_digest: [u8; 32],
    pub made_by: String,
    pub party: String,
    pub at: OffsetDateTime,
}

/// A pack that we have given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedPack {
    pub subject: String,
    pub made_by: String,
    pub party: String,
    pub made_at: OffsetDateTime,
    /// Whether the whole file is the one that was given out.
    pub(super) same_file: bool,
}

pub async fn insert_pack(connection: &mut PgConnection, row: &NewPack) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into evidence_packs (id, subject, digest, file_digest, made_by, made_at, party)
         values ($1, $2, $3, $4, $5, $6, $7)",
        row.id.0,
        row.subject,
        &row.digest,
        &row.file_digest,
        row.made_by,
        row.at,
        row.party,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The pack with this digest, and rather the one whose whole file it is; of several, the first.
pub async fn find_pack(
    connection: &mut PgConnection,
    digest: &[u8],
    file_digest: &[u8],
) -> Result<Option<IssuedPack>, sqlx::Error> {
    sqlx::query_as!(
        IssuedPack,
        r#"select subject, made_by, party, made_at, file_digest = $2 as "same_file!" from evidence_packs
           where digest = $1 order by file_digest = $2 desc, made_at, id limit 1"#,
        digest,
        file_digest
    )
    .fetch_optional(connection)
    .await
}
