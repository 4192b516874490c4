//! Mappings, signings, bindings, and the debts that bound cards pay.

use domain::id::{
    BindingId, DebitId, DebtId, DebtTransferId, MappingId, OutsidePaymentId, PassOnId, RefundId, ShareId, SigningId,
};

use super::{Case, File, LOAN, Thing, about, case, thing::PARTNER};

/// What one customer of funder A has becomes another funder's and another facilitator's.
pub const OTHERS: &str = "
    create or replace function pg_temp.partner(text) returns uuid language sql as 'select id from partners where code = $1';
    update signings set funder_id = pg_temp.partner('funder-b') where reference = 'SGN2026112000000005';
    update bindings set funder_id = pg_temp.partner('funder-b')
        where signing_id = (select id from signings where reference = 'SGN2026112000000005');
    update shares set funder_id = pg_temp.partner('funder-b'), facilitator_id = pg_temp.partner('funder-c')
        where signing_id = (select id from signings where reference = 'SGN2026112000000005');
    update debts set funder_id = pg_temp.partner('funder-b'), holder_id = pg_temp.partner('funder-b'),
        facilitator_id = pg_temp.partner('funder-c')
        where binding_id = (select id from bindings where funder_id = pg_temp.partner('funder-b'));
    update debt_transfers set funder_id = pg_temp.partner('funder-b'), facilitator_id = pg_temp.partner('funder-c')
        where id = (select id from debt_transfers where state = 'confirmed' order by submitted_at, id offset 1 limit 1)";
/// And the last signing waits for its code.
pub const WAITING: &str = "
    update signings set state = 'code_sent', tries = 0, decided_at = null, asked_at = '2026-11-22 11:55+08'
        where reference in ('SGN2026112000000005', 'SGN2026112000000007');
    update signings set funder_id = (select id from partners where code = 'funder-b')
        where reference = 'SGN2026112000000005'";

const MAPPING: Thing = Thing {
    text: |id| MappingId(id).to_string(),
    own: "select id from mappings where valid is null order by id limit 1",
    colleague: "",
    other: "",
};
pub const SIGNING: Thing = Thing {
    text: |id| SigningId(id).to_string(),
    own: "select id from signings where funder_id = {funder} order by reference desc limit 1",
    colleague: "",
    other: "select id from signings where funder_id <> {funder}",
};
/// The last is shared with nobody, so that it can be ended.
pub const BINDING: Thing = Thing {
    text: |id| BindingId(id).to_string(),
    own: "select id from bindings where funder_id = {funder} order by signed_at desc limit 1",
    colleague: "",
    other: "select id from bindings where funder_id <> {funder}",
};
/// With which nothing is collected, so that it can be given or taken back.
pub const SHARE: Thing = Thing {
    text: |id| ShareId(id).to_string(),
    own: "select id from shares where funder_id = {funder} and settlement_id = 'JH-RQ-02'",
    colleague: "",
    other: "select id from shares where funder_id <> {funder}",
};
/// What the asker's side holds.
pub const DEBT: Thing = Thing {
    text: |id| DebtId(id).to_string(),
    own: "select id from debts where funder_id = {funder} and holder in ('funder', 'facilitator') and due_on < '2026-11-20'
          order by holder_id is not distinct from (select partner_id from users where id = {me}) desc, due_on desc limit 1",
    colleague: "",
    other: "select id from debts where funder_id <> {funder} order by id limit 1",
};
pub const TRANSFER: Thing = Thing {
    text: |id| DebtTransferId(id).to_string(),
    own: "select id from debt_transfers where funder_id = {funder} and state = 'submitted' and not back",
    colleague: "",
    other: "select id from debt_transfers where funder_id <> {funder}",
};
pub const CONFIRMED: Thing = Thing {
    text: |id| DebtTransferId(id).to_string(),
    own: "select id from debt_transfers t where state = 'confirmed'
          and not exists (select from approvals where subject_id = t.id)",
    colleague: "",
    other: "",
};

