//! What the agreement payment network settles: a file for every date, its lines, and what differs.

use domain::{
    Amount,
    agreement_debit::DebitState,
    approval::{Action, Details, Subject},
    id::{NetworkSettlementId, SettlementBreakId},
    role::Role,
    settlement::{LineKind, SettlementBreak, SettlementState},
};
use leptos::prelude::*;
use parts::api::{
    Answer, ApiError, RequestProblem, Told, bad_field, db, id, instant, narrow::NarrowQuery, new_request_no, page,
    reader, role, writer,
};
use services::{
    page::Page,
    settlement::{
        DifferenceFilter, DifferingLineRow, LineFilter, SettlementBreakRow, SettlementFileRow, SettlementFilter,
        SettlementLineRow, SettlementRow,
    },
};

use super::approval::{ApprovalView, Duty, duty};

/// The settlement of a date. What its file says is empty until it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementView {
    pub id: String,
    pub settled_on: String,
    pub state: SettlementState,
    pub reference: String,
    pub payer_account: String,
    pub received_at: String,
    pub lines: i64,
    pub settled: i64,
    pub open_breaks: i64,
    pub net: Option<Amount>,
    pub arrived: Amount,
    pub arrived_on: String,
}

/// A line of the file that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementLineView {
    pub order_no: String,
    pub network_serial: String,
    pub kind: LineKind,
    pub amount: Amount,
    pub result: String,
    /// Of the debit that it names.
    pub debit: Option<DebitState>,
    pub settles: bool,
    pub differs: Option<SettlementBreak>,
}

/// A difference that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceView {
    pub id: String,
    pub settlement: String,
    pub settled_on: String,
    pub kind: SettlementBreak,
    pub order_no: String,
    /// Two people decide about it, on a page of its own.
    pub two_people: bool,
    pub network_serial: String,
    pub theirs: Option<Amount>,
    pub ours: Option<Amount>,
    /// Whole days since it was found.
    pub age_days: i64,
    /// Of the form with which the visitor may say what became of it; empty when the visitor may not.
    pub request_no: String,
}

/// One settlement with a page of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementPageView {
    pub settlement: SettlementView,
    pub debited: Amount,
    pub refunded: Amount,
    pub sha256: String,
    /// What came, each with another content: the first counts.
    pub files: Vec<SettlementFileView>,
    /// In which lines the others differ from the first.
    pub differing: Vec<DifferingLineRow>,
    pub differences: Page<DifferenceView>,
    pub lines: Page<SettlementLineView, i32>,
}

/// A file that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementFileView {
    /// Counts them, from 1.
    pub number: usize,
    pub received_at: String,
    pub sha256: String,
    pub lines: i32,
    pub debited: Amount,
    pub refunded: Amount,
    pub net: Amount,
}

impl SettlementFileView {
    fn of((place, row): (usize, SettlementFileRow)) -> Self {
        let SettlementFileRow { sha256, lines, debited, refunded, net, received_at } = row;
        Self { number: place + 1, received_at: instant(received_at), sha256, lines, debited, refunded, net }
    }
}

impl SettlementView {
    fn of(row: SettlementRow) -> Self {
        Self {
            id: row.id.to_string(),
            settled_on: row.settled_on.to_string(),
            state: row.state,
            reference: row.reference,
            payer_account: row.payer_account,
            received_at: row.received_at.map(instant).unwrap_or_default(),
            lines: row.lines,
            settled: row.settled,
            open_breaks: row.open_breaks,
            net: row.net,
            arrived: row.arrived,
            arrived_on: row.arrived_on.map(|on| on.to_string()).unwrap_or_default(),
        }
    }
}

impl SettlementLineView {
    fn of(row: SettlementLineRow) -> Self {
        let SettlementLineRow { order_no, network_serial, kind, amount, result, debit, settles, differs, .. } = row;
        Self { order_no, network_serial, kind, amount, result, debit, settles, differs }
    }
}

