//! What a text means of a partner's bindings and debts. (Never what is sealed: that is found by nothing here.)

use domain::search::Sought;
use sqlx::PgConnection;
use uuid::Uuid;

/// The bindings by the partner's own alias, by their signing's number, by the payer as it is masked, and by how the card ends. None
/// without a text.
pub(crate) async fn find_bindings(
    connection: &mut PgConnection,
    partner: Uuid,
    sought: Option<&Sought>,
) -> Result<Option<Vec<Uuid>>, sqlx::Error> {
    let Some(Sought { text, ending, .. }) = sought else { return Ok(None) };
    let found = sqlx::query_scalar!(
        r#"select id as "id!" from bindings where funder_id = $1 and alias = upper($2)
           union select binding_id from shares where facilitator_id = $1 and alias = upper($2)
           union select b.id from signings s join bindings b on b.signing_id = s.id
                 where s.funder_id = $1 and s.reference = upper($2)
           union select b.id from signings s join bindings b on b.signing_id = s.id
                 where s.funder_id = $1 and s.payer_masked in ($2, $2 || '*')
           union select b.id from signings s join bindings b on b.signing_id = s.id
                 where s.funder_id = $1 and s.card_masked = '**** ' || $3::text
           union select binding_id from shares where facilitator_id = $1 and payer_masked in ($2, $2 || '*')
           union select binding_id from shares where facilitator_id = $1 and card_masked = '**** ' || $3"#,
        partner,
        text,
        ending.as_deref(),
    );
    Ok(Some(found.fetch_all(connection).await?))
}

/// The debts by their number, and those that such a binding pays. None without a text.
pub(crate) async fn find_debts(
    connection: &mut PgConnection,
    partner: Uuid,
    sought: Option<&Sought>,
) -> Result<Option<Vec<Uuid>>, sqlx::Error> {
    let bindings = find_bindings(connection, partner, sought).await?;
    let Some((sought, bindings)) = sought.zip(bindings) else { return Ok(None) };
    let found = sqlx::query_scalar!(
        r#"select id as "id!" from debts
           where number = $2 and funder_id = $1
           union select id from debts where number = $2 and facilitator_id = $1
           union select id from debts where binding_id = any($3)"#,
        partner,
        sought.text,
        &bindings,
    );
    Ok(Some(found.fetch_all(connection).await?))
}
