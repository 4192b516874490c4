//! [`Sought`]: what one text, typed into one box, may be looked for as.

use crate::{
    amount::Amount,
    reference::Reference,
    width::{half, is_blank},
};

/// The most characters that are looked for.
pub const SOUGHT_LIMIT: usize = 64;
/// So many digits at least say how an account ends; so many characters are a part of a name.
const ENDING: usize = 4;
const NAME: usize = 2;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    Agent,
    Partner,
    Carrier,
    User,
    Application,
    Draw,
    Loan,
    Repayment,
    Payout,
    Movement,
    Mapping,
    Signing,
    Binding,
    Share,
    Debt,
    Debit,
    Transfer,
}

codes!(Found {
    Agent => "agent",
    Partner => "partner",
    Carrier => "carrier",
    User => "user",
    Application => "application",
    Draw => "draw",
    Loan => "loan",
    Repayment => "repayment",
    Payout => "payout",
    Movement => "movement",
    Mapping => "mapping",
    Signing => "signing",
    Binding => "binding",
    Share => "share",
    Debt => "debt",
    Debit => "debit",
    Transfer => "transfer",
});

/// A text with everything that it can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// As it was typed, in half-width characters and without blanks around it.
    pub text: String,
    /// A part of a name, in lower case.
    pub name: Option<String>,
    /// Also of what is numbered after another thing: a certificate is its loan's number with `-1`.
    pub reference: Option<Reference>,
    /// Of an account.
    pub ending: Option<String>,
    pub amount: Option<Amount>,
}

impl Sought {
    /// None when nothing was typed, or more than [`SOUGHT_LIMIT`].
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let text: String = typed.chars().map(half).filter(|character| !character.is_control()).collect();
        let text = text.trim_matches(is_blank);
        if text.is_empty() || typed.chars().count() > SOUGHT_LIMIT {
            return None;
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self {
            text: text.to_owned(),
            name: (text.chars().count() >= NAME).then(|| text.to_lowercase()),
            reference: text.split('-').next().and_then(|number| number.parse().ok()),
            ending: (digits && text.len() >= ENDING).then(|| text.to_owned()),
            amount: text.parse().ok().filter(|amount: &Amount| amount.is_positive()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_for_as_all_that_it_can_be() {
        let sought = |typed| {
            Sought::of(typed).map(|sought| {
                let reference = sought.reference.map(|reference| reference.to_string());
                (sought.name, reference, sought.ending, sought.amount.map(|amount| amount.to_string()))
            })
        };
        let some = |text: &str| Some(text.to_owned());
        for (typed, expected) in [
            ("", None),
            (" \u{3000}\u{200B} ", None),
            ("万佳", Some((some("万佳"), None, None, None))),
            ("万", Some((None, None, None, None))),
            ("%", Some((None, None, None, None))),
            (" ＤＲＷ2026112000000018 ", Some((some("drw2026112000000018"), some("DRW2026112000000018"), None, None))),
            ("DRW2026112000000018-2", Some((some("drw2026112000000018-2"), some("DRW2026112000000018"), None, None))),
            ("8621", Some((some("8621"), None, some("8621"), some("8621.00")))),
            ("50,000.00", Some((some("50,000.00"), None, None, some("50000.00")))),
            ("862", Some((some("862"), None, None, some("862.00")))),
            ("-5", Some((some("-5"), None, None, None))),
            ("Wang Li", Some((some("wang li"), None, None, None))),
            ("a\0b", Some((some("ab"), None, None, None))),
        ] {
            assert_eq!(sought(typed), expected, "{typed:?}");
        }
        assert_eq!(
            Sought::of(&"长".repeat(SOUGHT_LIMIT)).map(|sought| sought.text.chars().count()),
            Some(SOUGHT_LIMIT)
        );
        assert_eq!(Sought::of(&"长".repeat(SOUGHT_LIMIT + 1)), None);
    }
}
