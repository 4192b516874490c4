//! A layout as the fields of a form, and back.

use std::collections::BTreeMap;

use domain::{
    bank_layout::{
        AmountColumns, Counterparty, DateOrder, Heading, Layout, PartyColumns, Place, StatusColumn, words_between_bars,
    },
    layout_field::{AmountKind, LayoutField as Field, PlaceKind},
};

/// What is chosen in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Place(PlaceKind),
    Date(DateOrder),
    Amount(AmountKind),
}

impl Choice {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Place(kind) => kind.code(),
            Self::Date(order) => order.code(),
            Self::Amount(kind) => kind.code(),
        }
    }

    /// The choices of a field; none where something is written.
    #[must_use]
    pub fn of(field: Field) -> Vec<Self> {
        match field {
            Field::AccountPlace => PlaceKind::ALL.map(Self::Place).to_vec(),
            Field::CurrencyPlace => [PlaceKind::Label, PlaceKind::Column, PlaceKind::Fixed].map(Self::Place).to_vec(),
            Field::DateOrder => DateOrder::ALL.map(Self::Date).to_vec(),
            Field::AmountKind => AmountKind::ALL.map(Self::Amount).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// What a field of a layout says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Chosen(Choice),
    Written(String),
}

/// The layout that the fields describe. What is left empty it does not have.
pub fn layout(fields: &BTreeMap<String, String>) -> Layout {
    let text = |field: Field| fields.get(field.code()).map(|text| text.trim()).unwrap_or_default();
    let words = |field: Field| words_between_bars(text(field));
    let heading = |field: Field| Heading(words(field));
    let optional = |field: Field| (!text(field).is_empty()).then(|| heading(field));
    let place = |kind: Field, field: Field| match PlaceKind::from_code(text(kind)) {
        Some(PlaceKind::Label) => Place::Label(heading(field)),
        Some(PlaceKind::Column) => Place::Column(heading(field)),
        Some(PlaceKind::Given) => Place::Given,
        Some(PlaceKind::Fixed) | None => Place::Fixed(text(field).to_owned()),
    };
    let party = |name: Field, account: Field, bank: Field| PartyColumns {
        name: optional(name),
        account: optional(account),
        bank: optional(bank),
    };
    let other = party(Field::CounterpartyName, Field::CounterpartyAccount, Field::CounterpartyBank);
    let payee = party(Field::PayeeName, Field::PayeeAccount, Field::PayeeBank);
    Layout {
        name: text(Field::Name).to_owned(),
        account: place(Field::AccountPlace, Field::Account),
        currency: place(Field::CurrencyPlace, Field::Currency),
        date: heading(Field::Date),
        date_order: DateOrder::from_code(text(Field::DateOrder)).unwrap_or_default(),
        time: optional(Field::Time),
        amount: match AmountKind::from_code(text(Field::AmountKind)) {
            Some(AmountKind::Signed) => AmountColumns::Signed { amount: heading(Field::Amount) },
            Some(kind @ (AmountKind::Split | AmountKind::SplitNegative)) => AmountColumns::Split {
                credit: heading(Field::Credit),
                debit: heading(Field::Debit),
                negative_debit: kind == AmountKind::SplitNegative,
            },
            Some(AmountKind::Flagged) | None => AmountColumns::Flagged {
                amount: heading(Field::Amount),
                direction: heading(Field::Direction),
                credit_words: words(Field::Credit),
                debit_words: words(Field::Debit),
            },
        },
        status: optional(Field::Status).map(|heading| StatusColumn {
            heading,
            booked: words(Field::Booked),
            not_booked: words(Field::NotBooked),
        }),
        balance: optional(Field::Balance),
        counterparty: if payee == PartyColumns::default() {
            Counterparty::Other(other)
        } else {
            Counterparty::Sides { payer: other, payee }
        },
        remittance: text(Field::Remittance)
            .lines()
            .map(Heading::between_bars)
            .filter(|heading| !heading.0.is_empty())
            .collect(),
        reference: optional(Field::Reference),
        end_of_table: words(Field::EndOfTable),
    }
}

/// What a layout says, by the fields that describe it.
pub fn said(layout: &Layout) -> Vec<(Field, Said)> {
    let shown = |heading: &Heading| heading.shown();
    let optional = |heading: &Option<Heading>| heading.as_ref().map(Heading::shown).unwrap_or_default();
    let joined = |words: &[String]| words.join(" | ");
    let place = |place: &Place| match place {
        Place::Label(heading) => (PlaceKind::Label, heading.shown()),
        Place::Column(heading) => (PlaceKind::Column, heading.shown()),
        Place::Fixed(text) => (PlaceKind::Fixed, text.clone()),
        Place::Given => (PlaceKind::Given, String::new()),
    };
    let ((account_place, account), (currency_place, currency)) = (place(&layout.account), place(&layout.currency));
    let none = String::new;
    let (kind, amount, direction, credit, debit) = match &layout.amount {
        AmountColumns::Signed { amount } => (AmountKind::Signed, shown(amount), none(), none(), none()),
        AmountColumns::Split { credit, debit, negative_debit } => {
            let kind = if *negative_debit { AmountKind::SplitNegative } else { AmountKind::Split };
            (kind, none(), none(), shown(credit), shown(debit))
        }
        AmountColumns::Flagged { amount, direction, credit_words, debit_words } => {
            (AmountKind::Flagged, shown(amount), shown(direction), joined(credit_words), joined(debit_words))
        }
    };
    let nobody = PartyColumns::default();
    let (other, payee) = match &layout.counterparty {
        Counterparty::Other(other) => (other, &nobody),
        Counterparty::Sides { payer, payee } => (payer, payee),
    };
    let (status, booked, not_booked) = layout.status.as_ref().map_or_else(Default::default, |status| {
        (status.heading.shown(), joined(&status.booked), joined(&status.not_booked))
    });
    let (chosen, written) = (Said::Chosen, Said::Written);
    let all = [
        (Field::AccountPlace, chosen(Choice::Place(account_place))),
        (Field::Account, written(account)),
        (Field::CurrencyPlace, chosen(Choice::Place(currency_place))),
        (Field::Currency, written(currency)),
        (Field::Date, written(shown(&layout.date))),
        (Field::DateOrder, chosen(Choice::Date(layout.date_order))),
        (Field::Time, written(optional(&layout.time))),
        (Field::AmountKind, chosen(Choice::Amount(kind))),
        (Field::Amount, written(amount)),
        (Field::Direction, written(direction)),
        (Field::Credit, written(credit)),
        (Field::Debit, written(debit)),
        (Field::Balance, written(optional(&layout.balance))),
        (Field::CounterpartyName, written(optional(&other.name))),
        (Field::CounterpartyAccount, written(optional(&other.account))),
        (Field::CounterpartyBank, written(optional(&other.bank))),
        (Field::PayeeName, written(optional(&payee.name))),
        (Field::PayeeAccount, written(optional(&payee.account))),
        (Field::PayeeBank, written(optional(&payee.bank))),
        (Field::Remittance, written(layout.remittance.iter().map(shown).collect::<Vec<_>>().join("\n"))),
        (Field::Reference, written(optional(&layout.reference))),
        (Field::Status, written(status)),
        (Field::Booked, written(booked)),
        (Field::NotBooked, written(not_booked)),
        (Field::EndOfTable, written(joined(&layout.end_of_table))),
    ];
    all.into_iter().filter(|(_, said)| !matches!(said, Said::Written(text) if text.is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(layout: &Layout) -> Vec<(&'static str, String)> {
        let text = |said: Said| match said {
            Said::Chosen(choice) => choice.code().to_owned(),
            Said::Written(text) => text,
        };
        said(layout).into_iter().map(|(field, said)| (field.code(), text(said))).collect()
    }

    #[test]
    fn what_the_form_describes_is_shown_as_it_was_described() {
        let fields = [
            ("account_place", "label"),
            ("account", "账号 | 卡号"),
            ("currency_place", "fixed"),
            ("currency", "CNY"),
            ("date", "交易日期"),
            ("date_order", "day_first"),
            ("amount_kind", "split_negative"),
            ("credit", "收入"),
            ("debit", "支出"),
            ("counterparty_name", "付款人"),
            ("payee_name", "收款人"),
            ("remittance", "摘要\n附言 | 备注"),
            ("status", "状态"),
            ("booked", "成功"),
            ("not_booked", "失败"),
        ];
        let typed: BTreeMap<String, String> = fields
            .iter()
            .chain(&[("name", "a bank")])
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .collect();
        let described = layout(&typed);
        assert_eq!(described.check(), Ok(()));
        assert_eq!(shown(&described), fields.map(|(name, text)| (name, text.to_owned())));
        for kind in ["flagged", "split", "signed"] {
            let changed = typed.clone().into_iter().chain([("amount_kind".to_owned(), kind.to_owned())]).collect();
            assert_eq!(shown(&layout(&changed)).iter().find(|(name, _)| *name == "amount_kind").unwrap().1, kind);
        }
    }
}
