//! Which columns of a list somebody of the staff sees: everybody's own.

use super::{Case, case};

pub const FUNCTIONS: [Case; 1] =
    [case("/api/list/choose_columns").harmless().with(&[("list", "/admin/payouts wpfww"), ("shown[]", "1")])];
