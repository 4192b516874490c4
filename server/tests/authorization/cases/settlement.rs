//! What the network settles.

use domain::id::{SettlementBreakId, SettlementId};

use super::{Case, Thing, about};

const SETTLEMENT: Thing = Thing {
    text: |id| SettlementId(id).to_string(),
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
