//! Lists as files that are made in the background: each is its person's, whoever else is of the same party.

use domain::id::ExportId;

use super::{Case, about, case, thing::Thing};

const EXPORT: Thing = Thing {
    text: |id| ExportId(id).to_string(),
    own: "select id from exports where user_id = {me}",
    colleague: "",
    other: "select id from exports where user_id <> {me} order by user_id limit 1",
};
/// Everybody has one, which an agent has no way to.
const READY: &str =
    "insert into exports (id, user_id, partner_id, role, list, format, language, state, requested_at, ended_at)
    select gen_random_uuid(), id, partner_id, role, '/admin/agents', 'csv', 'zh', 'ready', '2026-11-20 10:00+08',
        '2026-11-20 10:00+08' from users";
const MAKING: &str = "insert into exports (id, user_id, partner_id, role, list, format, language, state, requested_at)
    select gen_random_uuid(), id, partner_id, role, '/admin/agents', 'csv', 'zh', 'making', '2026-11-20 10:00+08' from users";

pub const FUNCTIONS: [Case; 2] = [
    case("/api/export/request").with(&[("list", "/funder/notices"), ("format", "csv")]),
    about("/api/export/cancel", &EXPORT).when(MAKING).with(&[("export", "@thing")]),
];

pub const DOWNLOAD: Case = about(parts::api::export::DOWNLOAD, &EXPORT).when(READY);
