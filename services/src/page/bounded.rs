//! What the statements of lists have in common that are narrowed by what can be read in them.

/// What `$macro` makes of a statement about the rows that `$bounds` narrow: what it selects, from where and on which conditions of the
/// list's own, and what else it says. The bounds are the first parameters: the instants of `$at`, or the days of `$on`, are from `$1` on and before `$2`, the
/// text `$3` is a part of one of `$said`, and the amounts of `$fen`, where a list has such, are between `$4` and `$5`. The list's own follow.
macro_rules! bounded {
    ($macro:ident $(of $row:ident)?, $what:tt, $from:tt, $then:tt, on $on:tt, $($rest:tt)*) => {
        crate::page::bounded!(
            $macro $(of $row)?, $what, $from, $then, at $on day ("(", " at time zone 'Asia/Shanghai')::date"), $($rest)*
        )
    };
    (
        $macro:ident $(of $row:ident)?, [$($what:tt)*], $from:tt, [$($then:tt)*],
        at $at:tt $(day ($open:tt, $close:tt))?, said $said:tt, fen $fen:tt, $bounds:expr, $($given:tt)*
    ) => {
        sqlx::$macro!(
            $($row,)?
            $($what)*
                + $from
                + " and " + $at + " >= " $(+ $open)? + "$1::timestamptz" $(+ $close)?
                + " and " + $at + " < " $(+ $open)? + "$2::timestamptz" $(+ $close)?
                + " and ($3::text is null or position(folded($3) in folded(concat_ws(chr(10), " + $said + "))) > 0)
                  and " + $fen + " between $4 and $5 "
                + $($then)*,
            $bounds.since(),
            $bounds.until(),
            $bounds.text.as_deref(),
            $bounds.least,
            $bounds.most,
            $($given)*
        )
    };
    (
        $macro:ident $(of $row:ident)?, [$($what:tt)*], $from:tt, [$($then:tt)*],
        at $at:tt $(day ($open:tt, $close:tt))?, said $said:tt, $bounds:expr, $($given:tt)*
    ) => {
        sqlx::$macro!(
            $($row,)?
            $($what)*
                + $from
                + " and " + $at + " >= " $(+ $open)? + "$1::timestamptz" $(+ $close)?
                + " and " + $at + " < " $(+ $open)? + "$2::timestamptz" $(+ $close)?
                + " and ($3::text is null or position(folded($3) in folded(concat_ws(chr(10), " + $said + "))) > 0) "
                + $($then)*,
            $bounds.since(),
            $bounds.until(),
            $bounds.text.as_deref(),
            $($given)*
        )
    };
}

pub(crate) use bounded;
