//! [`CardBank`]: which bank has issued a card, as the first digits of its number say.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardBank {
    Icbc,
    Abc,
    Boc,
    Ccb,
    Bocom,
    Psbc,
    Cmb,
    Other,
}

codes!(CardBank {
    Icbc => "icbc",
    Abc => "abc",
    Boc => "boc",
    Ccb => "ccb",
    Bocom => "bocom",
    Psbc => "psbc",
    Cmb => "cmb",
    Other => "other",
});

/// The first digits that many cards of a bank have.
const BEGINNINGS: [(&str, CardBank); 16] = [
    ("622202", CardBank::Icbc),
    ("622208", CardBank::Icbc),
    ("621226", CardBank::Icbc),
    ("622848", CardBank::Abc),
    ("622845", CardBank::Abc),
    ("621661", CardBank::Boc),
    ("621790", CardBank::Boc),
    ("621700", CardBank::Ccb),
    ("622700", CardBank::Ccb),
    ("622260", CardBank::Bocom),
    ("622262", CardBank::Bocom),
    ("621098", CardBank::Psbc),
    ("622188", CardBank::Psbc),
    ("621483", CardBank::Cmb),
    ("621485", CardBank::Cmb),
    ("622588", CardBank::Cmb),
];

impl CardBank {
    /// The bank of a card's number; another where the beginning is not known.
    #[must_use]
    pub fn of(card_number: &str) -> Self {
        BEGINNINGS.iter().find(|(digits, _)| card_number.starts_with(digits)).map_or(Self::Other, |(_, bank)| *bank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_s_beginning_names_its_bank() {
        for (number, bank) in [
            ("6222020200112233446", CardBank::Icbc),
            ("6214830156789012345", CardBank::Cmb),
            ("9999990000000000", CardBank::Other),
            ("", CardBank::Other),
        ] {
            assert_eq!(CardBank::of(number), bank, "{number}");
        }
    }
}
