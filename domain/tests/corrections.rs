//! Facts that are found out later, that were not so, or that are forgiven: the loan is made of its facts anew.

use domain::{
    Amount,
    calendar::{Calendar, add_days},
    history::{Fact, Happened, History},
    position::Waivable,
    schedule::DueDates,
    terms::{DayCount, HolidayRule, LoanTerms, RepaymentMethod},
};
use proptest::prelude::*;
use time::{Date, macros::date};

fn yuan(text: &str) -> Amount {
    text.parse().unwrap()
}

/// A bullet loan of the 1st of November at the rate, for so many days.
fn history(principal: &str, rate: &str, tenor: &str) -> History<i64> {
    let terms =
        LoanTerms::new(rate.parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, tenor.parse().unwrap());
    let dates = DueDates::unmoved(&terms, date!(2026 - 11 - 01)).unwrap();
    History { principal: yuan(principal), terms, dates, facts: Vec::new() }
}

impl Recorded for History<i64> {
    fn record(&mut self, on: Date, happened: Happened) -> i64 {
        let version = self.facts.iter().map(|fact| fact.version).max().unwrap_or_default() + 1;
        self.facts.push(Fact { id: version, on, version, happened });
        version
    }

    /// Fee, penalty, interest, principal of a payment, and what nobody owed.
    fn split(&self, id: i64) -> [String; 5] {
        let placed = self.replay().unwrap().placed;
        let of = placed.iter().find(|placed| placed.id == id).unwrap();
        let parts = &of.allocation;
        [parts.fee, parts.penalty, parts.interest, parts.principal, of.excess].map(|amount| amount.to_string())
    }
}

trait Recorded {
    fn record(&mut self, on: Date, happened: Happened) -> i64;
    fn split(&self, id: i64) -> [String; 5];
}

#[test]
fn a_payment_found_out_later_lowers_the_interest_of_the_one_after_it() {
    let mut history = history("60000", "0.12", "60d");
    let known = history.record(date!(2026 - 11 - 21), Happened::Paid(yuan("10000")));
    assert_eq!(history.split(known), ["0.00", "0.00", "400.00", "9600.00", "0.00"]);
    let late = history.record(date!(2026 - 11 - 11), Happened::Paid(yuan("20000")));
    assert_eq!(history.split(late), ["0.00", "0.00", "200.00", "19800.00", "0.00"]);
    assert_eq!(history.split(known), ["0.00", "0.00", "134.00", "9866.00", "0.00"]);
    let position = history.replay().unwrap().position;
    assert_eq!(position.outstanding_principal(), yuan("30334"));
    assert_eq!(position.quote(date!(2026 - 11 - 30)).payoff_total(), yuan("30425"));
}

#[test]
fn a_reversal_gives_the_later_payment_the_interest_that_the_first_had_paid() {
    let mut history = history("60000", "0.12", "60d");
    history.record(date!(2026 - 11 - 11), Happened::Paid(yuan("5000")));
    let second = history.record(date!(2026 - 11 - 21), Happened::Paid(yuan("10000")));
    assert_eq!(history.split(second), ["0.00", "0.00", "184.00", "9816.00", "0.00"]);
    history.facts.remove(0);
    assert_eq!(history.split(second), ["0.00", "0.00", "400.00", "9600.00", "0.00"]);
    assert_eq!(history.replay().unwrap().position.quote(date!(2026 - 12 - 01)).payoff_total(), yuan("50568"));
}

#[test]
fn a_payment_moved_behind_its_due_date_brings_penalty_and_leaves_principal() {
    let mut history = history("30000", "0.144", "30d");
    let paid = history.record(date!(2026 - 12 - 01), Happened::Paid(yuan("30360")));
    assert!(history.replay().unwrap().position.settled());
    history.facts[0].on = date!(2026 - 12 - 07);
    assert_eq!(history.split(paid), ["0.00", "108.00", "360.00", "29892.00", "0.00"]);
    let position = history.replay().unwrap().position;
    assert_eq!(position.overdue_since(date!(2026 - 12 - 10)), Some(date!(2026 - 12 - 01)));
    let quote = position.quote(date!(2026 - 12 - 10));
    assert_eq!((quote.principal(), quote.penalty()), (yuan("108"), yuan("0.19")));
}

