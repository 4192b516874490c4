//! One box in which everything is looked for: what a party may see and a text can mean.

mod sql;

use domain::{
    Amount,
    id::{
        AgentId, ApplicationId, BankMovementId, BindingId, CarrierId, DebitId, DebtId, DebtTransferId, DrawId, LoanId,
        MappingId, PartnerId, PayoutId, RepaymentId, ShareId, SigningId, UserId,
    },
    role::Party,
    search::{Found, Sought},
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Context, Db, Error, error::Never};

/// The most of each kind.
pub const MOST: i64 = 8;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub found: Found,
    /// Its identifier in text form.
    pub id: String,
    /// The number or name by which people know it.
    pub title: String,
    /// Whose it is, or what it is called beside.
    pub note: String,
    pub amount: Option<Amount>,
    pub at: Option<OffsetDateTime>,
}

impl Hit {
    fn of(row: sql::Row) -> Result<Self, Error<Never>> {
        let found: Found = row.found.parse().map_err(Error::defect)?;
        Ok(Self {
            found,
            id: identifier(found, row.id),
            title: row.title,
            note: row.note,
            amount: row.fen.map(Amount::from_fen),
            at: row.at,
        })
    }
}

fn identifier(found: Found, id: Uuid) -> String {
    match found {
        Found::Agent => AgentId(id).to_string(),
        Found::Partner => PartnerId(id).to_string(),
        Found::Carrier => CarrierId(id).to_string(),
        Found::User => UserId(id).to_string(),
        Found::Application => ApplicationId(id).to_string(),
        Found::Draw => DrawId(id).to_string(),
        Found::Loan => LoanId(id).to_string(),
        Found::Repayment => RepaymentId(id).to_string(),
        Found::Payout => PayoutId(id).to_string(),
        Found::Movement => BankMovementId(id).to_string(),
        Found::Mapping => MappingId(id).to_string(),
        Found::Signing => SigningId(id).to_string(),
        Found::Binding => BindingId(id).to_string(),
        Found::Share => ShareId(id).to_string(),
        Found::Debt => DebtId(id).to_string(),
        Found::Debit => DebitId(id).to_string(),
        Found::Transfer => DebtTransferId(id).to_string(),
    }
}

/// What a party's staff finds with a text: at most [`MOST`] of each kind. Nothing for a text that is none.
///
/// # Errors
/// `Forbidden` for agents and for nobody.
pub async fn search(db: &Db, context: &Context, text: &str) -> Result<Vec<Hit>, Error<Never>> {
    let party = context.party();
    if matches!(party, Party::Agent(_) | Party::Nobody) {
        return Err(Error::Forbidden);
    }
    let Some(sought) = Sought::of(text) else { return Ok(Vec::new()) };
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = match party {
                Party::Institution => sql::of_institution(connection, &sought).await?,
                Party::Funder(id) => sql::of_funder(connection, id.0, &sought).await?,
                Party::Facilitator(id) => sql::of_facilitator(connection, id.0, &sought).await?,
                Party::Agent(_) | Party::Nobody => Vec::new(),
            };
            rows.into_iter().map(Hit::of).collect()
        })
    })
    .await
}
