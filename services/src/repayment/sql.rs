use std::collections::{BTreeMap, HashMap};

use domain::{
    Amount, Reference,
    id::{AgentId, CreditLineId, LoanId, PartnerId, QuoteId, RepaymentId, WalletId},
    loan::Loan,
    position::{Allocation, Position},
    repayment::{RepaymentCause, RepaymentChoice, RepaymentRefusal},
    sweep::{Moved, proceeds},
    wallet::Wallet,
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{LatePart, QuoteRow};
use crate::{
    Error, Write,
    credit_line::{self, LockedLine},
    envelope::{Arrays, Change},
    loan,
    revenue_share::{self, Withheld},
    wallet,
};

/// A [`LatePart`] as it is kept, so that statements can read it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptPart {
    loan: Uuid,
    fen: i64,
    version: i64,
}

impl KeptPart {
    fn of(part: &LatePart) -> Self {
        Self { loan: part.loan.0, fen: part.amount.fen(), version: part.version }
    }

    fn into_part(self) -> LatePart {
        LatePart { loan: LoanId(self.loan), amount: Amount::from_fen(self.fen), version: self.version }
    }
}

/// What is paid of loans that are overdue, and with that in all.
fn parts_of(kept: Vec<KeptPart>, own_fen: i64) -> (Vec<LatePart>, Amount) {
    let late: Vec<LatePart> = kept.into_iter().map(KeptPart::into_part).collect();
    let first: Amount = late.iter().map(|part| part.amount).sum();
    (late, first.plus(Amount::from_fen(own_fen)))
}

/// `version` is that of the loan that is named.
pub async fn insert_quote(
    connection: &mut PgConnection,
    quote: &QuoteRow,
    agent: AgentId,
    version: i64,
) -> Result<(), sqlx::Error> {
    let late: Vec<KeptPart> = quote.late.iter().map(KeptPart::of).collect();
    sqlx::query!(
        "insert into quotes (id, loan_id, agent_id, amount_fen, as_of, version, allocation, expires_at, late)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        quote.id.0,
        quote.loan.0,
        agent.0,
        quote.allocation.as_ref().map_or(0, |allocation| allocation.total().fen()),
        quote.as_of,
        version,
        Json(&quote.allocation) as _,
        quote.expires_at,
        Json(&late) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_quote(
    connection: &mut PgConnection,
    quote: QuoteId,
    agent: AgentId,
) -> Result<Option<QuoteRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select loan_id, amount_fen, as_of, allocation as "allocation: Json<Option<Allocation>>",
                  late as "late: Json<Vec<KeptPart>>", expires_at
           from quotes where id = $1 and agent_id = $2"#,
        quote.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let (late, amount) = parts_of(row.late.0, row.amount_fen);
        QuoteRow {
            id: quote,
            loan: LoanId(row.loan_id),
            amount,
            as_of: row.as_of,
            late,
            allocation: row.allocation.0,
            expires_at: row.expires_at,
        }
    }))
}

/// A wallet with debts that it may pay and their lines, locked in the fixed order wallet, lines, loans.
#[derive(Clone)]
pub struct Payer {
    pub agent: AgentId,
    pub wallet_id: WalletId,
    pub wallet: Wallet,
    /// What is left of today's draws: out of reach of what the wallet pays by itself.
    pub proceeds: Amount,
    pub lines: BTreeMap<CreditLineId, LockedLine>,
    /// In the order of their numbers, but that nothing has fallen due of those that stand last.
    pub debts: Vec<Debt>,
}

#[derive(Clone)]
pub struct Debt {
    pub line_id: CreditLineId,
    pub loan_id: LoanId,
    pub loan: Loan,
    pub funder: PartnerId,
    /// Of the repayment's reference.
    pub number: u64,
}

/// A quote with the debts that paying it changes, and while its wallet is frozen with all that may have to be paid first.
pub struct Locked {
    pub payer: Payer,
    /// The loan that is named.
    pub named: LoanId,
    /// In all.
    pub amount: Amount,
    late: Vec<LatePart>,
    as_of: Date,
    expires_at: OffsetDateTime,
    /// Of the loan named, as the quote was computed from it.
    version: i64,
    /// The quote was paid.
    paid: bool,
}

