//! The people of a shop.

use domain::id::{InvitationId, UserId};

use super::{Case, Thing, about, case};

/// Two shops have somebody invited.
const INVITED: &str = "
    insert into invitations (id, agent_id, token_hash, display_name, made_by, made_at)
    select md5('invitation ' || username)::uuid, agent_id, sha256(convert_to(username, 'utf8')), '李雷', id,
           '2026-11-22 11:00+08'
    from users where username in ('agent-2', 'agent-3')";

const INVITATION: Thing = Thing {
    text: |id| InvitationId(id).to_string(),
    own: "select id from invitations where agent_id = {shop}",
    colleague: "",
    other: "select id from invitations where agent_id <> {shop}",
};
const CLERK: Thing = Thing {
    text: |id| UserId(id).to_string(),
    own: "select id from users where agent_id = {shop} and role = 'agent_clerk'",
    colleague: "",
    other: "select id from users where agent_id <> {shop} and role = 'agent_clerk' order by username limit 1",
};
/// The secret of a link, which its page takes along whatever it is.
const LINK: Thing = Thing {
    text: |id| id.simple().to_string().repeat(2),
    own: "select '00000000-0000-7000-8000-000000000008'::uuid",
    colleague: "",
    other: "",
};

pub const PAGES: [Case; 1] = [about("/join/{id}", &LINK)];
pub const FUNCTIONS: [Case; 4] = [
    case("/api/people/invite").with(&[("display_name", "韩梅梅"), ("mobile", "")]),
    about("/api/people/revoke", &INVITATION).when(INVITED).with(&[("invitation", "@thing")]),
    about("/api/people/remove", &CLERK).with(&[("person", "@thing")]),
    // Without the secret that the browser would keep.
    case("/api/people/join").harmless().with(&[("username", "han.meimei"), ("password", "lianrong-demo")]),
];
