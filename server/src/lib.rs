//! The binary's parts: it starts things and decides nothing.

mod callback;
pub mod config;
mod error_page;
pub mod files;
mod form;
pub mod kept;
mod limits;
pub mod metrics;
pub mod origin;
mod page;
pub mod panics;
pub mod partner;
mod refused;
pub mod router;
pub mod serve;
pub mod session;
pub mod site;
pub mod source;
pub mod state;
pub mod worker;
