//! Whether an agent and a funder may take on anything new together today.

use domain::{
    id::{AgentId, PartnerId},
    standing::{Standing, StandingRefusal},
};
use sqlx::PgConnection;

use crate::Error;

/// # Errors
/// Refused when the funder is suspended, a licence has expired or the agent has departed; `NotFound` without such a pair.
pub(crate) async fn check_standing<R: From<StandingRefusal>>(
    connection: &mut PgConnection,
    agent: AgentId,
    funder: PartnerId,
) -> Result<(), Error<R>> {
    let row = sqlx::query!(
        r#"select p.status = 'active' as "funder_active!", p.licence_expires_on as funder_licensed_until,
                  a.licence_expires_on as agent_licensed_until, a.departed_for is not null as "agent_departed!",
                  b.open_on as today
           from partners p, agents a, business_day b where p.id = $1 and a.id = $2"#,
        funder.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Error::NotFound)?;
    let standing = Standing {
        funder_active: row.funder_active,
        funder_licensed_until: row.funder_licensed_until,
        agent_licensed_until: row.agent_licensed_until,
        agent_departed: row.agent_departed,
    };
    standing.check(row.today).map_err(|refusal| Error::Refused(refusal.into()))
}
