//! A year in the life of two hundred shops, by dice: they borrow, spend, are paid, pay late and are frozen; courts and the institution
//! freeze too; payments are reversed, and others turn out later; a debt and late loans change hands and come back; the bank takes, refuses
//! or says nothing;
//! commissions come and are taken back; interest, penalty and principal are waived; holidays are declared, some on the day before.
//! After every close every invariant holds.

use domain::{
    Amount,
    approval::Action,
    calendar::{Calendar, CalendarDay, DayKind},
    correction::Correction,
    debt::Holder,
    freeze::{FreezeOrder, FreezeReason},
    id::{DebtId, LoanFactId, LoanId, RepaymentId},
    job::JobKind,
    matching::Direction,
    position::Waivable,
    repayment::RepaymentChoice,
    role::Role,
    terms::{HolidayRule, LoanTerms, UnfreezeWhen},
};
use services::{
    Error,
    bank::{PayAnswer, QueryAnswer},
    calendar::{ChangeCalendarCommand, change_calendar, special_days},
    end_of_day, freeze,
    loan::LoanFilter,
    payout,
    repayment::{self, QuoteCommand},
    signing::{OrderSigningCommand, order_signing},
};
use time::{Date, Duration, macros::date};
use uuid::Uuid;

use crate::{
    approval::{approve, propose, two_people},
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{fed, feed},
    binding::{
        confirmed, follow,
        network::{CODE, TestNetwork},
        order, treasurer,
    },
    commission::{fund, released},
    debt::{collected, collector, debited, loan::handed_over, seen, transferred},
    dice::Dice,
    draw::request_for,
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::sweep::top_up_of,
};

const SEED: u64 = 20_261_120;
const DAYS: i64 = 365;
const SHOPS: usize = 200;
/// How many of them do something on a day.
const ACTING: usize = 10;

struct Year {
    world: World,
    dice: Dice,
    lines: u64,
    network: TestNetwork,
    /// What a customer of a funder owes, by whose card it is collected.
    debt: DebtId,
    /// What the carrier's last file gives, by shops, and of which month.
    commissions: (String, Vec<(usize, Amount)>),
}

const RULES: [HolidayRule; 3] = [HolidayRule::Stays, HolidayRule::MovesOn, HolidayRule::MovesBack];

impl Year {
    /// Shops of different terms: days of grace, a freeze that lifts only when all is settled, due dates that stay or move.
    async fn begin() -> Self {
        let mut world = World::new().await;
        for number in world.agents.len() + 1..=SHOPS {
            world.add_agent(number).await;
        }
        for agent in 1..=SHOPS {
            let settled = agent % 5 == 3;
            let terms = LoanTerms {
                grace_days: if agent % 5 == 2 { 3 } else { 0 },
                unfreeze_when: if settled { UnfreezeWhen::AllSettled } else { UnfreezeWhen::OverdueCleared },
                holiday_rule: RULES[agent % RULES.len()],
                ..bullet_terms()
            };
            world.open_line(agent, yuan("100000"), terms, &["7d", "30d", "60d"]).await;
        }
        assert_eq!(world.as_owner("update credit_lines set matures_on = '2030-01-01'").await, None);
        let network = TestNetwork::default();
        let debt = collected(&world, &network).await;
        Self { world, dice: Dice(SEED), lines: 0, network, debt, commissions: (String::new(), Vec::new()) }
    }

    async fn day(&mut self, on: Date) {
        self.world.set_now(on.with_hms(10, 0, 0).unwrap().assume_offset(domain::calendar::CHINA));
        if self.dice.one_in(6) {
            self.declare(on).await;
        }
        for _ in 0..ACTING {
            let agent = 1 + usize::try_from(self.dice.roll(SHOPS as u64)).unwrap();
            if self.dice.one_in(8) {
                self.borrow(agent).await;
            }
            if self.dice.one_in(4) {
                self.withdraw(agent).await;
            }
            if self.dice.one_in(7) {
                self.is_paid(agent).await;
            }
            if self.dice.one_in(8) {
                self.repay(agent).await;
            }
            if self.dice.one_in(40) {
                self.reverse(agent).await;
            }
            if self.dice.one_in(40) {
                self.receive(agent, on).await;
            }
            if self.dice.one_in(20) {
                self.waive(agent).await;
            }
            if self.dice.one_in(60) {
                self.freeze(agent).await;
            }
            if self.dice.one_in(25) {
                self.unfreeze(agent).await;
            }
        }
        self.bank().await;
    }

