-- An agreement that nobody here has and that must not stay, until the network has ended it.
alter table callbacks
    -- The network's number of it, sealed.
    add column agreement_no bytea;
grant update (agreement_no) on callbacks to lianrong_app;
