//! What a wallet pays by itself, of which of its agent's loans.

use std::cmp::Reverse;

use time::Date;

use crate::{Amount, position::Position};

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// What has fallen due, today too: before a date is closed.
    Due,
    /// What is overdue: out of money that comes.
    Overdue,
}

/// How much of `money` each loan gets: by due date over all of them, then in their order, which is that of their numbers. An
/// instalment takes all that it owes, penalty interest too, before the next one takes anything; nothing is taken that has not
/// fallen due.
#[must_use]
pub fn share_out(loans: &[&Position], on: Date, money: Amount, what: Claimed) -> Vec<Amount> {
    let mut wanted: Vec<(Date, usize, Amount)> = Vec::new();
    for (place, loan) in loans.iter().enumerate() {
        if what == Claimed::Overdue && !loan.is_overdue(on) {
            continue;
        }
        let last = if what == Claimed::Due { Some(on) } else { on.previous_day() };
        let due = loan.quote(on).due;
        wanted
            .extend(due.iter().filter(|item| Some(item.due_on) <= last).map(|item| (item.due_on, place, item.total())));
    }
    // The next one to be paid stands last.
    wanted.sort_by_key(|(due_on, place, _)| Reverse((*due_on, *place)));
    let (mut shares, mut left) = (vec![Amount::ZERO; loans.len()], money.max(Amount::ZERO));
    while let Some((_, place, amount)) = wanted.pop() {
        let taken = amount.min(left);
        left = left.less(taken);
        if let Some(share) = shares.get_mut(place) {
            *share = share.plus(taken);
        }
    }
    shares
}

/// What changes a wallet on the day of a draw's credit, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A draw's money came.
    Lent(Amount),
    /// The agent spent: withdrew, or paid a loan by its own wish.
    Spent(Amount),
    /// A court was paid, and so much was left.
    Left(Amount),
}

