//! A funder's products, and what its people propose of them.

use domain::id::{ProductId, ProductVersionId};

use super::{Case, about, case, thing::Thing};

const PRODUCT: Thing = Thing {
    text: |id| ProductId(id).to_string(),
    own: "select id from products where funder_id = {funder} order by id limit 1",
    colleague: "",
    other: "select id from products where funder_id <> {funder} order by id limit 1",
};
const PROPOSAL: Thing = Thing {
    text: |id| ProductVersionId(id).to_string(),
    own: "select id from product_proposals where state = 'proposed' and funder_id = {funder}",
    colleague: "",
    other: "select id from product_proposals where state = 'proposed' and funder_id <> {funder}",
};
/// One product of each of two funders waits for a second person.
const PROPOSED: &str = "
    insert into product_proposals (id, product_id, funder_id, after_version, name, contract_kind, terms, tenors, limit_min_fen,
                                   limit_max_fen, proposed_by, proposed_at)
    select distinct on (p.code) md5('proposal ' || p.code)::uuid, md5('product ' || p.code)::uuid, p.id, 0, '新产品', 'loan',
           v.terms, v.tenors, v.limit_min_fen, v.limit_max_fen, 'user:another', '2026-11-20 10:00+08'
    from partners p join product_versions v on v.funder_id = p.id where p.code in ('funder-a', 'funder-b')
    order by p.code, v.id";
const ABOUT: &[(&str, &str)] = &[("proposal", "@thing")];

pub const PAGES: [Case; 2] =
    [about("/funder/products/{id}", &PRODUCT), about("/funder/products/proposals/{id}", &PROPOSAL).when(PROPOSED)];
pub const FUNCTIONS: [Case; 4] = [
    about("/api/product/capacity", &PRODUCT).with(&[("product", "@thing"), ("most", "900000000.00")]),
    case("/api/product/propose").with(&[
        ("product", ""),
        ("after", "0"),
        ("draft[name]", "新产品"),
        ("draft[contract_kind]", "loan"),
        ("draft[annual_rate]", "9.6"),
        ("draft[day_count]", "act_360"),
        ("draft[min_days]", "1"),
        ("draft[early_fee]", "0"),
        ("draft[limit_min]", "10000"),
        ("draft[limit_max]", "200000"),
        ("draft[method]", "bullet"),
        ("draft[tenors]", "30, 60"),
        ("draft[holiday_rule]", "stays"),
        ("draft[grace_days]", "2"),
        ("draft[minimum_overdue]", "1.00"),
        ("draft[penalty_multiplier]", "1.5"),
        ("draft[allocation_order]", "penalty_first"),
        ("draft[unfreeze_when]", "overdue_cleared"),
    ]),
    about("/api/product/publish", &PROPOSAL).when(PROPOSED).with(ABOUT),
    about("/api/product/withdraw", &PROPOSAL).when(PROPOSED).with(ABOUT),
];
