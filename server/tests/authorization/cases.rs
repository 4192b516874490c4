//! What is asked of every path: about which thing, with which fields, in which state of the world.

mod attachment;
mod batch;
mod binding;
mod card;
mod code;
mod commission;
mod correction;
mod draw;
mod evidence;
mod export;
mod key;
mod list_choice;
mod notice;
mod operations;
mod pages;
mod partner_file;
mod payment_file;
mod people;
mod product;
mod registry;
mod revenue_share;
mod settlement;
mod standing_order;
mod thing;
mod upload;

use draw::REQUESTED;
pub use operations::OPERATIONS;
use thing::{
    ACCOUNT, AGENT, APPLICATION, APPROVAL, CONSENT, DRAW, FREEZE, IMPORT, JOB, LAYOUT, LINE, MOVEMENT, OFFER, PARTNER,
    PAYOUT, QUOTE, REPAYMENT, ROUND, SESSION, SHOP, UNREAD, USER, WALLET,
};
pub use thing::{LOAN, Thing};
use upload::{FIGURES, STATEMENT, upload};

#[derive(Clone, Copy)]
pub struct Case {
    pub path: &'static str,
    pub query: &'static str,
    pub thing: Option<&'static Thing>,
    /// Who asks in the agents' column, and for which funder the funders' columns ask.
    pub shop: &'static str,
    pub team: char,
    /// Of the form, in which `@thing` stands for the thing, `@version` for the application's version and `@on PATH` for
    /// what the agent finds in the form on that page.
    pub fields: &'static [(&'static str, &'static str)],
    /// A partner's body.
    pub body: &'static str,
    /// Name and content of an uploaded file.
    pub file: Option<File>,
    /// A file that the maker uploads before, and where.
    pub uploaded: Option<(&'static str, File)>,
    /// What brings the world into the state in which this can be asked.
    pub arrange: &'static str,
    /// Whether it changes nothing that anybody else asks for.
    pub harmless: bool,
    /// Makes one's own thing a colleague's.
    pub hand_over: &'static str,
    /// Forms that are posted before.
    pub before: &'static [Post],
}

/// Who posts a form, where, with which fields; the thing in it is the agent's own.
pub type Post = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

pub type File = (&'static str, &'static [u8]);

const fn case(path: &'static str) -> Case {
    Case {
        path,
        query: "",
        thing: None,
        shop: "agent-2",
        team: 'a',
        fields: &[],
        body: "",
        file: None,
        uploaded: None,
        arrange: "",
        harmless: false,
        hand_over: "",
        before: &[],
    }
}

const fn about(path: &'static str, thing: &'static Thing) -> Case {
    Case { thing: Some(thing), ..case(path) }
}

impl Case {
    /// Whether it is asked in the world as it stands.
    pub const fn needs_nothing(&self) -> bool {
        self.arrange.is_empty() && self.hand_over.is_empty() && self.before.is_empty() && self.uploaded.is_none()
    }

    /// Asked by this shop, and for this funder.
    const fn by(mut self, shop: &'static str, team: char) -> Self {
        self.shop = shop;
        self.team = team;
        self
    }

    const fn harmless(mut self) -> Self {
        self.harmless = true;
        self
    }

    const fn with(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.fields = fields;
        self
    }

    const fn said(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    const fn when(mut self, arrange: &'static str) -> Self {
        self.arrange = arrange;
        self
    }
}

/// A case for what is not listed below: a page that takes nothing.
pub const fn plain(path: &'static str) -> Case {
    case(path)
}

const CLAIMED_BY_COLLEAGUE: &str = "update applications set claimed_by = (select id from users where username =
    'funder-a-reviewer-colleague') where agent_id = (select agent_id from users where username = 'agent-21')";
const CLAIMED: &str = "update applications set state = 'in_review', claimed_by = (select id from users where username =
    'funder-a-reviewer') where agent_id = (select agent_id from users where username = 'agent-21')";
const COUNTER_OFFERED: &str =
    "update applications set state = 'counter_offered', approved_limit_fen = offered_limit_fen
    where agent_id = (select agent_id from users where username = 'agent-22')";
const PROPOSED_BY_APPROVER: &str = "update applications set proposed_by = (select id from users where username =
    'funder-b-approver') where agent_id = (select agent_id from users where username = 'agent-22')";
const HANDED_OVER: &str = "update imports set uploaded_by = (select id from users where username =
    'operator-maker-colleague')";
/// The first by its id: money that came for nobody.
const UNMATCHED: &str = "insert into bank_movements (id, reserve_account_id, source, direction, amount_fen, booked_on,
        counterparty_name, counterparty_account, counterparty_bank, remittance, state, recorded_at)
    select '00000000-0000-7000-8000-000000000001', id, 'feed', 'credit', 100, '2026-11-20', '某人',
        '6222', '某行', '往来款', 'unmatched', '2026-11-20 10:00+08' from reserve_accounts order by id limit 1";
