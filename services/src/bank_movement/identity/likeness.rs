//! How alike two readings of one date, direction and amount are.

use domain::{Amount, width};
use time::Time;

use crate::bank_movement::MovementFacts;

/// Whether two readings are one movement. What comes later is the more alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Something that both state tells them apart.
    Different,
    /// What they share says that they are one, and what differs that they are not.
    Unsure,
    /// Nothing that both state differs; `agree` is how much of it there is.
    Same { agree: u32 },
}

/// What a reading states, in the dress in which it is compared: without blanks, in half width and small letters. What is
/// empty is not stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    number: Option<String>,
    pub balance: Option<Amount>,
    account: Option<String>,
    end_to_end: Option<String>,
    /// Midnight is how banks write that they do not tell the time.
    time: Option<Time>,
    name: Option<String>,
    text: Option<String>,
}

/// One thing that two readings may state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Silent,
    Agrees,
    /// One was cut off where the other goes on.
    Cut,
    Differs,
}

use Compared::{Agrees, Cut, Differs, Silent};

impl Told {
    pub fn of(facts: &MovementFacts) -> Self {
        Self {
            number: facts.bank_reference.as_deref().and_then(plain),
            balance: facts.balance_after,
            account: plain(&facts.counterparty_account),
            end_to_end: facts.end_to_end_reference.as_deref().and_then(plain),
            time: facts.booked_time.filter(|time| *time != Time::MIDNIGHT),
            name: plain(&facts.counterparty_name),
            text: plain(&facts.remittance),
        }
    }

    /// The entry of which `part` is a part, of which the bank states its number and little else.
    pub fn whole(part: &MovementFacts) -> Self {
        let number = part.entry.as_ref().and_then(|entry| entry.number.as_deref()).and_then(plain);
        Self { number, balance: None, account: None, end_to_end: None, time: None, name: None, text: None }
    }

    pub fn has_number_of(&self, other: &Self) -> bool {
        equal(self.number.as_ref(), other.number.as_ref()) == Agrees
    }

    /// Whether they share what no two movements of one day and amount do, as a rule: the bank's number, or the balance.
    pub fn agrees_firmly(&self, other: &Self) -> bool {
        self.has_number_of(other) || equal(self.balance, other.balance) == Agrees
    }

    pub fn likeness(&self, other: &Self) -> Likeness {
        let number = equal(self.number.as_ref(), other.number.as_ref());
        let balance = equal(self.balance, other.balance);
        let account = equal(self.account.as_ref(), other.account.as_ref());
        let end_to_end = equal(self.end_to_end.as_ref(), other.end_to_end.as_ref());
        let time = times(self.time, other.time);
        let name = texts(self.name.as_deref(), other.name.as_deref());
        let text = texts(self.text.as_deref(), other.text.as_deref());

        let firm = number == Agrees || balance == Agrees;
        // A text that was cut off is no other text where something firm says so.
        let differs = |compared| compared == Differs || (compared == Cut && !firm);
        let ways = [number, time, name, text].into_iter().filter(|compared| differs(*compared)).count();
        if balance == Differs || account == Differs || end_to_end == Differs {
            return Likeness::Different;
        }
        if ways == 0 {
            let agree = [number, balance, account, end_to_end, time, name, text];
            let agree = agree.into_iter().filter(|compared| matches!(compared, Agrees | Cut)).count();
            return Likeness::Same { agree: u32::try_from(agree).unwrap_or(u32::MAX) };
        }
        let payer = account == Agrees || (name == Agrees && account == Silent);
        let may_be_one = match (number, time) {
            // Each source may number a movement in its own way, and one tells when it was ordered, the other when it was
            // booked. Where something else differs too, these are two.
            (Differs, _) => ways == 1,
            (_, Differs) => firm || ways == 1,
            // The same payer paid the same amount that day, and nothing firm is there to tell the two apart.
            _ => firm || (payer && (name != Differs || account == Agrees)),
        };
        if may_be_one { Likeness::Unsure } else { Likeness::Different }
    }
}

fn equal<T: PartialEq>(one: Option<T>, other: Option<T>) -> Compared {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Agrees,
        (Some(_), Some(_)) => Differs,
        _ => Silent,
    }
}

/// Some sources tell the minute only.
fn times(one: Option<Time>, other: Option<Time>) -> Compared {
    match (one, other) {
        (Some(one), Some(other)) => {
            let minute = |time: Time| (time.hour(), time.minute());
            let same_minute = minute(one) == minute(other) && (one.second() == 0 || other.second() == 0);
            if one == other || same_minute { Agrees } else { Differs }
        }
        _ => Silent,
    }
}

fn texts(one: Option<&str>, other: Option<&str>) -> Compared {
    match (one, other) {
        (Some(one), Some(other)) if one != other && (one.starts_with(other) || other.starts_with(one)) => Cut,
        _ => equal(one, other),
    }
}

/// A text as it is compared, if there is any.
fn plain(text: &str) -> Option<String> {
    Some(width::bare(text).to_lowercase()).filter(|plain| !plain.is_empty())
}
