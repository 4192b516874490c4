//! Loans, from the draw to the last repayment.

use domain::{
    Amount, Reference,
    calendar::Calendar,
    disclosure::Disclosure,
    hexadecimal,
    id::{LoanId, RepaymentId},
    job::JobKind,
    matching::Direction,
    payout::PayoutState,
    repayment::RepaymentChoice,
    schedule::DueDates,
    terms::{LoanTerms, Tenor},
};
use services::{
    bank::Banks,
    draw::{
        AnswerDrawCommand, DrawAnswer, InstructDrawCommand, RequestDrawCommand, RequestedDraw, answer_draw,
        cancel_draw, draw, instruct_draw, request_draw,
    },
    error::Failure,
    job::Outcome,
    page::PageRequest,
    payout::{self, drain_payables},
    repayment::{
        ConfirmRepaymentCommand, QuoteCommand, Repaid, RepaymentFilter, RepaymentRow, confirm_repayment, quote, repay,
        repayments,
    },
    worker::Worker,
};
use sha2::{Digest, Sha256};
use time::{Date, Duration};

use crate::{
    bank::{Counterparty, PatientBank, ReserveAccount},
    calendar,
    credit::Line,
    stage::Told,
    world::World,
};

/// How often the bank may be handed what waits to be sent, where a run was interrupted.
const SENDING_ROUNDS: u8 = 4;

/// How a draw goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Both flows meet and it is credited.
    Credited,
    /// The funder has reported its payment, which has not arrived.
    Instructed,
    /// The funder refuses it.
    Refused,
    /// The shop changes its mind.
    Cancelled,
}

/// A draw of the story.
#[derive(Clone, Copy)]
pub struct Drawing {
    pub yuan: i64,
    pub tenor: &'static str,
    pub purpose: &'static str,
    pub goes: Goes,
}

/// A loan, with the dates on which something falls due.
pub struct Debt {
    pub id: LoanId,
    pub shop: usize,
    pub funder: usize,
    pub reference: Reference,
    pub due: Vec<Date>,
}

fn disclosure(funder: &str, amount: Amount, terms: &LoanTerms, on: Date) -> Result<(Disclosure, String), Failure> {
    let calendar: Calendar = calendar::days()?.into_iter().collect();
    // Every line of the story ends long after its loans.
    let dates = DueDates::of(terms, on, &calendar, Date::MAX)?;
    let disclosure = Disclosure::of(funder, amount, terms, &dates)?;
    let hash = hexadecimal::text(&Sha256::digest(disclosure.text()));
    Ok((disclosure, hash))
}

