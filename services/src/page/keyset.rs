//! What the statements of narrowed lists have in common: which rows come after a place, and in which order.
//!
//! A list's own `$narrowed!` makes a statement of its head, of that text in brackets (where it joins more to the rows of a page, of the
//! `order` once more), and of values: those that narrow the list, and for the four parameters that are named the order, the instant
//! and the id of the place, and how many rows.

/// By time alone: the newest first where nothing else is asked for.
macro_rules! by_time {
    (
        $narrowed:ident!($($head:tt),*; $($given:tt)*) $(and $order:ident)?,
        ($at:tt, $id:tt), ($oldest:tt, $when:tt, $after:tt, $limit:tt), $list:expr, $page:expr $(,)?
    ) => {
        $narrowed!(
            $($head),*,
            ["and (" + $after + "::uuid is null or case when " + $oldest + "::bool then (" + $at + ", " + $id + ") > ("
                + $when + "::timestamptz, " + $after + ") else (" + $at + ", " + $id + ") < (" + $when + ", " + $after + ") end)
              order by case when " + $oldest + " then " + $at + " end, case when " + $oldest + " then " + $id + " end, "
                + $at + " desc, " + $id + " desc limit " + $limit]
            $(, $order ["order by case when " + $oldest + " then " + $at + " end, case when " + $oldest + " then " + $id + " end, "
                + $at + " desc, " + $id + " desc"])?,
            $($given)*,
            $list.sort == Some($crate::page::Sort::Oldest),
            $page.after.map(|cursor| cursor.at),
            $page.after.map(|cursor| cursor.id),
            $page.rows_to_read()
        )
    };
}

/// By time or by amount, in an order of [`Sort`](crate::page::Sort). `$row` selects the amount and the id of the row whose id follows.
macro_rules! by_time_or_amount {
    (
        $narrowed:ident!($($head:tt),*; $($given:tt)*) $(and $order:ident)?,
        ($at:tt, $fen:tt, $id:tt, $row:tt), ($sort:tt, $when:tt, $after:tt, $limit:tt), $by:expr, $page:expr $(,)?
    ) => {
        $narrowed!(
            $($head),*,
            ["and (" + $after + "::uuid is null or case " + $sort + "::text
                  when 'newest' then (" + $at + ", " + $id + ") < (" + $when + ", " + $after + ")
                  when 'oldest' then (" + $at + ", " + $id + ") > (" + $when + ", " + $after + ")
                  when 'largest' then (" + $fen + ", " + $id + ") < (" + $row + $after + ")
                  else (" + $fen + ", " + $id + ") > (" + $row + $after + ") end)
              order by case " + $sort + " when 'oldest' then " + $at + " end, case " + $sort + " when 'newest' then " + $at + " end desc,
                       case " + $sort + " when 'smallest' then " + $fen + " end, case " + $sort + " when 'largest' then " + $fen + " end desc,
                       case when " + $sort + " in ('newest', 'largest') then " + $id + " end desc, " + $id + " limit " + $limit]
            $(, $order ["order by case " + $sort + " when 'oldest' then " + $at + " end, case " + $sort + " when 'newest' then " + $at + " end desc,
                       case " + $sort + " when 'smallest' then " + $fen + " end, case " + $sort + " when 'largest' then " + $fen + " end desc,
                       case when " + $sort + " in ('newest', 'largest') then " + $id + " end desc, " + $id])?,
            $($given)*,
            $by.code(),
            $page.after.map(|cursor| cursor.at),
            $page.after.map(|cursor| cursor.id),
            $page.rows_to_read()
        )
    };
}

pub(crate) use by_time;
pub(crate) use by_time_or_amount;
