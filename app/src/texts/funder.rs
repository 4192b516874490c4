//! The funder portal.
