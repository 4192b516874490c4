//! The words of the door.

pub mod code;
pub mod join;
pub mod second_factor;