    /// A holiday is declared, or a weekend is worked, or what was declared is taken back: now and then for the very next day on which
    /// a loan falls due that moves.
    async fn declare(&mut self, today: Date) {
        let next: Option<Date> = sqlx::query_scalar(
            "select min(l.due_on) from loans l join credit_lines c on c.id = l.credit_line_id
             where l.state <> 'settled' and l.due_on > $1 and c.terms ->> 'holiday_rule' in ('moves_on', 'moves_back')",
        )
        .bind(today)
        .fetch_one(&self.world.owner)
        .await
        .unwrap();
        let any = today + Duration::days(1 + i64::try_from(self.dice.roll(30)).unwrap());
        let on = next.filter(|_| self.dice.one_in(2)).unwrap_or(any);
        let weekend = on.weekday().number_from_monday() > 5;
        let command = if self.dice.one_in(6) {
            ChangeCalendarCommand { days: Vec::new(), plain: vec![on] }
        } else {
            let kind = if weekend { DayKind::Worked } else { DayKind::Off };
            ChangeCalendarCommand { days: vec![CalendarDay { on, kind, name: String::new() }], plain: Vec::new() }
        };
        let outcome = change_calendar(&self.world.db, &self.world.operator(Role::OperatorMaker), command).await;
        // Too many days off in a row are refused.
        assert!(matches!(outcome, Ok(_) | Err(Error::Refused(_))), "{outcome:?}");
    }

    /// Nothing falls due on a day that is not worked where the terms move it.
    async fn nothing_moved_falls_due_on_a_holiday(&self, on: Date) {
        let days = special_days(&self.world.db, &self.world.system()).await.unwrap();
        if days.into_iter().collect::<Calendar>().is_worked(on) {
            return;
        }
        let due: i64 = sqlx::query_scalar(
            "select count(*) from loans l join credit_lines c on c.id = l.credit_line_id
             where l.state <> 'settled' and l.due_on = $1 and c.terms ->> 'holiday_rule' in ('moves_on', 'moves_back')",
        )
        .bind(on)
        .fetch_one(&self.world.owner)
        .await
        .unwrap();
        assert_eq!(due, 0, "{on} is not worked");
    }

    /// Some shops' commissions of the month, with the carrier's money for them.
    async fn earn(&mut self, on: Date) {
        let first = 1 + usize::try_from(self.dice.roll(10)).unwrap();
        let given: Vec<_> = (first..=SHOPS).step_by(10).map(|shop| (shop, self.dice.yuan(4_000))).collect();
        let month = format!("{}-{:02}", on.year(), u8::from(on.month()));
        released(&self.world, &month, &rows(&given)).await;
        let sum: Amount = given.iter().map(|(_, amount)| *amount).sum();
        fund(&self.world, &format!("COM{month}"), &sum.to_string()).await;
        self.commissions = (month, given);
    }

    /// The carrier gave half of it too much to every third of them.
    async fn correct_commissions(&mut self) {
        let (month, given) = std::mem::take(&mut self.commissions);
        let less = given.into_iter().step_by(3).map(|(shop, amount)| (shop, Amount::from_fen(amount.fen() / 2)));
        released(&self.world, &month, &rows(&less.collect::<Vec<_>>())).await;
    }

    /// Two people forgive something, or take back what they have forgiven.
    async fn waive(&mut self, agent: usize) {
        let waived: Option<(Uuid, Uuid)> = sqlx::query_as(
            "select f.id, f.loan_id from loan_facts f join loans l on l.id = f.loan_id
             where l.agent_id = $1 and f.kind = 'waived' and not exists (select from loan_facts u where u.undoes = f.id)
             order by f.recorded_on, f.id limit 1",
        )
        .bind(self.world.agents[agent - 1].agent.0)
        .fetch_optional(&self.world.owner)
        .await
        .unwrap();
        if let Some((fact, loan)) = waived.filter(|_| self.dice.one_in(2)) {
            return self.correct(LoanId(loan), Correction::Undo { fact: LoanFactId(fact) }).await;
        }
        let part = self.dice.of(&[Waivable::Penalty, Waivable::Interest, Waivable::Principal]);
        let amount = self.dice.yuan(20);
        let open =
            services::loan::book(&self.world.db, &self.world.agent(agent), LoanFilter::Open, FIRST).await.unwrap();
        let late = open.rows.iter().find(|loan| loan.state.overdue_since().is_some());
        let Some(loan) = late.or(open.rows.first()) else { return };
        self.correct(loan.id, Correction::Waive { part, amount }).await;
    }

