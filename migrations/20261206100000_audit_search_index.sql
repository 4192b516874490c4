-- The trail is searched by who acted and by what was done, the newest first.
create index audit_by_actor on audit (actor, id);
create index audit_by_operation on audit (operation, id);
-- Whoever acted is found by a part of their name, as shops are.
create index users_by_pairs on users using gin (pairs(username, display_name));