const DRAFT: &str = r#"insert into bank_layouts (id, name, layout, state, trial, added_by, added_at)
    select '00000000-0000-7000-8000-000000000004', 'konto', '{"name": "konto", "account": {"label": ["账号"]}, "currency":
        {"fixed": "CNY"}, "date": ["交易日期"], "amount": {"signed": {"amount": ["交易金额"]}}}', 'draft', '{"file_name": "",
        "account_no": "", "currency": "", "opening": null, "closing": null, "lines_total": 1, "lines": [], "refused_total": 0,
        "refused": []}', id, '2026-11-20 10:00+08' from users where username = 'operator-maker'"#;
const UNREAD_LINE: &str = "insert into unread_lines (id, reserve_account_id, text, reason, state, recorded_at)
    select '00000000-0000-7000-8000-000000000003', id, '{}', 'feed.amount_unreadable', 'open', '2026-11-20 10:00+08'
    from reserve_accounts order by id limit 1";
const FROZEN: &str =
    "insert into freezes (id, wallet_id, agent_id, reason, evidence, ordered_by, ordered_on, ordered_at, wallet_version)
    select '00000000-0000-7000-8000-000000000005', id, agent_id, 'risk', '核实', 'user:operator-checker', '2026-11-20',
        '2026-11-20 10:00+08', version from wallets order by id limit 1;
    update wallets set frozen = true where id = (select id from wallets order by id limit 1)";
const DEAD_JOB: &str = "update jobs set dead_at = '2026-11-20 10:00+08', failures = 12 where kind = 'forget'";
/// The first by its id: a reading that may be any other movement.
const DOUBTFUL: &str =
    "insert into bank_movements (id, reserve_account_id, source, direction, amount_fen, booked_on,
        counterparty_name, counterparty_account, counterparty_bank, remittance, state, like_id, recorded_at)
    select '00000000-0000-7000-8000-000000000001', reserve_account_id, 'feed', direction, amount_fen, booked_on, '', '', '',
        '', 'doubtful', id, '2026-11-20 10:00+08' from bank_movements order by id limit 1";
const PROPOSED: &str = "insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at)
    select '00000000-0000-7000-8000-000000000002', 'return', (select id from bank_movements order by id limit 1), '退回',
        'proposed', u.id, '2026-11-20 10:00+08' from users u where u.username = 'operator-maker'";
const FAILED: &str = "update payouts set state = 'failed' where id = (select id from payouts order by id limit 1)";
const APPROVED: &[Post] = &[(
    "funder-b-approver",
    "/api/review/confirm",
    &[("application", "@thing"), ("version", "@version"), ("agree", "true"), ("note", "")],
)];
const SOMEBODY: &[(&str, &str)] = &[("username", "agent-5"), ("password", "lianrong-demo"), ("code", "")];
const SHARED: &[(&str, &str)] = &[("application", "@thing"), ("version", "@version")];

