//! The door, over real connections: who may come how often, how many, how long, and what of a stranger stays.

#[path = "../../../services/tests/it/harness.rs"]
#[expect(dead_code, reason = "the harness serves the tests of every concept, and these need a part of it")]
mod harness;
mod house;

mod callback;
mod clients;
mod defect;
mod evidence;
mod guess;
mod kept;
mod session;
mod stranger;
