-- What was typed into a form that was sent back to its page, until the page has read it: readable only with the marker that
-- the page's address carries, of which the digest stands here, and only by the session that typed it.
create table kept_forms (
    marker_hash bytea primary key,
    session_id  uuid not null references sessions,
    content     bytea not null check (octet_length(content) <= 65536),
    kept_at     timestamptz not null
);
create index kept_forms_by_session on kept_forms (session_id, kept_at);
create index kept_forms_by_time on kept_forms (kept_at);
grant select, insert, delete, update (session_id) on kept_forms to lianrong_app;