impl Locked {
    /// What paying the quote does, by the places of the debts, if that is what it says.
    ///
    /// # Errors
    /// When it was paid, has expired, or says something else than what paying it would do now.
    pub fn check(&self, at: OffsetDateTime, on: Date) -> Result<Vec<(usize, Amount)>, RepaymentRefusal> {
        if self.paid {
            return Err(RepaymentRefusal::QuoteUsed);
        }
        if at > self.expires_at || on != self.as_of {
            return Err(RepaymentRefusal::QuoteExpired);
        }
        let debts = &self.payer.debts;
        let unchanged = |debt: &Debt| debt.loan_id == self.named && debt.loan.version == self.version;
        let named = debts.iter().position(unchanged).ok_or(RepaymentRefusal::QuoteStale)?;
        let positions: Vec<_> = debts.iter().map(|debt| &debt.loan.position).collect();
        let parts = RepaymentChoice::Part(self.amount).split(&positions, named, on);
        let parts = parts.map_err(|_| RepaymentRefusal::QuoteStale)?;
        let late = parts.iter().filter(|(place, _)| *place != named).map(|(place, amount)| {
            let Debt { loan_id, loan, .. } = &debts[*place];
            LatePart { loan: *loan_id, amount: *amount, version: loan.version }
        });
        if late.eq(self.late.iter().cloned()) { Ok(parts) } else { Err(RepaymentRefusal::QuoteStale) }
    }
}

/// Quotes with all that, by their ids, locked in the order of the wallets; and after them, only where it is withheld, what the
/// institution has of their funders' interest.
pub async fn lock_for_repayment<R>(write: &mut Write, quotes: &[Uuid]) -> Result<HashMap<Uuid, Locked>, Error<R>> {
    let on = write.business_date;
    let rows = sqlx::query!(
        r#"select q.id, q.agent_id, q.amount_fen, q.as_of, q.expires_at, q.version as quote_version, q.late as "late: Json<Vec<KeptPart>>",
                  w.id as wallet_id, w.balance_fen, w.version as wallet_version, w.frozen, w.held_fen,
                  c.id as line_id, c.reference as line_reference, c.state as line_state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on,
                  l.id as loan_id, l.version as loan_version, l.position as "position: Json<Position>", l.funder_id,
                  l.holder_id, nextval('repayment_numbers') as "number!",
                  exists (select from revenue_share_withholdings h where h.funder_id = l.funder_id and h.active) as "withheld!"
           from quotes q join wallets w on w.agent_id = q.agent_id
           join loans l on l.id = q.loan_id join credit_lines c on c.id = l.credit_line_id
           where q.id = any($1) order by w.id for update of w, c, l"#,
        quotes
    )
    .fetch_all(write.connection())
    .await?;
    // A loan that a paid quote has paid has another version since. Who paid it may have committed while the lock was waited for.
    let changed = rows.iter().filter(|row| row.quote_version != row.loan_version || !row.late.0.is_empty());
    let changed: Vec<Uuid> = changed.map(|row| row.id).collect();
    let paid = if changed.is_empty() { Vec::new() } else { list_paid(write.connection(), &changed).await? };
    // Nothing is overdue while its wallet is not frozen.
    let frozen = rows.iter().filter(|row| row.frozen).map(|row| (row.wallet_id, row.loan_id));
    let (wallets, loans): (Vec<Uuid>, Vec<Uuid>) = frozen.unzip();
    let payers =
        if wallets.is_empty() { HashMap::new() } else { lock_payers_of::<R>(write, &wallets, &loans, on).await? };
    let held = |funder: Uuid| write.withholdings.contains_key(&PartnerId(funder));
    let withheld = rows.iter().filter(|row| row.withheld && !held(row.funder_id));
    let withheld: Vec<Uuid> = withheld.map(|row| row.funder_id).collect();
    if !withheld.is_empty() {
        revenue_share::hold::<R>(write, Some(&withheld)).await?;
    }
    rows.into_iter()
        .map(|row| {
            let fen = [row.limit_fen, row.outstanding_fen, row.earmarked_fen];
            let line = (row.line_id, row.line_reference.as_str(), row.funder_id);
            let line = line_of(line, &row.line_state, fen, row.matures_on)?;
            let alone = Payer {
                agent: AgentId(row.agent_id),
                wallet_id: WalletId(row.wallet_id),
                wallet: wallet::of_columns([row.balance_fen, row.wallet_version, row.held_fen], row.frozen),
                proceeds: Amount::ZERO,
                debts: vec![Debt {
                    line_id: line.id,
                    loan_id: LoanId(row.loan_id),
                    loan: Loan {
                        position: row.position.0,
                        holder: PartnerId(row.holder_id),
                        version: row.loan_version,
                    },
                    funder: PartnerId(row.funder_id),
                    number: row.number.unsigned_abs(),
                }],
                lines: BTreeMap::from([(line.id, line)]),
            };
            let (late, amount) = parts_of(row.late.0, row.amount_fen);
            let locked = Locked {
                payer: payers.get(&row.wallet_id).cloned().unwrap_or(alone),
                named: LoanId(row.loan_id),
                amount,
                late,
                as_of: row.as_of,
                expires_at: row.expires_at,
                version: row.quote_version,
                paid: paid.contains(&row.id),
            };
            Ok((row.id, locked))
        })
        .collect()
}

