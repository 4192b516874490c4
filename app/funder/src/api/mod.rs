//! What a funder's pages ask and post.

pub mod attachment;
pub mod badge;
pub mod binding;
pub mod credit_line;
pub mod draw;
pub mod freeze;
pub mod payment_file;
pub mod product;
pub mod revenue_share;
pub mod review;
pub mod shop;
pub mod signing;
pub mod workbench;
pub mod write_off;
