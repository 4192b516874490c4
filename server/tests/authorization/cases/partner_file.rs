//! Reconciliation files of partners.

use domain::id::PartnerFileId;

use super::{Case, Thing, about, case};

/// Each of these has one.
const MADE: &str = "
    insert into partner_files (id, partner_id, business_date, lines, payable_fen, receivable_fen, claim_fen, revenue_share_fen,
                               content, digest, made_at)
    select md5('file ' || code)::uuid, id, (select max(business_date) from closed_days), 0, 0, 0, 0, 0, ''::bytea, sha256(''::bytea),
           '2026-11-20 10:00+08'
    from partners where code in ('funder-a', 'funder-b', 'facilitator-1')";
const FILE: Thing = Thing {
    text: |id| PartnerFileId(id).to_string(),
    own: "select id from partner_files
          where partner_id = coalesce((select partner_id from users where id = {me}), {funder})",
    colleague: "",
    other: "select id from partner_files where partner_id = (select id from partners where code = 'funder-b')",
};

pub const LIST: Case = case("/reconciliation-files");
pub const GET: Case = about("/reconciliation-files/{id}", &FILE).when(MADE);
pub const FUNDER_FILE: Case = about(app::files::FUNDER_FILE, &FILE).when(MADE);
pub const FACILITATOR_FILE: Case = about(app::files::FACILITATOR_FILE, &FILE).when(MADE);
