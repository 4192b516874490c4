//! How texts are written: each in Chinese, and in English beside it, so that the compiler finds what is missing.

/// The texts of a screen or a concept, behind a function that returns them in the page's language:
///
/// ```
/// islands::bilingual! {
///     pub fn loans() -> LoanTexts {
///         heading: "借款", "Loans";
///         due_on(on: &str): "{on} 应还", "due {on}";
///         state(code: &str) {
///             "settled" => "已结清", "Settled";
///             _ => "", "";
///         }
///         count(count: usize) -> String = format!("{count} 笔"), islands::texts::counted(count, "loan", "loans");
///     }
/// }
///
/// # fn main() {
/// # leptos::prelude::Owner::new().with(|| {
/// assert_eq!(loans().due_on("2026-11-20"), "2026-11-20 应还");
/// # })
/// # }
/// ```
#[macro_export]
macro_rules! bilingual {
    ($(#[$note:meta])* $vis:vis fn $here:ident() -> $Texts:ident { $($entries:tt)* }) => {
        $(#[$note])*
        #[derive(Clone, Copy)]
        $vis struct $Texts($crate::texts::Language);

        impl $Texts {
            $crate::bilingual_entries! { $($entries)* }
        }

        /// The texts in the page's language.
        #[must_use]
        $vis fn $here() -> $Texts {
            $Texts($crate::texts::Language::here())
        }
    };
}

/// A method for each entry of [`bilingual!`].
#[doc(hidden)]
#[macro_export]
macro_rules! bilingual_entries {
    () => {};
    ($(#[$note:meta])* $name:ident: $zh:literal, $en:literal; $($rest:tt)*) => {
        $(#[$note])*
        pub const fn $name(self) -> &'static str {
            self.0.choose($zh, $en)
        }
        $crate::bilingual_entries! { $($rest)* }
    };
    ($(#[$note:meta])* $name:ident($($of:ident: $type:ty),+): $zh:literal, $en:literal; $($rest:tt)*) => {
        $(#[$note])*
        pub fn $name(self, $($of: $type),+) -> String {
            match self.0 {
                $crate::texts::Language::Zh => format!($zh),
                $crate::texts::Language::En => format!($en),
            }
        }
        $crate::bilingual_entries! { $($rest)* }
    };
    ($(#[$note:meta])* $name:ident($of:ident: $type:ty) { $($case:pat => $zh:literal, $en:literal;)+ } $($rest:tt)*) => {
        $(#[$note])*
        pub fn $name(self, $of: $type) -> &'static str {
            let (zh, en) = match $of {
                $($case => ($zh, $en),)+
            };
            self.0.choose(zh, en)
        }
        $crate::bilingual_entries! { $($rest)* }
    };
    ($(#[$note:meta])* $name:ident$(($($of:ident: $type:ty),+))? -> $out:ty = $zh:expr, $en:expr; $($rest:tt)*) => {
        $(#[$note])*
        pub fn $name(self$(, $($of: $type),+)?) -> $out {
            match self.0 {
                $crate::texts::Language::Zh => $zh,
                $crate::texts::Language::En => $en,
            }
        }
        $crate::bilingual_entries! { $($rest)* }
    };
}
