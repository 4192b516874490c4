//! Files of an application.

use domain::id::AttachmentId;

use super::{APPLICATION, Case, File, Thing, about};

const ATTACHMENT: Thing = Thing {
    text: |id| AttachmentId(id).to_string(),
    own: "select id from attachments where agent_id = {shop} and funder_id = {funder} limit 1",
    colleague: "",
    other: "select id from attachments where agent_id <> {shop} and funder_id <> {funder} limit 1",
};
/// Every application has one, which no key opens.
const ATTACHED: &str =
    "insert into attachments (id, application_id, agent_id, funder_id, file_name, media, size, sha256, content, uploaded_by,
                              uploaded_at)
     select md5('attachment ' || a.id)::uuid, a.id, a.agent_id, a.funder_id, '营业执照.pdf', 'pdf', 9,
            sha256(convert_to(a.id::text, 'utf8')), '\\x01', u.id, '2026-11-20 10:00+08'
     from applications a join users u on u.agent_id = a.agent_id and u.role = 'agent'
     on conflict do nothing";
const DOCUMENT: File = ("licence.pdf", b"%PDF-1.7\n%%EOF\n");

pub const UPLOAD: Case =
    Case { file: Some(DOCUMENT), ..about(agent::api::attachment::UPLOAD, &APPLICATION).by("agent-25", 'a') };
pub const TO_PAGE: Case = about(agent::api::attachment::UPLOAD, &APPLICATION).by("agent-25", 'a');
pub const OWN: Case = about(agent::api::attachment::DOWNLOAD, &ATTACHMENT).by("agent-25", 'a').when(ATTACHED);
pub const DOWNLOAD: Case = about(app::attachment::DOWNLOAD, &ATTACHMENT).by("agent-21", 'a').when(ATTACHED);