impl World {
    /// A shop draws on its line. Gives the loan, where it is credited.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn draw(
        &self,
        line: &Line,
        on: Date,
        drawing: Drawing,
        reserve: &mut ReserveAccount,
    ) -> Result<Option<Debt>, Failure> {
        let (shop, funder) = (self.shop(line.shop)?, self.funder(line.funder)?);
        let step = format!("draw/{}/{on}", line.shop);
        let (amount, tenor): (Amount, Tenor) = (Amount::from_fen(drawing.yuan * 100), drawing.tenor.parse()?);
        let terms = LoanTerms { tenor, ..line.terms.clone() };
        let (disclosed, disclosure_hash) = disclosure(funder.facts.name, amount, &terms, on)?;
        let command = RequestDrawCommand { amount, tenor, purpose: drawing.purpose.to_owned(), disclosure_hash };
        let requested = request_draw(&self.stage.db, &self.owner(shop, &step)?, command).await.told(&step)?;
        self.stage.wait(Duration::minutes(4));
        self.answer(line, &requested, drawing, &step).await?;
        if drawing.goes != Goes::Credited {
            return Ok(None);
        }
        let remittance = format!("放款 {} {}", requested.reference, shop.facts.shop_name);
        let from = Counterparty::funder(funder, remittance);
        let movement = reserve.book((on, self.stage.time_of_day()), Direction::Credit, amount, from);
        self.record(&step, vec![movement]).await?;
        let credited = draw(&self.stage.db, &self.owner(shop, &step)?, requested.draw).await.told(&step)?;
        let id = credited.loan.ok_or_else(|| format!("{step}: {} was not credited", requested.reference))?;
        let due = disclosed.plan.iter().map(|instalment| instalment.due_on).collect();
        Ok(Some(Debt { id, shop: line.shop, funder: line.funder, reference: credited.reference, due }))
    }

    /// What the funder, or the shop itself, does about a draw.
    async fn answer(&self, line: &Line, draw: &RequestedDraw, drawing: Drawing, step: &str) -> Result<(), Failure> {
        let (db, shop, funder) = (&self.stage.db, self.shop(line.shop)?, self.funder(line.funder)?);
        let treasurer = || self.stage.person(&funder.treasurer, step);
        let answer = match drawing.goes {
            Goes::Cancelled => {
                return cancel_draw(db, &self.owner(shop, step)?, draw.draw).await.told(step);
            }
            Goes::Refused => {
                DrawAnswer::Refuse { reason: "本周放款额度已用完，请下周再申请".to_owned() }
            }
            Goes::Credited | Goes::Instructed => DrawAnswer::Accept,
        };
        answer_draw(db, &treasurer(), AnswerDrawCommand { draw: draw.draw, answer }).await.told(step)?;
        if drawing.goes == Goes::Refused {
            return Ok(());
        }
        self.stage.wait(Duration::minutes(6));
        let command = InstructDrawCommand {
            draw: draw.draw,
            amount: Amount::from_fen(drawing.yuan * 100),
            payment_reference: format!("FK{}", draw.reference.as_str().trim_start_matches("DRW")),
        };
        instruct_draw(db, &treasurer(), command).await.told(step)
    }

    /// The shop pays, and the money is sent to the funder: what is due, or everything.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn repay(&self, debt: &Debt, choice: RepaymentChoice, on: Date) -> Result<RepaymentRow, Failure> {
        let (db, shop) = (&self.stage.db, self.shop(debt.shop)?);
        let step = format!("repay/{}/{on}", debt.reference);
        let command = QuoteCommand { loan: debt.id, choice };
        let quoted = quote(db, &self.owner(shop, &step)?, command).await.told(&step)?;
        let Repaid { repayment, .. } = repay(db, &self.owner(shop, &step)?, quoted.id).await.told(&step)?;
        self.send(debt, repayment, &step).await
    }

    /// A repayment is sent to the funder.
    async fn send(&self, debt: &Debt, repayment: RepaymentId, step: &str) -> Result<RepaymentRow, Failure> {
        let db = &self.stage.db;
        // Only what this step left to be sent: an interrupted run may have left a later payout, whose step will come. The
        // worker numbers its own requests by chance, which here is the step's.
        let state = |row: &RepaymentRow| row.payout.as_ref().map(|payout| payout.state);
        if matches!(state(&self.repayment(debt, repayment, step).await?), None | Some(PayoutState::Requested)) {
            self.stage.roll_for(&format!("drain/{step}"));
            drain_payables(db).await.told(step)?;
            self.send_payouts(step).await?;
        }
        let row = self.repayment(debt, repayment, step).await?;
        if let Some(payout) = row.payout.as_ref().filter(|payout| payout.state == PayoutState::Unknown) {
            self.stage.roll_for(&format!("query/{step}"));
            payout::query(db, &Banks::one(&PatientBank), payout.id, 0).await;
        }
        Ok(row)
    }

    /// The bank gets the orders that wait. Where there are none, an interrupted run has taken them, and they are free after a while; where
    /// it has sent a part, its requests have the numbers that come up again, and others are rolled for.
    /// The clock does not show it: what follows tells the time, and is the same in every run.
    async fn send_payouts(&self, step: &str) -> Result<(), Failure> {
        let (banks, at) = (Banks::one(&PatientBank), self.stage.shows());
        for round in 0..SENDING_ROUNDS {
            self.stage.wait(Duration::MINUTE * i32::from(round > 0));
            self.stage.roll_for(&format!("send/{round}/{step}"));
            let told = Worker::new(&self.stage.db, &banks).work_off(JobKind::SendPayout).await.told(step)?;
            if !told.is_empty() && told.iter().all(|outcome| matches!(outcome, Outcome::Done)) {
                break;
            }
        }
        self.stage.set_to(at);
        Ok(())
    }

    /// A shop's money goes to its own bank account.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn withdraw(
        &self,
        shop: usize,
        amount: Amount,
        on: Date,
        reserve: &mut ReserveAccount,
    ) -> Result<(), Failure> {
        let (db, shop) = (&self.stage.db, self.shop(shop)?);
        let step = format!("withdraw/{}/{on}", shop.index);
        let withdrawn = payout::withdraw(db, &self.owner(shop, &step)?, amount).await.told(&step)?;
        self.send_payouts(&step).await?;
        let to = Counterparty::paid_out(shop, &withdrawn.reference);
        let movement = reserve.book((on, self.stage.time_of_day()), Direction::Debit, amount, to);
        self.record(&step, vec![movement]).await
    }

    /// What a wallet has paid by itself for a debt on a date is paid out, and found by the funder.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn settle_swept(
        &self,
        debt: &Debt,
        paid_on: Date,
        on: Date,
        reserve: &mut ReserveAccount,
    ) -> Result<(), Failure> {
        let step = format!("swept/{}/{on}", debt.reference);
        let context = self.owner(self.shop(debt.shop)?, &step)?;
        let rows = repayments(&self.stage.db, &context, RepaymentFilter::Loan(debt.id), PageRequest::FIRST)
            .await
            .told(&step)?;
        let row = rows.rows.iter().find(|row| row.debited_on == paid_on);
        let row = row.ok_or_else(|| format!("{step}: nothing was swept"))?;
        let row = self.send(debt, row.id, &step).await?;
        self.settle(debt, &row, on, reserve).await
    }

    async fn repayment(&self, debt: &Debt, id: RepaymentId, step: &str) -> Result<RepaymentRow, Failure> {
        let context = self.owner(self.shop(debt.shop)?, step)?;
        let rows = repayments(&self.stage.db, &context, RepaymentFilter::Loan(debt.id), PageRequest::FIRST)
            .await
            .told(step)?;
        rows.rows.into_iter().find(|row| row.id == id).ok_or_else(|| format!("{step}: no such repayment").into())
    }

    /// The bank has paid the funder, and the funder has found the money.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn settle(
        &self,
        debt: &Debt,
        row: &RepaymentRow,
        on: Date,
        reserve: &mut ReserveAccount,
    ) -> Result<(), Failure> {
        let funder = self.funder(debt.funder)?;
        let step = format!("settle/{}/{on}", debt.reference);
        let payout = row.payout.as_ref().ok_or_else(|| format!("{step}: nothing pays it out"))?;
        let to = Counterparty::funder(funder, format!("代付 {}", payout.reference));
        let movement = reserve.book((on, self.stage.time_of_day()), Direction::Debit, row.amount, to);
        self.record(&step, vec![movement]).await?;
        let context = self.stage.partner(funder.id, funder.facts.code, &step);
        let payment_reference = format!("SK{}", payout.reference.as_str().trim_start_matches("PAY"));
        let command = ConfirmRepaymentCommand { repayment: row.id, payment_reference };
        confirm_repayment(&self.stage.db, &context, command).await.told(&step)
    }
}
