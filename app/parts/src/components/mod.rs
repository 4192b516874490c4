//! Role-free pieces of screens; each has a stylesheet of its name.

pub mod alert;
pub mod error_page;
pub mod form;
pub mod icon;
pub mod load;
pub mod money;
pub mod pager;
pub mod query;
pub mod status;
pub mod timeline;
