//! The reserve accounts' movements and what is wrong with them.

use domain::{
    Amount,
    bank_movement::{MovementState, may_return},
    id::{AgentId, BankMovementId, DrawId, PartnerId, PayoutId},
    matching::{BreakKind, Destination, Direction},
    role::Role,
};
use parts::api::{
    Answer, StepView, Told, batch, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role,
};
use services::{bank_movement::BreakFilter, page::Page};

use super::approval::{ApprovalView, Duty, duty};

/// One line of a reserve account. One of `credit` and `debit` is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementView {
    pub id: String,
    pub account_no: String,
    pub booked_on: String,
    /// To the minute; empty when the bank does not say.
    pub booked_time: String,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    /// Empty when the bank gives none.
    pub bank_reference: String,
    pub balance_after: Option<Amount>,
    pub credit: Amount,
    pub debit: Amount,
    pub state: MovementState,
    pub matched: Option<Destination>,
    pub matched_reference: String,
    /// The page of what it was matched with; empty where that has none.
    pub matched_page: String,
    /// Why it is broken.
    pub break_kind: Option<BreakKind>,
    /// What is to be done with it is proposed, and waits for the second person.
    pub proposed: bool,
    /// It can be proposed to send its money back.
    pub returnable: bool,
    /// The statement from which it was recorded; none came by the bank's feed.
    pub import: Option<String>,
}

/// Which movements are asked for, as a page's address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovementQuery {
    pub state: Option<MovementState>,
    pub import: Option<String>,
    pub narrow: NarrowQuery,
    pub after: Option<String>,
}

/// A difference that people have to resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakView {
    /// The movement's page shows what can be done.
    pub movement: String,
    pub kind: BreakKind,
    pub opened_at: String,
    /// Whole days since it was opened.
    pub age_days: i64,
    pub booked_on: String,
    pub direction: Direction,
    pub amount: Amount,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    /// Empty when it names no draw.
    pub draw_reference: String,
    /// Empty as well.
    pub draw: String,
    pub draw_amount: Option<Amount>,
}

/// A time of day; empty for midnight, which is how banks write that they do not tell the time.
pub(super) fn time_of_day(time: Option<time::Time>) -> String {
    let told = time.filter(|time| *time != time::Time::MIDNIGHT);
    told.map(|time| format!("{:02}:{:02}", time.hour(), time.minute())).unwrap_or_default()
}

/// An amount as what came and what left, of which one is zero.
pub(super) fn in_and_out(direction: Direction, amount: Amount) -> (Amount, Amount) {
    match direction {
        Direction::Credit => (amount, Amount::ZERO),
        Direction::Debit => (Amount::ZERO, amount),
    }
}

impl MovementView {
    fn of(row: services::bank_movement::MovementRow) -> Self {
        let (credit, debit) = in_and_out(row.direction, row.amount);
        let matched_page = page_of(&row).unwrap_or_default();
        let payer = (row.counterparty_name.as_str(), row.counterparty_account.as_str());
        let returnable = !row.proposed && may_return(row.state, row.direction, payer).is_ok();
        Self {
            id: row.id.to_string(),
            account_no: row.account_no,
            booked_on: row.booked_on.to_string(),
            booked_time: time_of_day(row.booked_time),
            counterparty_name: row.counterparty_name,
            counterparty_account: row.counterparty_account,
            remittance: row.remittance,
            bank_reference: row.bank_reference.unwrap_or_default(),
            balance_after: row.balance_after,
            credit,
            debit,
            state: row.state,
            matched: row.matched,
            matched_page,
            matched_reference: row.matched_reference.map(|reference| reference.to_string()).unwrap_or_default(),
            break_kind: row.break_kind,
            proposed: row.proposed,
            returnable,
            import: row.import.map(|import| import.to_string()),
        }
    }
}

/// The page of what a movement was matched with.
fn page_of(row: &services::bank_movement::MovementRow) -> Option<String> {
    Some(match row.matched? {
        Destination::Draw(id) => format!("/admin/draws/{id}"),
        Destination::Receivable(_) => format!("/admin/ledger/loans/{}", row.loan?),
        Destination::Wallet(_) => format!("/admin/agents/{}", row.agent?),
        Destination::Payout(id) => format!("/admin/payouts/{id}"),
        Destination::Settlement(id) => format!("/admin/settlements/{id}"),
        Destination::Commission(_) => "/admin/commissions".to_owned(),
    })
}