/// What is left of the proceeds of a day's draws. What the agent spends after they came is taken from them first; what it spent
/// before was its own. A court is paid of the agent's own money first.
#[must_use]
pub fn proceeds(moves: impl IntoIterator<Item = Moved>) -> Amount {
    moves.into_iter().fold(Amount::ZERO, |left, moved| match moved {
        Moved::Lent(amount) => left.plus(amount),
        Moved::Spent(amount) => left.less(amount).max(Amount::ZERO),
        Moved::Left(balance) => left.min(balance),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;
    use crate::schedule::DueDates;
    use crate::terms::{DayCount, LoanTerms, RepaymentMethod, Tenor};

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn loan(principal: &str, method: RepaymentMethod, tenor: &str, on: Date) -> Position {
        let terms = LoanTerms::new("0.12".parse().unwrap(), DayCount::Act360, method, tenor.parse().unwrap());
        Position::open(yuan(principal), &terms, &DueDates::unmoved(&terms, on).unwrap()).unwrap()
    }

    #[test]
    fn instalments_of_several_loans_are_paid_by_their_dates() {
        // Due 10 February, 10 March and 10 April, 100.00 each; and 20 February.
        let first = loan("300", RepaymentMethod::EqualPrincipal, "3m", date!(2026 - 01 - 10));
        let second = loan("500", RepaymentMethod::Bullet, "30d", date!(2026 - 01 - 21));
        let on = date!(2026 - 03 - 15);
        let items =
            |loan: &Position| loan.quote(on).due.iter().map(super::super::position::Item::total).collect::<Vec<_>>();
        let (of_first, of_second) = (items(&first), items(&second));
        assert_eq!((of_first.len(), of_second.len()), (2, 1));
        let shares = |money: Amount| share_out(&[&first, &second], on, money, Claimed::Overdue);
        assert_eq!(shares(of_first[0]), [of_first[0], Amount::ZERO]);
        let after_second = of_first[0].plus(of_second[0]);
        assert_eq!(shares(after_second), [of_first[0], of_second[0]]);
        assert_eq!(shares(after_second.plus(yuan("1"))), [of_first[0].plus(yuan("1")), of_second[0]]);
        assert_eq!(shares(yuan("99999")), [of_first[0].plus(of_first[1]), of_second[0]], "the third is not due");
        assert_eq!(shares(yuan("-1")), [Amount::ZERO; 2]);
    }

    #[test]
    fn what_is_spent_after_a_draw_came_was_the_draw_s_and_before_it_the_agent_s_own() {
        let (lent, spent) = (|text| Moved::Lent(yuan(text)), |text| Moved::Spent(yuan(text)));
        let left = |text| Moved::Left(yuan(text));
        for (moves, of_draws) in [
            (vec![], "0"),
            (vec![lent("1000")], "1000"),
            (vec![lent("1000"), spent("1000")], "0"),
            (vec![spent("1000"), lent("1000")], "1000"),
            (vec![lent("1000"), spent("1500"), lent("200")], "200"),
            // A court takes 800.00, where nothing of the agent's own was there, and where 300.00 and 1,000.00 were.
            (vec![lent("1000"), left("200")], "200"),
            (vec![lent("1000"), left("500")], "500"),
            (vec![lent("1000"), left("1200")], "1000"),
        ] {
            assert_eq!(proceeds(moves), yuan(of_draws));
        }
    }

    #[test]
    fn what_falls_due_today_is_debited_and_not_swept() {
        let due = date!(2026 - 02 - 09);
        let today = loan("100", RepaymentMethod::Bullet, "30d", date!(2026 - 01 - 10));
        assert_eq!(share_out(&[&today], due, yuan("500"), Claimed::Due), [yuan("101")]);
        assert_eq!(share_out(&[&today], due, yuan("500"), Claimed::Overdue), [Amount::ZERO]);
        let day_before = due.previous_day().unwrap();
        assert_eq!(share_out(&[&today], day_before, yuan("500"), Claimed::Due), [Amount::ZERO]);
        let late = due.next_day().unwrap();
        assert_eq!(share_out(&[&today], late, yuan("500"), Claimed::Overdue), [yuan("101.05")]);
    }

    #[test]
    fn a_loan_in_its_days_of_grace_is_debited_at_each_close_and_not_swept() {
        let mut terms =
            LoanTerms::new("0.12".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30));
        terms.grace_days = 3;
        let dates = DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap();
        let open = Position::open(yuan("100"), &terms, &dates).unwrap();
        let in_grace = date!(2026 - 02 - 12);
        assert_eq!(share_out(&[&open], in_grace, yuan("500"), Claimed::Overdue), [Amount::ZERO]);
        assert_eq!(share_out(&[&open], in_grace, yuan("500"), Claimed::Due), [yuan("101.15")]);
        assert_eq!(share_out(&[&open], date!(2026 - 02 - 13), yuan("500"), Claimed::Overdue), [yuan("101.20")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn money_goes_to_what_is_due_the_longest_and_to_the_fen(
            loans in prop::collection::vec((100i64..5_000_000, 0i64..120, any::<bool>()), 1..6),
            later in 0i64..200,
            fen in 0i64..12_000_000,
        ) {
            let first = date!(2026 - 01 - 10);
            let loans: Vec<Position> = loans.into_iter().map(|(fen, days, bullet)| {
                let (method, tenor) = if bullet { (RepaymentMethod::Bullet, "30d") } else { (RepaymentMethod::EqualInstalments, "3m") };
                loan(&Amount::from_fen(fen).to_string(), method, tenor, first + Duration::days(days))
            }).collect();
            let on = first + Duration::days(120 + later);
            let borrowed: Vec<&Position> = loans.iter().collect();
            let money = Amount::from_fen(fen);
            let shares = share_out(&borrowed, on, money, Claimed::Due);
            let due: Amount = loans.iter().map(|loan| loan.quote(on).due_total()).sum();
            prop_assert_eq!(shares.iter().copied().sum::<Amount>(), money.min(due));
            // No loan keeps something that was due before what another one has paid.
            let mut unpaid: Option<Date> = None;
            let mut paid: Option<Date> = None;
            for (loan, share) in loans.iter().zip(&shares) {
                let mut left = *share;
                for item in loan.quote(on).due {
                    let taken = item.total().min(left);
                    left = left.less(taken);
                    if taken.is_positive() {
                        paid = paid.max(Some(item.due_on));
                    }
                    if taken < item.total() {
                        unpaid = Some(unpaid.map_or(item.due_on, |known| known.min(item.due_on)));
                    }
                }
            }
            if let (Some(unpaid), Some(paid)) = (unpaid, paid) {
                prop_assert!(paid <= unpaid);
            }
            // A loan takes in one payment what it would take instalment by instalment.
            for (loan, share) in loans.iter().zip(&shares).filter(|(_, share)| share.is_positive()) {
                prop_assert!(loan.pay(on, *share).is_ok());
            }
        }
    }
}
