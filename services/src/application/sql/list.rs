use domain::{
    Amount,
    id::{AgentId, ApplicationId, PartnerId, UserId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    super::{
        queue::Queue,
        report::{Applicant, ApplicationBrief, ApplicationFilter, ApplicationRow},
    },
    Parties,
};
use crate::{
    Error,
    page::{Bounds, Narrowed, PageRequest, Sort, by_time_or_amount},
};

/// What surrounds an application, before it is known who reads it.
pub struct Surroundings {
    pub parties: Parties,
    pub applicant: Applicant,
    /// The agent's consent to pass its data to the funder for this application still holds.
    pub consented: bool,
    pub claimed_name: Option<String>,
    pub proposed_name: Option<String>,
    pub created_at: OffsetDateTime,
    pub offer_valid_until: Option<OffsetDateTime>,
    /// The lowest and the highest that the offer's product lends.
    pub product_limits: (Amount, Amount),
}

/// The agent's live application, or else its newest.
pub async fn find_newest<R>(
    connection: &mut PgConnection,
    agent: AgentId,
) -> Result<Option<ApplicationBrief>, Error<R>> {
    let row = sqlx::query!(
        r#"select a.id, a.reference, a.state, a.submitted_at is not null as "submitted!", f.name as funder_name
           from applications a join partners f on f.id = a.funder_id where a.agent_id = $1
           order by a.slot_held or a.state = 'draft' desc, a.created_at desc, a.id desc limit 1"#,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(ApplicationBrief {
            id: ApplicationId(row.id),
            reference: row.reference.map(|text| text.parse()).transpose().map_err(Error::defect)?,
            state: row.state.parse().map_err(Error::defect)?,
            submitted: row.submitted,
            funder_name: row.funder_name,
        })
    })
    .transpose()
}

pub async fn find_surroundings<R>(connection: &mut PgConnection, id: ApplicationId) -> Result<Surroundings, Error<R>> {
    let row = sqlx::query!(
        r#"select a.created_at, o.valid_until, v.limit_min_fen, v.limit_max_fen, p.contract_kind, f.name as funder_name,
                  claimer.display_name as "claimed_name?", proposer.display_name as "proposed_name?",
                  g.number, g.shop_name, g.bank_account_name, g.legal_person, g.licence_no, g.licence_expires_on,
                  g.region, r.name as carrier, g.phone_masked, g.joined_on,
                  consented(a) as "consented!"
           from applications a
           join offers o on o.id = a.offer_id
           join product_versions v on v.id = o.product_version_id
           join products p on p.id = v.product_id
           join partners f on f.id = a.funder_id
           join agents g on g.id = a.agent_id
           join carriers r on r.id = g.carrier_id
           left join users claimer on claimer.id = a.claimed_by
           left join users proposer on proposer.id = a.proposed_by
           where a.id = $1"#,
        id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(Surroundings {
        parties: Parties {
            kind: row.contract_kind.parse().map_err(Error::defect)?,
            funder: row.funder_name,
            agent: row.bank_account_name,
            legal_person: row.legal_person.clone(),
            licence_no: row.licence_no.clone(),
        },
        applicant: Applicant {
            number: row.number,
            shop_name: row.shop_name,
            legal_person: row.legal_person,
            licence_no: row.licence_no,
            licence_expires_on: row.licence_expires_on,
            region: row.region,
            carrier: row.carrier,
            phone_masked: row.phone_masked,
            joined_on: row.joined_on,
            months: Vec::new(),
        },
        consented: row.consented,
        claimed_name: row.claimed_name,
        proposed_name: row.proposed_name,
        created_at: row.created_at,
        offer_valid_until: row.valid_until,
        product_limits: (Amount::from_fen(row.limit_min_fen), Amount::from_fen(row.limit_max_fen)),
    })
}

struct RawRow {
    id: Uuid,
    agent_id: Uuid,
    reference: Option<String>,
    state: String,
    requested_limit: String,
    offered_limit_fen: i64,
    approved_limit_fen: Option<i64>,
    claimed_by: Option<Uuid>,
    claimed_name: Option<String>,
    proposed: bool,
    submitted_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    shop_name: Option<String>,
}

impl RawRow {
    fn into_row<R>(self) -> Result<ApplicationRow, Error<R>> {
        let reference = self.reference.ok_or_else(|| Error::defect("a submitted application has no reference"))?;
        Ok(ApplicationRow {
            id: ApplicationId(self.id),
            reference: reference.parse().map_err(Error::defect)?,
            state: self.state.parse().map_err(Error::defect)?,
            agent: AgentId(self.agent_id),
            shop_name: self.shop_name,
            requested_limit: self.requested_limit.parse().map_err(Error::defect)?,
            offered_limit: Amount::from_fen(self.offered_limit_fen),
            approved_limit: self.approved_limit_fen.map(Amount::from_fen),
            claimed_by: self.claimed_by.map(UserId).zip(self.claimed_name),
            proposed: self.proposed,
            submitted_at: self.submitted_at,
            decided_at: self.decided_at,
        })
    }
}

/// Applications as they are listed: what a statement says behind their columns, where `a` is an application.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawRow,
            r#"select a.id, a.agent_id, a.reference, a.state, a.form->>'requested_limit' as "requested_limit!",
                      a.offered_limit_fen, a.approved_limit_fen, a.claimed_by, claimer.display_name as "claimed_name?",
                      a.proposal is not null and a.state = 'in_review' as "proposed!",
                      a.submitted_at as "submitted_at!", a.decided_at,
                      case when consented(a) then g.shop_name end as shop_name
               from applications a
               join agents g on g.id = a.agent_id
               left join users claimer on claimer.id = a.claimed_by "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// How many applications there are. Limits that were offered are no money that was lent, and add up to nothing.
macro_rules! counted {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_scalar!(r#"select count(*) as "count!" from applications a "# + $first $(+ $more)*, $($value),*)
    };
}

/// What `$statement` says of the applications to `$funder` that `$filter` and `$bounds` narrow, and what else it says from `$11` on.
/// A shop that has withdrawn its consent is not found by its name either.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], $funder:expr, $filter:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "where a.funder_id = $1 and a.submitted_at >= $5 and a.submitted_at < $6
               and ($2::text is null or a.state = $2) and ($3::uuid is null or a.claimed_by = $3)
               and (not $4 or (a.proposal is not null and a.state = 'in_review'))
               and a.offered_limit_fen between $7 and $8
               and ($9::uuid[] is null or (a.agent_id = any($9) and consented(a)))
               and ($10::text is null or a.reference = $10) "
                + $($then)*;
            $funder.0,
            $filter.state.map(domain::application::ApplicationState::code),
            $filter.claimed_by.map(|user| user.0),
            $filter.proposed,
            $bounds.since(),
            $bounds.until(),
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref()
            $(, $value)*
        )
    };
}

