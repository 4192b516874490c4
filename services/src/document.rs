//! The documents of a shop, and those of one loan: what it has consented to, agreed to, confirmed and sent, by name and hash and never
//! by content.

use domain::{
    consent::ConsentPurpose,
    document::DocumentKind,
    id::{AgentId, CreditLineId, LoanId, PartnerId},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::Error;

/// The most documents, the newest.
const MOST: i64 = 50;

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: DocumentKind,
    /// What a consent is for.
    pub purpose: Option<ConsentPurpose>,
    /// A consent's own; of a disclosure the draw's, of the others the application's.
    pub thing: Uuid,
    /// Of a contract.
    pub line: Option<CreditLineId>,
    pub partner: PartnerId,
    pub partner_name: String,
    /// A consent's version, a file's name, or the reference of what it belongs to.
    pub name: String,
    /// Of what was read or sent, in hexadecimal.
    pub sha256: String,
    /// In China.
    pub on: Date,
    /// Of a consent that lasts no more.
    pub withdrawn_on: Option<Date>,
}

struct RawDocument {
    kind: String,
    purpose: Option<String>,
    thing: Uuid,
    line_id: Option<Uuid>,
    partner_id: Uuid,
    partner_name: String,
    name: String,
    sha256: String,
    on: Date,
    withdrawn_on: Option<Date>,
}

impl RawDocument {
    fn into_document<R>(self) -> Result<Document, Error<R>> {
        Ok(Document {
            kind: self.kind.parse().map_err(Error::defect)?,
            purpose: self.purpose.map(|purpose| purpose.parse()).transpose().map_err(Error::defect)?,
            thing: self.thing,
            line: self.line_id.map(CreditLineId),
            partner: PartnerId(self.partner_id),
            partner_name: self.partner_name,
            name: self.name,
            sha256: self.sha256,
            on: self.on,
            withdrawn_on: self.withdrawn_on,
        })
    }
}

/// A shop's documents, the newest first: with one funder, or with all. What belongs to a draft is the shop's own; what it has called its
/// files a funder is told while it consents.
pub(crate) async fn list_documents<R>(
    connection: &mut PgConnection,
    agent: AgentId,
    funder: Option<PartnerId>,
) -> Result<Vec<Document>, Error<R>> {
    let rows = sqlx::query_as!(
        RawDocument,
        r#"select d.kind as "kind!", d.purpose as "purpose?", d.thing as "thing!", d.line_id as "line_id?", d.partner_id as "partner_id!",
                  p.name as "partner_name!", d.name as "name!", encode(d.sha256, 'hex') as "sha256!",
                  (d.at at time zone 'Asia/Shanghai')::date as "on!",
                  (d.withdrawn_at at time zone 'Asia/Shanghai')::date as "withdrawn_on?"
           from (select 'consent' as kind, purpose, id as thing, null::uuid as line_id, funder_id as partner_id, text_version as name,
                        text_hash as sha256, given_at as at, withdrawn_at
                 from consents where agent_id = $1
                 union all
                 select 'contract', null, a.id, l.id, a.funder_id, l.reference, a.contract_hash,
                        l.opened_on::timestamp at time zone 'Asia/Shanghai', null
                 from applications a join credit_lines l on l.application_id = a.id
                 where a.agent_id = $1 and a.contract_hash is not null
                 union all
                 (select 'disclosure', null, id, null::uuid, funder_id, reference, disclosure_hash, requested_at, null::timestamptz
                  from draws where agent_id = $1 and ($2::uuid is null or funder_id = $2)
                  order by requested_at desc limit $3)
                 union all
                 select 'attachment', null, a.id, null, t.funder_id, t.file_name, t.sha256, t.uploaded_at, null
                 from applications a join attachments t on t.application_id = a.id
                 where a.agent_id = $1 and a.submitted_at is not null and ($2 is null or consented(a))) d
           join partners p on p.id = d.partner_id
           where $2::uuid is null or d.partner_id = $2
           order by d.at desc, d.kind, d.name limit $3"#,
        agent.0,
        funder.map(|funder| funder.0),
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawDocument::into_document).collect()
}

/// The contract of a loan's line and the disclosure of its draw, the newest first, for all who may know the loan: line and draw are no
/// facilitator's.
pub(crate) async fn list_documents_of_loan<R>(
    connection: &mut PgConnection,
    loan: LoanId,
) -> Result<Vec<Document>, Error<R>> {
    let rows = sqlx::query_as!(
        RawDocument,
        r#"select d.kind as "kind!", null::text as "purpose?", d.thing as "thing!", d.line_id as "line_id?",
                  d.partner_id as "partner_id!", p.name as "partner_name!", d.name as "name!",
                  encode(d.sha256, 'hex') as "sha256!", (d.at at time zone 'Asia/Shanghai')::date as "on!",
                  null::date as "withdrawn_on?"
           from documents_of_loan($1) d join partners p on p.id = d.partner_id
           order by d.at desc, d.kind"#,
        loan.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawDocument::into_document).collect()
}
