-- Which columns of a list somebody of the staff wants to see, by their places; the first names the row and always stands there. A list
-- is called after its page and the kinds of its columns: once it has other columns, what was chosen before no longer counts.
create table list_choices (
    user_id   uuid not null references users,
    list      text not null check (octet_length(list) <= 200),
    shown     smallint[] not null check (cardinality(shown) <= 64),
    chosen_at timestamptz not null,
    primary key (user_id, list)
);
grant select, insert, delete, update (shown, chosen_at) on list_choices to lianrong_app;
