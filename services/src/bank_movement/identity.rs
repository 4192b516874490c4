//! Which readings are one and the same movement, wherever and however often they were read.
//!
//! A reading is a line of a file or of the bank's feed. Two readings are one movement when nothing that both of them state
//! differs. Two lines of one file are two movements, and so are two of the feed unless the bank gives them one number:
//! equal readings are counted, and the source that tells most of them is right. What cannot be told apart waits for
//! people beside what it may be.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{Amount, matching::Direction};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::MovementFacts;

mod likeness;
mod pairing;

use likeness::{Likeness, Told};

/// A movement that was recorded before, with every reading of it that is known.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: Uuid,
    /// What is known of it: what its readings state together.
    pub facts: MovementFacts,
    /// What people have found to be the same movement though it reads otherwise.
    pub also: Vec<MovementFacts>,
    /// Whether the bank's feed has told of it.
    pub fed: bool,
    /// The entry of which it is a part: all parts of one reading share it.
    pub entry: Option<Uuid>,
    /// Whether nothing is known yet of what it is for.
    pub unmatched: bool,
}

/// Where readings come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Feed,
    File,
}

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    New,
    /// Recorded before. With `adds`, what this reading states beyond the record belongs to it beyond doubt.
    Known {
        movement: Uuid,
        adds: bool,
    },
    /// Perhaps this movement, perhaps one of its own.
    Doubtful {
        like: Uuid,
    },
}

impl Identity {
    /// The movement to which this reading may add something.
    pub const fn added(&self) -> Option<Uuid> {
        match self {
            Self::Known { movement, adds: true } => Some(*movement),
            Self::Known { adds: false, .. } | Self::New | Self::Doubtful { .. } => None,
        }
    }
}

/// What two readings of one movement share for certain.
pub type Day = (Date, Direction, Amount);

impl MovementFacts {
    pub(super) const fn day(&self) -> Day {
        (self.booked_on, self.direction, self.amount)
    }

    /// The day of the entry of which this is a part.
    pub(super) fn entry_day(&self) -> Option<Day> {
        self.entry.as_ref().map(|entry| (self.booked_on, self.direction, entry.amount))
    }
}

/// Tells for each line what it is. `stored` are the movements of the account that share date, direction and amount with
/// a line or with the entry of which it is a part, and all parts of their entries; each is taken for at most one line.
/// `earlier` knows of a line and a movement whether the line's statement begins after that movement, so that they are two.
pub fn recognise(lines: &[&MovementFacts], stored: &[Stored], source: Source, earlier: &Earlier<'_>) -> Vec<Identity> {
    Recognition::of(lines, stored, source, earlier).identities()
}

/// Whether the statement of a line, by its place, begins after a movement.
pub type Earlier<'e> = dyn Fn(usize, Uuid) -> bool + 'e;

/// One reading held against the record.
struct Recognition<'a> {
    lines: &'a [&'a MovementFacts],
    stored: &'a [Stored],
    source: Source,
    earlier: &'a Earlier<'a>,
    told: Vec<Told>,
    recorded: Vec<Vec<Told>>,
    /// The movements that each line may be because nothing differs, with how much agrees; the most first.
    same: Vec<Vec<(usize, u32)>>,
    /// How many lines each movement may be.
    rivals: Vec<usize>,
    /// The movement that each line is, and the line that each movement is.
    of_line: Vec<Option<usize>>,
    of_stored: Vec<Option<usize>>,
    places: HashMap<Day, Vec<usize>>,
}