/// Pages about a thing, or with a query. Every other page takes nothing.
pub const PAGES: &[&[Case]] = &[
    pages::PAGES,
    &binding::DEBT_PAGES,
    &binding::TRANSFER_PAGES,
    &card::PAGES,
    &evidence::PAGES,
    &notice::PAGES,
    &payment_file::PAGES,
    &people::PAGES,
    &registry::PAGES,
    &revenue_share::PAGES,
];
/// Every server function.
pub const FUNCTIONS: &[&[Case]] = &[
    OWN_FUNCTIONS,
    &batch::FUNCTIONS,
    &card::FUNCTIONS,
    &code::FUNCTIONS,
    &correction::FUNCTIONS,
    &draw::FUNCTIONS,
    &export::FUNCTIONS,
    &key::FUNCTIONS,
    &list_choice::FUNCTIONS,
    &notice::FUNCTIONS,
    &payment_file::FUNCTIONS,
    &people::FUNCTIONS,
    &product::FUNCTIONS,
    &registry::FUNCTIONS,
    &standing_order::FUNCTIONS,
];
const OWN_FUNCTIONS: &[Case] = &[
    case("/api/session/sign_in").harmless().with(&[
        ("username", "agent-5"),
        ("password", "lianrong-demo"),
        ("code", ""),
        ("next", ""),
    ]),
    case("/api/session/sign_out"),
    case("/api/second_factor/enrol").harmless().with(SOMEBODY),
    case("/api/second_factor/confirm").harmless().with(SOMEBODY),
    about("/api/session/revoke", &SESSION).harmless().with(&[("session", "@thing")]),
    case("/api/preference/set").harmless().with(&[("name", "lang"), ("value", "en")]),
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
    Case {
        hand_over: HANDED_OVER,
        uploaded: FIGURES,
        ..about("/api/operating_data/confirm", &IMPORT).with(&[("import", "@thing")])
    },
    Case {
        hand_over: HANDED_OVER,
        uploaded: FIGURES,
        ..about("/api/operating_data/discard", &IMPORT).with(&[("import", "@thing")])
    },
    Case {
        hand_over: HANDED_OVER,
        uploaded: STATEMENT,
        ..about("/api/statement/decide", &IMPORT).with(&[
            ("import", "@thing"),
            ("agree", "true"),
            ("note", "与银行核对"),
        ])
    },
    about("/api/approval/match", &MOVEMENT).when(UNMATCHED).with(&[
        ("movement", "@thing"),
        ("reference", "WLT0000000002"),
        ("note", "代理商来电确认"),
    ]),
    about("/api/approval/return", &MOVEMENT)
        .when(UNMATCHED)
        .with(&[("movement", "@thing"), ("note", "付款人要求退回")]),
    about("/api/approval/likeness", &MOVEMENT).when(DOUBTFUL).with(&[
        ("movement", "@thing"),
        ("same", "true"),
        ("note", "与银行回单核对"),
    ]),
    about("/api/approval/resend", &PAYOUT).when(FAILED).with(&[
        ("payout", "@thing"),
        ("account_no", "6222020200112233445"),
        ("account_name", "重庆某公司"),
        ("note", "账号有误"),
    ]),
    case("/api/layout/add").with(&[
        ("layout[name]", "konto"),
        ("layout[account]", "6222"),
        ("layout[currency]", "CNY"),
        ("layout[date]", "Datum"),
        ("layout[amount_kind]", "signed"),
        ("layout[amount]", "Betrag"),
    ]),
    about("/api/layout/propose", &LAYOUT).when(DRAFT).with(&[
        ("layout", "@thing"),
        ("adopt", "true"),
        ("note", "与银行文件核对"),
    ]),
    about("/api/approval/schedule", &PARTNER).with(&[
        ("partner", "@thing"),
        ("daily", "true"),
        ("time", "16:00"),
        ("note", "按合同"),
    ]),
    about("/api/freeze/order", &WALLET).with(&[
        ("wallet", "@thing"),
        ("reason", "risk"),
        ("terms[amount]", ""),
        ("terms[expires_on]", ""),
        ("terms[asked_by]", ""),
        ("note", "疑似套现"),
    ]),
    about("/api/freeze/request", &LOAN).with(&[("loan", "@thing"), ("evidence", "连续两期逾期")]),
    about("/api/freeze/lift", &FREEZE).when(FROZEN).with(&[("freeze", "@thing"), ("note", "已排除")]),
    // A date that is closed: whoever may is told that, and nobody waits for a worker.
    case("/api/day/move").with(&[("from", "2026-11-19"), ("leap", "day")]),
    case("/api/day/close").with(&[("on", "2026-11-19")]),
    case("/api/calendar/import").with(&[("days", "2028-10-01,放假,国庆节")]),
    case("/api/calendar/plain").with(&[("on", "2027-02-05")]),
    case("/api/wallet/withdraw").with(&[("amount", "1.00")]),
    case("/api/wallet/prepay").with(&[("amount", "1.00")]),
    about("/api/job/retry", &JOB).when(DEAD_JOB).with(&[("job", "@thing")]),
    about("/api/feed/settle", &UNREAD).when(UNREAD_LINE).with(&[("line", "@thing"), ("note", "银行已更正")]),
    about("/api/approval/decide", &APPROVAL).when(PROPOSED).with(&[
        ("approval", "@thing"),
        ("agree", "false"),
        ("note", "请先核实"),
    ]),
    commission::PROPOSE,
    settlement::SETTLE,
    settlement::PROPOSE_LATE,
    commission::DISCARD,
    revenue_share::PROPOSE,
    binding::ADD_MAPPING,
    binding::PROPOSE_MAPPING,
    binding::ROLL_BACK_MAPPING,
    binding::ORDER_SIGNING,
    binding::SEND_CODE_AGAIN,
    binding::CONFIRM_SIGNING,
    binding::REGISTER_DEBT,
    binding::REVOKE_SHARE,
    binding::RELEASE_SHARE,
    binding::UNSIGN,
    binding::DEBIT_CARD,
    binding::DEBIT_LOAN,
    binding::REFUND_DEBIT,
    binding::REPORT_PAYMENT,
    binding::ANSWER_PAYMENT,
    binding::PASS_IT_ON,
    binding::SUBMIT_TRANSFER,
    binding::CONFIRM_TRANSFER,
    binding::END_TRANSFER,
    binding::NOTIFY_DEBTORS,
    binding::PROPOSE_TRANSFER,
    binding::PROPOSE_SETTLEMENT,
    binding::PROPOSE_SUSPENSION,
    binding::PROPOSE_UNDO,
    binding::PROPOSE_REFUND,
];

