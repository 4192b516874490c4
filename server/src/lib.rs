//! The binary's parts: it starts things and decides nothing.

pub mod config;
mod error_page;
mod files;
mod form;
pub mod kept;
mod limits;
mod metrics;
pub mod origin;
pub mod partner;
pub mod router;
pub mod seed;
pub mod session;
pub mod site;
pub mod worker;
