//! The words of the door.

pub mod second_factor;
