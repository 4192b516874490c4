//! Draws as their agent, their funder and the institution see them.

use domain::{
    Amount, Reference,
    draw::{DrawPhase, DrawState},
    id::{AgentId, CreditLineId, DrawId, LoanId, PartnerId},
    role::Party,
    terms::{LoanTerms, Tenor},
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{sql, visible_to};
use crate::{
    Context, Db, Error,
    context::{FUNDER_TEAM, INSTITUTION},
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, total},
    transition::TransitionRow,
};

/// A draw with both flows.
#[derive(Clone, Debug)]
pub struct DrawRow {
    pub id: DrawId,
    pub reference: Reference,
    pub agent: AgentId,
    pub agent_name: String,
    pub agent_number: String,
    pub funder: PartnerId,
    pub funder_name: String,
    pub payer_account: String,
    pub amount: Amount,
    pub tenor: Tenor,
    pub terms: LoanTerms,
    pub purpose: String,
    pub disclosure: String,
    pub state: DrawState,
    pub requested_at: OffsetDateTime,
    pub accepted_at: Option<OffsetDateTime>,
    pub instruction_reference: Option<String>,
    pub instruction_at: Option<OffsetDateTime>,
    pub funds: Amount,
    pub funds_at: Option<OffsetDateTime>,
    pub credited_at: Option<OffsetDateTime>,
    pub loan: Option<LoanId>,
    /// Only where one draw is read.
    pub timeline: Vec<TransitionRow>,
}

/// Which draws are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawFilter {
    /// Those that wait for the funder or for money.
    Open,
    /// Those that wait for the funder, the oldest first.
    Requested,
    /// Those that wait for money.
    Awaiting,
    Credited,
    /// Those that ended without money.
    Ended,
    All,
}

impl DrawFilter {
    const fn states(self) -> &'static [&'static str] {
        use DrawPhase as Phase;
        match self {
            Self::Open => const { &[Phase::Requested.code(), Phase::Awaiting.code()] },
            Self::Requested => const { &[Phase::Requested.code()] },
            Self::Awaiting => const { &[Phase::Awaiting.code()] },
            Self::Credited => const { &[Phase::Credited.code()] },
            Self::Ended => const { &[Phase::Refused.code(), Phase::Cancelled.code(), Phase::Lapsed.code()] },
            Self::All => {
                const {
                    &[
                        Phase::Requested.code(),
                        Phase::Awaiting.code(),
                        Phase::Credited.code(),
                        Phase::Refused.code(),
                        Phase::Cancelled.code(),
                        Phase::Lapsed.code(),
                    ]
                }
            }
        }
    }
}

/// How many draws wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDraws {
    /// For the funder's answer and payment.
    pub requested: i64,
    /// For money.
    pub awaiting: i64,
}

struct RawDraw {
    id: Uuid,
    reference: String,
    agent_id: Uuid,
    funder_id: Uuid,
    agent_name: String,
    agent_number: String,
    funder_name: String,
    payer_account: String,
    amount_fen: i64,
    tenor: String,
    terms: Json<LoanTerms>,
    purpose: String,
    disclosure: String,
    state: String,
    refusal_reason: Option<String>,
    requested_at: OffsetDateTime,
    accepted_at: Option<OffsetDateTime>,
    instruction_reference: Option<String>,
    instruction_at: Option<OffsetDateTime>,
    funds_fen: i64,
    funds_at: Option<OffsetDateTime>,
    credited_at: Option<OffsetDateTime>,
    loan_id: Option<Uuid>,
}

