use domain::{
    Amount,
    id::{AgentId, CreditLineId, DrawId, LoanId, PartnerId},
    ledger::Account,
    loan::{Loan, LoanState},
    position::Position,
    schedule::DueDates,
    terms::LoanTerms,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::Date;
use uuid::Uuid;

use super::LoanRow;
use crate::{
    Error,
    envelope::{Arrays, Change},
    page::{Added, Bounds, Cursor, PageRequest},
};

/// Whose loans: of an agent, of a funder, or of both.
pub type Parties = (Option<Uuid>, Option<Uuid>);
/// The same, or those that a facilitator holds.
pub type Whose = (Option<Uuid>, Option<Uuid>, Option<Uuid>);

/// Reads a loan's state back from its columns.
pub fn state_of<R>(code: &str, overdue_since: Option<Date>) -> Result<LoanState, Error<R>> {
    LoanState::from_parts(code, overdue_since)
        .ok_or_else(|| Error::defect(format!("a loan is {code}, overdue since {overdue_since:?}")))
}

pub struct RawLoan {
    id: Uuid,
    draw_id: Uuid,
    agent_id: Uuid,
    funder_id: Uuid,
    reference: String,
    agent_name: String,
    funder_name: String,
    holder_id: Uuid,
    holder_name: String,
    held_since: Option<Date>,
    principal_fen: i64,
    outstanding_fen: i64,
    terms: Json<LoanTerms>,
    credited_on: Date,
    state: String,
    overdue_since: Option<Date>,
    position: Json<Position>,
    today: Date,
}

impl RawLoan {
    pub fn into_row<R>(self) -> Result<LoanRow, Error<R>> {
        Ok(LoanRow {
            id: LoanId(self.id),
            draw: DrawId(self.draw_id),
            agent: AgentId(self.agent_id),
            funder: PartnerId(self.funder_id),
            reference: self.reference.parse().map_err(Error::defect)?,
            agent_name: self.agent_name,
            funder_name: self.funder_name,
            holder: PartnerId(self.holder_id),
            holder_name: self.holder_name,
            held_since: self.held_since,
            principal: Amount::from_fen(self.principal_fen),
            outstanding: Amount::from_fen(self.outstanding_fen),
            terms: self.terms.0,
            credited_on: self.credited_on,
            state: state_of(&self.state, self.overdue_since)?,
            position: self.position.0,
            today: self.today,
        })
    }
}

/// Loans as they are listed: what a statement says behind their columns, where `l` is a loan.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawLoan,
            r#"select l.id, l.draw_id, l.agent_id, l.funder_id, l.reference, a.shop_name as agent_name, p.name as funder_name,
                      l.holder_id, h.name as holder_name, l.held_since, l.principal_fen, l.outstanding_fen, l.credited_on,
                      l.terms as "terms: Json<LoanTerms>", l.state, l.overdue_since, l.position as "position: Json<Position>", d.open_on as today
               from business_day d cross join loans l
               join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id join partners h on h.id = l.holder_id "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What loans come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(l.principal_fen), 0)::bigint as "fen!" from loans l "# + $first $(+ $more)*,
            $($value),*
        )
    };
}

/// A loan of the agent's, of a funder's, or of a facilitator that holds it or is to.
pub async fn find(
    connection: &mut PgConnection,
    (agent, partner): Parties,
    id: LoanId,
) -> Result<Option<RawLoan>, sqlx::Error> {
    listed!(
        "where l.id = $3 and ($1::uuid is null or l.agent_id = $1)
           and ($2::uuid is null or $2 in (l.funder_id, l.holder_id)
                or l.facilitator_id = $2 and exists (select from debt_transfer_items i
                                                     where i.loan_id = l.id and i.state in ('pending', 'frozen')))";
        agent,
        partner,
        id.0,
    )
    .fetch_optional(connection)
    .await
}

/// A loan of the agent's own as it is kept.
pub async fn find_kept(
    connection: &mut PgConnection,
    loan: LoanId,
    agent: AgentId,
) -> Result<Option<Loan>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select position as "position: Json<Position>", holder_id, version from loans where id = $1 and agent_id = $2"#,
        loan.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.version }))
}

