//! What holds for every loan, every day and every payment.

use domain::{
    Amount,
    calendar::{add_days, days_between},
    cost::{effective_annual_rate, scheduled_interest},
    position::{Allocation, Part, Position, Quote},
    schedule::{DueDates, Instalment, plan},
    terms::{AllocationOrder, DayCount, HolidayRule, LoanTerms, RepaymentMethod, Tenor, UnfreezeWhen},
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use time::{Date, macros::date};

#[derive(Clone, Debug)]
struct Loan {
    principal: Amount,
    terms: LoanTerms,
    credited_on: Date,
}

impl Loan {
    fn dates(&self) -> DueDates {
        DueDates::unmoved(&self.terms, self.credited_on).unwrap()
    }

    fn open(&self) -> Position {
        Position::open(self.principal, &self.terms, &self.dates()).unwrap()
    }

    fn day(&self, days: u32) -> Date {
        add_days(self.credited_on, days).unwrap()
    }
}

prop_compose! {
    /// Loans of 0.01 to 10 million yuan, of every method, rate, length, minimum and fee.
    fn loans()(
        fen in prop_oneof![1_i64..=10_000, 1_i64..=1_000_000_000],
        rate in 0_i64..=360_000,
        count in 1_u32..=36,
        day in 0_u32..=800,
        method in prop::sample::select(RepaymentMethod::ALL.to_vec()),
        day_count in prop::sample::select(DayCount::ALL.to_vec()),
        min_days in 0_u32..=28,
        multiplier in 10_i64..=30,
        early_fee in prop_oneof![Just(0_i64), 1_i64..=50_000],
    ) -> Loan {
        let tenor = if method == RepaymentMethod::Bullet { Tenor::Days(count * 10) } else { Tenor::Months(count) };
        let terms = LoanTerms {
            annual_rate: Decimal::new(rate, 6).to_string().parse().unwrap(),
            day_count,
            method,
            tenor,
            min_days: if method == RepaymentMethod::Bullet { min_days.min(count * 10) } else { min_days },
            penalty_multiplier: Decimal::new(multiplier, 1),
            early_fee_rate: Decimal::new(early_fee, 6).to_string().parse().unwrap(),
            grace_days: 0,
            minimum_overdue: Amount::from_fen(1),
            unfreeze_when: UnfreezeWhen::OverdueCleared,
            holiday_rule: HolidayRule::Stays,
            allocation_order: AllocationOrder::PenaltyFirst,
        };
        Loan { principal: Amount::from_fen(fen), terms, credited_on: add_days(date!(2026-01-01), day).unwrap() }
    }
}

fn bullets() -> impl Strategy<Value = Loan> {
    (loans(), 28_u32..=1095).prop_map(|(loan, days)| Loan {
        terms: LoanTerms { method: RepaymentMethod::Bullet, tenor: Tenor::Days(days), ..loan.terms },
        ..loan
    })
}

/// Days after the one before, and per mille of what is then owed.
fn payments() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0_u32..=60, 1_u32..=700), 0..8)
}

/// A share of what settles the loan, at least a fen.
fn share(quote: &Quote, per_mille: u32) -> Amount {
    let payoff = quote.payoff_total();
    let fen = i128::from(payoff.fen()) * i128::from(per_mille) / 1000;
    Amount::from_fen(i64::try_from(fen).unwrap().max(1)).min(payoff)
}

struct Paid {
    on: Date,
    amount: Amount,
    allocation: Allocation,
}

/// The loan after the payments, the day of the last one, and each of them.
fn run(loan: &Loan, payments: &[(u32, u32)]) -> (Position, Date, Vec<Paid>) {
    let (mut position, mut on, mut paid) = (loan.open(), loan.credited_on, Vec::new());
    for (days, per_mille) in payments {
        on = add_days(on, *days).unwrap();
        let amount = share(&position.quote(on), *per_mille);
        if amount.is_positive() {
            let (next, allocation) = position.pay(on, amount).unwrap();
            position = next;
            paid.push(Paid { on, amount, allocation });
        }
    }
    (position, on, paid)
}

