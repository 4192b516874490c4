//! Carriers and reserve accounts, as two people register them, and the rules of debits.

use domain::id::{CarrierId, ReserveAccountId};

use super::{Case, Thing, about, case};

const CARRIER: Thing = Thing {
    text: |id| CarrierId(id).to_string(),
    own: "select id from carriers order by reference limit 1",
    colleague: "",
    other: "",
};
const ACCOUNT: Thing = Thing {
    text: |id| ReserveAccountId(id).to_string(),
    own: "select id from reserve_accounts where not is_default",
    colleague: "",
    other: "",
};
/// Nobody uses it.
const SECOND: &str = "insert into reserve_accounts (id, account_no, name, currency, bank, branch)
    values ('00000000-0000-7000-8000-000000000009', '6222020200118899', '联融支付客户备付金', 'CNY', 'main', '建行')";

pub const PAGES: [Case; 2] =
    [about("/admin/carriers/{id}", &CARRIER), about("/admin/reserve-accounts/{id}", &ACCOUNT).when(SECOND)];
pub const FUNCTIONS: [Case; 5] = [
    case("/api/debit_rules/propose").with(&[
        ("tries", "2"),
        ("retries[insufficient_funds]", "tomorrow"),
        ("retries[limit_exceeded]", "tomorrow"),
        ("retries[risk]", "tomorrow"),
        ("retries[other]", "today"),
        ("retries[payer_mismatch]", "never"),
        ("retries[card_invalid]", "never"),
        ("retries[card_expired]", "never"),
        ("retries[not_supported]", "never"),
        ("note", "投诉增多"),
    ]),
    about("/api/carrier/propose", &CARRIER).with(&[
        ("carrier", "@thing"),
        ("facts[name]", "某某通信有限公司"),
        ("facts[account_no]", "11001045300053009999"),
        ("facts[bank_name]", "中国建设银行"),
        ("note", "运营商来函"),
    ]),
    case("/api/reserve_account/propose").with(&[
        ("facts[account_no]", "6222020200117788"),
        ("facts[name]", "联融支付客户备付金"),
        ("facts[bank]", "main"),
        ("facts[branch]", "建行重庆分行"),
        ("note", "新开账户"),
    ]),
    about("/api/reserve_account/propose_recognition", &ACCOUNT).when(SECOND).with(&[
        ("account", "@thing"),
        ("wanted", "false"),
        ("note", "须人工核对"),
    ]),
    about("/api/reserve_account/propose_end", &ACCOUNT).when(SECOND).with(&[("account", "@thing"), ("note", "已销户")]),
];
