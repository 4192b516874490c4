//! What two people change of a loan, and of an agent.

use super::{AGENT, Case, LOAN, about};

pub const FUNCTIONS: [Case; 7] = [
    about("/api/agent/depart", &AGENT).with(&[("agent", "@thing"), ("departure", "leaves"), ("note", "停业")]),
    about("/api/correction/receive", &LOAN).with(&[
        ("loan", "@thing"),
        ("received", "1.00"),
        ("on", "2026-11-19"),
        ("note", "资金方来函"),
    ]),
    about("/api/correction/mark", &LOAN).with(&[("loan", "@thing"), ("change", "mark_disputed"), ("note", "来函")]),
    about("/api/correction/waive", &LOAN).with(&[
        ("loan", "@thing"),
        ("part", "interest"),
        ("waived", "0.01"),
        ("note", "按资金方意见"),
    ]),
    // Of what nobody has recorded: whoever may is told that.
    about("/api/correction/reverse", &LOAN).with(&[
        ("loan", "@thing"),
        ("repayment", "repayment_00000000000000000000000007"),
        ("right[movement]", ""),
        ("right[wallet]", ""),
        ("note", "扣错账户"),
    ]),
    about("/api/correction/undo", &LOAN).with(&[
        ("loan", "@thing"),
        ("fact", "fact_00000000000000000000000007"),
        ("note", "登记有误"),
    ]),
    about("/api/correction/redate", &LOAN).with(&[
        ("loan", "@thing"),
        ("fact", "fact_00000000000000000000000007"),
        ("on", "2026-11-18"),
        ("note", "日期有误"),
    ]),
];