pub const MAPPING_PAGE: Case = about("/admin/mappings/{id}", &MAPPING);
pub const TRANSFER_PAGES: [Case; 3] = [
    about("/admin/transfers/{id}", &TRANSFER).when(OTHERS),
    about("/funder/transfers/{id}", &TRANSFER).when(OTHERS),
    about("/facilitator/transfers/{id}", &TRANSFER).when(OTHERS),
];
pub const SIGNING_PAGE: Case = about("/funder/signings/{id}", &SIGNING).when(OTHERS);
pub const BINDING_PAGE: Case = about("/funder/bindings/{id}", &BINDING).when(OTHERS);
pub const SUSPENSION_PAGE: Case = about("/admin/bindings/{id}", &BINDING).when(OTHERS);
pub const PROPOSE_SUSPENSION: Case = about("/api/binding/suspend", &BINDING).when(OTHERS).with(&[
    ("binding", "@thing"),
    ("reason", "risk"),
    ("note", "付款人称卡被盗"),
]);
pub const SHARE_PAGE: Case = about("/facilitator/shares/{id}", &SHARE).when(OTHERS);
/// The facilitator holds the loans of one funder.
const HELD: &str = "
    update loans set facilitator_id = f.id, holder_id = f.id, held_since = credited_on
        from partners f, partners p where f.code = 'facilitator-1' and p.code = 'funder-a' and p.id = loans.funder_id";
