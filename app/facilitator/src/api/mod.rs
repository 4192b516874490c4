//! What a facilitator's pages ask and post.

pub mod share;
pub mod workbench;
