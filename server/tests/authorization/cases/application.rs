//! Offers, applications for one of them, and their review.

use super::{APPLICATION, CONSENT, Case, OFFER, Post, about, case};

pub const CLAIMED_BY_COLLEAGUE: &str = "update applications set claimed_by = (select id from users where username =
    'funder-a-reviewer-colleague') where agent_id = (select agent_id from users where username = 'agent-21')";
const CLAIMED: &str = "update applications set state = 'in_review', claimed_by = (select id from users where username =
    'funder-a-reviewer') where agent_id = (select agent_id from users where username = 'agent-21')";
const COUNTER_OFFERED: &str =
    "update applications set state = 'counter_offered', approved_limit_fen = offered_limit_fen
    where agent_id = (select agent_id from users where username = 'agent-22')";
const PROPOSED_BY_APPROVER: &str = "update applications set proposed_by = (select id from users where username =
    'funder-b-approver') where agent_id = (select agent_id from users where username = 'agent-22')";
const APPROVED: &[Post] = &[(
    "funder-b-approver",
    "/api/review/confirm",
    &[("application", "@thing"), ("version", "@version"), ("agree", "true"), ("note", "")],
)];
const SHARED: &[(&str, &str)] = &[("application", "@thing"), ("version", "@version")];

pub const FUNCTIONS: &[Case] = &[
    case("/api/offer/ask").by("agent-16", 'a').with(&[("consent_hash", "@on /agent/offers")]),
    about("/api/offer/select", &OFFER).by("agent-1", 'a').with(&[("offer", "@thing")]),
    about("/api/application/save_shop", &APPLICATION).by("agent-25", 'a').with(&[
        ("application", "@thing"),
        ("version", "@version"),
        ("contact_name", "张三"),
        ("contact_phone", "13800000000"),
        ("business_address", "重庆市渝北区一号"),
    ]),
    about("/api/application/save_need", &APPLICATION).by("agent-25", 'a').with(&[
        ("application", "@thing"),
        ("version", "@version"),
        ("requested_limit", "100000.00"),
        ("purpose", "备货"),
        ("use_of_funds", "采购手机"),
    ]),
    about("/api/application/submit", &APPLICATION).by("agent-25", 'a').with(&[
        ("application", "@thing"),
        ("version", "@version"),
        ("application_data", "@on /agent/applications/@own?step=3"),
        ("contract", "@on /agent/applications/@own?step=3"),
        ("wallet_terms", "@on /agent/applications/@own?step=3"),
    ]),
    about("/api/application/answer", &APPLICATION).by("agent-23", 'c').with(&[
        ("application", "@thing"),
        ("version", "@version"),
        ("answer", "是的"),
    ]),
    about("/api/application/accept", &APPLICATION).by("agent-22", 'b').when(COUNTER_OFFERED).with(SHARED),
    about("/api/application/withdraw", &APPLICATION).by("agent-21", 'a').with(SHARED),
    Case {
        before: APPROVED,
        ..about("/api/application/agree", &APPLICATION).by("agent-22", 'b').with(&[
            ("application", "@thing"),
            ("version", "@version"),
            ("contract_hash", "@on /agent/applications/@own"),
        ])
    },
    about("/api/consent/withdraw", &CONSENT).by("agent-21", 'a').with(&[("consent", "@thing")]),
    Case {
        hand_over: CLAIMED_BY_COLLEAGUE,
        ..about("/api/review/claim", &APPLICATION).by("agent-21", 'a').with(SHARED)
    },
    Case {
        hand_over: CLAIMED_BY_COLLEAGUE,
        ..about("/api/review/ask", &APPLICATION).by("agent-21", 'a').when(CLAIMED).with(&[
            ("application", "@thing"),
            ("version", "@version"),
            ("question", "请补充流水"),
        ])
    },
    Case {
        hand_over: CLAIMED_BY_COLLEAGUE,
        ..about("/api/review/propose_approval", &APPLICATION).by("agent-21", 'a').when(CLAIMED).with(&[
            ("application", "@thing"),
            ("version", "@version"),
            ("limit", "50000.00"),
            ("opinion", "佣金稳定"),
        ])
    },
    Case {
        hand_over: CLAIMED_BY_COLLEAGUE,
        ..about("/api/review/propose_rejection", &APPLICATION).by("agent-21", 'a').when(CLAIMED).with(&[
            ("application", "@thing"),
            ("version", "@version"),
            ("reasons[0]", "short_history"),
            ("opinion", "经营时间短"),
        ])
    },
    Case {
        arrange: PROPOSED_BY_APPROVER,
        hand_over: "update applications set proposed_by = claimed_by where proposed_by is not null",
        ..about("/api/review/confirm", &APPLICATION).by("agent-22", 'b').with(&[
            ("application", "@thing"),
            ("version", "@version"),
            ("agree", "true"),
            ("note", ""),
        ])
    },
    Case {
        hand_over: CLAIMED_BY_COLLEAGUE,
        ..about("/api/review/unmask", &APPLICATION)
            .by("agent-21", 'a')
            .with(&[("application", "@thing"), ("reason", "致电核实")])
    },
    about("/api/review/comment", &APPLICATION)
        .by("agent-21", 'a')
        .with(&[("application", "@thing"), ("comment", "账户无误")]),
];
