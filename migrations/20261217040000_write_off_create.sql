-- A funder's own mark of a late loan that it does not expect to be paid. What is owed, and to whom, stays as it is: only its figures of what is
-- late leave the loan out. At the close of a date a mark holds that was set by then and not taken back by then.
create table write_offs (
    loan_id       uuid not null references loans,
    id            uuid not null,
    funder_id     uuid not null references partners,
    written_on    date not null,
    written_at    timestamptz not null,
    written_by    uuid not null references users,
    reason        text not null,
    -- Not while it holds.
    taken_back_on date,
    taken_back_by uuid references users,
    primary key (loan_id, id),
    constraint write_off_is_taken_back_by_somebody check ((taken_back_on is null) = (taken_back_by is null))
);
create unique index write_off_once on write_offs (loan_id) where taken_back_on is null;
alter table write_offs enable row level security;
create policy write_offs_by_party on write_offs
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert, update (taken_back_on, taken_back_by) on write_offs to lianrong_app;
