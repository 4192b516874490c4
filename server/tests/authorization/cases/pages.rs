//! Pages about a thing.

use domain::id::PayoutId;

use super::{application::CLAIMED_BY_COLLEAGUE, *};

/// Two agents have withdrawn something each.
const WITHDRAWN: &str = "insert into payouts (id, reference, agent_id, reserve_account_id, amount_fen, account_no, account_name, state,
        requested_at)
    select gen_random_uuid(), 'PAY202611220000090' || right(username, 1), agent_id, r.id, 100, '6222020200112233446', '张三',
        'requested', '2026-11-22 11:55+08'
    from users cross join reserve_accounts r where r.is_default and username in ('agent-1', 'agent-2')";
const WITHDRAWAL: Thing = Thing {
    text: |id| PayoutId(id).to_string(),
    own: "select id from payouts where agent_id = {shop} order by requested_at desc, id desc limit 1",
    colleague: "",
    other: "select id from payouts where agent_id <> {shop} order by requested_at desc, id desc limit 1",
};

pub const PAGES: &[Case] = &[
    about("/agent/applications/{id}", &APPLICATION),
    Case { query: "?amount=10000.00&tenor=30d", ..case("/agent/borrow/confirm") },
    about("/agent/consents/{id}", &CONSENT).by("agent-21", 'a'),
    about("/agent/draws/{id}", &DRAW),
    about("/agent/loans/{id}", &LOAN),
    about("/agent/loans/{id}/certificate", &LOAN),
    about("/agent/quotes/{id}", &QUOTE),
    about("/agent/repayments/{id}", &REPAYMENT),
    about("/agent/withdrawals/{id}", &WITHDRAWAL).when(WITHDRAWN),
    Case { hand_over: CLAIMED_BY_COLLEAGUE, ..about("/funder/applications/{id}", &APPLICATION).by("agent-21", 'a') },
    about("/funder/draws/{id}", &DRAW),
    about("/funder/loans/{id}", &LOAN),
    about("/funder/shops/{id}", &SHOP),
    Case { hand_over: HANDED_OVER, uploaded: STATEMENT, ..about("/admin/statements/{id}", &IMPORT) },
    Case { hand_over: HANDED_OVER, uploaded: FIGURES, ..about("/admin/operating-data/{id}", &IMPORT) },
    about("/admin/movements/{id}", &MOVEMENT),
    about("/admin/payouts/{id}", &PAYOUT),
    about("/admin/partners/{id}", &PARTNER),
    about("/admin/partners/{id}/notices", &PARTNER),
    about("/admin/layouts/{id}", &LAYOUT).when(DRAFT),
    about("/admin/freezes/{id}", &WALLET),
    about("/admin/ledger/accounts/{id}", &ACCOUNT),
    about("/admin/ledger/loans/{id}", &LOAN),
    about("/admin/draws/{id}", &DRAW),
    about("/admin/lines/{id}", &LINE),
    about("/admin/users/{id}", &USER),
    about("/admin/agents/{id}", &AGENT),
    commission::FILE_PAGE,
    settlement::PAGE,
    settlement::LATE_PAGE,
    binding::MAPPING_PAGE,
    binding::SIGNING_PAGE,
    binding::BINDING_PAGE,
    binding::SUSPENSION_PAGE,
    binding::SHARE_PAGE,
    binding::HELD_LOAN_PAGE,
    binding::COMPLAINT_PAGE,
    binding::OUTSIDE_PAYMENT_PAGE,
    binding::REFUND_PAGE,
];