    /// The debt changes hands, or comes back.
    async fn transfer(&mut self) {
        let held = seen(&self.world, &treasurer(&self.world), self.debt).await.holder == Holder::Facilitator;
        transferred(&self.world, &self.network, &[self.debt], held).await;
    }

    /// The largest late loan goes to the facilitator, once a card of its shop is bound, and what comes in pays that from then on.
    async fn sell(&mut self) {
        let late: Option<(Uuid, Uuid, String)> = sqlx::query_as(
            "select l.id, l.agent_id, c.reference from loans l join credit_lines c on c.id = l.credit_line_id
             where l.state = 'overdue' and l.holder_id = l.funder_id order by l.outstanding_fen desc, l.id limit 1",
        )
        .fetch_optional(&self.world.owner)
        .await
        .unwrap();
        let Some((loan, agent, line)) = late else { return };
        self.lines += 1;
        let (name, card_number) = ("张三".to_owned(), card(self.lines));
        let command = OrderSigningCommand { name, card_number, line: Some(line), ..order("JH-01") };
        let context = treasurer(&self.world);
        let ordered = order_signing(&self.world.db, &self.network, &context, command).await.unwrap();
        confirmed(&self.world, &self.network, ordered.signing, CODE).await.unwrap();
        handed_over(&self.world, &self.network, LoanId(loan), false).await;
        let shop = 1 + self.world.agents.iter().position(|known| known.agent.0 == agent).unwrap();
        top_up_of(&self.world, shop, &format!("IN{}", self.lines), yuan("500")).await;
    }

    /// The funder buys back what the facilitator has held longest.
    async fn buy_back(&mut self) {
        let held: Option<Uuid> = sqlx::query_scalar(
            "select id from loans where state = 'overdue' and holder_id <> funder_id order by held_since, id limit 1",
        )
        .fetch_optional(&self.world.owner)
        .await
        .unwrap();
        let Some(loan) = held else { return };
        handed_over(&self.world, &self.network, LoanId(loan), true).await;
    }

    /// Whoever holds the debt takes some of it from the card.
    async fn collect(&mut self) {
        let held = seen(&self.world, &treasurer(&self.world), self.debt).await.holder == Holder::Facilitator;
        let holder = if held { collector(&self.world) } else { treasurer(&self.world) };
        debited(&self.world, &holder, self.debt, "100").await.unwrap();
        follow(&self.world, &self.network, JobKind::FollowDebit).await;
    }

    /// The last payment of a shop was none, where that can still be.
    async fn reverse(&mut self, agent: usize) {
        let last: Option<(Uuid, Uuid)> = sqlx::query_as(
            "select id, loan_id from repayments r
             where agent_id = $1 and not exists (select from loan_facts u where u.undoes = r.id)
             order by debited_at desc, id limit 1",
        )
        .bind(self.world.agents[agent - 1].agent.0)
        .fetch_optional(&self.world.owner)
        .await
        .unwrap();
        let Some((repayment, loan)) = last else { return };
        let correction = Correction::Reverse { repayment: RepaymentId(repayment), right_wallet: None };
        self.correct(LoanId(loan), correction).await;
    }

    /// The funder has received something outside, some days ago.
    async fn receive(&mut self, agent: usize, today: Date) {
        let on = today - Duration::days(i64::try_from(self.dice.roll(15)).unwrap());
        let amount = self.dice.yuan(3_000);
        let open =
            services::loan::book(&self.world.db, &self.world.agent(agent), LoanFilter::Open, FIRST).await.unwrap();
        let Some(loan) = open.rows.first().filter(|loan| loan.credited_on <= on) else { return };
        self.correct(loan.id, Correction::Receive { amount, on }).await;
    }