/// A locked line, as its columns tell it.
fn line_of<R>(
    (id, reference, funder): (Uuid, &str, Uuid),
    state: &str,
    fen: [i64; 3],
    matures_on: Date,
) -> Result<LockedLine, Error<R>> {
    Ok(LockedLine {
        id: CreditLineId(id),
        reference: reference.parse().map_err(Error::defect)?,
        funder: PartnerId(funder),
        now: credit_line::of_columns(state, fen, matures_on)?,
    })
}

/// Which of these quotes were paid.
async fn list_paid(connection: &mut PgConnection, quotes: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select q.id from quotes q
         cross join lateral (select q.loan_id, q.version
                             union all
                             select late.loan, late.version from jsonb_to_recordset(q.late) as late (loan uuid, version bigint)) p
         join repayments r on r.loan_id = p.loan_id and r.version = p.version + 1 and r.quote_id = q.id
         where q.id = any($1)",
        quotes
    )
    .fetch_all(connection)
    .await
}

/// Wallets of which something has fallen due by a date and is unpaid, with all such debts.
pub async fn lock_payers<R>(write: &mut Write, wallets: &[Uuid], on: Date) -> Result<HashMap<Uuid, Payer>, Error<R>> {
    lock_payers_of(write, wallets, &[], on).await
}

