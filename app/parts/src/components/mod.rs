//! Role-free pieces of screens; each has a stylesheet of its name.

pub mod alert;
pub mod batch;
pub mod cell;
mod column;
pub mod empty;
pub mod error_page;
pub mod export;
pub mod form;
pub mod icon;
pub mod list;
pub mod load;
pub mod loan_facts;
pub mod money;
pub mod narrow;
pub mod page_header;
pub mod pager;
pub mod query;
pub mod revenue_share;
pub mod search;
pub mod sessions;
pub mod status;
pub mod table;
pub mod tabs;
pub mod timeline;
pub mod upload;
pub mod value;
mod workbook;
