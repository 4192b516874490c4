//! One small set of icons, each a path on a 20 × 20 grid.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Home,
    Offers,
    Borrow,
    Repay,
    Wallet,
    List,
    Check,
    Alert,
    Info,
    Clock,
    Lock,
    Upload,
    Download,
    Bank,
    Ledger,
    Card,
    Link,
    Message,
    Print,
    User,
    Out,
    Search,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 9.3 10 3.5l7 5.8V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z",
            Self::Offers => {
                "M5 2.5h10a1 1 0 0 1 1 1v13.5l-2-1.3-2 1.3-2-1.3-2 1.3-2-1.3-2 1.3V3.5a1 1 0 0 1 1-1zM7.5 11.5l5-5M7.7 6.8h.01M12.3 11.2h.01"
            }
            Self::Borrow => {
                "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7 5.8l3 4.2 3-4.2M10 10v4.3M7.5 10.3h5M7.5 12.5h5"
            }
            Self::Repay => "M4 7.5h8.5a4.5 4.5 0 0 1 0 9H7M4 7.5 7.5 4M4 7.5 7.5 11",
            Self::Wallet => {
                "M15 7.5V5H4.7a1.7 1.7 0 0 0 0 3.4M3 6.7v8.6A1.7 1.7 0 0 0 4.7 17h10.8a1.5 1.5 0 0 0 1.5-1.5V9.9a1.5 1.5 0 0 0-1.5-1.5H4.7M13.5 12.7h.01"
            }
            Self::List => "M7.5 5H17M7.5 10H17M7.5 15H17M3.5 5h.01M3.5 10h.01M3.5 15h.01",
            Self::Check => "M4 10.5 8.2 14.7 16 5.8",
            Self::Alert => "M10 3.2 17.8 16.5H2.2zM10 8v4M10 14.2h.01",
            Self::Info => "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9.2v4.6M10 6.5h.01",
            Self::Clock => "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 6v4.2l2.8 1.8",
            Self::Lock => {
                "M5 9h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9M10 12.3v1.6"
            }
            Self::Upload => "M10 12.5V3M6.3 6.7 10 3l3.7 3.7M3 13v2.5A1.5 1.5 0 0 0 4.5 17h11a1.5 1.5 0 0 0 1.5-1.5V13",
            Self::Download => {
                "M10 3v9.5M6.3 8.8 10 12.5l3.7-3.7M3 13v2.5A1.5 1.5 0 0 0 4.5 17h11a1.5 1.5 0 0 0 1.5-1.5V13"
            }
            Self::Bank => {
                "M2.5 7.8 10 3l7.5 4.8zM4.5 7.8v6.7M8.2 7.8v6.7M11.8 7.8v6.7M15.5 7.8v6.7M2.5 17h15M3.5 14.5h13"
            }
            Self::Ledger => {
                "M16 16.8H5.7A1.7 1.7 0 0 1 4 15.1V4.7A1.7 1.7 0 0 1 5.7 3H16zM4 15.1a1.7 1.7 0 0 1 1.7-1.7H16M7.5 6.5h5M7.5 9.3h5"
            }
            Self::Card => {
                "M3.5 4.5h13a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM2.5 8.2h15M5.5 12.3h3"
            }
            Self::Link => {
                "M8.3 11.7a3 3 0 0 0 4.3 0l2.8-2.8a3 3 0 0 0-4.3-4.3L9.7 6M11.7 8.3a3 3 0 0 0-4.3 0l-2.8 2.8a3 3 0 0 0 4.3 4.3l1.4-1.4"
            }
            Self::Message => {
                "M3.5 4h13a.5.5 0 0 1 .5.5v9a.5.5 0 0 1-.5.5H8.5L5 17v-3H3.5a.5.5 0 0 1-.5-.5v-9a.5.5 0 0 1 .5-.5z"
            }
            Self::Print => {
                "M6 7.5V3h8v4.5M6 14H4a.5.5 0 0 1-.5-.5v-5.5a.5.5 0 0 1 .5-.5h12a.5.5 0 0 1 .5.5v5.5a.5.5 0 0 1-.5.5h-2M6 11.8h8V17H6z"
            }
            Self::User => {
                "M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 17c.6-3.2 3.2-4.7 6.5-4.7s5.9 1.5 6.5 4.7"
            }
            Self::Out => "M12 3.5H5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h7M8.5 10H17M13.8 6.8 17 10l-3.2 3.2",
            Self::Search => "M9 3.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 9 3.2zM13.2 13.2 17 17",
        }
    }
}

/// An icon beside a text; it says nothing by itself.
#[must_use]
pub fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}

/// The mark of the house.
#[must_use]
pub fn mark() -> impl IntoView {
    view! {
        <svg class="shell__mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M4 8c10 0 7.5 8 15.5 8H28M4 24c10 0 7.5-8 15.5-8" />
        </svg>
    }
}