impl RawDraw {
    fn into_row<R>(self, timeline: Vec<TransitionRow>) -> Result<DrawRow, Error<R>> {
        let funds = Amount::from_fen(self.funds_fen);
        Ok(DrawRow {
            id: DrawId(self.id),
            reference: sql::reference(&self.reference)?,
            agent: AgentId(self.agent_id),
            agent_name: self.agent_name,
            agent_number: self.agent_number,
            funder: PartnerId(self.funder_id),
            funder_name: self.funder_name,
            payer_account: self.payer_account,
            amount: Amount::from_fen(self.amount_fen),
            tenor: self.tenor.parse().map_err(Error::defect)?,
            terms: self.terms.0,
            purpose: self.purpose,
            disclosure: self.disclosure,
            state: sql::draw_state(&self.state, self.instruction_at.is_some(), funds, self.refusal_reason)?,
            requested_at: self.requested_at,
            accepted_at: self.accepted_at,
            instruction_reference: self.instruction_reference,
            instruction_at: self.instruction_at,
            funds,
            funds_at: self.funds_at,
            credited_at: self.credited_at,
            loan: self.loan_id.map(LoanId),
            timeline,
        })
    }
}

/// Draws as they are listed: what a statement says behind their columns, where `d` is a draw and `l` the loan that it has become.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawDraw,
            r#"select d.id, d.reference, d.agent_id, d.funder_id, a.shop_name as agent_name,
                      a.number as agent_number, p.name as funder_name, p.bank_account_no as payer_account,
                      d.amount_fen, d.tenor, d.terms as "terms: Json<LoanTerms>", d.purpose, d.disclosure, d.state,
                      d.refusal_reason, d.requested_at, d.accepted_at, d.instruction_reference, d.instruction_at,
                      d.funds_fen, d.funds_at, d.credited_at, l.id as "loan_id?"
               from draws d join agents a on a.id = d.agent_id join partners p on p.id = d.funder_id
               left join loans l on l.draw_id = d.id "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What draws come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(d.amount_fen), 0)::bigint as "fen!" from draws d "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// A page of draws, newest first, by a condition.
macro_rules! list {
    ($connection:ident, $which:tt, $party:expr, $states:expr, $from:ident, $page:ident) => {
        listed!(
            "where "
                + $which
                + " and (d.requested_at, d.id) < ($3::timestamptz, $4::uuid)
                   order by d.requested_at desc, d.id desc limit $5";
            $party,
            $states,
            $from.at,
            $from.id,
            $page.rows_to_read(),
        )
        .fetch_all(&mut *$connection)
        .await
    };
}

/// What `$statement` says of the draws of `$owners` in some states that `$bounds` narrow, and what else it says from `$10` on.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], $owners:expr, $states:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "where ($1::uuid is null or d.agent_id = $1) and ($2::uuid is null or d.funder_id = $2)
               and d.state = any($3::text[]) and d.requested_at >= $4 and d.requested_at < $5
               and d.amount_fen between $6 and $7 and ($8::uuid[] is null or d.agent_id = any($8))
               and ($9::text is null or d.reference = $9) "
                + $($then)*;
            $owners.0,
            $owners.1,
            $states as _,
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

/// The draws that the acting party may see, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn draws(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<DrawFilter>>,
    page: PageRequest,
) -> Result<Page<DrawRow>, Error<Never>> {
    let list: Narrowed<DrawFilter> = list.into();
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if list.asks() || list.part == DrawFilter::Requested {
                return list_narrowed(connection, (agent, partner), &list, page).await;
            }
            let (from, states) = (page.newest_first(), list.part.states());
            let rows = match (agent, states) {
                (Some(agent), _) => {
                    list!(connection, "d.agent_id = $1 and d.state = any($2::text[])", agent, states as _, from, page)
                }
                // One state is compared by itself: only then does an index have them in their order.
                (None, [state]) => list!(
                    connection,
                    "($1::uuid is null or d.funder_id = $1) and d.state = $2",
                    partner,
                    *state,
                    from,
                    page
                ),
                (None, _) => list!(
                    connection,
                    "($1::uuid is null or d.funder_id = $1) and d.state = any($2::text[])",
                    partner,
                    states as _,
                    from,
                    page
                ),
            }?;
            page_of(rows, page)
        })
    })
    .await
}

