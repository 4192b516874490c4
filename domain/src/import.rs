//! Files that people bring: previewed, and confirmed, given back or discarded.

/// What a file is imported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    OperatingData,
    BankStatement,
}

codes!(ImportKind {
    OperatingData => "operating_data",
    BankStatement => "bank_statement",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    Previewed,
    /// Confirmed, and so long that its lines are recorded in parts.
    Recording,
    Confirmed,
    /// A second person has given it back.
    GivenBack,
    /// It was not wanted any more; what it told was never adopted.
    Discarded,
}

codes!(ImportState {
    Previewed => "previewed",
    Recording => "recording",
    Confirmed => "confirmed",
    GivenBack => "given_back",
    Discarded => "discarded",
});
