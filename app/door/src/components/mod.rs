//! Pieces of the door's pages.

pub mod credentials;
