//! What the pages of every portal are made of: their frame, components, the texts that they share, and the way between a
//! page and the use cases.

#![recursion_limit = "512"]

pub mod api;
pub mod components;
pub mod layout;
pub mod texts;

pub use islands::bilingual;

/// [`Words`](texts::problem::Words) in the page's language: title and advice in Chinese, then in English, with what
/// stands in braces filled in.
#[macro_export]
macro_rules! words {
    ($zh_title:literal, $zh_advice:literal; $en_title:literal, $en_advice:literal;) => {
        match $crate::texts::Language::here() {
            $crate::texts::Language::Zh => {
                $crate::texts::problem::Words { title: format!($zh_title), advice: format!($zh_advice) }
            }
            $crate::texts::Language::En => {
                $crate::texts::problem::Words { title: format!($en_title), advice: format!($en_advice) }
            }
        }
    };
    (let $name:pat = $value:expr; $($said:tt)+) => {{
        let $name = $value;
        $crate::words! { $($said)+ }
    }};
    ($other:expr) => {
        $other
    };
}

/// A function that is a table of words: for each pattern what [`words!`] takes, after what it fills in, or whatever else says it.
/// The compiler checks that the table is whole.
#[macro_export]
macro_rules! words_of {
    ($visibility:vis fn $name:ident($given:ident: $of:ty); $($pattern:pat => { $($said:tt)+ })+) => {
        $visibility fn $name($given: $of) -> $crate::texts::problem::Words {
            match $given {
                $($pattern => $crate::words! { $($said)+ },)+
            }
        }
    };
}
