//! Plays the story: every day's events in order, and the close of the day.

use std::collections::BTreeMap;

use domain::{
    Amount, approval::Action, matching::Direction, operating_data::Month, reference::ReferenceKind,
    repayment::RepaymentChoice, revenue_share::RevenueShare,
};
use services::{
    business_day::open_first_day,
    calendar::{ChangeCalendarCommand, change_calendar},
    commission::{UploadCommissionsCommand, upload_commissions},
    end_of_day::cut_off,
    error::Failure,
    operating_data::{confirm_import, preview_import},
    page::PageRequest,
    partner_file::{files_of, make},
};
use time::{
    Date, Duration, Time,
    macros::{date, time},
};

use crate::{
    Past,
    bank::{Counterparty, ReserveAccount},
    bindings, calendar,
    credit::Line,
    dice::Dice,
    figures, given_back,
    lending::Debt,
    shops::SHOPS,
    stage::Told,
    story::{
        AWAITED, COMMISSION_ON, Event, FIRST, HISTORY, OPEN_OFFERS, PAID_MONTH, PAID_TODAY, SHARES, TODAY, UNPAID,
    },
    world::World,
    year::{self, Year},
};

/// What the reserve account holds before the first line of the sample statement.
const OPENING_BALANCE: Amount = Amount::from_fen(100_000_000);
/// The shop whose last top-up makes the account hold exactly that.
const LAST_TO_TOP_UP: usize = 60;
const MORNING: Time = time!(08:05);

/// The state of the play.
pub struct Play {
    world: World,
    reserve: ReserveAccount,
    lines: BTreeMap<usize, Line>,
    /// The loans that are owed, by shop and date of the draw.
    debts: BTreeMap<(usize, Date), Debt>,
    first: Date,
    /// What the other shops do, where they do anything.
    year: Option<Year>,
}

impl Play {
    pub fn of(world: World, past: Past, first: Date) -> Self {
        let year = (past == Past::Year).then(Year::begin);
        let reserve = ReserveAccount::default();
        Self { world, reserve, lines: BTreeMap::new(), debts: BTreeMap::new(), first, year }
    }

    /// Everything, from the first day to the present one.
    ///
    /// # Errors
    /// When a step is refused or the database fails. It may be played again: what was done stays.
    pub async fn all(mut self) -> Result<(), Failure> {
        let context = self.world.stage.system("first-day");
        open_first_day(&self.world.stage.db, &context, self.first).await.told("the first day")?;
        let command = ChangeCalendarCommand { days: calendar::days()?, plain: Vec::new() };
        let maker = self.world.stage.person(&self.world.operator_maker, "calendar");
        change_calendar(&self.world.stage.db, &maker, command).await.told("the calendar")?;
        for index in (1..=SHOPS).filter(|index| !joins_later(*index)) {
            self.joins(index).await?;
        }
        self.world.number_from(ReferenceKind::Wallet, u64::try_from(SHOPS)? + 1).await?;
        let mut on = self.first;
        while on < TODAY {
            self.day(on).await?;
            let next = on.next_day().ok_or("the calendar ends")?;
            let context = self.world.stage.system(&format!("close/{on}"));
            cut_off(&self.world.stage.db, &context, on).await.told("closing a day")?;
            on = next;
        }
        self.files().await?;
        self.today().await
    }

    /// What each partner is given of the days that were closed: a worker makes those of the days to come.
    async fn files(&self) -> Result<(), Failure> {
        let World { stage, operator_maker, facilitator, funders, .. } = &self.world;
        for partner in funders.iter().map(|funder| funder.id).chain([facilitator.id]) {
            let context = stage.person(operator_maker, "files");
            let made = files_of(&stage.db, &context, partner, PageRequest::FIRST).await.told("the files")?;
            // Those that an interrupted run has made have names.
            stage.roll_for(&format!("files/{partner}/{:?}", made.rows.first().map(|file| file.business_date)));
            make(&stage.db, partner).await.told("the files")?;
        }
        Ok(())
    }

