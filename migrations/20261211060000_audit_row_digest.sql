-- What one row of the audit trail is in the digest of its date, so that most rows can be hashed before anybody is kept from writing. Each
-- column by itself, so that a new one changes no digest, and each in a form that no setting changes.
create function digest_of_audit_row(a audit) returns bytea language sql stable
begin atomic
    select sha256(convert_to(
               row(a.id, extract(epoch from a.recorded_at), a.actor, a.session_id, a.operation, a.subject, a.outcome, a.before, a.after,
                   a.party, a.request_no, encode(a.content_hash, 'hex'), a.answer, a.command)::text, 'UTF8'));
end;

-- A date's digest is SHA-256 over those of its rows, in the order of their identifiers, as before: made by the close, checked by `verify`
-- for all dates at once.
drop function digest_of_audit(date);
