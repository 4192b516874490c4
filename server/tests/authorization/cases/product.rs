//! A funder's products.

use domain::id::ProductId;

use super::{Case, about, thing::Thing};

const PRODUCT: Thing = Thing {
    text: |id| ProductId(id).to_string(),
    own: "select id from products where funder_id = {funder} order by id limit 1",
    colleague: "",
    other: "select id from products where funder_id <> {funder} order by id limit 1",
};

pub const FUNCTIONS: [Case; 1] =
    [about("/api/product/capacity", &PRODUCT).with(&[("product", "@thing"), ("most", "900000000.00")])];
