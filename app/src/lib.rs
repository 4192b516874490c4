//! The screens of Lianrong.
//!
//! Under `ssr` every page is rendered complete, from `services`, and every change is a form that is posted to a server
//! function: the whole product works without JavaScript. Under `hydrate` only the [`islands`] exist: the places where a
//! page answers while one types, computed in the browser by the functions of `domain` that settle.

#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
mod document;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod layouts;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
pub mod texts;

#[cfg(feature = "ssr")]
pub use document::{App, document};
