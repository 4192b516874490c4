//! What the network settles.

use domain::id::{NetworkSettlementId, SettlementBreakId};

use super::{Case, Thing, about};

const SETTLEMENT: Thing = Thing {
    text: |id| NetworkSettlementId(id).to_string(),
    own: "select id from settlements order by id limit 1",
    colleague: "",
    other: "",
};
const DIFFERENCE: Thing = Thing {
    text: |id| SettlementBreakId(id).to_string(),
    own: "select id from settlement_breaks order by id limit 1",
    colleague: "",
    other: "",
};
/// The first by its id, and what differs about it.
const SETTLED: &str = "insert into settlements (id, settled_on, state, expected_at)
    values ('00000000-0000-7000-8000-000000000006', '2026-10-01', 'awaited', '2026-11-20 10:00+08');
    insert into settlement_breaks (id, settlement_id, kind, state, opened_at)
    values ('00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000006', 'file_changed', 'open',
        '2026-11-20 10:00+08')";

pub const PAGE: Case = about("/admin/settlements/{id}", &SETTLEMENT).when(SETTLED);
pub const SETTLE: Case = about("/api/settlement/settle_difference", &DIFFERENCE)
    .when(SETTLED)
    .with(&[("difference", "@thing"), ("note", "网络已更正")]);
/// A debit that had failed is in the file.
const LATE: &str = "insert into settlements (id, settled_on, state, expected_at)
    values ('00000000-0000-7000-8000-000000000006', '2026-10-01', 'awaited', '2026-11-20 10:00+08');
    insert into settlement_files (id, settlement_id, sha256, content, lines, debited_fen, refunded_fen, net_fen, received_at)
    values ('00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000006', sha256('x'), 'x', 1, 1, 0, 1,
        '2026-11-20 10:00+08');
    insert into settlement_lines (id, file_id, place, network_serial, order_no, kind, amount_fen, result)
    values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000008', 1, 'N1', 'D', 'payment', 1, '00000000');
    insert into settlement_breaks (id, settlement_id, kind, line_id, debit_id, state, opened_at)
    select '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000006', 'late_success',
        '00000000-0000-7000-8000-000000000009', id, 'open', '2026-11-20 10:00+08' from debits order by reference desc limit 1";

pub const LATE_PAGE: Case = about("/admin/differences/{id}", &DIFFERENCE).when(LATE);
pub const PROPOSE_LATE: Case = about("/api/difference/propose", &DIFFERENCE).when(LATE).with(&[
    ("difference", "@thing"),
    ("choice", "give_back_late"),
    ("note", "已与网络核实"),
]);
