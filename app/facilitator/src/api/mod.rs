//! What a facilitator's pages ask and post.

pub mod badge;
pub mod share;
pub mod workbench;
