//! What waits for the visitor, beside the links of the navigation.

use std::pin::Pin;

use super::Answer;

/// How much waits on the pages of these addresses.
pub type Badges = Vec<(&'static str, i64)>;

/// The badges of a portal, once they are asked for.
pub type AskedBadges = Pin<Box<dyn Future<Output = Answer<Badges>> + Send>>;
