//! Twenty shops, each a year by dice, by the rules alone: they borrow, spend, are paid, pay early and late; courts hold amounts of
//! their wallets. After the close of each day the rules' promises hold.

mod dice;

use dice::Dice;
use domain::{
    Amount,
    calendar::{Calendar, DayKind, add_days},
    credit_line::{CreditLine, CreditLineState},
    history::{Fact, Happened, History},
    id::PartnerId,
    loan::{Loan, LoanState},
    position::Waivable,
    schedule::DueDates,
    sweep::{Claimed, Moved, proceeds, share_out},
    terms::{AllocationOrder, DayCount, HolidayRule, LoanTerms, RepaymentMethod, UnfreezeWhen},
    wallet::{Purpose, Wallet},
};
use time::{Date, Duration, macros::date};
use uuid::Uuid;

const FIRST: Date = date!(2027 - 11 - 20);
const DAYS: i64 = 365;

/// What happened, so that a year in which nothing did proves nothing.
#[derive(Debug, Default)]
struct Told {
    lent: u32,
    due: u32,
    swept: u32,
    asked: u32,
    frozen: u32,
    freed: u32,
    refused: u32,
    settled: u32,
    moved: u32,
    waived: u32,
}

/// A loan with all that was done to it.
struct Debt {
    loan: Loan,
    history: History<()>,
}

impl Debt {
    fn happens(&mut self, on: Date, happened: Happened) {
        self.history.facts.push(Fact { id: (), on, version: self.loan.version, happened });
    }
}

struct Shop {
    dice: Dice,
    unfreeze_when: UnfreezeWhen,
    grace_days: u32,
    wallet: Wallet,
    line: CreditLine,
    calendar: Calendar,
    debts: Vec<Debt>,
    /// Of the day.
    moved: Vec<Moved>,
    held_until: Option<Date>,
    came: Amount,
    went: Amount,
    told: Told,
}