/// As [`lock_payers`], with these loans too, whether anything has fallen due of them or not; they stand behind.
pub async fn lock_payers_of<R>(
    write: &mut Write,
    wallets: &[Uuid],
    loans: &[Uuid],
    on: Date,
) -> Result<HashMap<Uuid, Payer>, Error<R>> {
    // A statement of its own: what is read after it is what whoever held a lock has left.
    sqlx::query!("select id from wallets where id = any($1) order by id for update", wallets)
        .fetch_all(write.connection())
        .await?;
    let rows = sqlx::query!(
        r#"select w.id as wallet_id, w.agent_id, w.balance_fen, w.version as wallet_version, w.frozen, w.held_fen,
                  exists (select from loans n where n.agent_id = w.agent_id and n.credited_on = $2) as "lent_today!",
                  c.id as line_id, c.reference as line_reference, c.state as line_state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on,
                  l.id as loan_id, l.version as loan_version, l.position as "position: Json<Position>", l.funder_id,
                  l.holder_id, nextval('repayment_numbers') as "number!",
                  exists (select from revenue_share_withholdings h where h.funder_id = l.funder_id and h.active) as "withheld!"
           from wallets w
           join loans l on l.agent_id = w.agent_id and l.state <> 'settled' and (l.due_on <= $2 or l.id = any($3))
           join credit_lines c on c.id = l.credit_line_id
           where w.id = any($1) order by w.id, l.due_on > $2, l.reference, l.id for update of c, l"#,
        wallets,
        on,
        loans,
    )
    .fetch_all(write.connection())
    .await?;
    let held = |funder: Uuid| write.withholdings.contains_key(&PartnerId(funder));
    // All of them at once: whoever pays for wallet after wallet in one transaction takes no two in another order than others do.
    if rows.iter().any(|row| row.withheld && !held(row.funder_id)) {
        revenue_share::hold::<R>(write, None).await?;
    }
    let lent: Vec<Uuid> = rows.iter().filter(|row| row.lent_today).map(|row| row.wallet_id).collect();
    let proceeds = find_proceeds(write.connection(), &lent, on).await?;
    let mut payers = HashMap::new();
    for row in rows {
        let payer = payers.entry(row.wallet_id).or_insert_with(|| Payer {
            agent: AgentId(row.agent_id),
            wallet_id: WalletId(row.wallet_id),
            wallet: wallet::of_columns([row.balance_fen, row.wallet_version, row.held_fen], row.frozen),
            proceeds: proceeds.get(&row.wallet_id).copied().unwrap_or_default(),
            lines: BTreeMap::new(),
            debts: Vec::new(),
        });
        let fen = [row.limit_fen, row.outstanding_fen, row.earmarked_fen];
        let line = (row.line_id, row.line_reference.as_str(), row.funder_id);
        let line = line_of(line, &row.line_state, fen, row.matures_on)?;
        payer.debts.push(Debt {
            line_id: line.id,
            loan_id: LoanId(row.loan_id),
            loan: Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.loan_version },
            funder: PartnerId(row.funder_id),
            number: row.number.unsigned_abs(),
        });
        payer.lines.insert(line.id, line);
    }
    Ok(payers)
}

/// What is left in wallets of the proceeds of a date's draws.
pub async fn find_proceeds(
    connection: &mut PgConnection,
    wallets: &[Uuid],
    on: Date,
) -> Result<HashMap<Uuid, Amount>, sqlx::Error> {
    if wallets.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select w.id, abs(e.amount_fen) as "fen!", j.event_kind = 'draw.credited' as "lent!",
                  case when j.event_kind = 'court.deducted' then
                      (select -sum(b.amount_fen)::bigint from entries b
                       where b.account_id = e.account_id and b.wallet_version <= e.wallet_version) end as "left_fen?"
           from wallets w join entries e on e.account_id = w.account_id and e.business_date = $2
           join journals j on j.id = e.journal_id
           where w.id = any($1)
             and (j.event_kind = 'draw.credited'
                  or j.event_kind in ('withdrawal.requested', 'prepayment.requested', 'court.deducted')
                     and exists (select from payouts o where o.id = j.event_id and o.state <> 'returned')
                  or j.event_kind = 'loan.repaid'
                     and exists (select from repayments r where r.id = j.event_id and r.cause = 'asked'
                                 and not exists (select from loan_facts u where u.undoes = r.id)))
           order by w.id, e.wallet_version"#,
        wallets,
        on,
    )
    .fetch_all(connection)
    .await?;
    let mut moves: HashMap<Uuid, Vec<Moved>> = HashMap::new();
    for row in rows {
        let amount = Amount::from_fen(row.fen);
        let moved = match row.left_fen {
            Some(left) => Moved::Left(Amount::from_fen(left)),
            None if row.lent => Moved::Lent(amount),
            None => Moved::Spent(amount),
        };
        moves.entry(row.id).or_default().push(moved);
    }
    Ok(moves.into_iter().map(|(wallet, moves)| (wallet, proceeds(moves))).collect())
}