/// A page of the loans of one party, `$1`, by a condition and an order in which `($2, $3)` is the place after which it begins.
/// Each party's is a statement of its own: a plan can be kept for it, and finds by an index what is the party's.
macro_rules! list {
    ($connection:ident, $parties:ident, $from:expr, $page:ident, $which:literal) => {
        match $parties {
            (Some(agent), _) => list!(@of "l.agent_id = $1 and ", $connection, agent, $from, $page, $which),
            (None, Some(funder)) => list!(@of "l.funder_id = $1 and ", $connection, funder, $from, $page, $which),
            (None, None) => list!(@of "$1::uuid is null and ", $connection, None::<Uuid>, $from, $page, $which),
        }
    };
    (@of $whose:literal, $connection:ident, $party:expr, $from:expr, $page:ident, $which:literal) => {
        listed!("where " + $whose + $which + " limit $4"; $party, $from.day(), $from.id, $page.rows_to_read())
        .fetch_all($connection)
        .await
    };
}

/// By the day on which something is to be paid.
pub async fn list_running(
    connection: &mut PgConnection,
    parties: Parties,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    let from = page.oldest_first();
    list!(
        connection,
        parties,
        from,
        page,
        "l.state <> 'settled' and (l.due_on, l.id) > ($2::date, $3::uuid) order by l.due_on, l.id"
    )
}

/// What is overdue the longest first.
pub async fn list_overdue(
    connection: &mut PgConnection,
    parties: Parties,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    let from = page.oldest_first();
    list!(
        connection,
        parties,
        from,
        page,
        "l.state = 'overdue' and (l.overdue_since, l.id) > ($2::date, $3::uuid) order by l.overdue_since, l.id"
    )
}

/// Those of a funder of which something unpaid falls due on a day, the next instalment or a later one, as [`expected`](super::expected)
/// counts them. Each instalment's own day stands in the position.
pub async fn list_falling_due(
    connection: &mut PgConnection,
    funder: PartnerId,
    on: Date,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    listed!(
        "where l.id = any (array(
             (select id from loans
              where funder_id = $1 and holder_id = funder_id and state <> 'settled' and due_on = $2 and ($3::uuid is null or id > $3)
              order by id limit $4)
             union all
             (select id from loans i
              where funder_id = $1 and holder_id = funder_id and state <> 'settled' and due_on < $2 and ($3 is null or id > $3)
                and jsonb_array_length(position -> 'instalments') > 1
                and exists (select from unpaid_instalments(i.position) f where f.due_on = $2)
              order by id limit $4)))
         order by l.id limit $4";
        funder.0,
        on,
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await
}

/// The newest first.
pub async fn list_settled(
    connection: &mut PgConnection,
    parties: Parties,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    let from = page.newest_first();
    list!(
        connection,
        parties,
        from,
        page,
        "l.state = 'settled' and (l.credited_on, l.id) < ($2::date, $3::uuid) order by l.credited_on desc, l.id desc"
    )
}

/// What `$statement` says of the loans of `$whose` in some states that `$bounds` narrow, and what else it says from `$11` on. A facilitator
/// is not told of draws.
macro_rules! narrowed {
    ($statement:ident, $then:literal, $whose:expr, $states:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "where ($1::uuid is null or l.agent_id = $1) and ($2::uuid is null or l.funder_id = $2)
               and l.state = any($3::text[]) and l.credited_on between $4 and $5
               and l.principal_fen between $6 and $7 and ($8::uuid[] is null or l.agent_id = any($8))
               and ($9::text is null or l.draw_id = (select id from draws where reference = $9)
                    or $10::uuid is not null and l.reference = $9)
               and ($10::uuid is null or l.holder_id = $10 and l.holder_id <> l.funder_id) "
                + $then;
            $whose.0,
            $whose.1,
            $states as _,
            $bounds.from,
            $bounds.to,
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref(),
            $whose.2
            $(, $value)*
        )
    };
}

