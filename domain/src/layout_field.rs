//! [`LayoutField`]: how people describe a [`Layout`](crate::bank_layout::Layout), field by field.

/// The fields, in the order in which people meet them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutField {
    Name,
    AccountPlace,
    Account,
    CurrencyPlace,
    Currency,
    Date,
    DateOrder,
    Time,
    AmountKind,
    Amount,
    Direction,
    Credit,
    Debit,
    Balance,
    CounterpartyName,
    CounterpartyAccount,
    CounterpartyBank,
    PayeeName,
    PayeeAccount,
    PayeeBank,
    Remittance,
    Reference,
    Status,
    Booked,
    NotBooked,
    EndOfTable,
}

codes!(LayoutField {
    Name => "name",
    AccountPlace => "account_place",
    Account => "account",
    CurrencyPlace => "currency_place",
    Currency => "currency",
    Date => "date",
    DateOrder => "date_order",
    Time => "time",
    AmountKind => "amount_kind",
    Amount => "amount",
    Direction => "direction",
    Credit => "credit",
    Debit => "debit",
    Balance => "balance",
    CounterpartyName => "counterparty_name",
    CounterpartyAccount => "counterparty_account",
    CounterpartyBank => "counterparty_bank",
    PayeeName => "payee_name",
    PayeeAccount => "payee_account",
    PayeeBank => "payee_bank",
    Remittance => "remittance",
    Reference => "reference",
    Status => "status",
    Booked => "booked",
    NotBooked => "not_booked",
    EndOfTable => "end_of_table",
});

/// Where a file says something of all its lines: a [`Place`](crate::bank_layout::Place) without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    Label,
    Column,
    Fixed,
    Given,
}

codes!(PlaceKind {
    Label => "label",
    Column => "column",
    Fixed => "fixed",
    Given => "given",
});

/// How a table says which way money went: [`AmountColumns`](crate::bank_layout::AmountColumns) without their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountKind {
    Flagged,
    Split,
    SplitNegative,
    Signed,
}

codes!(AmountKind {
    Flagged => "flagged",
    Split => "split",
    SplitNegative => "split_negative",
    Signed => "signed",
});
