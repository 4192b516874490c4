//! The binary's parts: it starts things and decides nothing.

pub mod config;
mod error_page;
pub mod files;
mod form;
pub mod kept;
mod limits;
pub mod metrics;
pub mod origin;
pub mod panics;
pub mod partner;
pub mod router;
pub mod serve;
pub mod session;
pub mod site;
pub mod source;
pub mod worker;