/// Those of some states that `bounds` narrow, in one of the orders of [`Sort`](crate::page::Sort), by `due` or by `overdue`.
pub async fn list_narrowed(
    connection: &mut PgConnection,
    whose: Whose,
    (states, order): (&[&str], &str),
    bounds: &Bounds,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    narrowed!(
        listed,
        "and ($13::uuid is null
              or case $11::text when 'due' then (l.due_on, l.id) > ($12::date, $13)
                                when 'overdue' then (l.overdue_since, l.id) > ($12, $13)
                                when 'newest' then (l.credited_on, l.id) < ($12, $13)
                                when 'oldest' then (l.credited_on, l.id) > ($12, $13)
                                when 'largest' then (l.principal_fen, l.id) < (select principal_fen, id from loans where id = $13)
                                else (l.principal_fen, l.id) > (select principal_fen, id from loans where id = $13) end)
         order by case $11 when 'due' then l.due_on when 'overdue' then l.overdue_since when 'oldest' then l.credited_on end,
                  case $11 when 'newest' then l.credited_on end desc,
                  case $11 when 'smallest' then l.principal_fen end, case $11 when 'largest' then l.principal_fen end desc,
                  case when $11 in ('newest', 'largest') then l.id end desc, l.id
         limit $14",
        whose,
        states,
        bounds,
        order,
        page.after.map(Cursor::day),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read()
    )
    .fetch_all(connection)
    .await
}

/// How many those are, and what was lent with them.
pub async fn add_up_narrowed(
    connection: &mut PgConnection,
    whose: Whose,
    states: &[&str],
    bounds: &Bounds,
) -> Result<Added, sqlx::Error> {
    narrowed!(added, "", whose, states, bounds).fetch_one(connection).await
}

/// Those of one shop from one funder, the newest first.
pub async fn list_of_shop(
    connection: &mut PgConnection,
    shop: AgentId,
    funder: PartnerId,
    most: u16,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    listed!(
        "where l.agent_id = $1 and l.funder_id = $2 order by l.credited_on desc limit $3";
        shop.0,
        funder.0,
        i64::from(most),
    )
    .fetch_all(connection)
    .await
}

/// A loan of which something fell due.
pub struct FallenDue {
    pub id: LoanId,
    pub agent: AgentId,
    pub holder: PartnerId,
    pub reference: String,
    pub position: Position,
}

/// The active loans of which something fell due before a date, locked.
pub async fn lock_fallen_due(connection: &mut PgConnection, before: Date) -> Result<Vec<FallenDue>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, agent_id, holder_id, reference, position as "position: Json<Position>" from loans
           where state = 'active' and due_on < $1 order by id for update"#,
        before
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| FallenDue {
            id: LoanId(row.id),
            agent: AgentId(row.agent_id),
            holder: PartnerId(row.holder_id),
            reference: row.reference,
            position: row.position.0,
        })
        .collect())
}

/// A running loan whose due dates may move.
pub struct MovingLoan {
    pub id: LoanId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub reference: String,
    pub loan: Loan,
    /// The last day of its line.
    pub matures_on: Date,
}

/// The running loans of which something falls due, or was to, on one of these days, locked, where the terms say that due dates move.
pub async fn lock_moving(connection: &mut PgConnection, days: &[Date]) -> Result<Vec<MovingLoan>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.id, l.agent_id, l.funder_id, l.reference, l.position as "position: Json<Position>", l.holder_id, l.version,
                  c.matures_on
           from loans l join credit_lines c on c.id = l.credit_line_id
           where l.state <> 'settled' and l.due_dates is not null
             and (l.due_dates && $1 or exists (select from loan_facts f where f.loan_id = l.id and f.moved_to = any($1)))
           order by l.id for update of l"#,
        days
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| MovingLoan {
            id: LoanId(row.id),
            agent: AgentId(row.agent_id),
            funder: PartnerId(row.funder_id),
            reference: row.reference,
            loan: Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.version },
            matures_on: row.matures_on,
        })
        .collect())
}

