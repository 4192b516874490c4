-- A consent is for the application with which it was given, or an earlier one of the same funder, and ends with it: a newer
-- consent opens nothing that was closed before.
create function consented(application applications) returns boolean
    language sql stable
begin atomic
    select application.state not in ('rejected', 'withdrawn', 'lapsed')
       and exists (select from consents c
                   where c.agent_id = application.agent_id and c.funder_id = application.funder_id
                     and c.purpose = 'application_data' and c.withdrawn_at is null
                     and c.given_at <= application.submitted_at);
end;
