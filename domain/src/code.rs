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

#[cfg(test)]
mod tests {
    use super::CodeError;
    use crate::payout::PayoutState;

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
