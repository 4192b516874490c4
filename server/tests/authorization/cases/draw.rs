//! Draws, repaying what they have become, and closing the line that they are of.

use super::{Case, DRAW, LOAN, Post, QUOTE, about, case};

pub const REQUESTED: &[Post] = &[("agent-2", "/api/draw/request", DRAWN)];
const DRAWN: &[(&str, &str)] = &[
    ("amount", "10000.00"),
    ("tenor", "30d"),
    ("purpose", "备货"),
    ("shown_at", "1795316400"),
    ("disclosure_hash", "@on /agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7"),
];
const QUOTED: &[Post] =
    &[("agent-2", "/api/repayment/quote", &[("loan", "@loan"), ("choice", "part"), ("amount", "100.00")])];

pub const FUNCTIONS: [Case; 7] = [
    case("/api/credit_line/close").by("agent-4", 'c'),
    case("/api/draw/request").with(DRAWN),
    Case { before: REQUESTED, ..about("/api/draw/cancel", &DRAW).with(&[("draw", "@thing")]) },
    Case {
        before: REQUESTED,
        ..about("/api/draw/refuse", &DRAW).with(&[("draw", "@thing"), ("reason", "额度已用尽")])
    },
    Case {
        before: REQUESTED,
        ..about("/api/draw/instruct", &DRAW).with(&[
            ("draw", "@thing"),
            ("amount", "10000.00"),
            ("payment_reference", "JH20261120-0001"),
        ])
    },
    about("/api/repayment/quote", &LOAN).with(&[("loan", "@thing"), ("choice", "part"), ("amount", "100.00")]),
    Case { before: QUOTED, ..about("/api/repayment/repay", &QUOTE).with(&[("quote", "@thing"), ("loan", "@loan")]) },
];
