//! The contract, which turns an approved application into a line.

use domain::{
    application::{ApplicationRefusal, ApplicationStep, CONTRACT_MONTHS, Contract, contract_text},
    calendar::add_months,
    event::PartnerEvent,
    hexadecimal,
    id::{AgentId, ApplicationId, CreditLineId},
    one_time_code::Confirms,
    reference::ReferenceKind,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Owner, advance, lock_seen, sql};
use crate::{
    Context, Db, Error, Write,
    identity::{confirmed, use_up},
    loan,
    offer::take_capacity,
    party::check_standing,
    reference::next_reference,
};

/// The agent agrees to the contract that it was shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AgreeContractCommand {
    pub application: ApplicationId,
    pub version: i64,
    /// SHA-256 of the text that was shown, in hexadecimal.
    pub contract_hash: String,
}

pub(super) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// The contract of an approved application: `None` before it is approved.
pub(super) fn contract_of(application: &sql::Application, parties: sql::Parties) -> Option<Contract> {
    Some(Contract {
        reference: application.reference.clone()?,
        kind: parties.kind,
        funder: parties.funder,
        agent: parties.agent,
        legal_person: parties.legal_person,
        licence_no: parties.licence_no,
        limit: application.approved_limit?,
        terms: application.terms.clone(),
        tenors: application.tenors.clone(),
    })
}

/// Concludes the contract and opens the line, on the terms of the offer, unchanged.
///
/// # Errors
/// `NotFound` for another agent's application; refused unless it is approved, the contract is the one shown, and, where that is wanted,
/// the code is the one that was sent.
pub async fn agree_contract(
    db: &Db,
    context: &Context,
    command: AgreeContractCommand,
) -> Result<CreditLineId, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let actor = context.clone();
    let proof = confirmed(db, context, &Confirms::Contract(command.application)).await?;
    db.write(context, "application.agree", &command.clone(), move |write| {
        Box::pin(async move {
            let line = agree(write, &actor, agent, command).await?;
            if let Some(proof) = proof {
                use_up(write, &proof).await?;
            }
            Ok(line)
        })
    })
    .await
}

/// Of a line that has ended something may be overdue again: what its repayment is taken back of. Whoever makes it overdue freezes the
/// wallet, and is waited for.
async fn check_nothing_overdue(write: &mut Write, agent: AgentId) -> Result<(), Error<ApplicationRefusal>> {
    sqlx::query!("select id from wallets where agent_id = $1 for share", agent.0).fetch_one(write.connection()).await?;
    let late = loan::is_late(write.connection(), agent).await?;
    if late { Err(Error::Refused(ApplicationRefusal::Overdue)) } else { Ok(()) }
}

async fn agree(
    write: &mut Write,
    context: &Context,
    agent: AgentId,
    command: AgreeContractCommand,
) -> Result<CreditLineId, Error<ApplicationRefusal>> {
    let mut application = lock_seen(write, command.application, Owner::Agent(agent), command.version).await?;
    application.state.after(ApplicationStep::Agree).map_err(Error::Refused)?;
    check_standing(write.connection(), agent, application.funder).await?;
    check_nothing_overdue(write, agent).await?;
    let around = sql::find_surroundings(write.connection(), application.id).await?;
    let contract = contract_of(&application, around.parties)
        .ok_or_else(|| Error::defect(format!("approved application {} has no limit", application.id)))?;
    let text = contract_text(&contract);
    let shown = hash(&text);
    if hexadecimal::text(&shown) != command.contract_hash {
        return Err(Error::Refused(ApplicationRefusal::ContractStale));
    }
    application.contract = Some((text, shown.to_vec()));
    let product = take_capacity(write.connection(), application.offer, contract.limit).await?;
    let reference = next_reference(write, ReferenceKind::CreditLine).await?;
    let today = write.business_date;
    let line = sql::NewLine {
        id: CreditLineId(write.id()),
        product,
        reference,
        limit: contract.limit,
        opened_on: today,
        matures_on: add_months(today, CONTRACT_MONTHS).ok_or_else(|| Error::defect("the calendar ends"))?,
    };
    sql::insert_credit_line(write.connection(), &application, &line).await?;
    let funder = application.funder;
    advance(write, context, application, ApplicationStep::Agree, "").await?;
    let told = PartnerEvent::CreditLineOpened { reference: line.reference, limit: line.limit };
    write.envelope.tell(funder, line.id, &told)?;
    Ok(line.id)
}
