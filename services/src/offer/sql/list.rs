use domain::{
    Amount,
    id::{AgentId, OfferId, PartnerId},
    offer::{OfferState, OfferTerms},
    operating_data::{Month, OperatingRow},
    terms::LoanTerms,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::{AskedOffer, FunderRecord, MONTHS_SHOWN, OfferRow, Offered};
use crate::{Error, tenors::tenors_of};

pub async fn list_asked<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    at: OffsetDateTime,
) -> Result<Vec<AskedOffer>, Error<R>> {
    let rows = sqlx::query!(
        "select o.id, o.agent_id, o.pseudonym, o.asked_at, r.deadline_at
         from offers o join rounds r on r.id = o.round_id
         where o.funder_id = $1 and o.state = 'pending' and r.deadline_at > $2
           and exists (select from consents c where c.agent_id = o.agent_id and c.funder_id = o.funder_id
                       and c.purpose = 'pre_credit' and c.withdrawn_at is null and c.given_at <= o.asked_at)
         order by o.asked_at, o.id limit 500",
        funder.0,
        at
    )
    .fetch_all(&mut *connection)
    .await?;
    let agents: Vec<Uuid> = rows.iter().map(|row| row.agent_id).collect();
    let months = list_months(connection, &agents).await?;
    let of = |agent| months.iter().filter(|(owner, _)| *owner == agent).map(|(_, month)| *month).collect();
    let asked = rows.into_iter().map(|row| AskedOffer {
        offer: OfferId(row.id),
        pseudonym: row.pseudonym,
        asked_at: row.asked_at,
        deadline_at: row.deadline_at,
        months: of(row.agent_id),
    });
    Ok(asked.collect())
}

/// The latest months of each agent, oldest first.
pub async fn list_months(
    connection: &mut PgConnection,
    agents: &[Uuid],
) -> Result<Vec<(Uuid, OperatingRow)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select d.agent_id, d.month, d.prepayments_fen, d.sales_fen, d.commissions_fen
         from unnest($1::uuid[]) as a (id)
         cross join lateral (select * from operating_data where agent_id = a.id order by month desc limit $2) d
         order by d.agent_id, d.month",
        agents,
        MONTHS_SHOWN
    )
    .fetch_all(connection)
    .await?;
    let months = rows.into_iter().map(|row| {
        let month = OperatingRow {
            month: Month::containing(row.month),
            prepayments: Amount::from_fen(row.prepayments_fen),
            sales: Amount::from_fen(row.sales_fen),
            commissions: Amount::from_fen(row.commissions_fen),
        };
        (row.agent_id, month)
    });
    Ok(months.collect())
}

struct RawRow {
    id: Uuid,
    funder_id: Uuid,
    funder_name: String,
    state: String,
    product_name: Option<String>,
    contract_kind: Option<String>,
    limit_fen: Option<i64>,
    terms: Option<Json<LoanTerms>>,
    tenors: Option<Vec<String>>,
    valid_until: Option<OffsetDateTime>,
    decline_reason: Option<String>,
    used: bool,
    asked_at: OffsetDateTime,
    deadline_at: OffsetDateTime,
    answered_at: Option<OffsetDateTime>,
    median_answer_seconds: Option<i64>,
    median_decision_seconds: Option<i64>,
    decided: i64,
    approved: i64,
}

impl RawRow {
    fn into_row<R>(self, at: OffsetDateTime) -> Result<OfferRow, Error<R>> {
        let offered = match (self.product_name, self.contract_kind, self.limit_fen, self.terms, self.valid_until) {
            (Some(product_name), Some(kind), Some(limit), Some(Json(terms)), Some(valid_until)) => {
                let tenors = tenors_of(&self.tenors.unwrap_or_default())?;
                let terms = OfferTerms { limit: Amount::from_fen(limit), terms, tenors };
                Some(Offered { product_name, contract_kind: kind.parse().map_err(Error::defect)?, terms, valid_until })
            }
            (_, _, None, None, None) => None,
            _ => return Err(Error::defect(format!("offer {} is half made", self.id))),
        };
        let until = offered.as_ref().map_or(self.deadline_at, |offered| offered.valid_until);
        let record = FunderRecord {
            median_answer_seconds: self.median_answer_seconds,
            median_decision_seconds: self.median_decision_seconds,
            decided: self.decided,
            approved: self.approved,
        };
        Ok(OfferRow {
            offer: OfferId(self.id),
            funder: PartnerId(self.funder_id),
            funder_name: self.funder_name,
            state: self.state.parse::<OfferState>().map_err(Error::defect)?.at(at, until),
            offered,
            decline_reason: self.decline_reason,
            used: self.used,
            asked_at: self.asked_at,
            deadline_at: self.deadline_at,
            answered_at: self.answered_at,
            record,
        })
    }
}

pub async fn list_offers<R>(
    connection: &mut PgConnection,
    agent: AgentId,
    at: OffsetDateTime,
) -> Result<Vec<OfferRow>, Error<R>> {
    let rows = sqlx::query_as!(
        RawRow,
        r#"select o.id, o.funder_id, f.name as funder_name, o.state, p.name as "product_name?",
                  p.contract_kind as "contract_kind?", o.limit_fen, o.terms as "terms: Json<LoanTerms>", o.tenors,
                  o.valid_until, o.decline_reason,
                  exists (select from applications a where a.offer_id = o.id and a.submitted_at is not null) as "used!",
                  o.asked_at, r.deadline_at, o.answered_at,
                  record.median_answer_seconds, record.median_decision_seconds, record.decided as "decided!",
                  record.approved as "approved!"
           from offers o
           join rounds r on r.id = o.round_id
           join partners f on f.id = o.funder_id
           left join product_versions v on v.id = o.product_version_id
           left join products p on p.id = v.product_id
           cross join lateral funder_record(o.funder_id) record
           where o.agent_id = $1
             and (o.round_id = (select id from rounds where agent_id = $1 order by opened_at desc, id desc limit 1)
                  or (o.state in ('offered', 'viewed', 'selected', 'not_chosen') and o.valid_until > $2))
           order by o.asked_at desc, f.code"#,
        agent.0,
        at
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| row.into_row(at)).collect()
}