impl<'a> Recognition<'a> {
    fn of(lines: &'a [&'a MovementFacts], stored: &'a [Stored], source: Source, earlier: &'a Earlier<'a>) -> Self {
        let told: Vec<Told> = lines.iter().map(|line| Told::of(line)).collect();
        let readings = |like: &Stored| std::iter::once(&like.facts).chain(&like.also).map(Told::of).collect();
        let recorded: Vec<Vec<Told>> = stored.iter().map(readings).collect();
        let mut places: HashMap<Day, Vec<usize>> = HashMap::new();
        for (place, like) in stored.iter().enumerate() {
            places.entry(like.facts.day()).or_default().push(place);
        }
        let mut all = Self {
            lines,
            stored,
            source,
            earlier,
            told,
            recorded,
            same: Vec::new(),
            rivals: vec![0; stored.len()],
            of_line: vec![None; lines.len()],
            of_stored: vec![None; stored.len()],
            places,
        };
        all.same = all.candidates();
        for &(place, _) in all.same.iter().flatten() {
            all.rivals[place] += 1;
        }
        for (line, place) in pairing::most(&all.same, stored.len()) {
            all.of_line[line] = Some(place);
            all.of_stored[place] = Some(line);
        }
        all
    }

    /// For each line the movements from which nothing tells it apart.
    fn candidates(&self) -> Vec<Vec<(usize, u32)>> {
        // With balances, which most files have, a line is held against few of many equal amounts.
        let mut by_balance: HashMap<(Day, Option<Amount>), Vec<usize>> = HashMap::new();
        for (place, like) in self.stored.iter().enumerate() {
            let balances: HashSet<Option<Amount>> = self.recorded[place].iter().map(|told| told.balance).collect();
            for balance in balances {
                by_balance.entry((like.facts.day(), balance)).or_default().push(place);
            }
        }
        let of_line = |(index, line): (usize, &&MovementFacts)| {
            let day = line.day();
            let near: Vec<usize> = match self.told[index].balance {
                Some(_) => [self.told[index].balance, None]
                    .iter()
                    .flat_map(|balance| by_balance.get(&(day, *balance)).into_iter().flatten().copied())
                    .collect(),
                None => self.places.get(&day).cloned().unwrap_or_default(),
            };
            let mut same: Vec<(usize, u32)> = near
                .into_iter()
                .filter_map(|place| match self.likeness(index, place) {
                    Likeness::Same { agree } => Some((place, agree)),
                    Likeness::Unsure | Likeness::Different => None,
                })
                .collect();
            same.sort_by_key(|&(place, agree)| (std::cmp::Reverse(agree), place));
            same.dedup_by_key(|pair| pair.0);
            same
        };
        self.lines.iter().enumerate().map(of_line).collect()
    }

    fn likeness(&self, line: usize, place: usize) -> Likeness {
        let told = &self.told[line];
        if (self.earlier)(line, self.stored[place].id) {
            return Likeness::Different;
        }
        if self.source == Source::Feed && self.stored[place].fed {
            // The feed tells of a movement again only under the bank's own number of it.
            return if self.recorded[place].iter().any(|other| told.has_number_of(other)) {
                Likeness::Same { agree: u32::MAX }
            } else {
                Likeness::Different
            };
        }
        self.recorded[place].iter().map(|other| told.likeness(other)).max().unwrap_or(Likeness::Different)
    }

    fn identities(mut self) -> Vec<Identity> {
        let mut identities: Vec<Option<Identity>> = vec![None; self.lines.len()];
        self.parts_of_wholes(&mut identities);
        self.wholes_of_parts(&mut identities);
        for line in 0..self.lines.len() {
            if identities[line].is_none() && self.of_line[line].is_none() {
                self.judge(line, &mut identities);
            }
        }
        let known = |line: usize| match self.of_line[line] {
            Some(place) => Identity::Known { movement: self.stored[place].id, adds: self.is_certain(line, place) },
            None => Identity::New,
        };
        identities.iter().enumerate().map(|(line, identity)| identity.unwrap_or_else(|| known(line))).collect()
    }

    /// Whether the line is this movement and no other, so that what it states may be added to the record.
    fn is_certain(&self, line: usize, place: usize) -> bool {
        let agrees = |other: &Told| self.told[line].agrees_firmly(other);
        self.recorded[place].iter().any(agrees) || (self.same[line].len() == 1 && self.rivals[place] == 1)
    }

    /// A line for which no movement was left: one of its own, unless that cannot be said.
    fn judge(&self, line: usize, identities: &mut [Option<Identity>]) {
        for &(place, agree) in &self.same[line] {
            let Some(rival) = self.of_stored[place] else { continue };
            // Equal readings are counted: this one is one more. A rival that agrees on more is the likelier.
            let rival_agrees =
                self.same[rival].iter().find(|(other, _)| *other == place).map_or(0, |(_, agree)| *agree);
            if self.told[rival] == self.told[line] || rival_agrees > agree {
                continue;
            }
            let doubt = Some(Identity::Doubtful { like: self.stored[place].id });
            identities[line] = doubt;
            identities[rival] = doubt;
            return;
        }
        let free = |place: &&usize| self.of_stored[**place].is_none();
        let near = self.places.get(&self.lines[line].day()).into_iter().flatten();
        let like = near.filter(free).find(|&&place| self.likeness(line, place) == Likeness::Unsure);
        identities[line] = like.map(|&place| Identity::Doubtful { like: self.stored[place].id });
    }

    /// An entry told in parts that was recorded whole: its parts are that movement.
    fn parts_of_wholes(&mut self, identities: &mut [Option<Identity>]) {
        let mut entries: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, line) in self.lines.iter().enumerate() {
            if let Some(entry) = &line.entry {
                entries.entry(entry.place).or_default().push(index);
            }
        }
        for parts in entries.into_values() {
            if parts.iter().all(|&part| self.of_line[part].is_some()) {
                continue;
            }
            let Some(day) = self.lines[parts[0]].entry_day() else { continue };
            let whole = Told::whole(self.lines[parts[0]]);
            let is_free = |place: &usize| {
                let movement = &self.stored[*place];
                self.of_stored[*place].is_none() && movement.entry.is_none() && !(self.earlier)(parts[0], movement.id)
            };
            let near = self.places.get(&day).into_iter().flatten().copied().filter(is_free);
            let found =
                near.filter_map(|place| Some((whole_of(&whole, &self.recorded[place], self.stored[place].id)?, place)));
            let Some((identity, place)) = found.min_by_key(|(identity, _)| is_doubtful(*identity)) else { continue };
            for part in parts {
                if let Some(taken) = self.of_line[part].take() {
                    self.of_stored[taken] = None;
                }
                self.of_stored[place] = Some(part);
                identities[part] = Some(identity);
            }
        }
    }

    /// An entry told whole that was recorded in parts: it is their sum.
    fn wholes_of_parts(&mut self, identities: &mut [Option<Identity>]) {
        let mut entries: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
        for (place, like) in self.stored.iter().enumerate() {
            if let Some(entry) = like.entry {
                entries.entry(entry).or_default().push(place);
            }
        }
        let mut wholes: HashMap<Day, Vec<Vec<usize>>> = HashMap::new();
        for parts in entries.into_values() {
            if let Some(day) = self.stored[parts[0]].facts.entry_day() {
                wholes.entry(day).or_default().push(parts);
            }
        }
        for (line, known) in identities.iter_mut().enumerate() {
            if self.of_line[line].is_some() || known.is_some() || self.lines[line].entry.is_some() {
                continue;
            }
            let near = wholes.get(&self.lines[line].day()).into_iter().flatten();
            let is_free = |&part: &usize| self.of_stored[part].is_none() && !(self.earlier)(line, self.stored[part].id);
            let free = near.filter(|parts| parts.iter().all(is_free));
            let found = free.filter_map(|parts| {
                let whole = Told::whole(&self.stored[parts[0]].facts);
                Some((whole_of(&whole, &self.told[line..=line], self.stored[parts[0]].id)?, parts))
            });
            if let Some((identity, parts)) = found.min_by_key(|(identity, _)| is_doubtful(*identity)) {
                *known = Some(identity);
                for &part in parts {
                    self.of_stored[part] = Some(line);
                }
            }
        }
    }
}

/// Whether an entry, of which its parts state the sum and perhaps the number, is what `readings` tell whole. The number
/// says so; without it two sums may be equal by chance.
fn whole_of(whole: &Told, readings: &[Told], movement: Uuid) -> Option<Identity> {
    if readings.iter().any(|told| whole.has_number_of(told)) {
        Some(Identity::Known { movement, adds: false })
    } else if readings.iter().any(|told| whole.likeness(told) != Likeness::Different) {
        Some(Identity::Doubtful { like: movement })
    } else {
        None
    }
}

const fn is_doubtful(identity: Identity) -> bool {
    matches!(identity, Identity::Doubtful { .. })
}

#[cfg(test)]
mod tests;
