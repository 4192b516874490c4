//! Days told by many sources: what is booked is what has moved.

use proptest::{prelude::*, sample::Index};

use time::Time;

use super::*;

/// Which facts a source states.
#[derive(Clone, Copy, Debug)]
struct Format {
    number: bool,
    balance: bool,
    time: bool,
    name: bool,
    account: bool,
    text: bool,
}

/// Something that is read.
#[derive(Clone, Debug)]
enum Step {
    /// The feed up to a place in the day.
    Feed(Index),
    /// The whole day, forwards or backwards.
    File(Format, bool),
}

/// The movements of a day as the bank knows them: few amounts, payers and texts, so that many are alike.
fn movements() -> impl Strategy<Value = Vec<MovementFacts>> {
    let one = (1..3_i64, 0..2_usize, 0..3_usize, any::<bool>());
    prop::collection::vec(one, 1..7).prop_map(|day| {
        let mut balance = Amount::from_fen(100_000);
        (0_u8..)
            .zip(day)
            .map(|(place, (yuan, payer, text, credit))| {
                let amount = Amount::from_fen(yuan * 100);
                balance = if credit { balance.plus(amount) } else { balance.less(amount) };
                MovementFacts {
                    booked_time: Time::from_hms(9 + place / 2, 30, 1 + place).ok(),
                    direction: if credit { Direction::Credit } else { Direction::Debit },
                    amount,
                    balance_after: Some(balance),
                    counterparty_name: ["甲", "乙"][payer].to_owned(),
                    counterparty_account: ["6217", "6222"][payer].to_owned(),
                    remittance: ["充值WLT0000000042", "货款", ""][text].to_owned(),
                    bank_reference: Some(format!("A{place}")),
                    ..plain()
                }
            })
            .collect()
    })
}

fn formats() -> impl Strategy<Value = Format> {
    any::<[bool; 6]>().prop_map(|[number, balance, time, name, account, text]| Format {
        number,
        balance,
        time,
        name,
        account,
        text,
    })
}

impl Format {
    fn told(self, facts: &MovementFacts) -> MovementFacts {
        let text = |stated: bool, text: &str| if stated { text.to_owned() } else { String::new() };
        MovementFacts {
            booked_time: facts.booked_time.filter(|_| self.time),
            balance_after: facts.balance_after.filter(|_| self.balance),
            bank_reference: facts.bank_reference.clone().filter(|_| self.number),
            counterparty_name: text(self.name, &facts.counterparty_name),
            counterparty_account: text(self.account, &facts.counterparty_account),
            remittance: text(self.text, &facts.remittance),
            ..facts.clone()
        }
    }
}

/// The record, as the database keeps it.
#[derive(Default)]
struct Record {
    stored: Vec<Stored>,
    /// Which movement of the day each booked one is, as far as readings can tell.
    booked: Vec<usize>,
}

impl Record {
    /// Reads lines, each with the movement of the day that it truly is. People decide what is doubtful at once, and
    /// they know the truth.
    fn read(&mut self, lines: &[(usize, MovementFacts)], source: Source) -> Result<(), TestCaseError> {
        let facts: Vec<&MovementFacts> = lines.iter().map(|(_, facts)| facts).collect();
        let identities = super::super::recognise(&facts, &self.stored, source, &|_, _| false);
        let fed = source == Source::Feed;
        for (&(truth, ref line), identity) in lines.iter().zip(&identities) {
            match *identity {
                Identity::New => {
                    // Of equal readings it is one that is not booked yet.
                    let equal = lines.iter().filter(|(_, other)| other == line).map(|(truth, _)| *truth);
                    let free = equal.into_iter().find(|truth| !self.booked.contains(truth));
                    prop_assert!(free.is_some(), "{line:?} was booked twice: {identities:?} {:?}", self.stored);
                    self.booked.extend(free);
                    self.store(line, fed);
                }
                Identity::Known { movement, adds } => {
                    let Some(like) = self.stored.iter_mut().find(|like| like.id == movement) else { continue };
                    like.fed |= fed;
                    if adds {
                        like.facts = like.facts.and(line);
                    }
                }
                Identity::Doubtful { like } => {
                    if self.booked.contains(&truth) {
                        let Some(like) = self.stored.iter_mut().find(|other| other.id == like) else { continue };
                        like.fed |= fed;
                        like.also.push(line.clone());
                    } else {
                        self.booked.push(truth);
                        self.store(line, fed);
                    }
                }
            }
        }
        Ok(())
    }

    fn store(&mut self, line: &MovementFacts, fed: bool) {
        let id = id(self.stored.len());
        self.stored.push(Stored { id, facts: line.clone(), also: Vec::new(), fed, entry: None, unmatched: true });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn what_is_booked_is_what_has_moved(
        day in movements(),
        feed in formats(),
        steps in prop::collection::vec(
            prop_oneof![any::<Index>().prop_map(Step::Feed), (formats(), any::<bool>()).prop_map(|(f, b)| Step::File(f, b))],
            1..5,
        ),
    ) {
        let (mut record, mut fed) = (Record::default(), 0);
        let feed = Format { number: true, ..feed };
        for step in steps {
            match step {
                Step::Feed(index) => {
                    let end = fed + index.index(day.len() - fed + 1);
                    let page: Vec<_> = (fed..end).map(|place| (place, feed.told(&day[place]))).collect();
                    record.read(&page, Source::Feed)?;
                    fed = end;
                }
                Step::File(format, backwards) => {
                    let mut lines: Vec<_> = day.iter().map(|facts| format.told(facts)).enumerate().collect();
                    if backwards {
                        lines.reverse();
                    }
                    record.read(&lines, Source::File)?;
                    let mut booked = record.booked.clone();
                    booked.sort_unstable();
                    prop_assert_eq!(booked, (0..day.len()).collect::<Vec<_>>(), "a file tells of the whole day");
                }
            }
        }
    }
}