/// A draw that misses exactly what a movement has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FittingView {
    pub draw: String,
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub funder: String,
    pub funder_name: String,
    pub payer_account: String,
}

/// A payout that a movement may bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FittingPayoutView {
    pub id: String,
    pub reference: String,
    pub payee: String,
    pub confirmed_at: String,
}

/// A movement with everything that is known of it, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementPageView {
    pub movement: MovementView,
    /// The movement that a doubtful reading may be, or was found to be.
    pub like: Option<MovementView>,
    /// Of money in that is for nobody yet.
    pub fitting: Vec<FittingView>,
    pub fitting_payouts: Vec<FittingPayoutView>,
    /// The payout that sends its money back, with its number; none when none does.
    pub returned_by: Option<(String, String)>,
    pub timeline: Vec<StepView<MovementState>>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// A page of movements, as it is asked for, with a request number for those who may propose what is done with them. Nonsense begins
/// no page.
pub async fn movements(query: MovementQuery) -> Answer<(Page<MovementView, BankMovementId>, Option<String>)> {
    use services::bank_movement::MovementFilter;
    let filter = MovementFilter {
        state: query.state,
        import: query.import.map(|import| id(&import)).transpose()?,
        after: query.after.and_then(|after| after.parse().ok()),
    };
    let list = query.narrow.read(filter)?;
    let rows = services::bank_movement::movements(&db(), &reader()?, list).await.told()?;
    Ok((rows.map(MovementView::of), batch::offered_to(&[Role::OperatorMaker])?))
}

/// A page of the open breaks, as it is asked for.
pub async fn breaks(filter: BreakFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<BreakView>> {
    let db = db();
    let rows = services::bank_movement::breaks(&db, &reader()?, query.read(filter)?, page(after)).await.told()?;
    let view = |row: services::bank_movement::BreakRow| BreakView {
        movement: row.movement.to_string(),
        kind: row.kind,
        opened_at: instant(row.opened_at),
        age_days: (db.now() - row.opened_at).whole_days(),
        booked_on: row.booked_on.to_string(),
        direction: row.direction,
        amount: row.amount,
        counterparty_name: row.counterparty_name,
        counterparty_account: row.counterparty_account,
        remittance: row.remittance,
        draw_reference: row.draw_reference.map(|reference| reference.to_string()).unwrap_or_default(),
        draw: row.draw.map(|draw| draw.to_string()).unwrap_or_default(),
        draw_amount: row.draw_amount,
    };
    Ok(rows.map(view))
}

/// One movement.
pub async fn movement(movement: String) -> Answer<MovementPageView> {
    let (db, context) = (db(), reader()?);
    let detail = services::bank_movement::movement(&db, &context, id(&movement)?).await.told()?;
    let open = detail.row.state.is_open();
    let fitting = detail.fitting.into_iter().map(|draw| FittingView {
        draw: DrawId(draw.draw).to_string(),
        reference: draw.reference,
        agent: AgentId(draw.agent).to_string(),
        agent_name: draw.agent_name,
        funder: PartnerId(draw.funder).to_string(),
        funder_name: draw.funder_name,
        payer_account: draw.payer_account,
    });
    let fitting_payouts = detail.fitting_payouts.into_iter().map(|row| FittingPayoutView {
        id: PayoutId(row.payout).to_string(),
        reference: row.reference,
        payee: row.payee,
        confirmed_at: instant(row.confirmed_at),
    });
    Ok(MovementPageView {
        movement: MovementView::of(detail.row),
        like: detail.like.map(MovementView::of),
        fitting: fitting.collect(),
        fitting_payouts: fitting_payouts.collect(),
        returned_by: detail.returned_by.map(|(payout, reference)| (payout.to_string(), reference.to_string())),
        timeline: super::staff::named_timeline(detail.timeline).await?,
        duty: duty(role(&context)?, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// The page of the movement about which the visitor has something to propose, next after this one.
pub async fn next_movement(movement: String) -> Answer<Option<String>> {
    let next = services::bank_movement::next_open(&db(), &reader()?, id(&movement)?).await.told()?;
    Ok(next.map(|next| format!("/admin/movements/{next}")))
}
