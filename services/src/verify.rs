//! `lianrong verify`: every invariant is one query that returns no rows when it holds.

mod binding;
mod card;
mod cash_day;
mod commission;
mod correction;
mod credit;
mod day;
mod freeze;
mod judge;
mod ledger;
mod loan_day;
mod movement;
mod partner_file;
mod payout;
mod revenue_share;
mod settlement;

use sqlx::PgConnection;

use judge::judge;

pub use crate::verdict::Verdict;
use crate::{
    Context, Db, Error,
    error::Never,
    loan::{verify_cost, verify_positions},
    transition::verify_transitions,
};

/// An invariant: its name, how many rows it examines, and the query of the rows that offend.
struct Invariant {
    name: &'static str,
    examined: &'static str,
    offending: &'static str,
}

/// Of applications and what they grant, and of what holds everywhere.
const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "the slot is held exactly while an application or its line lives",
        examined: "select count(*) from applications",
        offending: "select a.id, a.state, a.slot_held from applications a
                    left join credit_lines c on c.application_id = a.id
                    where a.slot_held <> (a.state in ('submitted', 'in_review', 'more_information', 'counter_offered', 'approved')
                                          or (a.state = 'agreed' and c.state <> 'closed'))",
    },
    Invariant {
        name: "a line has the limit that was approved, and no more than was offered",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.limit_fen from credit_lines c join applications a on a.id = c.application_id
                    join offers o on o.id = a.offer_id
                    where c.limit_fen is distinct from a.approved_limit_fen or c.limit_fen > o.limit_fen
                       or a.state <> 'agreed'",
    },
    Invariant {
        name: "no line has more than was asked for, unless its agent accepted that",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.limit_fen, a.form->>'requested_limit' as asked from credit_lines c
                    join applications a on a.id = c.application_id
                    where a.accepted_at is null and c.limit_fen > (a.form->>'requested_limit')::numeric * 100",
    },
    Invariant {
        name: "a consent's digest is that of the words that are kept",
        examined: "select count(*) from consents where text is not null",
        offending: "select id from consents where sha256(convert_to(text, 'UTF8')) <> text_hash",
    },
    Invariant {
        name: "nothing personal and no secret lies in clear",
        examined: "select (select count(*) from applications) + (select count(*) from users)",
        offending: "select id from applications
                    where form ?| array['contact_name', 'contact_phone', 'business_address']
                       or get_byte(contact, 0) <> 1 or octet_length(contact) <= 81
                       or (contact is null and contact_phone_index is not null)
                    union all
                    select id from attachments where get_byte(content, 0) <> 1 or octet_length(content) <= 81
                    union all
                    select id from transfer_documents where get_byte(content, 0) <> 1 or octet_length(content) <= 81
                    union all
                    select id from signings where get_byte(payer, 0) <> 1 or octet_length(payer) <= 81
                    union all
                    select id from bindings where get_byte(agreement_no, 0) <> 1 or octet_length(agreement_no) <= 81
                    union all
                    select id from cards where get_byte(payer, 0) <> 1 or octet_length(payer) <= 81
                                            or get_byte(agreement_no, 0) <> 1 or octet_length(agreement_no) <= 81
                    union all
                    select id from partner_keys where get_byte(secret, 0) <> 1 or octet_length(secret) <= 81
                    union all
                    select id from users where octet_length(totp_secret) <= 81 or octet_length(totp_pending) <= 81",
    },
    Invariant {
        name: "who proposed a decision did not confirm it",
        examined: "select (select count(*) from applications where confirmed_by is not null)
                        + (select count(*) from approvals where decided_by is not null)
                        + (select count(*) from imports where decided_by is not null)",
        offending: "select id from applications where confirmed_by = proposed_by
                    union all
                    select id from approvals where decided_by = proposed_by
                    union all
                    select id from imports where kind = 'bank_statement' and decided_by = uploaded_by",
    },
    Invariant {
        name: "what is only inserted cannot be changed",
        examined: "select 27::bigint",
        offending: "select t.name from unnest(array['journals', 'entries', 'closing_balances', 'closing_totals', 'closed_days', 'audit',
                                                    'transitions', 'unmaskings', 'comments', 'loan_facts', 'corrections',
                                                    'settlement_files', 'settlement_lines', 'settled_debits', 'returned_debits', 'adopted_debits', 'charged_differences', 'set_offs', 'partner_files',
                                                    'loan_days', 'cash_days', 'day_figures', 'evidence_packs', 'revenue_share_contracts',
                                                    'revenue_share_invoices', 'revenue_share_lines', 'debit_rules']) as t (name)
                    where has_table_privilege('lianrong_app', t.name, 'update')
                       or has_table_privilege('lianrong_app', t.name, 'delete')
                       or has_table_privilege('lianrong_app', t.name, 'truncate')
                       or not exists (select from pg_trigger g where g.tgrelid = t.name::regclass
                                      and g.tgfoid = 'forbid_change'::regproc and g.tgenabled = 'O')",
    },
    Invariant {
        name: "a quote is paid once and whole, while its loans are what it was computed from",
        examined: "select count(*) from repayments where quote_id is not null",
        offending: "with parts as (
                        select q.id as quote_id, p.loan_id, p.fen, p.version from quotes q
                        cross join lateral (select q.loan_id, q.amount_fen as fen, q.version where q.amount_fen > 0
                                            union all
                                            select late.loan, late.fen, late.version
                                            from jsonb_to_recordset(q.late) as late (loan uuid, fen bigint, version bigint)) p
                        where exists (select from repayments r where r.quote_id = q.id))
                    select coalesce(r.quote_id, p.quote_id) as quote, r.id as repayment, p.loan_id as loan
                    from parts p full join (select * from repayments where quote_id is not null) r
                        on (r.quote_id, r.loan_id) = (p.quote_id, p.loan_id)
                    where r.id is null or p.quote_id is null or r.version <> p.version + 1 or r.amount_fen <> p.fen",
    },
];

