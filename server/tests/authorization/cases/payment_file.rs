//! Files of payments for a funder's bank, and payments that a second person releases.

use domain::id::{DrawId, PaymentFileId};

use super::{
    Case, REQUESTED, about, case,
    thing::{DRAW, Thing},
};

const PAYMENT_FILE: Thing = Thing {
    text: |id| PaymentFileId(id).to_string(),
    own: "select id from payment_files where funder_id = {funder}",
    colleague: "",
    other: "select id from payment_files where funder_id <> {funder} order by number limit 1",
};
/// Each funder has one, which pays its newest draw.
const MADE: &str =
    "insert into payment_files (id, funder_id, number, payee_name, payee_account_no, payee_branch, made_by, made_at)
    select gen_random_uuid(), id, code, '联融支付', '4000', '', 'user:somebody', '2026-11-20 10:00+08' from partners
    where kind = 'funder';
    insert into payment_file_draws (file_id, draw_id, place)
    select f.id, (select d.id from draws d where d.funder_id = f.funder_id order by d.requested_at desc limit 1), 1
    from payment_files f where exists (select from draws d where d.funder_id = f.funder_id)";
/// The payment of a draw as it was registered at [`PREPARED`]'s instant.
const REGISTERED: Thing = Thing { text: |id| format!("{}@1795140000000000", DrawId(id)), ..DRAW };
/// Accepted, and its payment registered by somebody who is none of those who ask.
const PREPARED: &str = "update draws set state = 'awaiting', accepted_at = requested_at, prepared_by = 'user:somebody',
    prepared_at = '2026-11-20 10:00+08', prepared_reference = 'JH-1' where state = 'requested'";
const ACCEPTED: &str = "update draws set state = 'awaiting', accepted_at = requested_at where state = 'requested'";
/// A file names a draw by its reference.
const NAMED: &str = "update draws set reference = 'DRW2026112099999999' where id = (select d.id from draws d
    join partners p on p.id = d.funder_id where p.code = 'funder-a' order by d.requested_at desc limit 1)";

pub const PAGES: [Case; 1] = [about("/funder/payments/{id}", &PAYMENT_FILE).when(MADE)];

pub const FUNCTIONS: [Case; 3] = [
    Case { before: REQUESTED, ..about("/api/payment_file/make", &DRAW).when(ACCEPTED).with(&[("items[]", "@thing")]) },
    Case { before: REQUESTED, ..about("/api/draw/release", &REGISTERED).when(PREPARED).with(&[("items[]", "@thing")]) },
    case("/api/payment_release/set").with(&[("releases", "true")]),
];

pub const DOWNLOAD: Case =
    Case { query: "?format=csv", ..about(app::payment_file::DOWNLOAD, &PAYMENT_FILE).when(MADE) };
pub const IMPORT: Case = Case {
    file: Some(("results.csv", "附言,金额,交易结果,银行流水号\r\nDRW2026112099999999,1.00,成功,B-1\r\n".as_bytes())),
    ..case(parts::api::payment_import::UPLOAD).when(NAMED)
};
