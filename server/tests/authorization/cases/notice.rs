//! Where partners are told, and of what.

use domain::id::{EndpointId, EventId};

use super::{Case, Thing, about, case};

/// One endpoint of each of these waits for who puts it in force.
const REGISTERED: &str = "
    insert into endpoints (id, partner_id, url, wants_success, state, registered_by, registered_at, tested_at)
    select md5('endpoint ' || code)::uuid, id, 'https://hooks.partner.example/', false, 'registered', 'key:' || code || '-1',
           '2026-11-20 10:00+08', '2026-11-20 10:01+08'
    from partners where code in ('funder-a', 'funder-b', 'facilitator-1')";
/// One is in force for each, and something was told.
const TOLD: &str = "
    insert into endpoints (id, partner_id, url, wants_success, state, registered_by, registered_at, tested_at, approved_by, approved_at)
    select md5('endpoint ' || code)::uuid, id, 'https://hooks.partner.example/', false, 'in_force', 'key:' || code || '-1',
           '2026-11-20 10:00+08', '2026-11-20 10:01+08', 'user:another', '2026-11-20 10:02+08'
    from partners where code in ('funder-a', 'funder-b', 'facilitator-1');
    delete from deliveries;
    update outbox set number = null;
    update outbox set number = 1 where id in (select distinct on (partner_id) id from outbox order by partner_id, place);
    insert into deliveries (event_id, partner_id, number, state, reason, due_at, settled_at)
    select id, partner_id, 1, 'dead', 'no_endpoint', '2026-11-20 10:00+08', '2026-11-20 10:00+08' from outbox where number = 1";

/// Whoever asks is of this side: of the funder, or the facilitator.
const ENDPOINT: Thing = Thing {
    text: |id| EndpointId(id).to_string(),
    own: "select id from endpoints
          where partner_id = coalesce((select partner_id from users where id = {me}), {funder})",
    colleague: "",
    other: "select id from endpoints where partner_id = (select id from partners where code = 'funder-b')",
};
const NOTICE: Thing = Thing {
    text: |id| EventId(id).to_string(),
    own: "select id from outbox
          where number = 1 and partner_id = coalesce((select partner_id from users where id = {me}), {funder})",
    colleague: "",
    other: "select id from outbox where number = 1 and partner_id = (select id from partners where code = 'funder-b')",
};
/// Nobody is reached here, so that whoever may register is told that the address is none.
const URL: &[(&str, &str)] = &[("url", "https://hooks.partner.example/")];
const ABOUT: &[(&str, &str)] = &[("endpoint", "@thing")];

pub const PAGES: [Case; 2] =
    [about("/funder/notices/{id}", &NOTICE).when(TOLD), about("/facilitator/notices/{id}", &NOTICE).when(TOLD)];
pub const FUNCTIONS: [Case; 7] = [
    case("/api/endpoint/register").with(URL),
    about("/api/endpoint/test", &ENDPOINT).when(REGISTERED).with(ABOUT),
    about("/api/endpoint/approve", &ENDPOINT).when(REGISTERED).with(ABOUT),
    about("/api/endpoint/end", &ENDPOINT).when(REGISTERED).with(ABOUT),
    about("/api/endpoint/reveal", &ENDPOINT).when(REGISTERED).with(ABOUT),
    about("/api/endpoint/rotate", &ENDPOINT).when(REGISTERED).with(ABOUT),
    case("/api/notice/redeliver").when(TOLD).with(&[("number", "1")]),
];
pub const REGISTER: Case = case("/endpoints").said(r#"{"url":"https://hooks.partner.example/"}"#);
pub const TEST: Case = about("/endpoints/{id}/test", &ENDPOINT).when(REGISTERED).said("{}");
pub const REDELIVER: Case = case("/notices/redeliver").when(TOLD).said(r#"{"from":1,"to":1}"#);
