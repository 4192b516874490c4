//! Having commissions repay a loan.

use super::{Case, LOAN, Post, about};

const ORDER: &[(&str, &str)] = &[("loan", "@loan"), ("what", "part"), ("ordered", "100.00")];
const ORDERED: &[Post] = &[("agent-2", "/api/standing_order/set", ORDER)];

pub const FUNCTIONS: [Case; 2] = [
    about("/api/standing_order/set", &LOAN).with(&[("loan", "@thing"), ("what", "part"), ("ordered", "100.00")]),
    Case { before: ORDERED, ..about("/api/standing_order/end", &LOAN).with(&[("loan", "@thing")]) },
];