/// A page of what is asked for of the draws, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    owners: (Option<Uuid>, Option<Uuid>),
    list: &Narrowed<DrawFilter>,
    page: PageRequest,
) -> Result<Page<DrawRow>, Error<Never>> {
    let (bounds, states) = (Bounds::find(connection, &list.narrow).await?, list.part.states());
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let own = if list.part == DrawFilter::Requested { Sort::Oldest } else { Sort::Newest };
    let rows = by_time_or_amount!(
        narrowed!(listed; owners, states, bounds),
        ("d.requested_at", "d.amount_fen", "d.id", "select amount_fen, id from draws where id = "),
        ("$10", "$11::timestamptz", "$12", "$13"),
        list.sort.unwrap_or(own),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let page = page_of(rows, page)?;
    let total = total!(list, narrowed!(added, [""], owners, states, bounds).fetch_one(connection));
    Ok(page.with_total(total))
}

/// The draws that wait for the answer of the acting funder, the oldest first.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn draws_to_answer(db: &Db, context: &Context, page: PageRequest) -> Result<Page<DrawRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let from = page.oldest_first();
            let rows = listed!(
                "where d.funder_id = $1 and d.state = 'requested' and (d.requested_at, d.id) > ($2, $3)
                 order by d.requested_at, d.id limit $4";
                funder.0,
                from.at,
                from.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            page_of(rows, page)
        })
    })
    .await
}

/// The latest draws of a shop, from the acting funder or, for the institution's people, from all, the newest first.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn draws_of_shop(db: &Db, context: &Context, shop: AgentId, most: u16) -> Result<Vec<DrawRow>, Error<Never>> {
    let funder = if context.party() == Party::Institution {
        context.operator::<Never>(INSTITUTION)?;
        None
    } else {
        Some(context.funder::<Never>(FUNDER_TEAM)?.0)
    };
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = listed!(
                "where d.agent_id = $1 and ($2::uuid is null or d.funder_id = $2)
                 order by d.requested_at desc, d.id desc limit $3";
                shop.0,
                funder,
                i64::from(most),
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(|row| row.into_row(Vec::new())).collect()
        })
    })
    .await
}

/// The latest draws of a line, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn draws_of_line(
    db: &Db,
    context: &Context,
    line: CreditLineId,
    most: u16,
) -> Result<Vec<DrawRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            // Its shop's are found by an index, and are few.
            let rows = listed!(
                "where d.credit_line_id = $1 and d.agent_id = (select agent_id from credit_lines where id = $1)
                 order by d.requested_at desc, d.id desc limit $2";
                line.0,
                i64::from(most),
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(|row| row.into_row(Vec::new())).collect()
        })
    })
    .await
}

fn page_of(rows: Vec<RawDraw>, page: PageRequest) -> Result<Page<DrawRow>, Error<Never>> {
    let rows = rows.into_iter().map(|row| row.into_row(Vec::new())).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, |draw: &DrawRow| Cursor { at: draw.requested_at, id: draw.id.0 }))
}

/// How many draws of the funder wait for what.
///
/// # Errors
/// `Forbidden` to anybody but a person of a funder.
pub async fn count_open_draws(db: &Db, context: &Context) -> Result<OpenDraws, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let counts = sqlx::query_as!(
                OpenDraws,
                r#"select count(*) filter (where state = 'requested') as "requested!",
                          count(*) filter (where state = 'awaiting') as "awaiting!"
                   from draws where funder_id = $1 and state in ('requested', 'awaiting')"#,
                funder.0,
            )
            .fetch_one(connection)
            .await?;
            Ok(counts)
        })
    })
    .await
}

/// One draw with its timeline.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's.
pub async fn draw(db: &Db, context: &Context, id: DrawId) -> Result<DrawRow, Error<Never>> {
    let person = context.person()?.clone();
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = listed!("where d.id = $1"; id.0)
                .fetch_optional(&mut *connection)
                .await?
                .filter(|row| {
                    let (agent, funder) = (AgentId(row.agent_id), PartnerId(row.funder_id));
                    visible_to(&person, agent, funder)
                })
                .ok_or(Error::NotFound)?;
            let timeline = crate::transition::list(connection, &id.to_string()).await?;
            row.into_row(timeline)
        })
    })
    .await
}
