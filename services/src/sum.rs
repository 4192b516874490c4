//! Sums over a whole book: kept for a moment, so that adding up costs its share of the database and no more, however many
//! look.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::role::Party;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use tokio::time::timeout;

use crate::{Context, Db, Error, db::Work, error::Never};

/// A sum is kept so many times as long as it took to add up.
const TIMES: i32 = 5;
/// So long those who have nothing wait for the one who adds up first. They may hold the connection that it needs, so they
/// do not wait for ever.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// The last sums, by their type and whose they are.
#[derive(Clone, Default)]
pub(crate) struct Sums(Arc<Mutex<HashMap<(TypeId, Party), Last>>>);

#[derive(Default)]
struct Last {
    kept: Option<Kept>,
    /// Taken by the one who adds up while there is nothing.
    adding: Arc<tokio::sync::Mutex<()>>,
}

struct Kept {
    sum: Box<dyn Any + Send>,
    took: Duration,
    until: OffsetDateTime,
    /// Nobody is given it after, whatever became of those who should have added up anew.
    expires: OffsetDateTime,
}

impl Kept {
    fn new(sum: impl Any + Send, took: Duration, now: OffsetDateTime) -> Self {
        let took = took.max(Duration::ZERO);
        Self { sum: Box::new(sum), took, until: now + took * TIMES, expires: now + took * TIMES * 2 }
    }
}

/// What is known of a sum.
#[derive(Debug, PartialEq, Eq)]
enum Known<T> {
    /// It still holds.
    Holds(T),
    /// It has just run out. Whoever is told adds up anew; the others have the old one meanwhile.
    RanOut,
    Nothing,
}

impl Sums {
    fn with<T>(&self, of: (TypeId, Party), act: impl FnOnce(&mut Last) -> T) -> T {
        act(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(of).or_default())
    }

    fn get<T: Clone + 'static>(&self, of: (TypeId, Party), now: OffsetDateTime) -> Known<T> {
        self.with(of, |last| {
            let Some(kept) = &mut last.kept else { return Known::Nothing };
            if now < kept.until {
                return kept.sum.downcast_ref().cloned().map_or(Known::Nothing, Known::Holds);
            }
            if now >= kept.expires {
                last.kept = None;
                return Known::Nothing;
            }
            kept.until = (now + kept.took).min(kept.expires);
            Known::RanOut
        })
    }
}

impl Db {
    /// Reads as [`Db::read`] does a sum over many rows, or gives the one that was read a moment ago: not before
    /// [`TIMES`] as long as reading it took.
    pub(crate) async fn sum<T, F>(&self, context: &Context, add_up: F) -> Result<T, Error<Never>>
    where
        T: Clone + Send + 'static,
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<Never>>> + Send + 'static,
    {
        let of = (TypeId::of::<T>(), context.party());
        let adding = self.sums().with(of, |last| last.adding.clone());
        let turn = match self.sums().get(of, self.true_now()) {
            Known::Holds(sum) => return Ok(sum),
            Known::RanOut => None,
            Known::Nothing => timeout(PATIENCE, adding.lock()).await.ok(),
        };
        if let (Some(_), Known::Holds(sum)) = (&turn, self.sums().get(of, self.true_now())) {
            return Ok(sum);
        }
        let clock = self.clone();
        let (sum, took): (T, Duration) = self
            .read(context, move |connection| {
                Box::pin(async move {
                    // Not before there is a connection: waiting for one is no part of what it costs.
                    let began = clock.true_now();
                    let sum = add_up(connection).await?;
                    Ok((sum, clock.true_now() - began))
                })
            })
            .await?;
        self.sums().with(of, |last| last.kept = Some(Kept::new(sum.clone(), took, self.true_now())));
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_sum_holds_for_its_time_and_one_asker_adds_up_anew() {
        let (sums, of, start) =
            (Sums::default(), (TypeId::of::<i64>(), Party::Institution), datetime!(2026-11-20 10:00 UTC));
        let after = |seconds: i64| start + Duration::seconds(seconds);
        let keep = |sum: i64| sums.with(of, |last| last.kept = Some(Kept::new(sum, Duration::SECOND, start)));
        let get = |of, seconds| sums.get::<i64>(of, after(seconds));
        assert_eq!(get(of, 0), Known::Nothing);
        keep(7);
        assert_eq!(get(of, 4), Known::Holds(7));
        assert_eq!(get((of.0, Party::Nobody), 4), Known::Nothing, "another's");
        assert_eq!(get(of, 5), Known::RanOut, "who comes first adds up");
        assert_eq!(get(of, 5), Known::Holds(7), "the others have the old one meanwhile");
        for second in 6..10 {
            assert_eq!(get(of, second), Known::RanOut, "where adding up fails, another tries");
        }
        assert_eq!(get(of, 10), Known::Nothing, "and nobody is given it for ever");
        keep(8);
        assert_eq!(get(of, 12), Known::Nothing, "from long ago");
    }
}