    async fn day(&mut self, on: Date) -> Result<(), Failure> {
        self.world.stage.set(on, MORNING);
        if on == self.first {
            // Until noon everybody joins.
            self.world.stage.set(on, time!(12:00));
            self.import(date!(2024 - 11 - 01), Month::containing(on).before().last_day()).await?;
        } else if on.day() == 3 {
            let month = on.replace_day(1)?.previous_day().ok_or("the calendar ends")?;
            self.import(month, month).await?;
        }
        if on >= FIRST && matches!(on.day(), 5 | 12 | 18 | 27) {
            self.top_ups(on).await?;
        }
        if on.previous_day() == Some(given_back::ON) {
            self.world.stage.set(on, time!(08:30));
            given_back::settle(&self.world).await?;
        }
        for (number, (_, event)) in HISTORY.iter().filter(|(date, _)| *date == on).enumerate() {
            self.world.stage.set(on, MORNING + Duration::hours(i64::try_from(number)? * 3 + 1));
            self.happens(on, *event).await?;
        }
        self.world.stage.set(on, time!(15:00));
        let due: Vec<(usize, Date)> = self
            .debts
            .iter()
            .filter(|(key, debt)| !UNPAID.contains(key) && debt.due.contains(&on))
            .map(|(key, _)| *key)
            .collect();
        for key in due {
            self.pay(key, RepaymentChoice::Due, on).await?;
        }
        if let Some(year) = &mut self.year {
            self.world.stage.set(on, time!(16:00));
            year.day(&self.world, &mut self.reserve, on).await?;
        }
        if on == given_back::ON {
            self.world.stage.set(on, time!(20:00));
            given_back::play(&self.world).await?;
        }
        if on.next_day() == Some(TODAY) {
            self.last_top_up(on).await?;
        }
        self.world.stage.set(on, time!(23:30));
        Ok(())
    }

    async fn happens(&mut self, on: Date, event: Event) -> Result<(), Failure> {
        match event {
            Event::Joins(shop) => self.joins(shop).await?,
            Event::Applies(credit) => {
                if let Some(line) = self.world.apply(credit).await? {
                    self.lines.insert(line.shop, line);
                }
            }
            Event::Draws(shop, drawing) => {
                let line = self.lines.get(&shop).ok_or_else(|| format!("shop {shop} has no line"))?;
                if let Some(debt) = self.world.draw(line, on, drawing, &mut self.reserve).await? {
                    self.debts.insert((shop, on), debt);
                }
            }
            Event::Withdraws(shop, yuan) => {
                self.world.withdraw(shop, Amount::from_fen(yuan * 100), on, &mut self.reserve).await?;
            }
            Event::PaysLate(shop, drawn_on, yuan) => {
                let amount = Amount::from_fen(yuan * 100);
                self.credit_wallets(&format!("{on}/{shop}"), on, &[(shop, amount)]).await?;
                let debt = self.debts.remove(&(shop, drawn_on)).ok_or("the loan that is paid late is owed")?;
                self.world.settle_swept(&debt, on, on, &mut self.reserve).await?;
            }
            Event::PaysOff(shop, drawn_on) => self.pay((shop, drawn_on), RepaymentChoice::All, on).await?,
            Event::TopsUp(shop, yuan) => {
                let amount = Amount::from_fen(yuan * 100);
                self.credit_wallets(&format!("{on}/{shop}"), on, &[(shop, amount)]).await?;
            }
        }
        Ok(())
    }

    /// A shop joins. The owners of those that do something sign in.
    async fn joins(&mut self, shop: usize) -> Result<(), Failure> {
        let signs_in = shop <= 30 || (self.year.is_some() && year::borrows(shop));
        self.world.register_shop(shop, signs_in).await
    }

    /// A repayment that is paid out, found by its funder, and confirmed, on one day.
    async fn pay(&mut self, key: (usize, Date), choice: RepaymentChoice, on: Date) -> Result<(), Failure> {
        let debt = self.debts.get(&key).ok_or_else(|| format!("shop {} owes no such loan", key.0))?;
        let row = self.world.repay(debt, choice, on).await?;
        self.world.settle(debt, &row, on, &mut self.reserve).await?;
        if choice == RepaymentChoice::All || debt.due.last() == Some(&on) {
            self.debts.remove(&key);
        }
        Ok(())
    }

    /// The carrier's file of some months, as the institution's people import it.
    async fn import(&self, from: Date, to: Date) -> Result<(), Failure> {
        let (name, bytes) = figures::file(from, to);
        let (db, maker) = (&self.world.stage.db, &self.world.operator_maker);
        let step = format!("figures/{to}");
        let report = preview_import(db, &self.world.stage.person(maker, &step), &name, bytes).await.told(&name)?;
        if report.rows_new != report.rows_total {
            return Err(format!("{name}: {report:?}").into());
        }
        confirm_import(db, &self.world.stage.person(maker, &step), report.import_id).await.told(&name)?;
        Ok(())
    }

