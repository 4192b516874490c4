//! Which lines are one and the same movement, wherever and however often they were read.
//!
//! A movement with the bank's own number is known by it. Any other is known by its whole content, and by its place
//! among otherwise equal lines of its file, so that neither the order of the lines nor a second import matters. Where
//! one reading has the number and the other does not, they are the same when date, direction, amount and balance
//! afterwards are equal; without a balance, when account and remittance are.

use std::collections::HashMap;

use domain::{Amount, matching::Direction};
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

use super::MovementFacts;

pub type Fingerprint = [u8; 32];

/// A movement that was recorded before, as far as it is compared.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: Uuid,
    pub fingerprint: Vec<u8>,
    pub booked_on: Date,
    pub direction: Direction,
    pub amount: Amount,
    pub balance_after: Option<Amount>,
    pub counterparty_account: String,
    pub remittance: String,
    pub bank_reference: Option<String>,
}

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    New(Fingerprint),
    /// Recorded before. `numbers_it` when this reading brings the bank's number, which the record lacks.
    Known {
        movement: Uuid,
        numbers_it: bool,
    },
    /// The same file tells of it twice under one number; the place of the first time.
    Repeats(usize),
}

/// Tells for each line whether it is new. `stored` are the movements of the account that share date, direction and
/// amount with a line; each is taken for at most one line.
pub fn recognise(lines: &[&MovementFacts], stored: &[Stored]) -> Vec<Identity> {
    let fingerprints = fingerprints(lines);
    let mut first_times = HashMap::new();
    let first: Vec<usize> =
        (0..).zip(&fingerprints).map(|(index, fingerprint)| *first_times.entry(fingerprint).or_insert(index)).collect();
    let found = pair(lines, &fingerprints, &first, stored);
    let identity = |(index, line): (usize, &&MovementFacts)| match found[first[index]] {
        Some(place) => Identity::Known {
            movement: stored[place].id,
            numbers_it: line.bank_reference.is_some() && stored[place].bank_reference.is_none(),
        },
        None if first[index] < index => Identity::Repeats(first[index]),
        None => Identity::New(fingerprints[index]),
    };
    lines.iter().enumerate().map(identity).collect()
}

/// Which stored movement each line is. The surest signs come first, so that a likeness never takes what belongs to
/// another line for certain; lines that only repeat an earlier one take nothing.
fn pair(
    lines: &[&MovementFacts],
    fingerprints: &[Fingerprint],
    first: &[usize],
    stored: &[Stored],
) -> Vec<Option<usize>> {
    let mut taken = vec![false; stored.len()];
    let mut found: Vec<Option<usize>> = vec![None; lines.len()];
    let of_fingerprint: HashMap<&[u8], usize> =
        (0..).zip(stored).map(|(place, like)| (&*like.fingerprint, place)).collect();
    let of_number: HashMap<_, usize> =
        (0..).zip(stored).filter_map(|(place, like)| Some((numbered(like)?, place))).collect();
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| first[*index] == *index) {
        let number = line.bank_reference.as_deref().map(|number| (line.day(), number));
        let certain = of_fingerprint.get(&fingerprints[index][..]);
        found[index] = certain.or_else(|| of_number.get(&number?)).copied().filter(|&place| !taken[place]);
        if let Some(place) = found[index] {
            taken[place] = true;
        }
    }
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for place in (0..stored.len()).filter(|&place| !taken[place]) {
        places.entry(stored[place].day()).or_default().push(place);
    }
    for same in [is_by_content, is_by_balance] {
        for (index, line) in lines.iter().enumerate().filter(|(index, _)| first[*index] == *index) {
            if found[index].is_none() {
                let like = places.get(&line.day()).into_iter().flatten().copied();
                found[index] = like.into_iter().find(|&place| !taken[place] && same(line, &stored[place]));
            }
            if let Some(place) = found[index] {
                taken[place] = true;
            }
        }
    }
    found
}

/// What two readings of one movement share for certain.
type Day = (Date, Direction, Amount);

impl MovementFacts {
    const fn day(&self) -> Day {
        (self.booked_on, self.direction, self.amount)
    }
}

impl Stored {
    const fn day(&self) -> Day {
        (self.booked_on, self.direction, self.amount)
    }
}

fn numbered(stored: &Stored) -> Option<(Day, &str)> {
    stored.bank_reference.as_deref().map(|number| (stored.day(), number))
}

/// Only one of the two readings has the bank's number, so that it cannot tell them apart.
fn is_numbered_once(line: &MovementFacts, stored: &Stored) -> bool {
    line.bank_reference.is_some() != stored.bank_reference.is_some()
}

fn balances_differ(line: &MovementFacts, stored: &Stored) -> bool {
    line.balance_after.zip(stored.balance_after).is_some_and(|(one, other)| one != other)
}

fn is_by_content(line: &MovementFacts, stored: &Stored) -> bool {
    is_numbered_once(line, stored)
        && !balances_differ(line, stored)
        && line.counterparty_account == stored.counterparty_account
        && line.remittance == stored.remittance
}

fn is_by_balance(line: &MovementFacts, stored: &Stored) -> bool {
    is_numbered_once(line, stored) && line.balance_after.is_some() && line.balance_after == stored.balance_after
}

fn fingerprints(lines: &[&MovementFacts]) -> Vec<Fingerprint> {
    let mut ordinals: HashMap<Fingerprint, u64> = HashMap::new();
    let of_line = |line: &&MovementFacts| {
        let day = format!("{} {} {}", line.booked_on.to_julian_day(), line.direction.code(), line.amount.fen());
        if let Some(number) = &line.bank_reference {
            // Banks give a payment, its fee and its reversal one number: amount and direction belong to it.
            return digest(&[b"number", number.as_bytes(), day.as_bytes()]);
        }
        let time = line.booked_time.map(|time| format!("{:?}", time.as_hms())).unwrap_or_default();
        let balance = line.balance_after.map(|balance| balance.fen().to_string()).unwrap_or_default();
        let content = digest(&[
            b"content",
            day.as_bytes(),
            time.as_bytes(),
            balance.as_bytes(),
            line.counterparty_account.as_bytes(),
            line.counterparty_name.as_bytes(),
            line.remittance.as_bytes(),
        ]);
        let ordinal = ordinals.entry(content).or_default();
        *ordinal += 1;
        digest(&[&content, &ordinal.to_be_bytes()])
    };
    lines.iter().map(of_line).collect()
}

/// Each field with its length before it, so that none can run into the next.
fn digest(fields: &[&[u8]]) -> Fingerprint {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(field);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests;
