//! A funder's write-off of a late loan.

use super::{Case, LOAN, about};

const WRITTEN_OFF: &str = "insert into write_offs (loan_id, id, funder_id, written_on, written_at, written_by, reason)
    select l.id, l.id, l.funder_id, '2026-11-20', '2026-11-20 10:00+08', u.id, '联系不上'
    from loans l join users u on u.partner_id = l.funder_id and u.username = 'funder-a-approver'";

pub const FUNCTIONS: [Case; 2] = [
    about("/api/write_off/set", &LOAN).by("agent-17", 'a').with(&[("loan", "@thing"), ("reason", "联系不上")]),
    about("/api/write_off/take_back", &LOAN).by("agent-17", 'a').when(WRITTEN_OFF).with(&[("loan", "@thing")]),
];