    /// What two people may not correct is refused, and nothing else goes wrong.
    async fn correct(&self, loan: LoanId, correction: Correction) {
        let outcome = match propose(&self.world, Action::Correct { loan, correction }).await {
            Ok(proposed) => approve(&self.world, proposed).await,
            Err(error) => Err(error),
        };
        assert!(matches!(outcome, Ok(()) | Err(Error::Refused(_) | Error::Conflict(_))), "{outcome:?}");
    }

    async fn borrow(&mut self, agent: usize) {
        let tenor = self.dice.of(&["7d", "30d", "60d"]);
        let (amount, arrives) = (self.dice.yuan(20_000), !self.dice.one_in(5));
        // Refused while frozen, late, or beyond the limit.
        let Ok(requested) = request_for(&self.world, agent, amount, tenor).await else { return };
        if crate::draw::instruct(&self.world, requested.draw, &amount.to_string()).await.is_ok() && arrives {
            self.world.record_receipt(requested.draw, amount).await;
        }
    }

    async fn withdraw(&mut self, agent: usize) {
        let holds = services::wallet::wallet(&self.world.db, &self.world.agent(agent), None).await.unwrap();
        let all = self.dice.one_in(2);
        let amount = if all { holds.balance } else { self.dice.yuan(30_000) };
        let before = holds.balance;
        let done = payout::withdraw(&self.world.db, &self.world.agent(agent), amount).await;
        assert!(done.is_err() || amount <= before);
    }

    async fn is_paid(&mut self, agent: usize) {
        self.lines += 1;
        let amount = self.dice.yuan(15_000);
        top_up_of(&self.world, agent, &format!("IN{}", self.lines), amount).await;
    }

    async fn repay(&mut self, agent: usize) {
        let context = self.world.agent(agent);
        let open = services::loan::book(&self.world.db, &context, LoanFilter::Open, FIRST).await.unwrap().rows;
        let Some(loan) = open.first() else { return };
        let choice =
            if self.dice.one_in(2) { RepaymentChoice::All } else { RepaymentChoice::Part(self.dice.yuan(5_000)) };
        let command = QuoteCommand { loan: loan.id, choice };
        if let Ok(quoted) = repayment::quote(&self.world.db, &self.world.agent(agent), command).await {
            drop(repayment::repay(&self.world.db, &self.world.agent(agent), quoted.id).await);
        }
    }

    async fn freeze(&mut self, agent: usize) {
        let today = services::business_day::business_date(&self.world.db, &self.world.agent(1)).await.unwrap();
        let last = today + Duration::days(1 + i64::try_from(self.dice.roll(20)).unwrap());
        let order = if self.dice.one_in(2) {
            let amount = Some(self.dice.yuan(10_000));
            FreezeOrder {
                reason: FreezeReason::Court,
                amount,
                expires_on: Some(last),
                asked_by: "（2026）川01执188号".to_owned(),
            }
        } else {
            let expires_on = Some(last).filter(|_| self.dice.one_in(2));
            FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on, asked_by: String::new() }
        };
        two_people(&self.world, Action::Freeze { wallet: self.world.agents[agent - 1].wallet, order }).await;
    }

    async fn unfreeze(&mut self, agent: usize) {
        let standing = freeze::own_freezes(&self.world.db, &self.world.agent(agent)).await.unwrap();
        if let Some(row) = standing.iter().find(|row| row.reason != FreezeReason::Overdue) {
            two_people(&self.world, Action::Unfreeze { freeze: row.id }).await;
        }
    }

    /// The bank takes orders, refuses them or is silent; what it took it has booked by the next day.
    async fn bank(&mut self) {
        let bank = match self.dice.roll(6) {
            0 => FakeBank::silent(),
            1 => FakeBank::paying([PayAnswer::Rejected { reason: "账户已注销".to_owned() }, PayAnswer::Accepted]),
            _ => FakeBank::accepting(),
        };
        let takes = !matches!(self.dice.roll(3), 0);
        send_payouts(&self.world.db, &bank).await;
        let sent: Vec<(String, i64, String)> = sqlx::query_as(
            "select reference, amount_fen, account_no from payouts where state = 'sent' order by reference",
        )
        .fetch_all(&self.world.owner)
        .await
        .unwrap();
        let mut lines = Vec::new();
        for (reference, fen, account) in sent.into_iter().filter(|_| takes) {
            self.lines += 1;
            let amount = Amount::from_fen(fen).to_string();
            let mut line = fed(&format!("OUT{}", self.lines), Direction::Debit, &amount, &format!("代付 {reference}"));
            line.counterparty_account = account;
            lines.push(line);
        }
        feed(&self.world, lines).await;
        if self.dice.one_in(3) {
            let answer = if self.dice.one_in(4) {
                QueryAnswer::Rejected { reason: "账户已注销".to_owned() }
            } else {
                QueryAnswer::Accepted
            };
            query_payouts(&self.world.db, &FakeBank::silent().knowing([answer])).await;
        }
    }

    async fn count(&self, query: &'static str) -> i64 {
        self.world.number(query).await
    }
}

