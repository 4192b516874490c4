//! What has happened to several things that belong together, in one order across the parties, with whoever did it as the reader
//! may know them.

use domain::{
    Amount,
    application::ApplicationState,
    credit_line::CreditLineState,
    draw::DrawPhase,
    freeze::FreezeReason,
    id::{AgentId, ApplicationId, CreditLineId, DrawId, LoanId, PartnerId, RepaymentId},
    position::Waivable,
    repayment::RepaymentCause,
    role::Party,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, error::Never};

/// The most steps, the latest.
const MOST: i64 = 50;

/// What a step was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Application(ApplicationState),
    Line(CreditLineState),
    Draw(DrawPhase),
    /// The funder has reported its payment.
    Instructed,
    /// The money of a draw is there.
    Arrived,
    Repaid(RepaymentCause),
    /// The funder has confirmed that a repayment has reached it.
    Confirmed,
    Overdue,
    /// Nothing is overdue any more, or something is owed again.
    Running,
    Settled,
    DueDateMoved,
    /// A payment was received outside of the platform.
    Received,
    Waived(Waivable),
    /// A payment was none, or what was recorded is taken back.
    Undone,
    /// It is owed to another from then on.
    Transferred,
    /// It is owed to its funder again.
    BoughtBack,
    Frozen(FreezeReason),
    Freed(FreezeReason),
    /// All that a court held is paid to it.
    Deducted,
}