/// Gives loans another state, with the envelope.
pub struct StateChange {
    pub id: LoanId,
    pub state: LoanState,
}

impl Change for StateChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update loans set state = t.state, overdue_since = t.overdue_since from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.state.code()))
            .column(rows.iter().map(|row| row.state.overdue_since()))
            .end();
        sql.push(" as t (id, state, overdue_since) where loans.id = t.id");
    }
}

/// Keeps a locked loan as it is after a payment on a date, with the envelope.
pub struct LoanChange {
    pub id: LoanId,
    pub after: Loan,
    pub on: Date,
}

impl Change for LoanChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        let states = || rows.iter().map(|row| row.after.state(row.on));
        sql.push(
            "update loans set outstanding_fen = t.outstanding_fen, position = t.position, state = t.state, \
             overdue_since = t.overdue_since, due_on = t.due_on, due_fen = t.due_fen, version = t.version from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.after.position.outstanding_principal().fen()))
            .column(rows.iter().map(|row| Json(&row.after.position)))
            .column(states().map(LoanState::code))
            .column(states().map(LoanState::overdue_since))
            .column(rows.iter().map(|row| row.after.next_due().map(|(on, _)| on)))
            .column(rows.iter().map(|row| row.after.next_due().map(|(_, amount)| amount.fen())))
            .column(rows.iter().map(|row| row.after.version))
            .end();
        sql.push(
            " as t (id, outstanding_fen, position, state, overdue_since, due_on, due_fen, version) where loans.id = t.id",
        );
    }
}

/// The loan that a credited draw becomes, with the envelope.
pub struct NewLoan {
    pub id: LoanId,
    pub draw: DrawId,
    /// The draw's.
    pub reference: String,
    pub line: CreditLineId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub principal: Amount,
    pub loan: Loan,
    /// Where its terms alone do not say them.
    pub dates: Option<DueDates>,
    pub debt: Account,
}

impl Change for NewLoan {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "insert into loans (id, draw_id, credit_line_id, agent_id, funder_id, reference, principal_fen, \
             outstanding_fen, terms, credited_on, due_dates, state, position, due_on, due_fen, version, holder_id, \
             debt_account_id) \
             select id, draw, line, agent, funder, reference, principal, outstanding, terms, credited_on, due_dates::date[], state, \
             position, due_on, due_fen, version, holder, debt from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.draw.0))
            .column(rows.iter().map(|row| row.line.0))
            .column(rows.iter().map(|row| row.agent.0))
            .column(rows.iter().map(|row| row.funder.0))
            .column(rows.iter().map(|row| row.reference.as_str()))
            .column(rows.iter().map(|row| row.principal.fen()))
            .column(rows.iter().map(|row| row.principal.fen()))
            .column(rows.iter().map(|row| Json(row.loan.position.terms())))
            .column(rows.iter().map(|row| row.loan.position.credited_on()))
            .column(rows.iter().map(|row| row.dates.as_ref().map(|agreed| dates(agreed.due_on()))))
            .column(rows.iter().map(|row| row.loan.state(row.loan.position.credited_on()).code()))
            .column(rows.iter().map(|row| Json(&row.loan.position)))
            .column(rows.iter().map(|row| row.loan.next_due().map(|(on, _)| on)))
            .column(rows.iter().map(|row| row.loan.next_due().map(|(_, amount)| amount.fen())))
            .column(rows.iter().map(|row| row.loan.version))
            .column(rows.iter().map(|row| row.loan.holder.0))
            .column(rows.iter().map(|row| row.debt.id.0))
            .end();
        sql.push(
            " as t (id, draw, line, agent, funder, reference, principal, outstanding, terms, credited_on, due_dates, state, \
             position, due_on, due_fen, version, holder, debt)",
        );
    }
}

/// As the database reads an array: an array of arrays of different lengths is none.
fn dates(dates: &[Date]) -> String {
    format!("{{{}}}", dates.iter().map(Date::to_string).collect::<Vec<_>>().join(","))
}
