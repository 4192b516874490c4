-- A book of :agents agents with :funders funders: each agent has a line and :draws draws whose money has arrived, so that
-- the funder's instruction credits them. Draw number d of agent a has number (d - 1) * :agents + a. Set-based, because ten
-- thousand use cases would take longer than the measurement; `verify` at the end of the run shows that it is a book like any
-- other.
create function bench_id(kind text, number bigint) returns uuid language sql immutable
    return (lpad(position(left(kind, 2) in 'fu,re,ag,wa,ro,of,ps,ap,li,dr,mo,jo,pr,ve,fa,ma,si,bi,sh,de,ta,tr')::text, 8, '0') || '-0000-8000-8000-'
            || lpad(number::text, 12, '0'))::uuid;

create function bench_account(kind text, owner uuid) returns uuid language plpgsql immutable as $$
declare bytes bytea := substring(sha256(convert_to(kind, 'UTF8') || '\x0a'::bytea || uuid_send(owner)) for 16);
begin
    bytes := set_byte(bytes, 6, (get_byte(bytes, 6) & 15) | 128);
    bytes := set_byte(bytes, 8, (get_byte(bytes, 8) & 63) | 128);
    return encode(bytes, 'hex')::uuid;
end $$;

\set opened '''2026-11-20 09:00+08'''
\set terms '''{"annual_rate":"0.144","day_count":"act_360","method":"bullet","tenor":"30d","min_days":1,"penalty_multiplier":"1.5","early_fee_rate":"0","grace_days":0,"minimum_overdue":"1.00","unfreeze_when":"overdue_cleared"}'''

insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name)
select bench_id('funder', f), 'funder-' || f, 'funder', 'Funder ' || f, 'L' || f, '2030-12-31', '{全国}', '62' || f, 'Bank'
from generate_series(1, :funders) f;

insert into reserve_accounts (id, account_no, name, currency, is_default)
values (bench_id('reserve', 1), '4000', 'Reserve', 'CNY', true);
insert into jobs (kind, subject, recorded_at, due_at) select 'feed.read', id, now(), now() from reserve_accounts;

insert into carriers (id, reference, name) values (bench_id('carrier', 1), 'CAR0000000001', 'Carrier');
insert into accounts (id, book, kind, owner_id)
values (bench_account('commission_pool', bench_id('carrier', 1)), 'custody', 'commission_pool', bench_id('carrier', 1));

insert into agents (id, number, shop_name, legal_person, licence_no, licence_expires_on, region, carrier_id, phone_masked,
                    bank_account_no, bank_account_name, joined_on)
select bench_id('agent', a), 'A' || a, 'Shop ' || a, 'Person', 'L' || a, '2030-12-31', '重庆市', bench_id('carrier', 1), '138', 'B' || a,
       'Shop ' || a, '2023-01-01'
from generate_series(1, :agents) a;

insert into accounts (id, book, kind, owner_id)
select bench_account(kind, bench_id('funder', f)), book, kind, bench_id('funder', f)
from generate_series(1, :funders) f, (values ('custody', 'partner_payable'), ('claims', 'claim')) k (book, kind)
union all
select bench_account(kind, bench_id('reserve', 1)), 'custody', kind, bench_id('reserve', 1)
from (values ('reserve_cash'), ('unmatched_receipts')) k (kind)
union all
select bench_account('payouts_in_transit', '00000000-0000-0000-0000-000000000000'), 'custody', 'payouts_in_transit',
       '00000000-0000-0000-0000-000000000000'
union all
select bench_account('wallet', bench_id('wallet', a)), 'custody', 'wallet', bench_id('wallet', a)
from generate_series(1, :agents) a;

insert into wallets (id, reference, agent_id, account_id, balance_fen, version)
select bench_id('wallet', a), 'WLT' || lpad(a::text, 10, '0'), bench_id('agent', a),
       bench_account('wallet', bench_id('wallet', a)), 0, 0
from generate_series(1, :agents) a;

