//! A layout as the fields of a form, and back.

use std::collections::BTreeMap;

use domain::bank_layout::{
    AmountColumns, Counterparty, DateOrder, Heading, Layout, PartyColumns, Place, StatusColumn, words_between_bars,
};

/// The fields, in the order in which people meet them.
pub const FIELDS: [&str; 26] = [
    "name",
    "account_place",
    "account",
    "currency_place",
    "currency",
    "date",
    "date_order",
    "time",
    "amount_kind",
    "amount",
    "direction",
    "credit",
    "debit",
    "balance",
    "counterparty_name",
    "counterparty_account",
    "counterparty_bank",
    "payee_name",
    "payee_account",
    "payee_bank",
    "remittance",
    "reference",
    "status",
    "booked",
    "not_booked",
    "end_of_table",
];

/// The layout that the fields describe. What is left empty it does not have.
pub fn layout(fields: &BTreeMap<String, String>) -> Layout {
    let text = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let words = |name: &str| words_between_bars(text(name));
    let heading = |name: &str| Heading(words(name));
    let optional = |name: &str| (!text(name).is_empty()).then(|| heading(name));
    let place = |kind: &str, name: &str| match text(kind) {
        "label" => Place::Label(heading(name)),
        "column" => Place::Column(heading(name)),
        "given" => Place::Given,
        _ => Place::Fixed(text(name).to_owned()),
    };
    let party = |side: &str| PartyColumns {
        name: optional(&format!("{side}_name")),
        account: optional(&format!("{side}_account")),
        bank: optional(&format!("{side}_bank")),
    };
    let (other, payee) = (party("counterparty"), party("payee"));
    Layout {
        name: text("name").to_owned(),
        account: place("account_place", "account"),
        currency: place("currency_place", "currency"),
        date: heading("date"),
        date_order: DateOrder::from_code(text("date_order")).unwrap_or_default(),
        time: optional("time"),
        amount: match text("amount_kind") {
            "signed" => AmountColumns::Signed { amount: heading("amount") },
            kind @ ("split" | "split_negative") => AmountColumns::Split {
                credit: heading("credit"),
                debit: heading("debit"),
                negative_debit: kind == "split_negative",
            },
            _ => AmountColumns::Flagged {
                amount: heading("amount"),
                direction: heading("direction"),
                credit_words: words("credit"),
                debit_words: words("debit"),
            },
        },
        status: optional("status").map(|heading| StatusColumn {
            heading,
            booked: words("booked"),
            not_booked: words("not_booked"),
        }),
        balance: optional("balance"),
        counterparty: if payee == PartyColumns::default() {
            Counterparty::Other(other)
        } else {
            Counterparty::Sides { payer: other, payee }
        },
        remittance: text("remittance")
            .lines()
            .map(Heading::between_bars)
            .filter(|heading| !heading.0.is_empty())
            .collect(),
        reference: optional("reference"),
        end_of_table: words("end_of_table"),
    }
}

/// What a layout says, by the fields that describe it.
pub fn said(layout: &Layout) -> Vec<(&'static str, String)> {
    let shown = |heading: &Heading| heading.shown();
    let optional = |heading: &Option<Heading>| heading.as_ref().map(Heading::shown).unwrap_or_default();
    let joined = |words: &[String]| words.join(" | ");
    let place = |place: &Place| match place {
        Place::Label(heading) => ("label", heading.shown()),
        Place::Column(heading) => ("column", heading.shown()),
        Place::Fixed(text) => ("fixed", text.clone()),
        Place::Given => ("given", String::new()),
    };
    let ((account_place, account), (currency_place, currency)) = (place(&layout.account), place(&layout.currency));
    let (kind, amount, direction, credit, debit) = match &layout.amount {
        AmountColumns::Signed { amount } => ("signed", shown(amount), String::new(), String::new(), String::new()),
        AmountColumns::Split { credit, debit, negative_debit } => {
            let kind = if *negative_debit { "split_negative" } else { "split" };
            (kind, String::new(), String::new(), shown(credit), shown(debit))
        }
        AmountColumns::Flagged { amount, direction, credit_words, debit_words } => {
            ("flagged", shown(amount), shown(direction), joined(credit_words), joined(debit_words))
        }
    };
    let none = PartyColumns::default();
    let (other, payee) = match &layout.counterparty {
        Counterparty::Other(other) => (other, &none),
        Counterparty::Sides { payer, payee } => (payer, payee),
    };
    let (status, booked, not_booked) = layout.status.as_ref().map_or_else(Default::default, |status| {
        (status.heading.shown(), joined(&status.booked), joined(&status.not_booked))
    });
    let all = [
        ("account_place", account_place.to_owned()),
        ("account", account),
        ("currency_place", currency_place.to_owned()),
        ("currency", currency),
        ("date", shown(&layout.date)),
        ("date_order", layout.date_order.code().to_owned()),
        ("time", optional(&layout.time)),
        ("amount_kind", kind.to_owned()),
        ("amount", amount),
        ("direction", direction),
        ("credit", credit),
        ("debit", debit),
        ("balance", optional(&layout.balance)),
        ("counterparty_name", optional(&other.name)),
        ("counterparty_account", optional(&other.account)),
        ("counterparty_bank", optional(&other.bank)),
        ("payee_name", optional(&payee.name)),
        ("payee_account", optional(&payee.account)),
        ("payee_bank", optional(&payee.bank)),
        ("remittance", layout.remittance.iter().map(shown).collect::<Vec<_>>().join("\n")),
        ("reference", optional(&layout.reference)),
        ("status", status),
        ("booked", booked),
        ("not_booked", not_booked),
        ("end_of_table", joined(&layout.end_of_table)),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let shown: Vec<(&str, String)> = said(&described);
        assert_eq!(shown, fields.map(|(name, text)| (name, text.to_owned())));
        for kind in ["flagged", "split", "signed"] {
            let changed = typed.clone().into_iter().chain([("amount_kind".to_owned(), kind.to_owned())]).collect();
            assert_eq!(said(&layout(&changed)).iter().find(|(name, _)| *name == "amount_kind").unwrap().1, kind);
        }
    }
}
