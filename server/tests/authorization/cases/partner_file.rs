//! Reconciliation files of partners.

use domain::id::PartnerFileId;

use super::{Case, Thing, about, case};

/// Everybody has one, of the last date that was closed.
const FILE: Thing = Thing {
    text: |id| PartnerFileId(id).to_string(),
    own: "select id from partner_files
          where partner_id = coalesce((select partner_id from users where id = {me}), {funder})",
    colleague: "",
    other: "select id from partner_files where partner_id = (select id from partners where code = 'funder-b')",
};

pub const LIST: Case = case("/reconciliation-files");
pub const GET: Case = about("/reconciliation-files/{id}", &FILE);
pub const FUNDER_FILE: Case = about(app::files::FUNDER_FILE, &FILE);
pub const FACILITATOR_FILE: Case = about(app::files::FACILITATOR_FILE, &FILE);
