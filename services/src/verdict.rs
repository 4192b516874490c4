//! What came of a check of the whole book: `verify` collects them.

/// What came of one invariant.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub name: &'static str,
    /// How many rows were looked at: an invariant over nothing proves nothing.
    pub examined: i64,
    /// The first offending rows, as JSON; empty when the invariant holds.
    pub offending: Vec<String>,
}
