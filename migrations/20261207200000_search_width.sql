-- Names are found in whatever width they were written: 鸿运（南坪） as 鸿运(南坪).
create function folded(written text) returns text language sql immutable strict parallel safe
begin atomic
    select lower(translate(written,
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～　',
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~ '));
end;

create or replace function pairs(variadic texts text[]) returns text[] language sql immutable parallel safe
begin atomic
    select array_agg(distinct substr(folded(text), place, 2))
    from unnest(texts) as text, generate_series(1, length(text) - 1) as place;
end;
reindex index agents_by_pairs;
reindex index users_by_pairs;
