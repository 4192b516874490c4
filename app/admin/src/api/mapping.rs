//! Mappings: which facilitator a funder's settlement id stands for.

use domain::{
    approval::Action,
    mapping::MappingState,
    role::{PartnerKind, Role},
};
use leptos::prelude::*;
use parts::api::{
    Answer, Told, batch, db, id, instant, instant_in_china, narrow::NarrowQuery, new_request_no, page, reader, role,
    writer,
};
use services::{
    Context, Db,
    mapping::{AddMappingCommand, MappingFilter, MappingRow, RefusedMapping, Trial},
    page::Page,
};

use super::approval::{ApprovalView, Duty, duty};

/// How much of a settlement id that is none is repeated, in characters.
const NAME_LIMIT: usize = 64;
/// Where a file of mappings is sent.
pub const UPLOAD: &str = "/admin/files/mappings";

/// A mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingView {
    pub id: String,
    pub settlement_id: String,
    pub funder: String,
    pub funder_name: String,
    pub facilitator: String,
    pub facilitator_name: String,
    pub state: MappingState,
    /// From when it counts or is to count; empty where it is as soon as it is published.
    pub from: String,
    pub to: String,
    pub added_by: String,
    pub added_at: String,
}

/// All mappings, and whom one can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingsView {
    pub page: Page<MappingView>,
    /// Identifiers and names.
    pub funders: Vec<(String, String)>,
    pub facilitators: Vec<(String, String)>,
    pub may_add: bool,
    pub request_no: String,
}

/// One mapping, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingPageView {
    pub mapping: MappingView,
    /// What counts now for the same settlement id.
    pub instead_of: Option<MappingView>,
    pub signings_open: i64,
    pub shares: i64,
    pub debts_held: i64,
    pub debits_blocked: bool,
    /// Whether the visitor may propose to block what its facilitator debits, or to let it go on.
    pub may_block: bool,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    /// With which sample it is tried, and what that would come to.
    pub trial: Option<(String, Trial)>,
    /// What was drafted to give way to, and what was to take its place again.
    pub rolls_back: Option<MappingView>,
    pub rolled_back_by: Option<MappingView>,
    /// What counted before, where the visitor may propose it anew.
    pub former: Option<MappingView>,
    pub may_add: bool,
    pub request_no: String,
}

impl MappingView {
    fn of(row: MappingRow) -> Self {
        let from = row.validity.map(|validity| validity.from).or(row.asked_from);
        Self {
            id: row.id.to_string(),
            settlement_id: row.settlement_id.to_string(),
            funder: row.funder.to_string(),
            funder_name: row.funder_name,
            facilitator: row.facilitator.to_string(),
            facilitator_name: row.facilitator_name,
            state: row.state,
            from: from.map(instant).unwrap_or_default(),
            to: row.validity.and_then(|validity| validity.to).map(instant).unwrap_or_default(),
            added_by: row.added_by,
            added_at: instant(row.added_at),
        }
    }
}

