//! Pages about a thing.

use super::*;

pub const PAGES: &[Case] = &[
    about("/agent/applications/{id}", &APPLICATION),
    Case { query: "?amount=10000.00&tenor=30d", ..case("/agent/borrow/confirm") },
    about("/agent/consents/{id}", &CONSENT).by("agent-21", 'a'),
    about("/agent/draws/{id}", &DRAW),
    about("/agent/loans/{id}", &LOAN),
    about("/agent/loans/{id}/certificate", &LOAN),
    about("/agent/quotes/{id}", &QUOTE),
    about("/agent/repayments/{id}", &REPAYMENT),
    Case { hand_over: CLAIMED_BY_COLLEAGUE, ..about("/funder/applications/{id}", &APPLICATION).by("agent-21", 'a') },
    about("/funder/draws/{id}", &DRAW),
    about("/funder/loans/{id}", &LOAN),
    Case { hand_over: HANDED_OVER, uploaded: STATEMENT, ..about("/admin/statements/{id}", &IMPORT) },
    Case { hand_over: HANDED_OVER, uploaded: FIGURES, ..about("/admin/operating-data/{id}", &IMPORT) },
    about("/admin/movements/{id}", &MOVEMENT),
    about("/admin/payouts/{id}", &PAYOUT),
    about("/admin/partners/{id}", &PARTNER),
    about("/admin/layouts/{id}", &LAYOUT).when(DRAFT),
    about("/admin/freezes/{id}", &WALLET),
    about("/admin/ledger/accounts/{id}", &ACCOUNT),
    about("/admin/ledger/loans/{id}", &LOAN),
    about("/admin/users/{id}", &USER),
    about("/admin/agents/{id}", &AGENT),
    commission::FILE_PAGE,
    settlement::PAGE,
    binding::MAPPING_PAGE,
    binding::SIGNING_PAGE,
    binding::BINDING_PAGE,
    binding::SHARE_PAGE,
];