#[test]
fn what_nobody_owed_is_told() {
    let mut history = history("30000", "0.144", "30d");
    let all = history.record(date!(2026 - 12 - 01), Happened::Paid(yuan("30360")));
    history.record(date!(2026 - 11 - 11), Happened::Paid(yuan("1120")));
    // 120.00 and 1,000.00 on the 11th, so that 29,000.00 and 232.00 are left on the due date.
    assert_eq!(history.split(all), ["0.00", "0.00", "232.00", "29000.00", "1128.00"]);
    let later = history.record(date!(2026 - 12 - 02), Happened::Paid(yuan("1")));
    assert_eq!(history.split(later), ["0.00", "0.00", "0.00", "0.00", "1.00"]);
}

#[test]
fn a_waiver_takes_what_is_owed_that_day_and_leaves_principal_when_it_is_taken_back() {
    let mut history = history("30000", "0.144", "30d");
    let (on, next) = (date!(2026 - 12 - 11), date!(2026 - 12 - 12));
    let open = history.replay().unwrap().position;
    let too_much = open.waive(on, Waivable::Penalty, yuan("180.01")).unwrap_err();
    assert_eq!(too_much.code(), "waiver.above_owed");
    assert_eq!(open.waive(on, Waivable::Penalty, Amount::ZERO).unwrap_err().code(), "waiver.not_positive");
    let (paid, _) = open.pay(on, yuan("1")).unwrap();
    let early = paid.waive(date!(2026 - 12 - 10), Waivable::Penalty, yuan("1")).unwrap_err();
    assert_eq!(early.code(), "waiver.before_last_payment");

    let waived = history.record(on, Happened::Waived(Waivable::Penalty, yuan("180")));
    let position = history.replay().unwrap().position;
    assert_eq!(position.quote(on).payoff_total(), yuan("30360"));
    assert_eq!(position.quote(next).penalty(), yuan("18"), "it runs on");
    let paid = history.record(on, Happened::Paid(yuan("30360")));
    assert!(history.replay().unwrap().position.settled());
    history.facts.retain(|fact| fact.id != waived);
    assert_eq!(history.split(paid), ["0.00", "180.00", "360.00", "29820.00", "0.00"]);
    let quote = history.replay().unwrap().position.quote(date!(2026 - 12 - 14));
    assert_eq!((quote.principal(), quote.penalty()), (yuan("180"), yuan("0.32")));
}

#[test]
fn interest_and_fee_are_waived_as_they_stand() {
    let mut history = history("60000", "0.12", "60d");
    history.terms.early_fee_rate = "0.01".parse().unwrap();
    let on = date!(2026 - 11 - 11);
    assert_eq!(history.replay().unwrap().position.quote(on).payoff_total(), yuan("60800"));
    history.record(on, Happened::Waived(Waivable::Interest, yuan("150")));
    history.record(on, Happened::Waived(Waivable::Fee, yuan("600")));
    let position = history.replay().unwrap().position;
    let quote = position.quote(on);
    assert_eq!((quote.open_interest, quote.early_fee, quote.payoff_total()), (yuan("50"), Amount::ZERO, yuan("60050")));
    // Ten days more of interest, and of the whole period 150.00 less than was planned.
    assert_eq!(position.quote(date!(2026 - 11 - 21)).open_interest, yuan("250"));
    assert_eq!(position.quote(date!(2026 - 12 - 31)).payoff_total(), yuan("61050"));
    let all = history.record(on, Happened::Paid(yuan("60050")));
    assert_eq!(history.split(all), ["0.00", "0.00", "50.00", "60000.00", "0.00"]);
    let part = position.allocate(on, yuan("1050")).unwrap();
    assert_eq!((part.interest, part.fee, part.principal), (yuan("50"), Amount::ZERO, yuan("1000")));
}

