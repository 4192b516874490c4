//! Carriers and their files of commissions: uploaded, looked at, released by two people, distributed.

use domain::{
    Amount,
    approval::Action,
    commission::{CommissionFileState, CommissionState},
};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::{
    commission::{CommissionFileRow, CommissionFilter, CommissionRowChange, ItemFilter},
    operating_data::RowError,
    page::Page,
};

use super::{
    approval::{ApprovalView, Duty, duty},
    upload::FilesView,
};

/// Where a file is sent.
pub const UPLOAD: &str = "/admin/files/commissions";

/// A carrier with its pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierView {
    pub id: String,
    pub reference: String,
    pub name: String,
    pub account_no: String,
    pub bank_name: String,
    pub agents: i64,
    pub pool: Amount,
    pub to_give: Amount,
    pub open: Amount,
    /// The page of the pool's entries.
    pub account: String,
}

/// A file of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionFileView {
    pub id: String,
    pub carrier: String,
    pub carrier_name: String,
    pub month: String,
    /// Whether another file of the month was released before.
    pub corrects: bool,
    pub state: CommissionFileState,
    pub expected_on: String,
    pub distributed_on: String,
    pub file_name: String,
    pub uploaded_by: String,
    pub uploaded_at: String,
    pub gives: usize,
    pub give: Amount,
    pub takes: usize,
    pub take: Amount,
    pub errors_total: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionsView {
    pub carriers: Vec<CarrierView>,
    pub files: FilesView<CommissionFileView>,
    /// The earliest date on which money may be expected.
    pub today: String,
}

/// What a file gives an agent or takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionView {
    pub agent: String,
    pub agent_no: String,
    pub shop_name: String,
    pub amount: Amount,
    pub taken: Amount,
    pub state: CommissionState,
    pub given_on: String,
}

/// One file, and what the visitor may do.
#[derive(Clone, Debug)]
pub struct CommissionFilePageView {
    pub file: CommissionFileView,
    pub sha256: String,
    pub rows_total: usize,
    pub same: usize,
    pub unlisted: usize,
    /// The first rows of a draft.
    pub rows: Vec<CommissionRowChange>,
    pub errors: Vec<RowError>,
    /// What the carrier's money misses.
    pub missing: Amount,
    pub given: i64,
    pub waiting: i64,
    pub open: Amount,
    /// Those of a released file.
    pub items: Page<CommissionView, String>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    /// Whether it is a draft that gives or takes something, without an error.
    pub may_release: bool,
    pub request_no: String,
}

impl CommissionFileView {
    fn of(row: CommissionFileRow) -> Self {
        let report = row.report;
        Self {
            id: row.id.to_string(),
            carrier: row.carrier.to_string(),
            carrier_name: row.carrier_name,
            month: row.month.to_string(),
            corrects: report.released_before > 0,
            state: row.state,
            expected_on: row.expected_on.to_string(),
            distributed_on: row.distributed_on.map(|on| on.to_string()).unwrap_or_default(),
            file_name: row.file_name,
            uploaded_by: row.uploaded_by,
            uploaded_at: instant(row.uploaded_at),
            gives: report.gives,
            give: report.give,
            takes: report.takes,
            take: report.take,
            errors_total: report.errors_total,
        }
    }
}

/// The carriers, and a page of their files, as it is asked for.
pub async fn commissions(
    filter: CommissionFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<CommissionsView> {
    let (db, context) = (db(), reader()?);
    let carriers = services::commission::carriers(&db, &context).await.told()?;
    let list = query.read(filter)?;
    let files = services::commission::commission_files(&db, &context, list, page(after)).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let carrier = |row: services::commission::CarrierRow| CarrierView {
        account: services::ledger::account(domain::ledger::AccountKind::CommissionPool, row.id.0).id.to_string(),
        id: row.id.to_string(),
        reference: row.reference.to_string(),
        name: row.name,
        account_no: row.bank_account_no,
        bank_name: row.bank_name,
        agents: row.agents,
        pool: row.pool,
        to_give: row.to_give,
        open: row.open,
    };
    Ok(CommissionsView {
        carriers: carriers.into_iter().map(carrier).collect(),
        files: FilesView::of(&context, files.map(CommissionFileView::of))?,
        today: today.to_string(),
    })
}

/// One file, with the page of its commissions after an agent's number, as they are asked for.
pub async fn commission_file(
    file: String,
    (filter, query): (ItemFilter, NarrowQuery),
    after: Option<String>,
) -> Answer<CommissionFilePageView> {
    let (db, context) = (db(), reader()?);
    let (file, list) = (id(&file)?, query.read(filter)?);
    let detail = services::commission::commission_file(&db, &context, file).await.told()?;
    let items = services::commission::commissions_of_file(&db, &context, file, list, after).await.told()?;
    let report = detail.row.report.clone();
    let draft = detail.row.state == CommissionFileState::Draft && report.errors_total == 0;
    let may_release = draft && report.gives + report.takes > 0;
    let open = matches!(detail.row.state, CommissionFileState::Draft | CommissionFileState::Released);
    Ok(CommissionFilePageView {
        duty: duty(role(&context)?, open, &detail.approvals),
        may_release,
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        sha256: detail.sha256,
        rows_total: report.rows_total,
        same: report.same,
        unlisted: report.unlisted,
        rows: report.rows,
        errors: report.errors,
        missing: detail.missing,
        given: detail.given,
        waiting: detail.waiting,
        open: detail.open,
        items: items.map(|row| CommissionView {
            agent: row.agent.to_string(),
            agent_no: row.agent_no,
            shop_name: row.shop_name,
            amount: row.amount,
            taken: row.taken,
            state: row.state,
            given_on: row.given_on.map(|on| on.to_string()).unwrap_or_default(),
        }),
        file: CommissionFileView::of(detail.row),
        request_no: new_request_no(),
    })
}

/// Proposes to release a file, or (`recall`) to take its release back.
#[server(endpoint = "commission/propose")]
pub async fn propose_distribution(request_no: String, file: String, recall: bool, note: String) -> Answer<()> {
    let file = id(&file)?;
    let action = if recall { Action::Recall { file } } else { Action::Distribute { file } };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
