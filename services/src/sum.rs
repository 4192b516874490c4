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

use crate::{Context, Db, Error, db::Work, error::Never};

/// A sum is kept so many times as long as it took to add up.
const TIMES: i32 = 5;

/// The last sums, by their type and whose they are.
#[derive(Clone, Default)]
pub(crate) struct Sums(Arc<Mutex<HashMap<(TypeId, Party), Kept>>>);

struct Kept {
    sum: Box<dyn Any + Send>,
    took: Duration,
    until: OffsetDateTime,
}

impl Sums {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<(TypeId, Party), Kept>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is kept, if it still holds. Whoever finds that it has just run out adds up anew, and the others have the old one
    /// meanwhile.
    fn get<T: Clone + 'static>(&self, of: (TypeId, Party), now: OffsetDateTime) -> Option<T> {
        self.with(|all| {
            let kept = all.get_mut(&of)?;
            if now >= kept.until {
                let long_ago = now >= kept.until + kept.took * TIMES;
                kept.until = now + kept.took;
                if long_ago {
                    all.remove(&of);
                }
                return None;
            }
            kept.sum.downcast_ref().cloned()
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
        let began = self.true_now();
        if let Some(sum) = self.sums().get(of, began) {
            return Ok(sum);
        }
        let sum: T = self.read(context, add_up).await?;
        let ended = self.true_now();
        let took = (ended - began).max(Duration::ZERO);
        let kept = Kept { sum: Box::new(sum.clone()), took, until: ended + took * TIMES };
        self.sums().with(|all| all.insert(of, kept));
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
        let second = Duration::SECOND;
        let keep = |sum: i64| {
            sums.with(|all| all.insert(of, Kept { sum: Box::new(sum), took: second, until: start + second * TIMES }))
        };
        assert_eq!(sums.get::<i64>(of, start), None);
        keep(7);
        assert_eq!(sums.get(of, start + second * 4), Some(7i64));
        assert_eq!(sums.get::<i64>((of.0, Party::Nobody), start), None, "another's");
        assert_eq!(sums.get::<i64>(of, start + second * 5), None, "who comes first adds up");
        assert_eq!(sums.get(of, start + second * 5), Some(7i64), "the others have the old one meanwhile");
        keep(8);
        assert_eq!(sums.get::<i64>(of, start + second * 10), None, "from long ago");
        assert_eq!(sums.get::<i64>(of, start + second * 10), None, "nobody has that");
    }
}
