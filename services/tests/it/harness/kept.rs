//! What days leave behind, to be held against another world's.

use sqlx::AssertSqlSafe;

use super::World;

/// All that days leave behind, field by field: but for what a process draws by chance, and when it was at what.
const KEPT: [&str; 15] = [
    "select reference, balance_fen, version, frozen, held_fen from wallets",
    "select reference, state, outstanding_fen, due_on, due_fen, overdue_since, version, position from loans",
    "select reference, state, outstanding_fen, earmarked_fen from credit_lines",
    "select l.reference, r.version, r.cause, r.amount_fen, r.fee_fen, r.penalty_fen, r.interest_fen, r.principal_fen, r.debited_on
     from repayments r join loans l on l.id = r.loan_id",
    "select w.reference, f.reason, f.amount_fen, f.ordered_on, f.wallet_version, f.expires_on, f.lifted_on, f.lifted_version
     from freezes f join wallets w on w.id = f.wallet_id",
    "select reference, amount_fen, funds_fen, state from draws",
    "select amount_fen, state, agent_id from payouts",
    "select j.event_kind, j.leg, j.value_on, e.business_date, e.book, e.line, a.kind, e.amount_fen, e.wallet_version
     from entries e join journals j on j.id = e.journal_id join accounts a on a.id = e.account_id",
    "select c.business_date, a.kind, c.balance_fen from closing_balances c join accounts a on a.id = c.account_id",
    "select l.reference, d.business_date, d.version, d.outstanding_fen, d.overdue_since
     from loan_days d join loans l on l.id = d.loan_id",
    "select business_date, figure, items, amount_fen from day_figures",
    "select business_date, step, failed, ended_at is not null as ended from day_steps",
    "select business_date, figure, fen from cash_days",
    "select w.reference, f.business_date, f.step, f.mended from day_failures f join wallets w on w.id = f.wallet_id",
    "select event, count(*) as told from outbox group by event",
];

impl World {
    /// All that days have left behind, in parts of which each says what it is.
    pub async fn kept(&self) -> Vec<String> {
        let mut parts = Vec::new();
        for query in KEPT {
            let rows =
                format!("select coalesce(string_agg(kept::text, ' ' order by kept::text), '') from ({query}) kept");
            let kept: String = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&self.owner).await.unwrap();
            parts.push(format!("{query}: {kept}"));
        }
        parts
    }
}
