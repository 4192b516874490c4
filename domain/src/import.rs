//! Files that people bring: previewed, and confirmed or given back.

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
    Confirmed,
    /// A second person has given it back.
    GivenBack,
}

codes!(ImportState {
    Previewed => "previewed",
    Confirmed => "confirmed",
    GivenBack => "given_back",
});