/// Those that are asked for, in an order.
pub async fn list_narrowed<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    (list, bounds): (&Narrowed<ApplicationFilter>, &Bounds),
    page: PageRequest,
) -> Result<Vec<ApplicationRow>, Error<R>> {
    let rows = by_time_or_amount!(
        narrowed!(listed; funder, list.part, bounds),
        ("a.submitted_at", "a.offered_limit_fen", "a.id", "select offered_limit_fen, id from applications where id = "),
        ("$11", "$12::timestamptz", "$13", "$14"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawRow::into_row).collect()
}

/// How many those are.
pub async fn count_narrowed(
    connection: &mut PgConnection,
    funder: PartnerId,
    (list, bounds): (&Narrowed<ApplicationFilter>, &Bounds),
) -> Result<i64, sqlx::Error> {
    narrowed!(counted, [""], funder, list.part, bounds).fetch_one(connection).await
}

/// The oldest of what waits for somebody at the funder.
pub async fn list_oldest<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    limit: i64,
) -> Result<Vec<ApplicationRow>, Error<R>> {
    let rows = listed!(
        "where a.funder_id = $1 and a.submitted_at is not null and a.state in ('submitted', 'in_review')
         order by a.submitted_at, a.id limit $2";
        funder.0,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawRow::into_row).collect()
}

/// The oldest that waits for this person, who reviews or `confirms`, besides one.
pub async fn find_next<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    (person, confirms): (UserId, bool),
    besides: ApplicationId,
) -> Result<Option<ApplicationRow>, Error<R>> {
    let row = listed!(
        "where a.funder_id = $1 and a.submitted_at is not null and a.state in ('submitted', 'in_review') and a.id <> $4
           and case when $3::boolean then a.proposal is not null and a.proposed_by <> $2
                    else a.state = 'submitted' or (a.proposal is null and a.claimed_by = $2) end
         order by a.state = 'submitted', a.submitted_at, a.id limit 1";
        funder.0,
        person.0,
        confirms,
        besides.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(RawRow::into_row).transpose()
}

/// What one shop has submitted to the funder, the newest first.
pub async fn list_of_shop<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    shop: AgentId,
    limit: i64,
) -> Result<Vec<ApplicationRow>, Error<R>> {
    let rows = listed!(
        "where a.agent_id = $2 and a.funder_id = $1 and a.submitted_at is not null
         order by a.submitted_at desc, a.id desc limit $3";
        funder.0,
        shop.0,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawRow::into_row).collect()
}

/// How many wait for whom, and how many for somebody at the funder; the oldest are not listed.
pub async fn count_open(
    connection: &mut PgConnection,
    funder: PartnerId,
    person: UserId,
) -> Result<(Queue, i64), sqlx::Error> {
    let counts = sqlx::query!(
        r#"select count(*) filter (where state = 'submitted') as "to_claim!",
                  count(*) filter (where state = 'in_review' and proposal is null and claimed_by = $2) as "mine!",
                  count(*) filter (where state = 'in_review' and proposal is not null) as "to_confirm!",
                  count(*) filter (where state = 'more_information') as "asked!",
                  count(*) filter (where state <> 'more_information') as "waiting!"
           from applications
           where funder_id = $1 and submitted_at is not null and state in ('submitted', 'in_review', 'more_information')"#,
        funder.0,
        person.0
    )
    .fetch_one(connection)
    .await?;
    let queue = Queue {
        to_claim: counts.to_claim,
        mine: counts.mine,
        to_confirm: counts.to_confirm,
        asked: counts.asked,
        oldest: Vec::new(),
    };
    Ok((queue, counts.waiting))
}
