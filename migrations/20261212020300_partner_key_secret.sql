-- A partner's system may sign with a secret that both sides have (HMAC-SHA256): the secret sealed, and as public key its digest.
alter table partner_keys
    add column secret bytea,
    drop constraint partner_keys_algorithm_check,
    add constraint partner_keys_algorithm_check check (algorithm in ('ed25519', 'sm2', 'hmac')),
    add constraint only_hmac_has_a_secret check ((secret is not null) = (algorithm = 'hmac'));
-- What is sealed is wrapped anew.
grant update (secret) on partner_keys to lianrong_app;
