//! Debits for loans as whoever debited sees them.

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    id::{LoanId, TopUpId},
    network::ReturnReason,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
};

/// A debit for a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitRow {
    pub id: TopUpId,
    pub reference: String,
    pub loan: LoanId,
    pub loan_reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: OffsetDateTime,
    /// Why the network has given it back to its payer, where it has.
    pub returned: Option<ReturnReason>,
}

/// Which debits for loans are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanDebitFilter {
    Of(LoanId),
    In(DebitState),
    All,
}

impl LoanDebitFilter {
    /// The loan, and the state's code, of which alone some are listed.
    fn parts(self) -> (Option<Uuid>, Option<&'static str>) {
        match self {
            Self::Of(loan) => (Some(loan.0), None),
            Self::In(state) => (None, Some(state.code())),
            Self::All => (None, None),
        }
    }
}

/// A statement about the debits of a partner for loans, for one of them or in one state, that `$bounds` narrow: what it selects, and what
/// else it says from `$9` on. A text is a part of the debit's or the loan's number.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $holder:expr, $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from top_ups t join loans l on l.id = t.loan_id left join returned_top_ups r on r.top_up_id = t.id
                where t.holder_id = $6 and ($7::uuid is null or t.loan_id = $7) and ($8::text is null or t.state = $8)",
            [$($then)*],
            at "t.accepted_at",
            said "t.reference, l.reference",
            fen "t.amount_fen",
            $bounds,
            $holder,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// A page of the debits of the asking partner's for loans, for one of them or in one state, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn loan_debits(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<LoanDebitFilter>>,
    page: PageRequest,
) -> Result<Page<LoanDebitRow>, Error<Never>> {
    let list: Narrowed<LoanDebitFilter> = list.into();
    let holder = context.party().partner().ok_or(Error::Forbidden)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let (holder, part) = (holder.0, list.part.parts());
            let rows =
                list_debits(connection, (holder, part), (&bounds, list.sort.unwrap_or(Sort::Newest)), page).await?;
            let listed = Page::of(rows, page, |row: &LoanDebitRow| Cursor { at: row.accepted_at, id: row.id.0 });
            let total = total!(
                list,
                listed!(
                    query_as of Added,
                    r#"select count(*) as "count!", coalesce(sum(t.amount_fen), 0)::bigint as "fen!""#,
                    [""],
                    holder,
                    part,
                    bounds
                )
                .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

async fn list_debits(
    connection: &mut PgConnection,
    (holder, part): (Uuid, (Option<Uuid>, Option<&str>)),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<LoanDebitRow>, Error<Never>> {
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select t.id as "id!", t.reference as "reference!", t.loan_id as "loan_id!", l.reference as "loan_reference!",
                      t.amount_fen as "amount_fen!", t.state as "state!", t.failure, t.accepted_at as "accepted_at!",
                      r.reason as "reason?""#;
            holder, part, bounds
        ),
        ("t.accepted_at", "t.amount_fen", "t.id", "select amount_fen, id from top_ups where id = "),
        ("$9", "$10::timestamptz", "$11", "$12"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LoanDebitRow {
                id: TopUpId(row.id),
                reference: row.reference,
                loan: LoanId(row.loan_id),
                loan_reference: row.loan_reference,
                amount: Amount::from_fen(row.amount_fen),
                state: row.state.parse().map_err(Error::defect)?,
                failure: row.failure.map(|code| code.parse()).transpose().map_err(Error::defect)?,
                accepted_at: row.accepted_at,
                returned: row.reason.map(|code| code.parse()).transpose().map_err(Error::defect)?,
            })
        })
        .collect()
}

/// Whether the asking partner holds a loan and has a card to collect it with.
///
/// # Errors
/// When the database fails.
pub async fn has_card(db: &Db, context: &Context, loan: LoanId) -> Result<bool, Error<Never>> {
    let holder = context.party().partner().map(|partner| partner.0);
    db.read(context, move |connection| {
        Box::pin(async move {
            let has = sqlx::query_scalar!(
                r#"select exists (select from loans where id = $1 and holder_id = $2 and binding_of_loan(id) is not null) as "has!""#,
                loan.0,
                holder
            );
            Ok(has.fetch_one(connection).await?)
        })
    })
    .await
}
