-- Whether there is anything to do for what is done again and again; nothing is begun where there is not.
create function has_work(job_kind text) returns boolean language sql stable security definer
begin atomic
    select case job_kind
        when 'events.number' then exists (select from outbox where partner_id is not null and number is null)
        when 'payables.drain' then exists (select from payables where payout_id is null and returned_fen < amount_fen)
        else true
    end;
end;

-- Whether a job of some kinds is due at an instant: asked before any is taken, since a worker that looks finds nothing, mostly.
create function jobs_are_due(kinds text[], instant timestamptz) returns boolean language sql stable security definer
begin atomic
    select exists (
        select from unnest(kinds) as wanted (job_kind)
        where has_work(wanted.job_kind)
          and exists (select from jobs j where j.kind = wanted.job_kind and j.dead_at is null and j.due_at <= instant));
end;
