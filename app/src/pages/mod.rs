pub mod admin;
pub mod agent;
pub mod funder;