/// All that are queries, in the order in which they are told.
fn invariants() -> impl Iterator<Item = &'static Invariant> {
    let all = [
        ledger::INVARIANTS,
        movement::INVARIANTS,
        credit::INVARIANTS,
        payout::INVARIANTS,
        INVARIANTS,
        binding::INVARIANTS,
        freeze::INVARIANTS,
        correction::INVARIANTS,
        commission::INVARIANTS,
        revenue_share::INVARIANTS,
        card::INVARIANTS,
        settlement::INVARIANTS,
        partner_file::INVARIANTS,
        loan_day::INVARIANTS,
        cash_day::INVARIANTS,
    ];
    all.into_iter().flatten()
}

/// Runs every invariant.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself, or a technical failure. A broken invariant is not an error but a verdict.
pub async fn verify(db: &Db, context: &Context) -> Result<Vec<Verdict>, Error<Never>> {
    context.system_only()?;
    let queries: Vec<&'static Invariant> = invariants().collect();
    let mut verdicts =
        db.read(context, move |connection| Box::pin(async move { judge(connection, &queries).await })).await?;
    verdicts.push(db.read(context, |connection| Box::pin(verify_positions(connection))).await?);
    verdicts.push(db.read(context, |connection| Box::pin(verify_cost(connection))).await?);
    verdicts.push(db.read(context, |connection| Box::pin(verify_transitions(connection))).await?);
    Ok(verdicts)
}

/// Runs those that look at the rows of the date that was closed last, and at no others.
///
/// # Errors
/// As [`verify`].
pub(crate) async fn verify_closed_date(db: &Db, context: &Context) -> Result<Vec<Verdict>, Error<Never>> {
    context.system_only()?;
    let queries: Vec<&'static Invariant> = day::INVARIANTS.iter().collect();
    db.read(context, move |connection| Box::pin(async move { judge(connection, &queries).await })).await
}

/// What one invariant comes to in the transaction that the connection is in, with what nobody else sees yet; none has another name.
///
/// # Errors
/// When the database fails.
pub async fn verify_one(connection: &mut PgConnection, name: &str) -> Result<Option<Verdict>, Error<Never>> {
    if let Some(query) = invariants().chain(day::INVARIANTS).find(|invariant| invariant.name == name) {
        return Ok(judge(connection, &[query]).await?.pop());
    }
    let reckoned =
        [verify_positions(connection).await?, verify_cost(connection).await?, verify_transitions(connection).await?];
    Ok(reckoned.into_iter().find(|verdict| verdict.name == name))
}
