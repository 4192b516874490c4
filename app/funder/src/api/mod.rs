//! What a funder's pages ask and post.

pub mod credit_line;
pub mod draw;
pub mod product;
pub mod review;
pub mod team;
pub mod workbench;
