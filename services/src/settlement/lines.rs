//! The lines of the file that counts of a date, as the institution sees them.

use domain::{
    Amount,
    agreement_debit::DebitState,
    id::NetworkSettlementId,
    settlement::{LineKind, LineStanding, SettlementBreak},
};
use sqlx::PgConnection;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{BothWays, Bounds, Narrowed, Page, Sort, Which, total},
};

/// How many lines a page has.
const LINES: usize = 100;

/// A line of the file that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementLineRow {
    pub place: i32,
    pub network_serial: String,
    pub order_no: String,
    pub kind: LineKind,
    pub amount: Amount,
    /// The network's business code.
    pub result: String,
    /// Of the debit that it names.
    pub debit: Option<DebitState>,
    /// It settles that debit.
    pub settles: bool,
    /// How it differs, also where that is settled.
    pub differs: Option<SettlementBreak>,
}

/// Which lines are listed.
pub type LineFilter = Which<LineStanding>;

struct RawLine {
    place: i32,
    network_serial: String,
    order_no: String,
    kind: String,
    amount_fen: i64,
    result: String,
    debit_state: Option<String>,
    settles: bool,
    differs: Option<String>,
}

impl RawLine {
    fn into_row(self) -> Result<SettlementLineRow, Error<Never>> {
        Ok(SettlementLineRow {
            place: self.place,
            network_serial: self.network_serial,
            order_no: self.order_no,
            kind: self.kind.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(self.amount_fen),
            result: self.result,
            debit: self.debit_state.map(|state| state.parse()).transpose().map_err(Error::defect)?,
            settles: self.settles,
            differs: self.differs.map(|kind| kind.parse()).transpose().map_err(Error::defect)?,
        })
    }
}

/// A statement about the lines that `$bounds` narrow: what it selects, and what else it says from `$6` on. A text is a part of the order's
/// number or of the network's.
macro_rules! listed {
    ($row:ident, $what:literal, [$($then:tt)*], $settlement:expr, $standing:expr, $bounds:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            $row,
            $what
                + " from settlements t join settlement_lines l on l.file_id = t.file_id
                    left join settled_debits s on s.line_id = l.id left join settlement_breaks b on b.line_id = l.id
                    left join network_debits d on d.reference = l.order_no
                    where t.id = $1
                      and ($2::text is null
                           or $2 = case when b.id is not null then 'differs' when s.debit_id is not null then 'settles' else 'nothing' end)
                      and ($3::text is null or position(folded($3) in folded(concat_ws(chr(10), l.order_no, l.network_serial))) > 0)
                      and l.amount_fen between $4 and $5 "
                + $($then)*,
            $settlement.0,
            $standing,
            $bounds.text.as_deref(),
            $bounds.least,
            $bounds.most
            $(, $value)*
        )
    };
}

/// A page of the lines of the file that counts, in its order where no amount is asked for, behind one of them, with what all of it comes to.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn settlement_lines(
    db: &Db,
    context: &Context,
    id: NetworkSettlementId,
    list: impl Into<Narrowed<LineFilter>>,
    after: Option<i32>,
) -> Result<Page<SettlementLineRow, i32>, Error<Never>> {
    let list: Narrowed<LineFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_lines(connection, id, &list, after).await })).await
}

async fn list_lines(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
    list: &Narrowed<LineFilter>,
    after: Option<i32>,
) -> Result<Page<SettlementLineRow, i32>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let standing = list.part.one().map(LineStanding::code);
    let rows = listed!(
        RawLine,
        r#"select l.place as "place!", l.network_serial as "network_serial!", l.order_no as "order_no!", l.kind as "kind!",
                  l.amount_fen as "amount_fen!", l.result as "result!", d.state as "debit_state?",
                  s.debit_id is not null as "settles!", b.kind as "differs?""#,
        ["and ($6::int is null or case $7::text
              when 'largest' then (l.amount_fen, l.place) < (select x.amount_fen, x.place from settlement_lines x
                                                             where x.file_id = t.file_id and x.place = $6)
              when 'smallest' then (l.amount_fen, l.place) > (select x.amount_fen, x.place from settlement_lines x
                                                              where x.file_id = t.file_id and x.place = $6)
              else l.place > $6 end)
          order by case $7 when 'smallest' then l.amount_fen end, case $7 when 'largest' then l.amount_fen end desc,
                   case $7 when 'largest' then l.place end desc, l.place limit $8"],
        id,
        standing,
        bounds,
        after,
        list.sort.map(Sort::code),
        i64::try_from(LINES + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(RawLine::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::cut(rows, LINES, |row: &SettlementLineRow| row.place);
    let total = total!(
        list,
        listed!(
            BothWays,
            r#"select count(*) as "count!", coalesce(sum(l.amount_fen) filter (where l.kind = 'payment'), 0)::bigint as "income!",
                      coalesce(sum(l.amount_fen) filter (where l.kind <> 'payment'), 0)::bigint as "outgo!""#,
            [""],
            id,
            standing,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}