/// Paths that are neither pages nor server functions nor operations of the partner API, as they stand in the code.
pub const PATHS: &[(&str, &str, Case)] = &[
    ("\"/healthz\"", "GET", case("/healthz")),
    ("\"/readyz\"", "GET", case("/readyz")),
    ("\"/metrics\"", "GET", case("/metrics")),
    ("\"/network/callbacks\"", "POST", case("/network/callbacks")),
    ("\"/openapi.json\"", "GET", case("/api/v1/openapi.json")),
    ("\"/favicon.svg\"", "GET", case("/favicon.svg")),
    ("\"/robots.txt\"", "GET", case("/robots.txt")),
    ("\"/pkg\"", "GET", case("/pkg/lianrong.css")),
    ("agent::api::statement::DOWNLOAD", "GET", case(agent::api::statement::DOWNLOAD)),
    ("agent::api::attachment::DOWNLOAD", "GET", attachment::OWN),
    ("agent::api::attachment::UPLOAD", "GET", attachment::TO_PAGE),
    ("agent::api::attachment::UPLOAD", "POST", attachment::UPLOAD),
    ("app::attachment::DOWNLOAD", "GET", attachment::DOWNLOAD),
    ("app::attachment::DOWNLOAD", "POST", attachment::DOWNLOAD),
    ("app::transfer_document::FUNDER_DOCUMENT", "GET", binding::TO_FUNDER_PAGE),
    ("app::transfer_document::FUNDER_DOCUMENT", "POST", binding::FUNDER_DOCUMENT),
    ("app::transfer_document::FACILITATOR_DOCUMENT", "GET", binding::TO_FACILITATOR_PAGE),
    ("app::transfer_document::FACILITATOR_DOCUMENT", "POST", binding::FACILITATOR_DOCUMENT),
    ("app::evidence::FUNDER_PACK", "GET", evidence::FUNDER_PACK),
    ("app::evidence::FUNDER_PACK", "POST", evidence::FUNDER_PACK),
    ("app::evidence::FACILITATOR_PACK", "GET", evidence::FACILITATOR_PACK),
    ("app::evidence::FACILITATOR_PACK", "POST", evidence::FACILITATOR_PACK),
    ("app::evidence::ADMIN_PACK", "GET", evidence::ADMIN_PACK),
    ("app::evidence::ADMIN_PACK", "POST", evidence::ADMIN_PACK),
    ("app::files::FUNDER_FILE", "GET", partner_file::FUNDER_FILE),
    ("app::files::FACILITATOR_FILE", "GET", partner_file::FACILITATOR_FILE),
    ("admin::api::commission::UPLOAD", "GET", case(admin::api::commission::UPLOAD)),
    ("admin::api::commission::UPLOAD", "POST", commission::UPLOAD),
    ("admin::api::mapping::UPLOAD", "GET", case(admin::api::mapping::UPLOAD)),
    ("admin::api::mapping::UPLOAD", "POST", binding::IMPORT_MAPPINGS),
    ("admin::api::operating_data::UPLOAD", "GET", case(admin::api::operating_data::UPLOAD)),
    ("admin::api::operating_data::UPLOAD", "POST", upload(FIGURES)),
    ("admin::api::bank_layout::UPLOAD", "GET", about(admin::api::bank_layout::UPLOAD, &LAYOUT).when(DRAFT)),
    (
        "admin::api::bank_layout::UPLOAD",
        "POST",
        Case { path: admin::api::bank_layout::UPLOAD, thing: Some(&LAYOUT), arrange: DRAFT, ..upload(STATEMENT) },
    ),
    ("app::payment_file::DOWNLOAD", "GET", payment_file::DOWNLOAD),
    ("parts::api::payment_import::UPLOAD", "GET", case(parts::api::payment_import::UPLOAD)),
    ("parts::api::payment_import::UPLOAD", "POST", payment_file::IMPORT),
    ("parts::api::export::DOWNLOAD", "GET", export::DOWNLOAD),
    ("parts::api::debt_import::UPLOAD", "GET", case(parts::api::debt_import::UPLOAD)),
    ("parts::api::debt_import::UPLOAD", "POST", binding::IMPORT_DEBTS),
    ("admin::api::statement::UPLOAD", "GET", case(admin::api::statement::UPLOAD)),
    ("admin::api::statement::UPLOAD", "POST", upload(STATEMENT)),
];
