//! What people call the things that the trail names.

use std::collections::HashMap;

use domain::id::parts;
use sqlx::PgConnection;
use uuid::Uuid;

/// What these things are called, by what the trail calls them: a number, a name, a file. What has none is not there.
pub(crate) async fn names_of(
    connection: &mut PgConnection,
    subjects: &[String],
) -> Result<HashMap<String, String>, sqlx::Error> {
    let (mut known, mut concepts, mut ids) = (Vec::new(), Vec::new(), Vec::<Uuid>::new());
    for subject in subjects {
        if let Some((concept, id)) = parts(subject) {
            known.push(subject.clone());
            concepts.push(concept.to_owned());
            ids.push(id);
        }
    }
    // The limit keeps the tables apart: of each thing only its own is looked into, by its key.
    let rows = sqlx::query!(
        r#"select t.subject as "subject!", n.name as "name!"
           from unnest($1::text[], $2::text[], $3::uuid[]) as t (subject, concept, id)
           cross join lateral (
             select shop_name as name from agents where t.concept = 'agent' and id = t.id
             union all select name from partners where t.concept = 'partner' and id = t.id
             union all select name from carriers where t.concept = 'carrier' and id = t.id
             union all select account_no from reserve_accounts where t.concept = 'reserve' and id = t.id
             union all select display_name from users where t.concept = 'user' and id = t.id
             union all select name from products where t.concept = 'product' and id = t.id
             union all select reference from wallets where t.concept = 'wallet' and id = t.id
             union all select reference from applications where t.concept = 'application' and id = t.id
             union all select reference from credit_lines where t.concept = 'line' and id = t.id
             union all select reference from draws where t.concept = 'draw' and id = t.id
             union all select reference from loans where t.concept = 'loan' and id = t.id
             union all select reference from repayments where t.concept = 'repayment' and id = t.id
             union all select reference from payouts where t.concept = 'payout' and id = t.id
             union all select reference from signings where t.concept = 'signing' and id = t.id
             union all select reference from debits where t.concept = 'debit' and id = t.id
             union all select reference from refunds where t.concept = 'refund' and id = t.id
             union all select reference from cards where t.concept = 'card' and id = t.id
             union all select reference from top_ups where t.concept = 'topup' and id = t.id
             union all select coalesce(nullif(bank_reference, ''), remittance) from bank_movements
                       where t.concept = 'movement' and id = t.id
             union all select alias from bindings where t.concept = 'binding' and id = t.id
             union all select alias from shares where t.concept = 'share' and id = t.id
             union all select number from debts where t.concept = 'debt' and id = t.id
             union all select number from outside_payments where t.concept = 'outside' and id = t.id
             union all select document from debt_transfers where t.concept = 'transfer' and id = t.id
             union all select settlement_id from mappings where t.concept = 'mapping' and id = t.id
             union all select settled_on::text from settlements where t.concept = 'settlement' and id = t.id
             union all select name from bank_layouts where t.concept = 'layout' and id = t.id
             union all select file_name from imports where t.concept = 'import' and id = t.id
             union all select file_name from commission_files where t.concept = 'commissions' and id = t.id
             union all select to_char(month, 'YYYY-MM') from revenue_share_invoices where t.concept = 'invoice' and id = t.id
             union all select url from endpoints where t.concept = 'endpoint' and id = t.id
             union all select key_id from partner_keys where t.concept = 'key' and id = t.id
             union all select (select reference from wallets where id = wallet_id) from freezes
                       where t.concept = 'freeze' and id = t.id
             union all select (select reference from loans where id = loan_id) from standing_orders
                       where t.concept = 'order' and id = t.id
             union all select (select reference from loans where id = loan_id) from quotes
                       where t.concept = 'quote' and id = t.id
             limit 1) n
           where n.name <> ''"#,
        &known,
        &concepts,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.subject, row.name)).collect())
}
