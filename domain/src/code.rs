//! Codes: how the database, addresses and partners write one value out of a few.

/// The text is no code of such a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {of}")]
pub struct CodeError {
    /// The type's name.
    pub of: &'static str,
    pub text: String,
}

/// The codes of an enum, each named once: what [`FromStr`](std::str::FromStr) reads is what `code` writes.
macro_rules! codes {
    ($Type:ident { $($Variant:ident => $code:literal,)+ }) => {
        impl $Type {
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$Variant),+];

            /// The stable code, which is the text form too.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$Variant => $code,)+
                }
            }

            /// The value that a code writes, if it writes one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                code.parse().ok()
            }
        }

        impl std::str::FromStr for $Type {
            type Err = $crate::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$Variant),)+
                    _ => Err($crate::code::CodeError { of: stringify!($Type), text: text.to_owned() }),
                }
            }
        }
    };
}

/// Why something has ended: one of the product's own reasons, or what somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why<C> {
    Of(C),
    Written(String),
}

impl<C: std::str::FromStr> Why<C> {
    /// Reads what is kept, which is empty where there is no reason.
    #[must_use]
    pub fn read(kept: String) -> Option<Self> {
        if kept.is_empty() {
            return None;
        }
        Some(kept.parse::<C>().map_or_else(|_| Self::Written(kept), Self::Of))
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeError, Why};
    use crate::payout::PayoutState;

    #[test]
    fn why_is_a_code_or_what_somebody_wrote() {
        assert_eq!(Why::<PayoutState>::read(String::new()), None);
        assert_eq!(Why::read("sent".to_owned()), Some(Why::Of(PayoutState::Sent)));
        assert_eq!(Why::<PayoutState>::read("银行来电".to_owned()), Some(Why::Written("银行来电".to_owned())));
    }

    #[test]
    fn a_code_is_read_as_it_is_written_and_nothing_else_is() {
        for state in PayoutState::ALL {
            assert_eq!(state.code().parse(), Ok(state));
        }
        let error = CodeError { of: "PayoutState", text: "Sent".to_owned() };
        assert_eq!(error.to_string(), r#""Sent" is no PayoutState"#);
        assert_eq!("Sent".parse::<PayoutState>(), Err(error));
    }
}