insert into products (id, funder_id, name, contract_kind)
select bench_id('product', f), bench_id('funder', f), 'Product', 'loan' from generate_series(1, :funders) f;

insert into product_versions (id, product_id, funder_id, version, terms, tenors, limit_min_fen, limit_max_fen, published_at)
select bench_id('version', f), bench_id('product', f), bench_id('funder', f), 1, :terms, '{30d}', 100000, 100000000, :opened
from generate_series(1, :funders) f;

insert into rounds (id, agent_id, opened_at, deadline_at)
select bench_id('round', a), bench_id('agent', a), :opened, :opened from generate_series(1, :agents) a;

insert into offers (id, round_id, agent_id, funder_id, pseudonym, state, product_version_id, limit_fen, terms, tenors, asked_at, valid_until)
select bench_id('offer', a), bench_id('round', a), bench_id('agent', a), bench_id('funder', 1 + a % :funders),
       bench_id('pseudonym', a), 'selected', bench_id('version', 1 + a % :funders), 100000000, :terms, '{30d}', :opened, :opened
from generate_series(1, :agents) a;

insert into applications (id, reference, agent_id, funder_id, offer_id, state, slot_held, form, offered_limit_fen,
                          approved_limit_fen, terms, tenors, created_at)
select bench_id('application', a), 'APP20261120' || lpad(a::text, 8, '0'), bench_id('agent', a),
       bench_id('funder', 1 + a % :funders), bench_id('offer', a), 'agreed', true, '{}', 100000000, 100000000, :terms,
       '{30d}', :opened
from generate_series(1, :agents) a;

insert into credit_lines (id, reference, agent_id, funder_id, application_id, state, limit_fen, outstanding_fen,
                          earmarked_fen, terms, tenors, opened_on, matures_on, product_id)
select bench_id('line', a), 'LIN20261120' || lpad(a::text, 8, '0'), bench_id('agent', a),
       bench_id('funder', 1 + a % :funders), bench_id('application', a), 'active', 100000000, 0, :draws * 1000000,
       :terms, '{30d}', '2026-11-20', '2027-11-20', bench_id('product', 1 + a % :funders)
from generate_series(1, :agents) a;

insert into draws (id, reference, credit_line_id, agent_id, funder_id, amount_fen, tenor, terms, purpose, disclosure,
                   disclosure_hash, state, requested_at, accepted_at, funds_fen, funds_at, reserve_account_id)
select bench_id('draw', n), 'DRW20261120' || lpad(n::text, 8, '0'), bench_id('line', a), bench_id('agent', a),
       bench_id('funder', 1 + a % :funders), 1000000, '30d', :terms, 'stock', 'text', sha256('text'), 'awaiting', :opened,
       :opened, 1000000, :opened, bench_id('reserve', 1)
from generate_series(1, :agents * :draws) n, lateral (select 1 + (n - 1) % :agents) agent (a);

insert into bank_movements (id, reserve_account_id, fed, source, direction, amount_fen, booked_on, counterparty_name,
                            counterparty_account, counterparty_bank, remittance, state, matched_kind, matched_id, recorded_at)
select bench_id('movement', n), bench_id('reserve', 1), true, 'feed', 'credit', 1000000, '2026-11-20', 'Funder', '62', 'Bank',
       '', 'matched', 'draw', bench_id('draw', n), :opened
from generate_series(1, :agents * :draws) n;

insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at)
select bench_id('journal', n), 'receipt.recorded', bench_id('movement', n), 0, '2026-11-20', '2026-11-20', :opened
from generate_series(1, :agents * :draws) n;

insert into entries (journal_id, line, book, account_id, business_date, amount_fen)
select bench_id('journal', n), line, 'custody', bench_account(kind, bench_id('reserve', 1)), '2026-11-20', amount
from generate_series(1, :agents * :draws) n,
     (values (0, 'reserve_cash', 1000000), (1, 'unmatched_receipts', -1000000)) l (line, kind, amount);

vacuum analyze;
