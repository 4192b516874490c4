-- Two people decide whether a reserve account recognises agents and carriers by the account and name that money comes from.
grant update (recognises_owners) on reserve_accounts to lianrong_app;