#[test]
fn waived_principal_bears_nothing_from_its_day_on_and_is_owed_again_when_it_is_taken_back() {
    let mut history = history("30000", "0.144", "30d");
    let (on, next) = (date!(2026 - 12 - 11), date!(2026 - 12 - 12));
    let open = history.replay().unwrap().position;
    assert_eq!(open.waive(on, Waivable::Principal, yuan("30000.01")).unwrap_err().code(), "waiver.above_owed");
    let waived = history.record(on, Happened::Waived(Waivable::Principal, yuan("20000")));
    assert_eq!(history.split(waived), ["0.00", "0.00", "0.00", "20000.00", "0.00"]);
    let position = history.replay().unwrap().position;
    assert_eq!((position.outstanding_principal(), position.principal_waived()), (yuan("10000"), yuan("20000")));
    // Ten days of 30,000.00 are 180.00, and one of 10,000.00 is 6.00; the interest of the period stays.
    assert_eq!((position.quote(on).penalty(), position.quote(next).penalty()), (yuan("180"), yuan("186")));
    assert_eq!(position.quote(on).payoff_total(), yuan("10540"));
    let paid = history.record(next, Happened::Paid(yuan("10546")));
    assert!(history.replay().unwrap().position.settled());
    history.facts.retain(|fact| fact.id != waived);
    // Eleven days of 30,000.00 are 198.00.
    assert_eq!(history.split(paid), ["0.00", "198.00", "360.00", "9988.00", "0.00"]);
    assert_eq!(history.replay().unwrap().position.outstanding_principal(), yuan("20012"));
}

#[test]
fn of_principal_that_is_not_due_the_rest_is_planned_anew_without_a_fee() {
    let mut history = history("60000", "0.12", "60d");
    history.terms.early_fee_rate = "0.01".parse().unwrap();
    let on = date!(2026 - 11 - 11);
    history.record(on, Happened::Waived(Waivable::Principal, yuan("30000")));
    let position = history.replay().unwrap().position;
    let quote = position.quote(on);
    assert_eq!((quote.open_interest, quote.open_principal, quote.early_fee), (yuan("200"), yuan("30000"), yuan("300")));
    // 200.00 for ten days of 60,000.00 and 500.00 for fifty of 30,000.00.
    assert_eq!(position.quote(date!(2026 - 12 - 31)).payoff_total(), yuan("30700"));
    // What turns out to have been paid before leaves less to waive.
    history.record(date!(2026 - 11 - 10), Happened::Paid(yuan("40000")));
    let made = history.replay().unwrap();
    assert_eq!(made.position.outstanding_principal(), Amount::ZERO);
    let of = |place: usize| made.placed[place].allocation.principal;
    assert_eq!(of(0).plus(of(1)), yuan("60000"));
}

#[derive(Clone, Debug)]
struct Told {
    day: u32,
    kind: u8,
    fen: i64,
}

fn told() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::vec(
        (0_u32..200, 0_u8..8, 1_i64..400_000).prop_map(|(day, kind, fen)| Told { day, kind, fen }),
        1..12,
    )
}

