//! What is asked of every path: about which thing, with which fields, in which state of the world.

mod application;
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
mod paths;
mod payment_file;
mod people;
mod product;
mod registry;
mod revenue_share;
mod settlement;
mod standing_order;
mod thing;
mod upload;
mod write_off;

use draw::REQUESTED;
pub use operations::OPERATIONS;
pub use paths::PATHS;
use thing::{
    ACCOUNT, AGENT, APPLICATION, APPROVAL, CONSENT, DRAW, FREEZE, IMPORT, JOB, LAYOUT, LINE, MOVEMENT, OFFER, PARTNER,
    PAYOUT, QUOTE, REPAYMENT, ROUND, SESSION, SHOP, UNREAD, USER, WALLET,
};
pub use thing::{LOAN, Thing};
use upload::{FIGURES, STATEMENT};

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
const SOMEBODY: &[(&str, &str)] = &[("username", "agent-5"), ("password", "lianrong-demo"), ("code", "")];

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
    &product::PAGES,
    &registry::PAGES,
    &revenue_share::PAGES,
];
/// Every server function.
pub const FUNCTIONS: &[&[Case]] = &[
    DOOR_FUNCTIONS,
    application::FUNCTIONS,
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
    &write_off::FUNCTIONS,
];
const DOOR_FUNCTIONS: &[Case] = &[
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
];
const OWN_FUNCTIONS: &[Case] = &[
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
    // Of a freeze that is no court's: whoever may is told that.
    about("/api/freeze/deduct", &FREEZE).when(FROZEN).with(&[
        ("freeze", "@thing"),
        ("terms[amount]", "1.00"),
        ("terms[account_no]", "6222020200112233445"),
        ("terms[account_name]", "某某人民法院"),
        ("note", "（2026）川01执188号"),
    ]),
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
    binding::BLOCK_MAPPING,
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