/// A card number of which the check digit is right.
fn card(number: u64) -> String {
    let body = format!("622202020{number:09}");
    let weighed = body.bytes().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
        digit / 10 + digit % 10
    });
    format!("{body}{}", (10 - weighed.sum::<u32>() % 10) % 10)
}

/// A carrier's file of them.
fn rows(given: &[(usize, Amount)]) -> String {
    given.iter().map(|(shop, amount)| format!("A{shop:04},{amount}\n")).collect()
}

#[tokio::test]
async fn a_year_passes_and_every_invariant_holds_after_every_close() {
    let mut year = Year::begin().await;
    let first = date!(2026 - 11 - 20);
    for day in 0..DAYS {
        let on = first + Duration::days(day);
        year.day(on).await;
        match day % 40 {
            10 => year.sell().await,
            20 => year.transfer().await,
            30 => year.collect().await,
            35 => year.buy_back().await,
            _ => {}
        }
        match day % 30 {
            5 => year.earn(on).await,
            15 => year.correct_commissions().await,
            _ => {}
        }
        year.nothing_moved_falls_due_on_a_holiday(on).await;
        let next = end_of_day::close(&year.world.db, on).await.unwrap();
        assert_eq!(next, on.next_day().unwrap());
        let broken: Vec<_> = services::verify::verify(&year.world.db, &year.world.system())
            .await
            .unwrap()
            .into_iter()
            .filter(|verdict| !verdict.offending.is_empty())
            .map(|verdict| format!("{}: {:?}", verdict.name, verdict.offending))
            .collect();
        assert!(broken.is_empty(), "after {on}: {broken:#?}");
    }
    // It was a year in which everything has happened.
    for (what, least) in [
        ("select count(*) from closed_days", DAYS),
        ("select count(*) from loans", 100),
        ("select count(*) from repayments where cause = 'due'", 20),
        ("select count(*) from repayments where cause = 'swept'", 20),
        ("select count(*) from repayments where cause = 'asked'", 20),
        ("select count(*) from freezes where reason = 'overdue' and lifted_on is not null", 10),
        ("select count(*) from freezes where reason = 'court' and lifted_on is not null", 3),
        ("select count(*) from payouts where agent_id is not null and state = 'returned'", 5),
        ("select count(*) from payouts where agent_id is not null and state = 'confirmed'", 20),
        ("select count(*) from draws where state = 'lapsed'", 1),
        ("select count(*) from loan_facts where kind = 'undone'", 3),
        ("select count(*) from loan_facts where kind = 'received' and value_on < recorded_on", 3),
        ("select count(*) from debt_transfers where state = 'effective'", 6),
        ("select count(*) from debt_transfer_items where loan_id is not null and state = 'effective'", 6),
        ("select count(*) from repayments where cause = 'swept' and holder_id <> funder_id", 3),
        ("select count(distinct agent_id) from loans", 100),
        ("select count(*) from commissions where amount_fen > 0", 200),
        ("select count(*) from commissions where amount_fen < 0 and taken_fen > 0", 20),
        ("select count(*) from loan_facts where kind = 'waived'", 10),
        ("select count(*) from loan_facts u join loan_facts w on w.id = u.undoes where w.kind = 'waived'", 2),
        ("select count(*) from loan_facts where moved_from is not null", 10),
        ("select count(*) from loan_facts where moved_from = recorded_on + 1", 2),
    ] {
        let happened = year.count(what).await;
        assert!(happened >= least, "{what}: {happened}");
    }
    year.world.finish().await;
}
