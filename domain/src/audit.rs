//! What an audit row says became of an operation.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// A rule said no; nothing was changed.
    Refused,
}

codes!(Outcome {
    Done => "done",
    Refused => "refused",
});