impl Event {
    pub(crate) const fn is_of_a_freeze(self) -> bool {
        matches!(self, Self::Frozen(_) | Self::Freed(_) | Self::Deducted)
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doer {
    /// Somebody whom the reader may know by name.
    Person(String),
    /// Somebody of the shop.
    Agent,
    /// Somebody of another partner; the partner's name.
    House(String),
    /// Somebody of the institution.
    Institution,
    /// A partner's own system; the partner's name.
    Interface(String),
    /// It came by itself.
    System,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStep {
    pub at: OffsetDateTime,
    pub event: Event,
    pub doer: Doer,
    /// What somebody wrote to it, or the code of why it came by itself; mostly nothing.
    pub reason: String,
    pub amount: Option<Amount>,
    /// The number of what it is about, where that is a repayment, or where things of several numbers stand together.
    pub reference: String,
}

/// What a timeline is of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Things {
    pub applications: Vec<ApplicationId>,
    pub lines: Vec<CreditLineId>,
    pub draws: Vec<DrawId>,
    pub loans: Vec<LoanId>,
    pub repayments: Vec<RepaymentId>,
    /// Whose freezes belong to it, and since when.
    pub frozen: Option<(AgentId, OffsetDateTime)>,
}

impl Things {
    /// As transitions and the trail name them.
    fn subjects(&self) -> Vec<String> {
        let applications = self.applications.iter().map(ToString::to_string);
        let lines = self.lines.iter().map(ToString::to_string);
        let draws = self.draws.iter().map(ToString::to_string);
        let loans = self.loans.iter().map(ToString::to_string);
        applications.chain(lines).chain(draws).chain(loans).chain(self.names_of_repayments()).collect()
    }

    /// In the order of their names.
    fn ids(&self) -> Vec<Uuid> {
        let applications = self.applications.iter().map(|id| id.0);
        let lines = self.lines.iter().map(|id| id.0);
        let draws = self.draws.iter().map(|id| id.0);
        let loans = self.loans.iter().map(|id| id.0);
        let repayments = self.repayments.iter().map(|id| id.0);
        applications.chain(lines).chain(draws).chain(loans).chain(repayments).collect()
    }

    /// Whether they have several numbers: a loan has that of its draw, and a line stands with its application.
    fn are_several(&self) -> bool {
        self.applications.len() + self.draws.len().max(self.loans.len()) > 1
    }

    fn names_of_repayments(&self) -> Vec<String> {
        self.repayments.iter().map(ToString::to_string).collect()
    }
}

struct RawStep {
    at: OffsetDateTime,
    kind: String,
    code: String,
    reason: String,
    amount_fen: Option<i64>,
    reference: String,
    person: Option<String>,
    agent_id: Option<Uuid>,
    partner_id: Option<Uuid>,
    house: Option<String>,
}

impl RawStep {
    fn into_step(self, reader: Party) -> Result<TimelineStep, Error<Never>> {
        let event = event_of(&self.kind, &self.code)
            .ok_or_else(|| Error::defect(format!("a step of a timeline is {} {}", self.kind, self.code)))?;
        Ok(TimelineStep {
            at: self.at,
            event,
            doer: self.doer(reader),
            reason: self.reason,
            amount: self.amount_fen.map(Amount::from_fen),
            reference: self.reference,
        })
    }

    /// A partner knows its own people by name; of others it knows whose they are.
    fn doer(&self, reader: Party) -> Doer {
        let colleague = self.partner_id.is_some() && self.partner_id.map(PartnerId) == reader.partner();
        match (&self.person, &self.house) {
            (Some(name), _) if reader == Party::Institution || colleague => Doer::Person(name.clone()),
            (Some(_), _) if self.agent_id.is_some() => Doer::Agent,
            (Some(_), Some(house)) => Doer::House(house.clone()),
            (Some(_), None) => Doer::Institution,
            (None, Some(house)) => Doer::Interface(house.clone()),
            (None, None) => Doer::System,
        }
    }
}

fn event_of(kind: &str, code: &str) -> Option<Event> {
    Some(match (kind, code) {
        ("application", state) => Event::Application(ApplicationState::from_code(state)?),
        ("line", state) => Event::Line(CreditLineState::from_code(state)?),
        ("draw", state) => Event::Draw(DrawPhase::from_code(state)?),
        ("instructed", _) => Event::Instructed,
        ("arrived", _) => Event::Arrived,
        ("repaid", cause) => Event::Repaid(RepaymentCause::from_code(cause)?),
        ("repayment", _) => Event::Confirmed,
        ("loan", "overdue") => Event::Overdue,
        ("loan", "settled") => Event::Settled,
        ("loan", _) => Event::Running,
        ("due_date_moved", _) => Event::DueDateMoved,
        ("received", _) => Event::Received,
        ("waived", part) => Event::Waived(Waivable::from_code(part)?),
        ("undone", _) => Event::Undone,
        ("transferred", _) => Event::Transferred,
        ("bought_back", _) => Event::BoughtBack,
        ("frozen", reason) => Event::Frozen(FreezeReason::from_code(reason)?),
        ("freed", reason) => Event::Freed(FreezeReason::from_code(reason)?),
        ("deducted", _) => Event::Deducted,
        _ => return None,
    })
}

/// What has happened to these things, the oldest first: the latest of it. What is not the acting party's is not there, and what a shop
/// answers stands with its application alone, to whom it consents. Of one moment, what was the cause stands first.
pub(crate) async fn list(
    connection: &mut PgConnection,
    reader: Party,
    things: &Things,
) -> Result<Vec<TimelineStep>, Error<Never>> {
    rows(connection, things).await?.into_iter().rev().map(|row| row.into_step(reader)).collect()
}

/// The same as rows, the latest first.
async fn rows(connection: &mut PgConnection, things: &Things) -> Result<Vec<RawStep>, sqlx::Error> {
    sqlx::query_as!(
        RawStep,
        r#"with named as (
               select t.subject, coalesce(a.reference, c.reference, d.reference, l.reference, r.reference) as reference
               from unnest($1::text[], $9::uuid[]) as t (subject, id) left join applications a on a.id = t.id left join credit_lines c on c.id = t.id
               left join draws d on d.id = t.id left join loans l on l.id = t.id left join repayments r on r.id = t.id
               where $10)
           select e.at as "at!", e.kind as "kind!", e.code as "code!", e.reason as "reason!", e.amount_fen as "amount_fen?",
                  e.reference as "reference!", u.display_name as "person?", u.agent_id as "agent_id?", u.partner_id as "partner_id?", coalesce(u.house, k.name) as "house?"
           from (
               select recorded_at as at, case split_part(subject, '_', 1) when 'loan' then 6 when 'line' then 7 when 'repayment' then 8
                                              else case to_state when 'credited' then 4 else 1 end end as rank, number,
                      split_part(subject, '_', 1) as kind, to_state as code, actor,
                      case when subject like 'loan%' or (from_state = 'more_information' and to_state = 'in_review') then ''
                           else reason end as reason,
                      null::bigint as amount_fen, coalesce((select n.reference from named n where n.subject = transitions.subject), '') as reference
               from transitions where subject = any($1) and from_state <> to_state and not (subject like 'loan%' and from_state = '')
               union all
               select b.recorded_at, 2, 0, 'instructed', '', b.actor, '', null,
                      coalesce((select n.reference from named n where n.subject = t.subject), '')
               from unnest($1::text[]) as t (subject)
               cross join lateral (select recorded_at, actor from audit
                                   where subject = t.subject and operation in ('draw.instruct', 'draw.release') and outcome = 'done'
                                   order by id limit $8) b
               union all
               select funds_at, 3, 0, 'arrived', '', '', '', funds_fen, case when $10 then reference else '' end from draws where id = any($2) and funds_at is not null
               union all
               select r.debited_at, 5, r.version, 'repaid', r.cause, coalesce(a.actor, ''), '', r.amount_fen, r.reference
               from unnest($3::uuid[], $4::text[]) as t (id, subject) join repayments r on r.id = t.id
               left join lateral (select actor from audit
                                  where subject = t.subject and operation = 'repayment.repay' and outcome = 'done' limit 1) a on true
               union all
               select recorded_at, 5, version, kind, coalesce(part, ''), recorded_by, evidence, amount_fen,
                      case when $10 then coalesce((select l.reference from loans l where l.id = loan_id), '') else '' end
               from loan_facts where loan_id = any($5)
               union all
               select t.effective_at, 5, 0, case when t.back then 'bought_back' else 'transferred' end, '', '', t.document, i.amount_fen,
                      case when $10 then coalesce((select l.reference from loans l where l.id = i.loan_id), '') else '' end
               from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
               where i.loan_id = any($5) and i.state = 'effective'
               union all
               select f.ordered_at, 7, 0, 'frozen', f.reason, f.ordered_by, f.evidence, f.amount_fen, ''
               from wallets w cross join lateral (select * from freezes where wallet_id = w.id order by ordered_at desc limit $8) f
               where w.agent_id = $6 and f.ordered_at >= $7
               union all
               select f.lifted_at, 7, 1, case when f.deducted then 'deducted' else 'freed' end, f.reason, coalesce(f.lifted_by, ''), '',
                      case when f.deducted then f.amount_fen end, ''
               from wallets w cross join lateral (select * from freezes where wallet_id = w.id order by ordered_at desc limit $8) f
               where w.agent_id = $6 and f.lifted_at >= $7) e
           left join lateral (select w.display_name, w.agent_id, w.partner_id, p.name as house
                              from users w left join partners p on p.id = w.partner_id
                              where starts_with(e.actor, 'user:') and w.username = substr(e.actor, 6) limit 1) u on true
           left join lateral (select p.name from partner_keys pk join partners p on p.id = pk.partner_id
                              where starts_with(e.actor, 'key:') and pk.key_id = substr(e.actor, 5) limit 1) k on true
           order by e.at desc, e.rank desc, e.number desc limit $8"#,
        &things.subjects(),
        &things.draws.iter().map(|id| id.0).collect::<Vec<Uuid>>(),
        &things.repayments.iter().map(|id| id.0).collect::<Vec<Uuid>>(),
        &things.names_of_repayments(),
        &things.loans.iter().map(|id| id.0).collect::<Vec<Uuid>>(),
        things.frozen.map(|(agent, _)| agent.0),
        things.frozen.map(|(_, since)| since),
        MOST,
        &things.ids(),
        things.are_several(),
    )
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(person: Option<&str>, agent: Option<u128>, partner: Option<u128>) -> RawStep {
        RawStep {
            at: OffsetDateTime::UNIX_EPOCH,
            kind: "repaid".to_owned(),
            code: "asked".to_owned(),
            reason: String::new(),
            amount_fen: None,
            reference: String::new(),
            person: person.map(str::to_owned),
            agent_id: agent.map(Uuid::from_u128),
            partner_id: partner.map(Uuid::from_u128),
            house: None,
        }
    }

    #[test]
    fn a_partner_knows_its_own_people_by_name_and_the_institution_everybody() {
        let own = Party::Funder(PartnerId(Uuid::from_u128(1)));
        let named = || Doer::Person("刘一凡".to_owned());
        for (reader, step, doer) in [
            (Party::Institution, step(Some("刘一凡"), Some(7), None), named()),
            (own, step(Some("刘一凡"), Some(7), None), Doer::Agent),
            (own, step(Some("刘一凡"), None, None), Doer::Institution),
            (own, step(Some("刘一凡"), None, Some(1)), named()),
            (own, step(None, None, None), Doer::System),
        ] {
            assert_eq!(step.doer(reader), doer);
        }
        let of_other = RawStep { house: Some("顺联".to_owned()), ..step(Some("刘一凡"), None, Some(2)) };
        assert_eq!((of_other.doer(own), of_other.doer(Party::Institution)), (Doer::House("顺联".to_owned()), named()));
        let of_system = RawStep { house: Some("嘉禾".to_owned()), ..step(None, None, None) };
        assert_eq!(of_system.doer(own), Doer::Interface("嘉禾".to_owned()));
    }

    #[test]
    fn every_kind_of_step_has_its_event() {
        assert_eq!(event_of("line", "closing"), Some(Event::Line(CreditLineState::Closing)));
        assert_eq!(event_of("loan", "overdue"), Some(Event::Overdue));
        assert_eq!(event_of("loan", "active"), Some(Event::Running));
        assert_eq!(event_of("repaid", "due"), Some(Event::Repaid(RepaymentCause::Due)));
        assert_eq!(event_of("frozen", "court"), Some(Event::Frozen(FreezeReason::Court)));
        assert_eq!(event_of("deducted", "court"), Some(Event::Deducted));
        assert_eq!(event_of("draw", "nowhere"), None);
        assert_eq!(event_of("payout", "sent"), None);
    }
}
