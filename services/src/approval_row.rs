//! What was proposed, as it is listed: by itself, and with whatever it is about.
//!
//! Not in `approval/`, which leads to whatever is approved, which needs it too.

use domain::{
    Amount, Reference,
    approval::{Action, ApprovalState, Details},
    id::{ApprovalId, UserId},
    payout::PayoutSchedule,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error,
    page::{Bounds, Narrow, PageRequest, Sort, Total, bounded, by_time_or_amount, total},
};

/// Something that was proposed, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRow {
    pub id: ApprovalId,
    pub action: Action,
    pub note: String,
    pub state: ApprovalState,
    pub proposed_by: UserId,
    pub proposed_by_name: String,
    pub proposed_at: OffsetDateTime,
    /// Empty until it is decided.
    pub decided_by_name: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decision_note: String,
    /// Of the movement or the payout.
    pub amount: Option<Amount>,
    /// The counterparty of the movement, the payout's payee, or the name of the layout or the partner.
    pub counterparty: String,
    /// Of a payout.
    pub payout_reference: Option<Reference>,
    /// Where the movement came from, or the payout was to go so far; empty of anything else.
    pub account_no: String,
    /// When a partner is paid now, as it stands; of anything else at once.
    pub payouts: PayoutSchedule,
}

pub fn action_of<R>(code: &str, subject: Uuid, details: Json<Details>) -> Result<Action, Error<R>> {
    let known = Action::of(code, subject, details.0);
    known.ok_or_else(|| Error::defect(format!("an approval is a {code} of something else")))
}

/// What is asked for of all that was proposed: in one state or any, narrowed, in an order, and about some things or any.
pub struct Asked<'a> {
    pub state: Option<ApprovalState>,
    pub narrow: &'a Narrow,
    pub sort: Option<Sort>,
    pub subjects: Option<&'a [Uuid]>,
}

/// What `$macro` makes of a statement about everything that was proposed, each with what it is about: what it selects of what `$asked`
/// and `$bounds` narrow, and what else it says from `$8` on. A text is a part of what it is about, of the reason, or of a person's name.
/// (All that people have decided by hand is little enough to be walked for a text or an amount.)
macro_rules! listed {
    ($macro:ident, $what:literal, [$($then:tt)*], $asked:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro,
            [r#"with listed as not materialized (
                 select a.id, a.action, a.subject_id, a.details, a.note, a.state, a.proposed_by, maker.display_name as maker,
                        a.proposed_at, checker.display_name as checker, a.decided_at, a.decision_note,
                        coalesce(m.amount_fen, o.amount_fen, f.give_fen - f.take_fen,
                            (select q.amount_fen from outside_payments q where q.id = a.subject_id),
                            (select r.amount_fen from refunds r where r.id = a.subject_id),
                            difference_fen(a.subject_id)) as amount_fen,
                        coalesce(m.counterparty_name, p.name, o.account_name, l.name, s.name, g.settlement_id, t.document,
                            (select h.shop_name from wallets w join agents h on h.id = w.agent_id where w.id = a.subject_id),
                            (select h.shop_name from freezes f join agents h on h.id = f.agent_id where f.id = a.subject_id),
                            (select concat_ws(' ', h.shop_name, d.reference) from loans d join agents h on h.id = d.agent_id where d.id = a.subject_id),
                            (select concat_ws(' ', c.name, to_char(f.month, 'YYYY-MM')) from carriers c where c.id = f.carrier_id),
                            (select i.file_name from imports i where i.id = a.subject_id),
                            (select k.name from carriers k where k.id = a.subject_id),
                            (select h.shop_name from agents h where h.id = a.subject_id),
                            (select r.name from reserve_accounts r where r.id = a.subject_id),
                            (select e.number from debts e where e.id = a.subject_id),
                            (select b.alias from bindings b where b.id = a.subject_id),
                            (select concat_ws(' ', e.number, q.number) from outside_payments q join debts e on e.id = q.debt_id where q.id = a.subject_id),
                            (select r.reference from refunds r where r.id = a.subject_id),
                            (select n.order_no from settlement_breaks b join settlement_lines n on n.id = b.line_id where b.id = a.subject_id),
                            '') as counterparty,
                        o.reference as payout_reference, coalesce(m.counterparty_account, o.account_no,
                            (select k.bank_account_no from carriers k where k.id = a.subject_id),
                            (select r.account_no from reserve_accounts r where r.id = a.subject_id), '') as account_no,
                        s.payout_at
                 from approvals a join users maker on maker.id = a.proposed_by
                 left join users checker on checker.id = a.decided_by
                 left join bank_movements m on m.id = a.subject_id
                 left join bank_layouts l on l.id = a.subject_id
                 left join partners s on s.id = a.subject_id
                 left join debt_transfers t on t.id = a.subject_id
                 left join mappings g on g.id = a.subject_id
                 left join commission_files f on f.id = a.subject_id
                 left join payouts o on o.id = a.subject_id left join partners p on p.id = o.partner_id)
               select "#
                + $what],
            " from listed l
                where ($4::text is null or l.state = $4) and ($5::uuid[] is null or l.subject_id = any($5))
                  and ($6::bigint is null or l.amount_fen >= $6) and ($7::bigint is null or l.amount_fen <= $7)",
            [$($then)*],
            at "l.proposed_at",
            said "l.counterparty, l.payout_reference, l.account_no, l.note, l.maker, l.checker",
            $bounds,
            $asked.state.map(ApprovalState::code),
            $asked.subjects as _,
            $asked.narrow.least.map(Amount::fen),
            $asked.narrow.most.map(Amount::fen)
            $(, $value)*
        )
    };
}