impl Shop {
    fn new(seed: u64) -> Self {
        let wallet = Wallet { balance: Amount::ZERO, version: 0, frozen: false, held: Amount::ZERO };
        let line = CreditLine {
            state: CreditLineState::Active,
            limit: Amount::from_fen(10_000_000),
            outstanding: Amount::ZERO,
            earmarked: Amount::ZERO,
            matures_on: date!(2030 - 01 - 01),
        };
        Self {
            dice: Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed)),
            unfreeze_when: if seed.is_multiple_of(3) { UnfreezeWhen::AllSettled } else { UnfreezeWhen::OverdueCleared },
            grace_days: if seed.is_multiple_of(4) { 3 } else { 0 },
            wallet,
            line,
            calendar: Calendar::default(),
            debts: Vec::new(),
            moved: Vec::new(),
            held_until: None,
            came: Amount::ZERO,
            went: Amount::ZERO,
            told: Told::default(),
        }
    }

    fn day(&mut self, on: Date) {
        self.moved.clear();
        if self.dice.one_in(6) {
            self.borrow(on);
        }
        if self.dice.one_in(4) {
            self.spend();
        }
        if self.dice.one_in(5) {
            self.is_paid(on);
        }
        if self.dice.one_in(12) {
            self.repay(on);
        }
        if self.dice.one_in(50) {
            self.wallet.held = self.dice.yuan(20_000);
            self.held_until = on.checked_add(Duration::days(10));
        }
        if self.dice.one_in(10) {
            self.make_holiday(on);
        }
        if self.dice.one_in(5) {
            self.waive(on);
        }
        self.close(on);
    }

    /// Three days in two weeks' time turn out not to be worked.
    fn make_holiday(&mut self, on: Date) {
        let off: Vec<Date> = (14..17).filter_map(|days| add_days(on, days)).collect();
        self.calendar = self.calendar.days().chain(off.iter().map(|day| (*day, DayKind::Off))).collect();
        for debt in &mut self.debts {
            let position = &debt.loan.position;
            if let Some(moved) = position.due_date_to_move((off[0], off[2]), &self.calendar, self.line.matures_on) {
                let position = position.with_moved(moved).unwrap();
                assert!(self.calendar.is_worked(moved.to) && position.next_due(moved.to).is_some());
                debt.loan = Loan { position, version: debt.loan.version + 1, ..debt.loan };
                debt.happens(on, Happened::DueDateMoved(moved));
                self.told.moved += 1;
            }
        }
    }

    /// The funder forgives what the oldest late loan has cost beside what was planned.
    fn waive(&mut self, on: Date) {
        let late = self.debts.iter_mut().find(|debt| debt.loan.state(on).overdue_since().is_some());
        let Some(debt) = late else { return };
        let penalty = debt.loan.position.quote(on).penalty();
        if penalty.is_positive() {
            let position = debt.loan.position.waive(on, Waivable::Penalty, penalty).unwrap();
            debt.loan = Loan { position, version: debt.loan.version + 1, ..debt.loan };
            debt.happens(on, Happened::Waived(Waivable::Penalty, penalty));
            self.told.waived += 1;
        }
    }

    fn borrow(&mut self, on: Date) {
        let amount = self.dice.yuan(30_000);
        let method = self.dice.of(&[
            RepaymentMethod::Bullet,
            RepaymentMethod::InterestMonthly,
            RepaymentMethod::EqualInstalments,
            RepaymentMethod::EqualPrincipal,
        ]);
        let tenor = if method == RepaymentMethod::Bullet { ["7d", "30d", "61d"] } else { ["1m", "3m", "6m"] };
        let tenor = self.dice.of(&tenor).parse().unwrap();
        let terms = LoanTerms {
            grace_days: self.grace_days,
            unfreeze_when: self.unfreeze_when,
            holiday_rule: self.dice.of(&HolidayRule::ALL),
            allocation_order: if self.grace_days > 0 {
                AllocationOrder::InterestFirst
            } else {
                AllocationOrder::PenaltyFirst
            },
            ..LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, method, tenor)
        };
        let late = self.debts.iter().any(|debt| debt.loan.state(on).overdue_since().is_some());
        let Ok(line) = self.line.earmark(amount) else {
            self.told.refused += 1;
            return;
        };
        assert!(!late && !self.wallet.frozen, "nothing is lent while something is overdue");
        self.line = line.lend(amount).unwrap();
        self.wallet = self.wallet.credit(amount).unwrap();
        self.moved.push(Moved::Lent(amount));
        self.came = self.came.plus(amount);
        self.told.lent += 1;
        let dates = DueDates::of(&terms, on, &self.calendar, self.line.matures_on).unwrap();
        let loan = Loan::open(amount, &terms, &dates, PartnerId(Uuid::nil())).unwrap();
        self.debts.push(Debt { loan, history: History { principal: amount, terms, dates, facts: Vec::new() } });
    }

    /// All there is, or some of it.
    fn spend(&mut self) {
        let amount = if self.dice.one_in(2) { self.wallet.balance } else { self.dice.yuan(40_000) };
        match self.wallet.debit(amount, Purpose::Other) {
            Ok(after) => {
                assert!(!self.wallet.frozen && after.balance >= after.held);
                self.wallet = after;
                self.went = self.went.plus(amount);
                self.moved.push(Moved::Spent(amount));
            }
            Err(_) => self.told.refused += 1,
        }
    }

    fn is_paid(&mut self, on: Date) {
        let amount = self.dice.yuan(12_000);
        self.wallet = self.wallet.credit(amount).unwrap();
        self.came = self.came.plus(amount);
        if self.wallet.frozen {
            self.told.swept += self.collect(on, Claimed::Overdue);
        }
    }

    fn repay(&mut self, on: Date) {
        let open = self.debts.iter().position(|debt| debt.loan.state(on) == LoanState::Active);
        let (false, Some(place)) = (self.wallet.frozen, open) else { return };
        let payoff = self.debts[place].loan.position.quote(on).payoff_total();
        let amount = if self.dice.one_in(2) { payoff } else { payoff.min(self.dice.yuan(5_000)) };
        if amount <= self.wallet.available() && amount.is_positive() {
            self.pay(on, place, amount);
            self.moved.push(Moved::Spent(amount));
            self.told.asked += 1;
        }
    }

    fn pay(&mut self, on: Date, place: usize, amount: Amount) {
        self.wallet = self.wallet.debit(amount, Purpose::Debt).unwrap();
        self.went = self.went.plus(amount);
        let debt = &mut self.debts[place];
        let before = debt.loan.position.quote(on);
        let (after, split) = debt.loan.pay(on, amount).unwrap();
        assert_eq!(split.total(), amount, "every fen of a payment is for something");
        let fee = split.fee;
        let after_quote = after.position.quote(on);
        assert_eq!(
            before.payoff_total().less(before.early_fee).plus(fee),
            after_quote.payoff_total().less(after_quote.early_fee).plus(amount),
            "a payment takes off what it pays, and nothing else"
        );
        self.line = self.line.repay(split.principal).unwrap();
        debt.loan = after;
        debt.happens(on, Happened::Paid(amount));
        self.told.settled += u32::from(debt.loan.position.settled());
    }

    /// Pays what is wanted out of what is in reach; gives how many loans got something.
    fn collect(&mut self, on: Date, what: Claimed) -> u32 {
        let money = self.wallet.reach(proceeds(self.moved.iter().copied()));
        let loans: Vec<_> = self.debts.iter().map(|debt| &debt.loan.position).collect();
        let shares = share_out(&loans, on, money, what);
        assert!(shares.iter().copied().sum::<Amount>() <= money);
        let owing = |shop: &Self, place: usize| {
            shop.debts[place].loan.position.quote(on).due.iter().map(|item| item.due_on).collect::<Vec<_>>()
        };
        let before: Vec<_> = (0..self.debts.len()).map(|place| owing(self, place)).collect();
        let mut paid = 0;
        let last = shares.iter().zip(&before).filter(|(share, _)| share.is_positive()).map(|(_, due)| due[0]).max();
        for (place, amount) in shares.into_iter().enumerate().filter(|(_, amount)| amount.is_positive()) {
            self.pay(on, place, amount);
            paid += 1;
        }
        if what == Claimed::Due {
            let left = (0..self.debts.len()).flat_map(|place| owing(self, place)).min();
            assert!(last.is_none() || left.is_none() || last <= left, "{on}: {last:?} was paid before {left:?}");
        }
        self.settle_freeze(on);
        paid
    }

    /// Frees the wallet when the rule says so.
    fn settle_freeze(&mut self, on: Date) {
        let keeps = |debt: &Debt| match debt.loan.state(on) {
            LoanState::Overdue { .. } => true,
            LoanState::Active => self.unfreeze_when == UnfreezeWhen::AllSettled,
            LoanState::Settled => false,
        };
        if self.wallet.frozen && !self.debts.iter().any(keeps) {
            self.wallet.frozen = false;
            self.line = self.line.resume();
            self.told.freed += 1;
        }
    }

    fn close(&mut self, on: Date) {
        if self.held_until == Some(on) {
            (self.wallet.held, self.held_until) = (Amount::ZERO, None);
        }
        self.told.due += self.collect(on, Claimed::Due);
        let left = self.wallet.reach(proceeds(self.moved.iter().copied()));
        let owed: Amount = self.debts.iter().map(|debt| debt.loan.position.quote(on).due_total()).sum();
        assert!(left.is_zero() || owed.is_zero(), "{on}: {owed} is owed and {left} in reach");
        let next = on.next_day().unwrap();
        let late = self.debts.iter().any(|debt| debt.loan.state(next).overdue_since().is_some());
        if late && !self.wallet.frozen {
            self.wallet.frozen = true;
            self.line = self.line.suspend();
            self.told.frozen += 1;
        }
        self.check(on, late);
    }

    fn check(&self, on: Date, late: bool) {
        assert_eq!(self.wallet.balance, self.came.less(self.went), "{on}");
        assert!(!self.wallet.balance.is_negative() && !self.line.available().is_negative(), "{on}");
        let outstanding: Amount = self.debts.iter().map(|debt| debt.loan.position.outstanding_principal()).sum();
        assert_eq!(self.line.outstanding, outstanding, "{on}");
        assert!(!late || (self.wallet.frozen && self.line.state == CreditLineState::Suspended), "{on}");
        let owes = self.debts.iter().any(|debt| !debt.loan.position.settled());
        let kept = late || (owes && self.unfreeze_when == UnfreezeWhen::AllSettled);
        assert!(!self.wallet.frozen || kept, "{on}: nobody is frozen for nothing");
    }

    /// Every loan made anew from its facts is what it has become.
    fn replay(&self) {
        for debt in &self.debts {
            let replayed = debt.history.replay().unwrap();
            assert_eq!(replayed.position, debt.loan.position);
            assert!(replayed.placed.iter().all(|placed| placed.excess.is_zero()));
        }
    }
}

#[test]
fn twenty_shops_live_a_year_and_every_promise_holds_after_every_close() {
    let (mut least, mut moved, mut waived) = ([u32::MAX; 8], 0, 0);
    for seed in 1..=20 {
        let mut shop = Shop::new(seed);
        for day in 0..DAYS {
            shop.day(FIRST.checked_add(Duration::days(day)).unwrap());
        }
        shop.replay();
        let told = &shop.told;
        let counts = [told.lent, told.due, told.swept, told.asked, told.frozen, told.freed, told.refused, told.settled];
        (moved, waived) = (moved + told.moved, waived + told.waived);
        least = std::array::from_fn(|place| least[place].min(counts[place]));
    }
    println!("{least:?} {moved} {waived}");
    assert!(least.iter().all(|count| *count > 0), "a year in which something never happened: {least:?}");
    assert!(moved >= 20 && waived >= 20, "{moved} {waived}");
}
