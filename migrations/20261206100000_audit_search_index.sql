-- The trail is searched by who acted and by what was done, the newest first.
create index audit_by_actor on audit (actor, id);
-- Of another collation than the column: every write looks up its own number among the party's operations, by a plan that is kept from when
-- the table was small, and must not find this one good enough.
create index audit_by_operation on audit (operation collate "C", id);
-- Whoever acted is found by a part of their name, as shops are.
create index users_by_pairs on users using gin (pairs(username, display_name));
