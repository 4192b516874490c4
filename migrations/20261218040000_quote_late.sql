-- What a payment by hand pays of other loans before the one that is named, because they are overdue, the longest overdue first:
-- [{"loan": …, "fen": …, "version": …}]. The amount is the rest, for the loan that is named, and may be nothing.
alter table quotes add column late jsonb not null default '[]',
    drop constraint quotes_amount_fen_check,
    add constraint quote_pays_something check (amount_fen >= 0 and (amount_fen > 0 or late <> '[]'));
