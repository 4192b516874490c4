//! The keys with which partners' systems sign.

use domain::id::KeyId;

use super::{Case, Thing, about, case};

/// One key of each of these waits for who approves it.
const REGISTERED: &str = "
    insert into partner_keys (id, key_id, partner_id, public_key, registered_by, registered_at)
    select md5('key ' || code)::uuid, code || '-waits', id, sha256(code::bytea), 'user:another', '2026-11-20 10:00+08'
    from partners where code in ('funder-a', 'funder-b', 'facilitator-1')";
/// Whoever asks is of this side: of the funder, or the facilitator.
const KEY: Thing = Thing {
    text: |id| KeyId(id).to_string(),
    own: "select id from partner_keys where key_id like '%-waits'
          and partner_id = coalesce((select partner_id from users where id = {me}), {funder})",
    colleague: "",
    other: "select id from partner_keys where key_id = 'funder-b-waits'",
};
const ABOUT: &[(&str, &str)] = &[("key", "@thing")];
/// The example of RFC 8037.
const PUBLIC_KEY: &[(&str, &str)] =
    &[("public_key", r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)];

pub const FUNCTIONS: [Case; 3] = [
    case("/api/key/register").with(PUBLIC_KEY),
    about("/api/key/approve", &KEY).when(REGISTERED).with(ABOUT),
    about("/api/key/end", &KEY).when(REGISTERED).with(ABOUT),
];
/// The example of RFC 8410.
pub const REGISTER: Case =
    case("/keys").said(r#"{"public_key":"MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="}"#);
pub const END: Case = about("/keys/{id}/end", &KEY).when(REGISTERED).said("{}");
