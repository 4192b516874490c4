//! A shop as a funder knows it to which it has applied: who it is, while it consents, and what has happened between the two.

use domain::{
    Amount,
    id::{AgentId, ApplicationId, CreditLineId, DrawId, LoanId, PartnerId, RepaymentId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Applicant, ApplicationRow, sql};
use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    document::{Document, list_documents},
    error::Never,
    offer::list_months,
    timeline::{self, Things, TimelineStep},
};

/// The most applications, the newest.
const MOST: i64 = 50;

/// A shop that has applied to the funder, or has a line with it.
#[derive(Clone, Debug)]
pub struct Shop {
    pub id: AgentId,
    /// As the funder's draws and loans name it; none where nothing was granted, and no consent lasts.
    pub name: Option<String>,
    /// Only while a consent lasts.
    pub known: Option<Applicant>,
    /// What it has submitted to the funder, the newest first.
    pub applications: Vec<ApplicationRow>,
    /// Those of the funder's that it has applied with, the newest first. Of the others the funder does not know whose they are.
    pub offers: Vec<ShopOffer>,
    /// What there is between it and the funder.
    pub documents: Vec<Document>,
    /// The oldest first: the latest of it.
    pub timeline: Vec<TimelineStep>,
}

/// What the funder has offered, with the application that was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopOffer {
    pub limit: Option<Amount>,
    pub asked_at: OffsetDateTime,
    pub answered_at: Option<OffsetDateTime>,
    pub valid_until: Option<OffsetDateTime>,
    pub application: ApplicationId,
    pub application_reference: String,
}

/// One shop, as much of it as the acting funder may see.
///
/// # Errors
/// `NotFound` for a shop that has submitted nothing to the funder, `Forbidden` for anybody but a funder.
pub async fn shop(db: &Db, context: &Context, id: AgentId) -> Result<Shop, Error<Never>> {
    let (funder, reader) = (context.funder::<Never>(FUNDER_TEAM)?, context.party());
    db.read(context, move |connection| {
        Box::pin(async move {
            let (name, known) = find(connection, funder, id).await?.ok_or(Error::NotFound)?;
            let applications = sql::list_of_shop(connection, funder, id, MOST).await?;
            let things = things(connection, funder, id, &applications).await?;
            let timeline = timeline::list(connection, reader, &things).await?;
            let documents = list_documents(connection, id, Some(funder)).await?;
            let offers = list_offers(connection, funder, id).await?;
            Ok(Shop { id, name, known, applications, offers, documents, timeline })
        })
    })
    .await
}

/// What it is called, and who it is.
async fn find(
    connection: &mut PgConnection,
    funder: PartnerId,
    id: AgentId,
) -> Result<Option<(Option<String>, Option<Applicant>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select g.number, g.shop_name, g.legal_person, g.licence_no, g.licence_expires_on, g.region, r.name as carrier,
                  g.phone_masked, g.joined_on,
                  exists (select from applications a where a.agent_id = g.id and a.funder_id = $2
                            and a.submitted_at is not null) as "applied!",
                  exists (select from applications a where a.agent_id = g.id and a.funder_id = $2
                            and a.submitted_at is not null and consented(a)) as "consented!",
                  exists (select from credit_lines c where c.agent_id = g.id and c.funder_id = $2) as "granted!"
           from agents g join carriers r on r.id = g.carrier_id where g.id = $1"#,
        id.0,
        funder.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row.filter(|row| row.applied || row.granted) else { return Ok(None) };
    let name = (row.consented || row.granted).then(|| row.shop_name.clone());
    if !row.consented {
        return Ok(Some((name, None)));
    }
    let months = list_months(connection, &[id.0]).await?;
    let known = Applicant {
        number: row.number,
        shop_name: row.shop_name,
        legal_person: row.legal_person,
        licence_no: row.licence_no,
        licence_expires_on: row.licence_expires_on,
        region: row.region,
        carrier: row.carrier,
        phone_masked: row.phone_masked,
        joined_on: row.joined_on,
        months: months.into_iter().map(|(_, month)| month).collect(),
    };
    Ok(Some((name, Some(known))))
}

async fn list_offers(
    connection: &mut PgConnection,
    funder: PartnerId,
    shop: AgentId,
) -> Result<Vec<ShopOffer>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.limit_fen, o.asked_at, o.answered_at, o.valid_until, a.id, a.reference as "reference!"
           from applications a join offers o on o.id = a.offer_id
           where a.agent_id = $1 and a.funder_id = $2 and a.submitted_at is not null
           order by o.asked_at desc, o.id desc limit $3"#,
        shop.0,
        funder.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    let offers = rows.into_iter().map(|row| ShopOffer {
        limit: row.limit_fen.map(Amount::from_fen),
        asked_at: row.asked_at,
        answered_at: row.answered_at,
        valid_until: row.valid_until,
        application: ApplicationId(row.id),
        application_reference: row.reference,
    });
    Ok(offers.collect())
}

/// What is between the two, as far as a timeline tells of it.
async fn things(
    connection: &mut PgConnection,
    funder: PartnerId,
    shop: AgentId,
    applications: &[ApplicationRow],
) -> Result<Things, sqlx::Error> {
    let row = sqlx::query!(
        r#"with l as (select id from loans where agent_id = $1 and funder_id = $2
                      order by credited_on desc limit $3)
           select array(select id from credit_lines where agent_id = $1 and funder_id = $2
                        order by opened_on desc, id desc limit $3) as "lines!",
                  array(select id from draws where agent_id = $1 and funder_id = $2
                        order by requested_at desc, id desc limit $3) as "draws!",
                  array(select id from l) as "loans!",
                  array(select r.id from l cross join lateral (select id, debited_at from repayments
                                                               where loan_id = l.id and holder_id = $2
                                                               order by version desc limit $3) r
                        order by r.debited_at desc limit $3) as "repayments!""#,
        shop.0,
        funder.0,
        MOST
    )
    .fetch_one(connection)
    .await?;
    Ok(Things {
        applications: applications.iter().map(|row| row.id).collect(),
        lines: row.lines.into_iter().map(CreditLineId).collect(),
        draws: row.draws.into_iter().map(DrawId).collect(),
        loans: row.loans.into_iter().map(LoanId).collect(),
        repayments: row.repayments.into_iter().map(RepaymentId).collect(),
        frozen: None,
    })
}