pub const HELD_LOAN_PAGE: Case = about("/facilitator/loans/{id}", &LOAN).when(HELD);
pub const LOAN_DEBITS: Case = about("/loan-debits", &LOAN).when(HELD).said(r#"{"loan":"@thing","amount":"1.00"}"#);
pub const DEBIT_LOAN: Case = about("/api/loan/debit", &LOAN).when(HELD).with(&[("loan", "@thing"), ("amount", "1.00")]);
pub const DEBT_PAGES: [Case; 2] =
    [about("/funder/debts/{id}", &DEBT).when(OTHERS), about("/facilitator/debts/{id}", &DEBT).when(OTHERS)];

pub const ADD_MAPPING: Case = about("/api/mapping/add", &PARTNER).with(&[
    ("funder", "@thing"),
    ("settlement_id", "JH-MATRIX"),
    ("facilitator", "@facilitator"),
    ("from", ""),
]);
pub const PROPOSE_MAPPING: Case =
    about("/api/mapping/propose", &MAPPING).with(&[("mapping", "@thing"), ("publish", "true"), ("note", "协议已签")]);
/// Before each mapping that counts the settlement id stood for another.
const FOLLOWING: &str = "
    insert into mappings (id, funder_id, settlement_id, facilitator_id, added_by, added_at, valid)
    select gen_random_uuid(), m.funder_id, m.settlement_id, p.id, m.added_by, m.added_at, tstzrange('2020-01-01', '2020-02-01')
    from mappings m, partners p where p.code = 'funder-c' and m.settlement_id = 'JH-RQ-01'";
const IN_FORCE: Thing = Thing {
    text: |id| MappingId(id).to_string(),
    own: "select id from mappings where settlement_id = 'JH-RQ-01' and upper_inf(valid)",
    colleague: "",
    other: "",
};
pub const ROLL_BACK_MAPPING: Case = about("/api/mapping/roll_back", &IN_FORCE).when(FOLLOWING).with(&[
    ("mapping", "@thing"),
    ("from", ""),
    ("note", "对应错了机构"),
]);
pub const BLOCK_MAPPING: Case =
    about("/api/mapping/block", &IN_FORCE).with(&[("mapping", "@thing"), ("blocked", "true"), ("note", "合作终止")]);
pub const IMPORT_MAPPINGS: Case = Case {
    file: Some(("mappings.csv", "结算编号,资金方,助贷机构\r\nJH-MATRIX-2,funder-a,facilitator-1\r\n".as_bytes())),
    ..case(admin::api::mapping::UPLOAD)
};
pub const ORDER_SIGNING: Case = case("/api/signing/order").with(&[
    ("settlement_id", "JH-RQ-01"),
    ("payer[name]", "张三"),
    ("payer[id_number]", "11010519491231002X"),
    ("payer[card_number]", "6222020200112233446"),
    ("payer[mobile]", "13800001402"),
    ("consents", "true"),
]);
pub const SEND_CODE_AGAIN: Case = about("/api/signing/again", &SIGNING).when(WAITING).with(&[("signing", "@thing")]);
pub const CONFIRM_SIGNING: Case =
    about("/api/signing/confirm", &SIGNING).when(WAITING).with(&[("signing", "@thing"), ("code", "123456")]);
pub const REGISTER_DEBT: Case = about("/api/debt/register", &BINDING).when(OTHERS).with(&[
    ("binding", "@thing"),
    ("number", "XF-MATRIX"),
    ("amount", "100.00"),
    ("due_on", "2026-11-01"),
]);
/// A file names a binding by its alias.
const NAMED: &str = "
    update bindings set alias = 'JH-MATRIX' where id = (select b.id from bindings b join partners p on p.id = b.funder_id
        where p.code = 'funder-a' and b.state = 'active' order by b.signed_at desc limit 1)";
pub const IMPORT_DEBTS: Case = Case {
    file: Some((
        "debts.csv",
        "债权编号,协议别名,金额（元）,到期日\r\nXF-MATRIX,JH-MATRIX,100.00,2026-11-01\r\n".as_bytes(),
    )),
    ..case(parts::api::debt_import::UPLOAD).when(NAMED)
};
pub const REVOKE_SHARE: Case =
    about("/api/share/revoke", &SHARE).when(OTHERS).with(&[("share", "@thing"), ("reason", "合作到期")]);
pub const RELEASE_SHARE: Case =
    about("/api/share/release", &SHARE).when(OTHERS).with(&[("share", "@thing"), ("reason", "合作到期")]);
pub const UNSIGN: Case =
    about("/api/binding/unsign", &BINDING).when(OTHERS).with(&[("binding", "@thing"), ("reason", "客户换卡")]);
pub const DEBIT_CARD: Case =
    about("/api/debt/debit", &DEBT).when(OTHERS).with(&[("debt", "@thing"), ("amount", "1.00")]);
pub const SUBMIT_TRANSFER: Case = about("/api/transfer/submit", &DEBT).when(OTHERS).with(&[
    ("items[]", "@thing"),
    ("back", "false"),
    ("terms[legal_basis]", "assignment"),
    ("terms[document]", "债权转让协议"),
    ("terms[effective_from]", ""),
]);
pub const CONFIRM_TRANSFER: Case =
    about("/api/transfer/confirm", &TRANSFER).when(OTHERS).with(&[("transfer", "@thing")]);
pub const END_TRANSFER: Case =
    about("/api/transfer/end", &TRANSFER).when(OTHERS).with(&[("transfer", "@thing"), ("reason", "协议未签")]);
pub const NOTIFY_DEBTORS: Case = about("/api/transfer/notify", &TRANSFER).when(OTHERS).with(&[
    ("transfer", "@thing"),
    ("notified_on", "2026-11-19"),
    ("evidence", "EMS 签收"),
]);
const DOCUMENT: File = ("agreement.pdf", b"%PDF-1.7\n%%EOF\n");
pub const FUNDER_DOCUMENT: Case =
    Case { file: Some(DOCUMENT), ..about(app::transfer_document::FUNDER_DOCUMENT, &TRANSFER).when(OTHERS) };
pub const FACILITATOR_DOCUMENT: Case =
    Case { file: Some(DOCUMENT), ..about(app::transfer_document::FACILITATOR_DOCUMENT, &TRANSFER).when(OTHERS) };
pub const TO_FUNDER_PAGE: Case = about(app::transfer_document::FUNDER_DOCUMENT, &TRANSFER).when(OTHERS);
pub const TO_FACILITATOR_PAGE: Case = about(app::transfer_document::FACILITATOR_DOCUMENT, &TRANSFER).when(OTHERS);
pub const PROPOSE_TRANSFER: Case =
    about("/api/transfer/propose", &CONFIRMED).with(&[("transfer", "@thing"), ("note", "与协议核对")]);

/// A debit was given back.
const RETURNED: &str = "
    insert into returned_debits (debit_id, debt_id, holder_id, amount_fen, reason, owed_back, returned_at)
    select id, debt_id, holder_id, amount_fen, 'unauthorised', true, '2026-11-22 10:00+08' from debits
    order by reference desc limit 1;
    update debts set complaint_at = '2026-11-22 10:00+08' where id in (select debt_id from returned_debits)";
const COMPLAINED: Thing = Thing {
    text: |id| DebtId(id).to_string(),
    own: "select debt_id from returned_debits order by returned_at desc limit 1",
    colleague: "",
    other: "",
};
pub const COMPLAINT_PAGE: Case = about("/admin/complaints/{id}", &COMPLAINED).when(RETURNED);
pub const PROPOSE_SETTLEMENT: Case = about("/api/complaint/propose", &COMPLAINED)
    .when(RETURNED)
    .with(&[("debt", "@thing"), ("note", "付款人已确认授权")]);
/// Funder A has debited for what it holds.
const DEBITED: &str = "
    update debits set state = 'succeeded', failure = null, decided_at = '2026-11-22 10:00+08',
        holder_id = (select id from partners where code = 'funder-a');
    update debts set holder = 'funder', holder_id = funder_id where id in (select debt_id from debits)";
const DEBIT: Thing = Thing {
    text: |id| DebitId(id).to_string(),
    own: "select id from debits order by reference desc limit 1",
    colleague: "",
    other: "",
};
pub const REFUND: Case =
    about("/agreement-debits/{id}/refunds", &DEBIT).when(DEBITED).said(r#"{"amount":"1.00","reason":"重复扣款"}"#);
pub const REFUND_DEBIT: Case = about("/api/debt/refund", &DEBIT).when(DEBITED).with(&[
    ("debit", "@thing"),
    ("amount", "1.00"),
    ("reason", "重复扣款"),
]);

pub const REPORT_OUTSIDE_PAYMENT: Case = about("/debts/{id}/payments", &DEBT)
    .when(OTHERS)
    .said(r#"{"number":"HK-MATRIX","amount":"1.00","paid_on":"2026-11-19","evidence":"银行回单"}"#);
pub const REPORT_PAYMENT: Case = about("/api/debt/report_payment", &DEBT).when(OTHERS).with(&[
    ("debt", "@thing"),
    ("number", "HK-MATRIX"),
    ("amount", "1.00"),
    ("shown[paid_on]", "2026-11-19"),
    ("shown[evidence]", "银行回单"),
]);
/// Funder A says that it was paid for a debt that a facilitator holds.
const REPORTED: &str = "
    insert into outside_payments (id, debt_id, reporter_id, number, amount_fen, paid_on, evidence, state, reported_at)
    select '00000000-0000-7000-8000-000000000021', id, funder_id, 'HK-1', 100, '2026-11-20', '银行回单', 'reported',
        '2026-11-22 10:00+08' from debts where holder = 'facilitator' order by number limit 1";
/// And it counts.
const COUNTED: &str = "
    insert into outside_payments (id, debt_id, reporter_id, number, amount_fen, paid_on, evidence, state, holder_id, reported_at, counted_on)
    select '00000000-0000-7000-8000-000000000021', id, funder_id, 'HK-1', 100, '2026-11-20', '银行回单', 'counted',
        holder_id, '2026-11-22 10:00+08', '2026-11-22' from debts where holder = 'facilitator' order by number limit 1";
const OUTSIDE_PAYMENT: Thing = Thing {
    text: |id| OutsidePaymentId(id).to_string(),
    own: "select id from outside_payments where id = '00000000-0000-7000-8000-000000000021'",
    colleague: "",
    other: "",
};
pub const CONFIRM_OUTSIDE_PAYMENT: Case =
    about("/outside-payments/{id}/confirmation", &OUTSIDE_PAYMENT).when(REPORTED).said("{}");
pub const REJECT_OUTSIDE_PAYMENT: Case =
    about("/outside-payments/{id}/rejection", &OUTSIDE_PAYMENT).when(REPORTED).said("{}");
pub const ANSWER_PAYMENT: Case = about("/api/debt/answer_payment", &OUTSIDE_PAYMENT)
    .when(REPORTED)
    .with(&[("payment", "@thing"), ("agree", "true")]);
pub const OUTSIDE_PAYMENT_PAGE: Case = about("/admin/outside-payments/{id}", &OUTSIDE_PAYMENT).when(COUNTED);
pub const PROPOSE_UNDO: Case = about("/api/outside_payment/undo", &OUTSIDE_PAYMENT)
    .when(COUNTED)
    .with(&[("payment", "@thing"), ("note", "对方确认没有收到")]);

/// Of a date that is over funder A passes something on to a facilitator.
const PASSED_ON: &str = "
    insert into pass_ons (id, on_date, payer_id, payee_id, payments, amount_fen)
    select '00000000-0000-7000-8000-000000000023', '2026-10-20', a.id, b.id, 1, 100 from partners a, partners b
    where a.code = 'funder-a' and b.code = 'facilitator-1'";
const PASS_ON: Thing = Thing {
    text: |id| PassOnId(id).to_string(),
    own: "select id from pass_ons where id = '00000000-0000-7000-8000-000000000023'",
    colleague: "",
    other: "",
};
pub const RECORD_PASS_ON: Case =
    about("/pass-ons/{id}/payment", &PASS_ON).when(PASSED_ON).said(r#"{"transfer_reference":"JH-1"}"#);
pub const PASS_IT_ON: Case = about("/api/pass_on/record", &PASS_ON)
    .when(PASSED_ON)
    .with(&[("pass_on", "@thing"), ("transfer_reference", "JH-1")]);

/// A refund that was sent long ago, of which the network says nothing, and its file neither.
const UNANSWERED: &str = "
    insert into settlements (id, settled_on, state, expected_at)
    values ('00000000-0000-7000-8000-000000000006', '2026-10-01', 'awaited', '2026-10-02 10:00+08');
    insert into settlement_files (id, settlement_id, sha256, content, lines, debited_fen, refunded_fen, net_fen, received_at)
    values ('00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000006', sha256('x'), 'x', 0, 0, 0, 0,
        '2026-10-02 10:00+08');
    update settlements set state = 'compared', reference = 'STL2026100100000001', payer_account = '6222', net_fen = 0,
        file_id = '00000000-0000-7000-8000-000000000008' where settled_on = '2026-10-01';
    insert into refunds (id, reference, debit_id, debt_id, holder_id, amount_fen, reason, state, accepted_at, sent_at)
    select '00000000-0000-7000-8000-000000000022', 'RFD2026112000000022', id, debt_id, holder_id, 100, '重复扣款', 'unknown',
        '2026-10-01 10:00+08', '2026-10-01 10:00+08' from debits order by reference desc limit 1";
const UNANSWERED_REFUND: Thing = Thing {
    text: |id| RefundId(id).to_string(),
    own: "select id from refunds where id = '00000000-0000-7000-8000-000000000022'",
    colleague: "",
    other: "",
};
pub const REFUND_PAGE: Case = about("/admin/refunds/{id}", &UNANSWERED_REFUND).when(UNANSWERED);
pub const PROPOSE_REFUND: Case = about("/api/refund/decide", &UNANSWERED_REFUND).when(UNANSWERED).with(&[
    ("refund", "@thing"),
    ("made", "true"),
    ("note", "网络确认已退"),
]);
