//! The words of the door.

pub mod code;
pub mod second_factor;
