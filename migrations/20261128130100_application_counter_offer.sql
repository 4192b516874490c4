-- More than was asked for is a counter-offer, which the agent accepts before there is a contract.
alter table applications
    add column accepted_at timestamptz,
    drop constraint applications_state_check,
    add constraint applications_state_check
        check (state in ('draft', 'submitted', 'in_review', 'more_information', 'counter_offered', 'approved', 'agreed',
                         'rejected', 'withdrawn', 'lapsed'));

drop index applications_waiting;
create index applications_waiting on applications (submitted_at)
    where state in ('submitted', 'in_review', 'more_information', 'counter_offered', 'approved');