/// Keeps to the plan from a date on, and returns the interest that this costs.
fn interest_to_the_end(mut position: Position, mut on: Date) -> Amount {
    let mut interest = Amount::ZERO;
    while let Some((due_on, amount)) = position.next_due(on) {
        let (next, allocation) = position.pay(due_on, amount).unwrap();
        (position, on, interest) = (next, due_on, interest.plus(allocation.interest));
    }
    assert!(position.settled());
    interest
}

fn buckets(allocations: &[&Allocation]) -> [Amount; 4] {
    let sum = |of: fn(&Allocation) -> Amount| allocations.iter().map(|allocation| of(allocation)).sum();
    [sum(|part| part.fee), sum(|part| part.penalty), sum(|part| part.interest), sum(|part| part.principal)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_principals_of_a_plan_add_up_and_none_is_negative(loan in loans()) {
        let plan = plan(loan.principal, &loan.terms, &loan.dates()).unwrap();
        prop_assert_eq!(plan.iter().map(|part| part.principal).sum::<Amount>(), loan.principal);
        for part in &plan {
            prop_assert!(!part.principal.is_negative() && !part.interest.is_negative());
            prop_assert!(part.opens_on < part.due_on);
            prop_assert!(part.total().is_positive() || loan.terms.method == RepaymentMethod::InterestMonthly);
        }
        prop_assert!(plan.windows(2).all(|pair| pair[0].due_on == pair[1].opens_on));
    }

    #[test]
    fn equal_parts_differ_only_with_the_last(loan in loans()) {
        // From ten thousand yuan on, a level part is more than the rounding of its interest.
        let principal = loan.principal.plus(Amount::from_fen(1_000_000));
        let plan = plan(principal, &loan.terms, &loan.dates()).unwrap();
        let level: Vec<Amount> = match loan.terms.method {
            RepaymentMethod::EqualInstalments => plan.iter().map(Instalment::total).collect(),
            _ => plan.iter().map(|part| part.principal).collect(),
        };
        let (last, others) = level.split_last().unwrap();
        prop_assert!(others.windows(2).all(|pair| pair[0] == pair[1]));
        if let Some(other) = others.first().filter(|other| other.is_positive()) {
            let rounding = i64::try_from(plan.len()).unwrap() * 3;
            prop_assert!((last.fen() - other.fen()).abs() <= rounding, "{} {}", last, other);
        }
    }

    #[test]
    fn all_flows_are_worth_nothing_at_the_effective_rate(loan in loans()) {
        // Below ten thousand yuan, a fen of rounding in a day can be a rate beyond all bounds.
        let principal = loan.principal.plus(Amount::from_fen(1_000_000));
        let plan = plan(principal, &loan.terms, &loan.dates()).unwrap();
        let effective = effective_annual_rate(principal, loan.credited_on, &plan).unwrap();
        prop_assert!(!scheduled_interest(&plan).is_zero() || effective.is_zero());
        let float = |number: Decimal| -> f64 { number.to_string().parse().unwrap() };
        let worth_at = |rate: f64| -> f64 {
            let discounted = plan.iter().map(|part| {
                let days = days_between(loan.credited_on, part.due_on);
                float(part.total().to_decimal()) / (1.0 + rate).powf(f64::from(days) / 365.0)
            });
            discounted.sum::<f64>() - float(principal.to_decimal())
        };
        let rate = float(effective);
        prop_assert!(worth_at(rate - 0.000_000_6) > 0.0 && worth_at(rate + 0.000_000_6) < 0.0);
    }

    #[test]
    fn the_payoff_settles_exactly(loan in loans(), payments in payments(), days in 0_u32..=500) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let payoff = position.quote(on).payoff_total();
        prop_assume!(payoff.is_positive());
        let (settled, allocation) = position.pay(on, payoff).unwrap();
        prop_assert!(settled.settled() && allocation.settled);
        prop_assert!(settled.outstanding_principal().is_zero());
        for later in [0, 1, 40, 4000] {
            let quote = settled.quote(add_days(on, later).unwrap());
            prop_assert_eq!(quote.payoff_total(), Amount::ZERO);
            prop_assert!(!settled.is_overdue(quote.on) && settled.next_due(quote.on).is_none());
        }
    }

    #[test]
    fn a_fen_less_than_the_payoff_leaves_one_owed(loan in loans(), payments in payments(), days in 0_u32..=500) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let short = position.quote(on).payoff_total().less(Amount::from_fen(1));
        prop_assume!(short.is_positive());
        let (after, allocation) = position.pay(on, short).unwrap();
        prop_assert!(!after.settled() && !allocation.settled);
        prop_assert_eq!(after.quote(on).payoff_total(), Amount::from_fen(1));
    }

    #[test]
    fn parts_paid_on_one_day_are_one_payment(
        loan in loans(), payments in payments(), days in 0_u32..=400, whole in 1_u32..=1000, first in 1_u32..=999,
    ) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let amount = share(&position.quote(on), whole);
        let part = Amount::from_fen(amount.fen() * i64::from(first) / 1000);
        prop_assume!(part.is_positive() && part < amount);
        let (at_once, all) = position.pay(on, amount).unwrap();
        let (half, one) = position.pay(on, part).unwrap();
        let (in_parts, two) = half.pay(on, amount.less(part)).unwrap();
        prop_assert_eq!(buckets(&[&all]), buckets(&[&one, &two]));
        prop_assert_eq!(at_once, in_parts);
    }

    #[test]
    fn what_is_paid_lowers_the_payoff_of_the_day_by_just_that(
        loan in loans(), payments in payments(), days in 0_u32..=400, per_mille in 1_u32..=1000,
    ) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let before = position.quote(on);
        let amount = share(&before, per_mille);
        prop_assume!(amount.is_positive());
        let (after, allocation) = position.pay(on, amount).unwrap();
        prop_assert_eq!(after.quote(on).payoff_total(), before.payoff_total().less(amount));
        prop_assert_eq!(after.quote(on).due_total(), before.due_total().less(amount));
        prop_assert_eq!(after.outstanding_principal(), position.outstanding_principal().less(allocation.principal));
    }

    #[test]
    fn paying_more_never_leaves_more_owed_later(
        loan in loans(), payments in payments(), days in 0_u32..=400,
        less in 1_u32..=999, more in 2_u32..=1000, later in 0_u32..=400,
    ) {
        let (less, more) = (less.min(more), less.max(more));
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let quote = position.quote(on);
        // A loan that is settled already owes nothing later, whatever is paid.
        if !quote.payoff_total().is_positive() {
            return Ok(());
        }
        let owed_after = |per_mille| {
            let (after, _) = position.pay(on, share(&quote, per_mille)).unwrap();
            after.quote(add_days(on, later).unwrap()).payoff_total()
        };
        // A new plan of many instalments shifts principal between them by fen, and interest is rounded in each.
        let rounding = i64::try_from(position.instalments().len()).unwrap() * 2;
        prop_assert!(owed_after(more).fen() <= owed_after(less).fen() + rounding);
    }

    #[test]
    fn the_parts_of_an_allocation_add_up_to_the_amount(loan in loans(), payments in payments()) {
        let (_, _, paid) = run(&loan, &payments);
        for Paid { amount, allocation, .. } in paid {
            prop_assert_eq!(allocation.parts.iter().map(Part::total).sum::<Amount>(), amount);
            prop_assert_eq!(allocation.total(), amount);
            for part in &allocation.parts {
                let amounts = [part.fee, part.penalty, part.interest, part.principal];
                prop_assert!(amounts.iter().all(|amount| !amount.is_negative()));
            }
        }
    }

    #[test]
    fn never_more_than_the_payoff_is_taken(loan in loans(), payments in payments(), days in 0_u32..=400, extra in 1_i64..) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let payoff = position.quote(on).payoff_total();
        let refusal = position.allocate(on, payoff.plus(Amount::from_fen(extra))).unwrap_err();
        prop_assert_eq!(refusal, domain::position::AllocationRefusal::AbovePayoff { payoff });
    }

    #[test]
    fn the_oldest_due_instalment_is_paid_first(loan in loans(), payments in payments(), days in 0_u32..=400) {
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let quote = position.quote(on);
        let amount = share(&quote, 300);
        prop_assume!(amount.is_positive());
        let allocation = position.allocate(on, amount).unwrap();
        let mut left = amount;
        for item in &quote.due {
            let paid = allocation.parts.iter().find(|part| part.instalment == Some(item.instalment));
            let mut expect = |owed: Amount| { let taken = owed.min(left); left = left.less(taken); taken };
            let expected = (expect(item.penalty), expect(item.interest), expect(item.principal));
            prop_assert_eq!(paid.map_or_else(Default::default, |part| (part.penalty, part.interest, part.principal)), expected);
        }
        let ahead = allocation.parts.iter().find(|part| part.instalment.is_none());
        prop_assert_eq!(ahead.map_or(Amount::ZERO, Part::total), left);
        if let Some(part) = ahead.filter(|part| part.principal.is_positive()) {
            prop_assert_eq!(part.interest, quote.open_interest);
        }
    }

    #[test]
    fn the_facts_replayed_give_the_same_position(loan in loans(), payments in payments(), stored_after in 0_usize..8) {
        let (position, _, paid) = run(&loan, &payments);
        let mut replayed = loan.open();
        for (index, Paid { on, amount, allocation }) in paid.iter().enumerate() {
            if index == stored_after {
                replayed = serde_json::from_str(&serde_json::to_string(&replayed).unwrap()).unwrap();
            }
            let (next, again) = replayed.pay(*on, *amount).unwrap();
            prop_assert_eq!(&again, allocation);
            replayed = next;
        }
        prop_assert_eq!(replayed, position);
    }

    #[test]
    fn stored_and_read_again_is_the_same(loan in loans(), payments in payments(), days in 0_u32..=400) {
        let (position, last, paid) = run(&loan, &payments);
        let quote = position.quote(add_days(last, days).unwrap());
        prop_assert_eq!(&serde_json::from_value::<Position>(serde_json::to_value(&position).unwrap()).unwrap(), &position);
        prop_assert_eq!(&serde_json::from_value::<Quote>(serde_json::to_value(&quote).unwrap()).unwrap(), &quote);
        for Paid { allocation, .. } in paid {
            prop_assert_eq!(&serde_json::from_value::<Allocation>(serde_json::to_value(&allocation).unwrap()).unwrap(), &allocation);
        }
    }

    #[test]
    fn prepaying_lowers_the_interest_of_the_whole_loan(loan in loans(), days in 0_u32..=360, per_mille in 1_u32..=999) {
        let untouched = loan.open();
        let full = interest_to_the_end(untouched.clone(), loan.credited_on);
        // Keep to the plan until the day, then prepay.
        let (mut position, mut interest, day) = (untouched, Amount::ZERO, loan.day(days));
        while let Some((due_on, amount)) = position.next_due(position.accrued_to()).filter(|(due_on, _)| *due_on <= day) {
            let (next, allocation) = position.pay(due_on, amount).unwrap();
            (position, interest) = (next, interest.plus(allocation.interest));
        }
        prop_assume!(!position.settled());
        let (position, allocation) = position.pay(day, share(&position.quote(day), per_mille)).unwrap();
        interest = interest.plus(allocation.interest);
        let less = interest.plus(interest_to_the_end(position, day));
        // A new plan shifts principal between instalments by fen, and interest is rounded in each. Interest by the day
        // on one unmoved principal has no such slack.
        let by_day = matches!(loan.terms.method, RepaymentMethod::Bullet | RepaymentMethod::InterestMonthly);
        let rounding = if by_day { 0 } else { 36 };
        prop_assert!(less.fen() <= full.fen() + rounding, "{} > {}", less, full);
    }

    #[test]
    fn a_fen_paid_ahead_changes_the_interest_of_its_period_by_no_more_than_its_own(
        loan in loans(), payments in payments(), days in 0_u32..=400,
    ) {
        let loan = Loan { terms: LoanTerms { early_fee_rate: domain::Rate::ZERO, ..loan.terms }, ..loan };
        let (position, last, _) = run(&loan, &payments);
        let on = add_days(last, days).unwrap();
        let quote = position.quote(on);
        prop_assume!(quote.open_principal.is_positive());
        let fen = Amount::from_fen(1);
        let (after, allocation) = position.pay(on, quote.due_total().plus(quote.open_interest).plus(fen)).unwrap();
        prop_assert_eq!(allocation.parts.last().map(|part| (part.instalment, part.principal)), Some((None, fen)));
        let interest = |position: &Position| {
            position.instalments().iter().find(|part| part.planned.due_on > on).map_or(Amount::ZERO, |part| part.planned.interest)
        };
        // At 36 % a year, a fen costs less than half of one in all its time: what it changes is the rounding.
        prop_assert!(interest(&after) <= interest(&position));
        prop_assert!(interest(&position).less(interest(&after)) <= fen, "{} {}", interest(&position), interest(&after));
    }

    #[test]
    fn the_part_of_a_month_that_has_run_and_the_part_to_come_are_a_twelfth_of_a_year(
        loan in loans(), equal_parts in any::<bool>(), months in 1_u32..=36, days in 0_u32..=27, per_mille in 1_i64..=999,
    ) {
        let method = if equal_parts { RepaymentMethod::EqualInstalments } else { RepaymentMethod::EqualPrincipal };
        let terms = LoanTerms {
            method, tenor: Tenor::Months(months), min_days: 0, early_fee_rate: domain::Rate::ZERO, ..loan.terms
        };
        let loan = Loan { terms, ..loan };
        let (position, on) = (loan.open(), loan.day(days));
        let ahead = Amount::from_fen(loan.principal.fen() * per_mille / 1000);
        prop_assume!(ahead.is_positive());
        let (after, _) = position.pay(on, position.quote(on).open_interest.plus(ahead)).unwrap();
        let run = Decimal::from(days) / Decimal::from(loan.terms.day_count.basis());
        let to_come = Decimal::ONE / Decimal::from(12) - run;
        let left = loan.principal.less(ahead).to_decimal();
        let exact = (loan.principal.to_decimal() * run + left * to_come) * loan.terms.annual_rate.fraction();
        let charged = after.instalments()[0].planned.interest.to_decimal();
        // A twelfth has no exact decimal form: beside the half fen of the rounding, that is all that may differ.
        prop_assert!((charged - exact).abs() <= Decimal::new(500_001, 8), "{charged} {exact}");
    }

    #[test]
    fn interest_is_what_the_days_cost(loan in bullets(), days in 0_u32..=1200) {
        let due_on = loan.open().instalments()[0].planned.due_on;
        let charged = days.max(loan.terms.min_days).min(days_between(loan.credited_on, due_on));
        let exact = loan.principal.to_decimal() * loan.terms.annual_rate.fraction() * Decimal::from(charged)
            / Decimal::from(loan.terms.day_count.basis());
        prop_assert_eq!(Some(loan.open().quote(loan.day(days)).interest()), Amount::round_half_up(exact));
    }

    #[test]
    fn penalty_is_charged_on_overdue_principal_and_never_on_interest(loan in loans(), days in 0_u32..=1500) {
        let on = loan.day(days);
        let position = loan.open();
        let exact: Decimal = position.instalments().iter().map(|part| {
            let late = days_between(part.planned.due_on, on);
            part.planned.principal.to_decimal() * loan.terms.penalty_rate() * Decimal::from(late)
        }).sum();
        let expected = Amount::round_half_up(exact / Decimal::from(loan.terms.day_count.basis())).unwrap();
        prop_assert_eq!(position.quote(on).penalty(), expected);
        // Once all principal is due, every further day costs penalty alone.
        prop_assert!(position.quote(on).interest() <= position.instalments().iter().map(|part| part.planned.interest).sum());
    }

    #[test]
    fn penalty_paid_in_parts_never_drifts(loan in loans(), late in 1_u32..=200, shares in prop::collection::vec(1_u32..=900, 1..6)) {
        let mut position = loan.open();
        let due_on = position.instalments().last().unwrap().planned.due_on;
        let on = add_days(due_on, late).unwrap();
        let owed = position.quote(on).penalty();
        let rest = position.quote(on).payoff_total().less(owed);
        let (mut paid, mut all) = (Amount::ZERO, Amount::ZERO);
        for per_mille in shares {
            let (next, allocation) = position.pay(on, share(&position.quote(on), per_mille)).unwrap();
            (position, paid, all) = (next, paid.plus(allocation.penalty), all.plus(allocation.total()));
            prop_assert_eq!(paid.plus(position.quote(on).penalty()), owed);
            if position.settled() {
                break;
            }
        }
        prop_assert_eq!(position.quote(on).payoff_total(), rest.plus(owed).less(all));
    }

    #[test]
    fn waiting_never_makes_a_loan_cheaper(loan in loans(), payments in payments(), days in 0_u32..=400) {
        let loan = Loan { terms: LoanTerms { early_fee_rate: domain::Rate::ZERO, ..loan.terms }, ..loan };
        let (position, last, _) = run(&loan, &payments);
        let today = add_days(last, days).unwrap();
        let (today, tomorrow) = (position.quote(today), position.quote(add_days(today, 1).unwrap()));
        prop_assert!(today.payoff_total() <= tomorrow.payoff_total());
        prop_assert!(today.due_total() <= tomorrow.due_total());
    }

    #[test]
    fn a_payment_never_goes_back_in_time(loan in loans(), payments in payments(), days in 1_u32..=400) {
        let (position, last, paid) = run(&loan, &payments);
        prop_assert_eq!(position.accrued_to(), paid.last().map_or(loan.credited_on, |paid| paid.on));
        prop_assert!(position.accrued_to() <= last);
        let before = position.accrued_to() - time::Duration::days(days.into());
        let refusal = position.pay(before, Amount::from_fen(1)).unwrap_err();
        prop_assert_eq!(refusal.code(), "allocation.before_last_payment");
    }

    #[test]
    fn money_paid_in_is_accounted_for(loan in loans(), payments in payments()) {
        let (position, _, paid) = run(&loan, &payments);
        let allocations: Vec<&Allocation> = paid.iter().map(|paid| &paid.allocation).collect();
        let [_, penalty, interest, principal] = buckets(&allocations);
        prop_assert_eq!(principal.plus(position.outstanding_principal()), loan.principal);
        prop_assert_eq!(penalty, position.instalments().iter().map(|part| part.penalty_paid).sum());
        prop_assert_eq!(interest, position.instalments().iter().map(|part| part.interest_paid).sum());
        prop_assert!(position.instalments().iter().all(|part| part.interest_paid <= part.planned.interest));
        prop_assert!(position.instalments().iter().all(|part| part.principal_paid <= part.planned.principal));
    }
}
