//! The partner API.

use super::{
    Case, DRAW, REPAYMENT, REQUESTED, ROUND, about,
    binding::{
        BINDING, CONFIRM_OUTSIDE_PAYMENT, DEBT, LOAN_DEBITS, OTHERS, RECORD_PASS_ON, REFUND, REJECT_OUTSIDE_PAYMENT,
        REPORT_OUTSIDE_PAYMENT, SHARE, SIGNING, TRANSFER, WAITING,
    },
    case, key, notice, partner_file,
};

/// Every operation of the partner API.
pub const OPERATIONS: &[Case] = &[
    case("/products"),
    case("/pre-credit-rounds"),
    about("/pre-credit-rounds/{id}/offer", &ROUND).by("agent-1", 'a').when(PENDING).said(
        r#"{"product_version":"@product","limit":"100000.00","annual_rate":"0.084","method":"bullet","tenors":["30d"],"valid_days":7}"#,
    ),
    about("/pre-credit-rounds/{id}/decline", &ROUND).by("agent-1", 'a').when(PENDING).said(r#"{"reason":"经营时间不足"}"#),
    about("/pre-credit-rounds/{id}/withdrawal", &ROUND).by("agent-1", 'a').said("{}"),
    case("/draws"),
    Case { before: REQUESTED, ..about("/draws/{id}/acceptance", &DRAW).said("{}") },
    Case { before: REQUESTED, ..about("/draws/{id}/refusal", &DRAW).said(r#"{"reason":"额度已用尽"}"#) },
    Case {
        before: REQUESTED,
        ..about("/draws/{id}/instruction", &DRAW).said(r#"{"amount":"10000.00","payment_reference":"JH20261120-0001"}"#)
    },
    case("/repayments"),
    case("/signings").said(
        r#"{"settlement_id":"JH-RQ-01","payer":{"name":"张三","id_number":"11010519491231002X","card_number":"6222020200112233446","mobile":"13800001402"},"consents":true,"consents_to_share":true}"#,
    ),
    case("/signings/precheck").said(
        r#"{"settlement_id":"JH-RQ-01","payer":{"name":"李四","id_number":"11010519491231002X","card_number":"6222020200112233552","mobile":"13800001403"}}"#,
    ),
    about("/signings/{id}", &SIGNING).when(OTHERS),
    about("/signings/{id}/code", &SIGNING).when(WAITING).said("{}"),
    about("/signings/{id}/confirmation", &SIGNING).when(WAITING).said(r#"{"code":"123456"}"#),
    case("/bindings"),
    about("/bindings/{id}", &BINDING).when(OTHERS),
    about("/bindings/{id}/unsigning", &BINDING).when(OTHERS).said(r#"{"reason":"客户换卡"}"#),
    case("/shares"),
    about("/shares/{id}/release", &SHARE).when(OTHERS).said(r#"{"reason":"合作到期"}"#),
    about("/shares/{id}/revocation", &SHARE).when(OTHERS).said(r#"{"reason":"合作到期"}"#),
    about("/debts", &BINDING)
        .when(OTHERS)
        .said(r#"{"number":"XF-MATRIX","binding":"@thing","amount":"100.00","due_on":"2026-11-01"}"#),
    about("/debt-transfers", &DEBT)
        .when(OTHERS)
        .said(r#"{"debts":["@thing"],"legal_basis":"assignment","document":"债权转让协议"}"#),
    about("/debt-transfers/{id}", &TRANSFER).when(OTHERS),
    about("/debt-transfers/{id}/confirmation", &TRANSFER).when(OTHERS).said("{}"),
    about("/debt-transfers/{id}/rejection", &TRANSFER).when(OTHERS).said(r#"{"reason":"协议未签"}"#),
    about("/debt-transfers/{id}/cancellation", &TRANSFER).when(OTHERS).said(r#"{"reason":"协议未签"}"#),
    about("/debt-transfers/{id}/notice", &TRANSFER)
        .when(OTHERS)
        .said(r#"{"notified_on":"2026-11-19","evidence":"EMS 签收"}"#),
    about("/debt-transfers/{id}/documents", &TRANSFER)
        .when(OTHERS)
        .said(r#"{"file_name":"协议.pdf","content":"JVBERi0xLjcgJSVFT0Y="}"#),
    about("/agreement-debits", &DEBT).when(OTHERS).said(r#"{"debt":"@thing","amount":"1.00"}"#),
    case("/loans"),
    LOAN_DEBITS,
    REFUND,
    REPORT_OUTSIDE_PAYMENT,
    CONFIRM_OUTSIDE_PAYMENT,
    REJECT_OUTSIDE_PAYMENT,
    case("/pass-ons"),
    RECORD_PASS_ON,
    case("/events"),
    notice::REGISTER,
    notice::TEST,
    notice::REDELIVER,
    key::REGISTER,
    key::END,
    case("/business-date"),
    partner_file::LIST,
    partner_file::GET,
    about("/repayments/{id}/confirmation", &REPAYMENT).when(UNCONFIRMED).said(r#"{"payment_reference":"JH20261120-0007"}"#),
];

const PENDING: &str = "update offers set state = 'pending', limit_fen = null, terms = null, tenors = null,
    valid_until = null, answered_at = null, product_version_id = null
    where agent_id = (select agent_id from users where username = 'agent-1');
    update rounds set deadline_at = '2026-11-30' where agent_id = (select agent_id from users where username = 'agent-1')";
const UNCONFIRMED: &str = "update repayments set partner_confirmed_at = null where id =
    (select id from repayments where agent_id = (select agent_id from users where username = 'agent-2')
     order by debited_at desc limit 1)";
