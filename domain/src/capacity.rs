//! [`Capacity`]: how much may be granted with a product at most, over all its lines that are not closed.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// A limit counts from when its line opens until it is closed, whatever is drawn of it: draws never wait for each other.
/// What of it is owed to a facilitator does not, until that is repaid or bought back: it counts again then, whether it fits or not, and
/// nothing is granted until it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// None while its funder has set no bound.
    pub most: Option<Amount>,
    /// The limits of the lines that are not closed, less what is owed to facilitators.
    pub granted: Amount,
}

/// Why a limit is not granted, or the bound not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CapacityRefusal {
    #[error("only {left} may still be granted with the product")]
    Reached { left: Amount },
    #[error("{granted} are granted already")]
    BelowGranted { granted: Amount },
}

impl CapacityRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reached { .. } => "product.capacity_reached",
            Self::BelowGranted { .. } => "product.capacity_below_granted",
        }
    }
}

impl Capacity {
    /// Whether a line of this limit still fits.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(self, limit: Amount) -> Result<(), CapacityRefusal> {
        match self.most.map(|most| most.less(self.granted).max(Amount::ZERO)) {
            Some(left) if limit > left => Err(CapacityRefusal::Reached { left }),
            _ => Ok(()),
        }
    }

    /// Whether it may have another bound: none below what is granted.
    ///
    /// # Errors
    /// When it is below.
    pub fn bound(self, most: Option<Amount>) -> Result<(), CapacityRefusal> {
        match most {
            Some(most) if most < self.granted => Err(CapacityRefusal::BelowGranted { granted: self.granted }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_granted_never_passes_the_bound() {
        let fen = Amount::from_fen;
        let reached = |left| Err(CapacityRefusal::Reached { left: fen(left) });
        for (most, granted, limit, expected) in [
            (None, 1_000, 1_000_000, Ok(())),
            (Some(1_000), 0, 1_000, Ok(())),
            (Some(1_000), 0, 1_001, reached(1_000)),
            (Some(1_000), 400, 600, Ok(())),
            (Some(1_000), 400, 601, reached(600)),
            (Some(1_000), 1_000, 1, reached(0)),
            (Some(0), 0, 1, reached(0)),
            (Some(1_000), 1_600, 1, reached(0)),
        ] {
            let capacity = Capacity { most: most.map(fen), granted: fen(granted) };
            assert_eq!(capacity.check(fen(limit)), expected, "{limit} of {most:?} beside {granted}");
        }
    }

    #[test]
    fn no_bound_is_set_below_what_is_granted() {
        let capacity = Capacity { most: None, granted: Amount::from_fen(400) };
        let below = Err(CapacityRefusal::BelowGranted { granted: Amount::from_fen(400) });
        for (most, expected) in [(None, Ok(())), (Some(400), Ok(())), (Some(399), below)] {
            assert_eq!(capacity.bound(most.map(Amount::from_fen)), expected);
        }
    }
}