/// A page of mappings, as it is asked for.
pub async fn mappings(filter: MappingFilter, query: NarrowQuery, after: Option<String>) -> Answer<MappingsView> {
    let (db, context) = (db(), reader()?);
    let list = query.read(filter)?;
    let rows = services::mapping::mappings(&db, &context, list, page(after)).await.told()?;
    let partners = services::party::partners(&db, &context).await.told()?;
    let of = |kind| {
        let own = partners.iter().filter(move |partner| partner.kind == kind);
        own.map(|partner| (partner.id.to_string(), partner.name.clone())).collect()
    };
    Ok(MappingsView {
        page: rows.map(MappingView::of),
        funders: of(PartnerKind::Funder),
        facilitators: of(PartnerKind::Facilitator),
        may_add: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

/// One mapping, tried with a sample if one is given; a draft that rolls another back with its own.
pub async fn mapping(mapping: String, sample: Option<String>) -> Answer<MappingPageView> {
    let (db, context) = (db(), reader()?);
    let id = id(&mapping)?;
    let detail = services::mapping::mapping(&db, &context, id).await.told()?;
    let (state, course) = (detail.row.state, detail.course);
    let open = state != MappingState::Ended;
    let may_add = role(&context)? == Role::OperatorMaker;
    let may_roll_back = may_add && !course.proposed && state.roll_back().is_ok();
    let rolls_back = state == MappingState::Draft && course.rolls_back.is_some();
    let own = rolls_back.then(|| detail.row.settlement_id.to_string());
    let trial = match sample.or(own) {
        Some(sample) => {
            let trial = services::mapping::try_mapping(&db, &context, id, sample.clone()).await.told()?;
            Some((sample, trial))
        }
        None => None,
    };
    let debits_blocked = detail.row.debits_blocked;
    let duty = duty(role(&context)?, open, &detail.approvals);
    let may_block = may_add && duty != Duty::Wait && state.block(debits_blocked, !debits_blocked).is_ok();
    Ok(MappingPageView {
        debts_held: detail.usage.debts_held,
        debits_blocked,
        may_block,
        duty,
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        instead_of: detail.instead_of.map(MappingView::of),
        signings_open: detail.usage.signings_open,
        shares: detail.usage.shares,
        trial,
        rolls_back: course.rolls_back.map(MappingView::of),
        rolled_back_by: course.rolled_back_by.map(MappingView::of),
        former: course.former.filter(|_| may_roll_back).map(MappingView::of),
        may_add,
        mapping: MappingView::of(detail.row),
        request_no: new_request_no(),
    })
}

/// Drafts a mapping.
#[server(endpoint = "mapping/add")]
pub async fn add_mapping(
    request_no: String,
    funder: String,
    settlement_id: String,
    facilitator: String,
    from: String,
) -> Answer<()> {
    let command = AddMappingCommand {
        funder: id(&funder)?,
        settlement_id,
        facilitator: id(&facilitator)?,
        from: instant_in_china(&from)?,
    };
    let added = services::mapping::add_mapping(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/admin/mappings/{added}"));
    Ok(())
}

/// Drafts the mappings of a file, in the visitor's name, each by itself, and tells what became of each.
///
/// # Errors
/// Always, because the page tells it: what became of the rows, or why the file could not be read.
pub async fn import_mappings(db: &Db, context: &Context, file_name: &str, bytes: Vec<u8>) -> Answer<()> {
    let import = services::mapping::import_mappings(db, context, file_name, bytes).await.told()?;
    let refused = import.refused.into_iter().filter_map(|RefusedMapping { row, settlement_id, error }| {
        let name = format!("{row} {}", settlement_id.chars().take(NAME_LIMIT).collect::<String>());
        Err::<(), _>(error).told().err().map(|error| (name, error))
    });
    batch::of_file(import.drafted, refused.collect(), import.left)
}

/// Drafts what counted before a mapping anew, and proposes to publish that.
#[server(endpoint = "mapping/roll_back")]
pub async fn roll_back_mapping(request_no: String, mapping: String, from: String, note: String) -> Answer<()> {
    let command = services::approval::RollBackCommand { mapping: id(&mapping)?, from: instant_in_china(&from)?, note };
    let draft = services::approval::roll_back(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/admin/mappings/{draft}"));
    Ok(())
}

/// Proposes that a mapping's facilitator debits nothing with its shares, or (`blocked` is false) that it does again.
#[server(endpoint = "mapping/block")]
pub async fn block_mapping(request_no: String, mapping: String, blocked: bool, note: String) -> Answer<()> {
    let action = Action::BlockMapping { mapping: id(&mapping)?, blocked };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes to publish a mapping, or (`publish` is false) to disable it.
#[server(endpoint = "mapping/propose")]
pub async fn propose_mapping(request_no: String, mapping: String, publish: bool, note: String) -> Answer<()> {
    let mapping = id(&mapping)?;
    let action = if publish { Action::Publish { mapping } } else { Action::Disable { mapping } };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