/// A page of the settlements, as it is asked for.
pub async fn settlements(
    filter: SettlementFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<SettlementView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::settlement::settlements(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(SettlementView::of))
}

/// One settlement, with the page of its lines after one of them, as they are asked for.
pub async fn settlement_page(
    settlement: String,
    (filter, query): (LineFilter, NarrowQuery),
    after: Option<String>,
) -> Answer<SettlementPageView> {
    let (list, db, context) = (query.read(filter)?, db(), reader()?);
    let settlement: NetworkSettlementId = id(&settlement)?;
    let after = after.and_then(|after| after.parse().ok());
    let detail = services::settlement::settlement(&db, &context, settlement).await.told()?;
    let lines = services::settlement::settlement_lines(&db, &context, settlement, list, after).await.told()?;
    Ok(SettlementPageView {
        settlement: SettlementView::of(detail.row),
        debited: detail.debited,
        refunded: detail.refunded,
        sha256: detail.sha256,
        files: detail.files.into_iter().enumerate().map(SettlementFileView::of).collect(),
        differing: detail.differing,
        differences: differences(DifferenceFilter::Of(settlement), NarrowQuery::default(), None).await?,
        lines: lines.map(SettlementLineView::of),
    })
}

/// A page of the open differences, as it is asked for.
pub async fn differences(
    filter: DifferenceFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<DifferenceView>> {
    let (list, db, context) = (query.read(filter)?, db(), reader()?);
    let rows = services::settlement::settlement_breaks(&db, &context, list, page(after)).await.told()?;
    let settles = role(&context)? == Role::OperatorMaker;
    Ok(rows.map(|row: SettlementBreakRow| DifferenceView {
        id: row.id.to_string(),
        settlement: row.settlement.to_string(),
        settled_on: row.settled_on.to_string(),
        kind: row.kind,
        order_no: row.order_no,
        two_people: row.two_people,
        network_serial: row.network_serial,
        theirs: row.theirs,
        ours: row.ours,
        age_days: (db.now() - row.opened_at).whole_days(),
        request_no: if settles { new_request_no() } else { String::new() },
    }))
}

/// Says what became of a difference.
#[server(endpoint = "settlement/settle_difference")]
pub async fn settle_difference(request_no: String, difference: String, note: String) -> Answer<()> {
    let command = services::settlement::SettleBreakCommand { difference: id(&difference)?, note };
    services::settlement::settle_break(&db(), &writer(&request_no)?, command).await.told()
}

/// A difference about which two people decide, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoPeopleView {
    pub id: String,
    pub kind: SettlementBreak,
    pub reference: String,
    pub debt_number: String,
    pub debited_by: String,
    pub holder_name: String,
    pub amount: Amount,
    pub outstanding: Option<Amount>,
    pub settled_on: String,
    pub open: bool,
    pub choices: Vec<Action>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// A difference about which two people decide.
pub async fn two_people_difference(difference: String) -> Answer<TwoPeopleView> {
    let (db, context) = (db(), reader()?);
    let difference: SettlementBreakId = id(&difference)?;
    let detail = services::settlement::difference(&db, &context, difference).await.told()?;
    Ok(TwoPeopleView {
        id: difference.to_string(),
        kind: detail.kind,
        reference: detail.reference.to_string(),
        debt_number: detail.debt_number,
        debited_by: detail.debited_by,
        holder_name: detail.holder_name,
        amount: detail.amount,
        outstanding: detail.outstanding,
        settled_on: detail.settled_on.to_string(),
        open: detail.open,
        choices: detail.choices,
        duty: duty(role(&context)?, detail.open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes what is to become of a difference about which two people decide.
#[server(endpoint = "difference/propose")]
pub async fn propose_difference(request_no: String, difference: String, choice: String, note: String) -> Answer<()> {
    let difference: SettlementBreakId = id(&difference)?;
    let action = Action::of(&choice, difference.0, Details::default())
        .filter(|action| action.subject() == Subject::Difference(difference))
        .ok_or_else(|| -> ApiError { bad_field(RequestProblem::Unreadable) })?;
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
