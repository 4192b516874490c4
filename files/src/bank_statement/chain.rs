//! The chain of balances: each line's balance must follow from the line before it.

use super::{Line, RefusedLine, StatementError};

/// What one row says about the balance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The row, from 1.
    pub row: usize,
    /// The row's amount with its sign; none for a refused row, across which nothing can be said.
    pub signed_fen: Option<i64>,
    /// The balance after the row, if given.
    pub balance_fen: Option<i64>,
}

/// The rows of a table in its order.
pub(super) fn links(lines: &[Line], refused: &[RefusedLine]) -> Vec<Link> {
    let of_line = |line: &Line| {
        let (signed_fen, balance_fen) = (Some(line.signed_fen()), line.balance_after_fen);
        Link { row: line.number, signed_fen, balance_fen }
    };
    let of_refused = |line: &RefusedLine| Link { row: line.number, signed_fen: None, balance_fen: None };
    let mut links = Vec::with_capacity(lines.len() + refused.len());
    links.extend(lines.iter().map(of_line).chain(refused.iter().map(of_refused)));
    links.sort_by_key(|link| link.row);
    links
}

/// Opening and closing balance, as far as the lines tell.
pub(super) type Ends = (Option<i64>, Option<i64>);

/// Checks that the balances explain the lines, listed from the earliest or from the latest, and gives both ends.
///
/// # Errors
///
/// [`StatementError::BalanceChain`] with the first row that does not follow, in the order that holds longer.
pub(super) fn check(links: &[Link]) -> Result<Ends, StatementError> {
    let rising = walk(links.iter());
    let falling = walk(links.iter().rev());
    match (rising, falling) {
        (Ok(ends), _) | (_, Ok(ends)) => Ok(ends),
        (Err((rising_steps, error)), Err((falling_steps, _))) if rising_steps >= falling_steps => Err(error),
        (_, Err((_, error))) => Err(error),
    }
}

/// Walks from the earliest to the latest line; on a break says how many links held.
fn walk<'a>(links: impl Iterator<Item = &'a Link>) -> Result<Ends, (usize, StatementError)> {
    let mut known: Option<i64> = None;
    let mut opening = None;
    for (step, link) in links.enumerate() {
        let expected = known.zip(link.signed_fen).and_then(|(before, signed)| before.checked_add(signed));
        if let (Some(expected_fen), Some(found_fen)) = (expected, link.balance_fen)
            && expected_fen != found_fen
        {
            return Err((step, StatementError::BalanceChain { row: link.row, expected_fen, found_fen }));
        }
        if step == 0 {
            opening = link.balance_fen.zip(link.signed_fen).and_then(|(after, signed)| after.checked_sub(signed));
        }
        known = link.balance_fen.or(expected);
    }
    Ok((opening, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(rows: &[(Option<i64>, Option<i64>)]) -> Vec<Link> {
        (1..).zip(rows).map(|(row, &(signed_fen, balance_fen))| Link { row, signed_fen, balance_fen }).collect()
    }

    #[test]
    fn balances_may_rise_through_the_file_or_fall() {
        let rising = links(&[(Some(5), Some(15)), (Some(-3), Some(12)), (Some(8), Some(20))]);
        assert_eq!(check(&rising), Ok((Some(10), Some(20))));
        let falling: Vec<Link> = rising.into_iter().rev().collect();
        assert_eq!(check(&falling), Ok((Some(10), Some(20))));
    }

    #[test]
    fn a_lost_line_breaks_the_chain_at_the_row_behind_it() {
        let broken = links(&[(Some(5), Some(15)), (Some(5), Some(20)), (Some(8), Some(30)), (Some(1), Some(31))]);
        let error = StatementError::BalanceChain { row: 3, expected_fen: 28, found_fen: 30 };
        assert_eq!(check(&broken), Err(error));
    }

    #[test]
    fn a_refused_row_ends_what_can_be_checked_and_the_chain_starts_anew_behind_it() {
        let gap = links(&[(Some(5), Some(15)), (None, None), (Some(8), Some(30)), (Some(1), Some(31))]);
        assert_eq!(check(&gap), Ok((Some(10), Some(31))));
        let last = links(&[(Some(5), Some(15)), (None, None)]);
        assert_eq!(check(&last), Ok((Some(10), None)));
    }

    #[test]
    fn a_row_without_a_balance_is_carried_over() {
        let silent = links(&[(Some(5), Some(15)), (Some(2), None), (Some(8), Some(25))]);
        assert_eq!(check(&silent), Ok((Some(10), Some(25))));
        let wrong = links(&[(Some(5), Some(15)), (Some(2), None), (Some(8), Some(24))]);
        let error = StatementError::BalanceChain { row: 3, expected_fen: 25, found_fen: 24 };
        assert_eq!(check(&wrong), Err(error));
    }
}