fn of(method: RepaymentMethod, told: &[Told]) -> History<i64> {
    let tenor = if method == RepaymentMethod::Bullet { "60d" } else { "4m" };
    let terms = LoanTerms {
        early_fee_rate: "0.004".parse().unwrap(),
        holiday_rule: HolidayRule::MovesOn,
        ..LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, method, tenor.parse().unwrap())
    };
    let credited_on = date!(2026 - 11 - 02);
    let dates = DueDates::of(&terms, credited_on, &Calendar::default(), Date::MAX).unwrap();
    let mut history = History { principal: yuan("10000"), terms, dates, facts: Vec::new() };
    for Told { day, kind, fen } in told {
        let amount = Amount::from_fen(*fen);
        let happened = match kind {
            0 => Happened::Waived(Waivable::Penalty, amount),
            1 => Happened::Waived(Waivable::Interest, amount),
            2 => Happened::Waived(Waivable::Fee, amount),
            3 => Happened::Waived(Waivable::Principal, amount),
            _ => Happened::Paid(amount),
        };
        history.record(add_days(credited_on, *day).unwrap(), happened);
    }
    history
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Whatever is found out, in whatever order: every fen of a payment pays something or is told as excess, principal is
    /// whole, nothing is negative, and what was taken out again leaves no trace.
    #[test]
    fn a_loan_is_the_pure_function_of_its_facts(
        method in prop::sample::select(RepaymentMethod::ALL.to_vec()), told in told(), at in 0_usize..12,
    ) {
        let mut history = of(method, &told);
        let made = history.replay().unwrap();
        let paid: Amount = made.placed.iter().map(|placed| placed.allocation.principal).sum();
        prop_assert_eq!(made.position.outstanding_principal().plus(paid), history.principal);
        for placed in &made.placed {
            let parts = &placed.allocation;
            match history.facts.iter().find(|fact| fact.id == placed.id).unwrap().happened {
                Happened::Paid(amount) => prop_assert_eq!(parts.total().plus(placed.excess), amount),
                Happened::Waived(Waivable::Principal, amount) => {
                    prop_assert!(parts.principal <= amount && parts.principal == parts.total() && placed.excess.is_zero());
                }
                other => panic!("{other:?} pays nothing"),
            }
            prop_assert!([parts.fee, parts.penalty, parts.interest, parts.principal, placed.excess].iter().all(|part| !part.is_negative()));
        }
        let last = history.facts.iter().map(|fact| fact.on).max().unwrap();
        for day in 0..5 {
            let quote = made.position.quote(add_days(last, day * 20).unwrap());
            prop_assert!(quote.due.iter().all(|item| !item.penalty.is_negative() && !item.interest.is_negative() && !item.principal.is_negative()));
            prop_assert!(!quote.open_interest.is_negative() && !quote.early_fee.is_negative());
        }
        // In another order of telling.
        history.facts.reverse();
        prop_assert_eq!(&history.replay().unwrap(), &made);
        // One more and then not.
        let version = i64::try_from(told.len()).unwrap() + 1;
        let on = history.facts[at % history.facts.len()].on;
        history.facts.push(Fact { id: version, on, version, happened: Happened::Paid(yuan("777.77")) });
        history.replay().unwrap();
        history.facts.pop();
        prop_assert_eq!(history.replay().unwrap(), made);
    }

    /// What is waived is owed no more that day, whatever is waived, and is a gift of exactly that amount.
    #[test]
    fn a_waiver_takes_off_what_it_says(
        method in prop::sample::select(RepaymentMethod::ALL.to_vec()), told in told(), what in prop::sample::select(Waivable::ALL.to_vec()),
        later in 0_u32..60, share in 1_i64..=100,
    ) {
        let history = of(method, &told);
        let position = history.replay().unwrap().position;
        let on = add_days(history.facts.iter().map(|fact| fact.on).max().unwrap(), later).unwrap();
        let before = position.quote(on);
        let amount = Amount::from_fen(before.waivable(what).fen() * share / 100);
        if amount.is_positive() {
            let after = position.waive(on, what, amount).unwrap().quote(on);
            prop_assert_eq!(after.waivable(what).plus(amount), before.waivable(what));
            let principal = if what == Waivable::Principal { amount } else { Amount::ZERO };
            prop_assert_eq!(after.principal().plus(principal), before.principal());
            // No fee is owed for paying what was waived.
            let fee = if what == Waivable::Principal { before.early_fee.less(after.early_fee) } else { Amount::ZERO };
            prop_assert!(!fee.is_negative());
            prop_assert_eq!(after.payoff_total().plus(amount).plus(fee), before.payoff_total());
        }
    }
}
