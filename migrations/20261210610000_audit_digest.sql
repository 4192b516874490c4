-- The business date on which an operation was filed, read under the barrier as a journal's is: a closed date gains no row. What was
-- filed before there was this column has none, and is in no digest.
alter table audit add column business_date date;
create index audit_by_business_date on audit using brin (business_date) with (autosummarize = on);

-- SHA-256 over those of the date's audit rows, in the order of their identifiers, so that none can be changed, taken out or put in after
-- the close. A date that was closed before has none.
alter table closed_days add column audit_digest bytea;

-- Each column by itself, so that a new one changes no digest, and each in a form that no setting changes.
create function digest_of_audit(day date) returns bytea language sql stable
begin atomic
    select sha256(coalesce(string_agg(sha256(convert_to(
               row(a.id, extract(epoch from a.recorded_at), a.actor, a.session_id, a.operation, a.subject, a.outcome, a.before, a.after,
                   a.party, a.request_no, encode(a.content_hash, 'hex'), a.answer, a.command)::text, 'UTF8')),
               ''::bytea order by a.id), ''::bytea))
    from audit a where a.business_date = day;
end;