    /// The carrier's file of what it pays for the last month, which two people have released: its money is on its way.
    async fn commissions(&self) -> Result<(), Failure> {
        let (file_name, bytes) = figures::commissions(PAID_MONTH);
        let (stage, maker) = (&self.world.stage, &self.world.operator_maker);
        let command = UploadCommissionsCommand {
            carrier: self.world.carrier,
            month: Month::containing(PAID_MONTH),
            expected_on: COMMISSION_ON,
            file_name,
            bytes,
        };
        let context = stage.person(maker, "commissions/upload");
        let file = upload_commissions(&stage.db, &context, command).await.told("the commissions")?;
        self.world.approve("commissions", Action::Distribute { file }, "与运营商结算单核对一致").await
    }

    /// What the institution has of each funder's interest.
    async fn shares(&self) -> Result<(), Failure> {
        for (place, (rate, billing)) in SHARES.into_iter().enumerate() {
            let funder = self.world.funder(place)?;
            let share = RevenueShare { rate: rate.parse()?, penalty: false, elsewhere: false, billing };
            let action = Action::ShareRevenue { partner: funder.id, share };
            self.world.approve(&format!("revenue-share/{place}"), action, "合作协议约定").await?;
        }
        Ok(())
    }

    async fn credit_wallets(&mut self, step: &str, on: Date, shops: &[(usize, Amount)]) -> Result<(), Failure> {
        let mut lines = Vec::with_capacity(shops.len());
        for (index, amount) in shops {
            let from = Counterparty::shop(self.world.shop(*index)?);
            self.world.stage.wait(Duration::seconds(95));
            let at = self.world.stage.time_of_day();
            lines.push(self.reserve.book((on, at), Direction::Credit, *amount, from));
        }
        self.world.record(&format!("top-up/{step}"), lines).await
    }

    /// Some shops fill their wallets, as on any day.
    async fn top_ups(&mut self, on: Date) -> Result<(), Failure> {
        let mut dice = Dice::of(&format!("top-ups/{on}"));
        let shops: Vec<(usize, Amount)> = self
            .world
            .bystanders()
            .filter(|shop| shop.index != LAST_TO_TOP_UP && dice.between(0, 99) < 4)
            // What comes to those that borrow is for what they owe.
            .filter(|shop| self.year.is_none() || !year::borrows(shop.index))
            .map(|shop| {
                (
                    shop.index,
                    Amount::from_fen(Dice::of(&format!("top-up/{on}/{}", shop.index)).between(12, 90) * 10_000),
                )
            })
            .collect();
        self.credit_wallets(&on.to_string(), on, &shops).await
    }

    /// Brings the reserve account to what its statement of the present day begins with.
    async fn last_top_up(&mut self, on: Date) -> Result<(), Failure> {
        let missing = OPENING_BALANCE.less(self.reserve.balance);
        if !missing.is_positive() {
            return Err(format!("the reserve account already holds {}", self.reserve.balance).into());
        }
        self.credit_wallets(&format!("{on}/last"), on, &[(LAST_TO_TOP_UP, missing)]).await
    }

    /// The present day, as far as it has come: a payout that is on its way, two draws that await their money, and the
    /// first shop's offers.
    async fn today(mut self) -> Result<(), Failure> {
        self.world.stage.set(TODAY, time!(07:05));
        bindings::play(&self.world).await?;
        self.commissions().await?;
        self.shares().await?;
        let (shop, drawn_on, choice) = PAID_TODAY;
        self.world.stage.set(TODAY, MORNING);
        self.world.number_from(ReferenceKind::Payout, 3).await?;
        let debt = self.debts.get(&(shop, drawn_on)).ok_or("the loan that is paid today is owed")?;
        self.world.repay(debt, choice, TODAY).await?;
        for (shop, number, drawing) in AWAITED {
            self.world.number_from(ReferenceKind::Draw, number).await?;
            let line = self.lines.get(&shop).ok_or_else(|| format!("shop {shop} has no line"))?;
            self.world.draw(line, TODAY, drawing, &mut self.reserve).await?;
        }
        self.world.stage.set(TODAY, time!(08:40));
        self.world.round(self.world.shop(1)?, OPEN_OFFERS).await?;
        let context = self.world.stage.system(crate::COMPLETE.1);
        crate::complete(&self.world.stage.db, &context).await.told("the end")
    }
}

fn joins_later(index: usize) -> bool {
    HISTORY.iter().any(|(_, event)| matches!(event, Event::Joins(shop) if *shop == index))
}