/// What an agent's wallet misses of all that has fallen due by a date, out of what the close of the date can reach.
pub async fn find_missing<R>(connection: &mut PgConnection, agent: AgentId, on: Date) -> Result<Amount, Error<R>> {
    let owed = loan::list_due(connection, agent, on).await?;
    if owed.is_empty() {
        return Ok(Amount::ZERO);
    }
    let row =
        sqlx::query!("select id, balance_fen, version, frozen, held_fen from wallets where agent_id = $1", agent.0)
            .fetch_one(&mut *connection)
            .await?;
    let wallet = wallet::of_columns([row.balance_fen, row.version, row.held_fen], row.frozen);
    let proceeds = find_proceeds(connection, &[row.id], on).await?.remove(&row.id).unwrap_or_default();
    let due: Amount = owed.iter().map(|position| position.quote(on).due_total()).sum();
    Ok(due.less(wallet.reach(proceeds)).max(Amount::ZERO))
}

/// Wallets that hold something, and of which something has fallen due by a date: what falls due first by the date, so that who
/// waits the longest comes first, and then those that are frozen for what is overdue and hold something again.
pub async fn list_wallets_due(connection: &mut PgConnection, on: Date) -> Result<Vec<(WalletId, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id!", version as "version!" from (
               select w.id, w.version, d.due_on
               from (select agent_id, min(due_on) as due_on from loans
                     where state = 'active' and due_on <= $1 group by agent_id) d
               join wallets w on w.agent_id = d.agent_id and w.balance_fen > w.held_fen
               union
               select w.id, w.version, $1 from wallets w
               where w.frozen and w.balance_fen > w.held_fen
                 and exists (select from loans l where l.agent_id = w.agent_id and l.state = 'overdue')
                 and not exists (select from loans l where l.agent_id = w.agent_id and l.state = 'active' and l.due_on <= $1)) due
           order by due_on, id"#,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (WalletId(row.id), row.version)).collect())
}

/// A repayment, with the envelope.
pub struct NewRepayment {
    pub id: RepaymentId,
    pub reference: Reference,
    pub loan: LoanId,
    pub agent: AgentId,
    pub funder: PartnerId,
    /// To whom it is paid.
    pub holder: PartnerId,
    /// The agent's own; nothing where the wallet paid by itself.
    pub quote: Option<QuoteId>,
    pub cause: RepaymentCause,
    pub amount: Amount,
    pub allocation: Allocation,
    /// What is withheld of it for the institution; nothing where the share is invoiced.
    pub share: Option<Withheld>,
    pub on: Date,
    pub at: OffsetDateTime,
    /// Of the loan after it.
    pub version: i64,
}

impl Change for NewRepayment {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "insert into repayments (id, reference, loan_id, agent_id, funder_id, quote_id, amount_fen, fee_fen, \
             penalty_fen, interest_fen, principal_fen, share_contract_id, share_fen, debited_on, debited_at, version, cause, \
             holder_id) \
             select * from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.reference.as_str()))
            .column(rows.iter().map(|row| row.loan.0))
            .column(rows.iter().map(|row| row.agent.0))
            .column(rows.iter().map(|row| row.funder.0))
            .column(rows.iter().map(|row| row.quote.map(|quote| quote.0)))
            .column(rows.iter().map(|row| row.amount.fen()))
            .column(rows.iter().map(|row| row.allocation.fee.fen()))
            .column(rows.iter().map(|row| row.allocation.penalty.fen()))
            .column(rows.iter().map(|row| row.allocation.interest.fen()))
            .column(rows.iter().map(|row| row.allocation.principal.fen()))
            .column(rows.iter().map(|row| row.share.map(|share| share.contract)))
            .column(rows.iter().map(|row| row.share.map_or(0, |share| share.amount.fen())))
            .column(rows.iter().map(|row| row.on))
            .column(rows.iter().map(|row| row.at))
            .column(rows.iter().map(|row| row.version))
            .column(rows.iter().map(|row| row.cause.code()))
            .column(rows.iter().map(|row| row.holder.0))
            .end();
    }
}
