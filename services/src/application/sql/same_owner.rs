//! What else a funder has lent to the owner of a shop.

use domain::{
    Amount,
    id::{AgentId, ApplicationId},
};
use sqlx::PgConnection;

use super::super::same_owner::{OwnerExposure, OwnerLine};
use crate::Error;

/// How many lines are named; the sums are of all.
const NAMED: i64 = 20;

/// The other lines of an application's funder with shops of the same licence or of a legal person of the same name: the
/// certain ones first.
pub async fn find_owner_exposure<R>(
    connection: &mut PgConnection,
    application: ApplicationId,
) -> Result<OwnerExposure, Error<R>> {
    let rows = sqlx::query!(
        r#"select c.reference, c.agent_id, g.shop_name, c.state, c.limit_fen, c.outstanding_fen,
                  g.licence_no = me.licence_no as "same_licence!", count(*) over () as "lines!",
                  (sum(c.limit_fen) over ())::bigint as "all_limit_fen!",
                  (sum(c.outstanding_fen) over ())::bigint as "all_outstanding_fen!"
           from applications a
           join agents me on me.id = a.agent_id
           join agents g on g.licence_no = me.licence_no or g.legal_person = me.legal_person
           join credit_lines c on c.agent_id = g.id and c.funder_id = a.funder_id and c.application_id <> a.id
           where a.id = $1 and c.state <> 'closed'
           order by 7 desc, c.outstanding_fen desc, c.id limit $2"#,
        application.0,
        NAMED
    )
    .fetch_all(connection)
    .await?;
    let Some(first) = rows.first() else { return Ok(OwnerExposure::default()) };
    let (lines, limit, outstanding) =
        (first.lines, Amount::from_fen(first.all_limit_fen), Amount::from_fen(first.all_outstanding_fen));
    let named = rows
        .into_iter()
        .map(|row| {
            Ok(OwnerLine {
                reference: row.reference.parse().map_err(Error::defect)?,
                agent: AgentId(row.agent_id),
                shop_name: row.shop_name,
                state: row.state.parse().map_err(Error::defect)?,
                limit: Amount::from_fen(row.limit_fen),
                outstanding: Amount::from_fen(row.outstanding_fen),
                same_licence: row.same_licence,
            })
        })
        .collect::<Result<_, Error<R>>>()?;
    Ok(OwnerExposure { lines, limit, outstanding, named })
}
