-- Principal too may be waived: a loss of the holder's, with a journal. What it takes off the loan stands in `corrections`, as what a
-- payment received outside pays does.
alter table loan_facts drop constraint loan_facts_part_check,
    add constraint fact_waives_what_it_may check (part in ('penalty', 'interest', 'fee', 'principal'));