/// What was proposed about one thing, the newest first.
pub async fn list_of<R>(connection: &mut PgConnection, subject: Uuid) -> Result<Vec<ApprovalRow>, Error<R>> {
    list_of_all(connection, &[subject]).await
}

/// What was proposed about several of them, the newest first.
pub async fn list_of_all<R>(connection: &mut PgConnection, subjects: &[Uuid]) -> Result<Vec<ApprovalRow>, Error<R>> {
    let asked = Asked { state: None, narrow: &Narrow::default(), sort: None, subjects: Some(subjects) };
    Ok(list_approvals(connection, &asked, PageRequest::FIRST).await?.0)
}

/// A page of what is asked for, and how much all of it is where something narrows it. What has no amount comes as nothing.
pub async fn list_approvals<R>(
    connection: &mut PgConnection,
    asked: &Asked<'_>,
    page: PageRequest,
) -> Result<(Vec<ApprovalRow>, Option<Total>), Error<R>> {
    let bounds = Bounds::find(connection, asked.narrow).await?;
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"l.id as "id!", l.action as "action!", l.subject_id as "subject_id!", l.details as "details!: Json<Details>",
               l.note as "note!", l.state as "state!", l.proposed_by as "proposed_by!", l.maker as "maker!",
               l.proposed_at as "proposed_at!", l.checker as "checker?", l.decided_at as "decided_at?",
               l.decision_note as "decision_note!", l.amount_fen as "amount_fen?", l.counterparty as "counterparty!",
               l.payout_reference as "payout_reference?", l.account_no as "account_no!", l.payout_at as "payout_at?""#;
            asked, bounds
        ),
        ("l.proposed_at", "coalesce(l.amount_fen, 0)", "l.id", "select coalesce(amount_fen, 0), id from listed where id = "),
        ("$8", "$9::timestamptz", "$10", "$11"),
        asked.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(ApprovalRow {
                id: ApprovalId(row.id),
                action: action_of(&row.action, row.subject_id, row.details)?,
                note: row.note,
                state: row.state.parse().map_err(Error::defect)?,
                proposed_by: UserId(row.proposed_by),
                proposed_by_name: row.maker,
                proposed_at: row.proposed_at,
                decided_by_name: row.checker.unwrap_or_default(),
                decided_at: row.decided_at,
                decision_note: row.decision_note,
                amount: row.amount_fen.map(Amount::from_fen),
                counterparty: row.counterparty,
                payout_reference: row.payout_reference.map(|text| text.parse().map_err(Error::defect)).transpose()?,
                account_no: row.account_no,
                payouts: row.payout_at.map_or(PayoutSchedule::AtOnce, PayoutSchedule::Daily),
            })
        })
        .collect::<Result<Vec<_>, Error<R>>>()?;
    let total =
        total!(asked, listed!(query_scalar, r#"count(*) as "count!""#, [""], asked, bounds).fetch_one(connection));
    Ok((rows, total))
}
