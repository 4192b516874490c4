//! Brings everything that is sealed under the first master key, after a new one was put before the others. What lies in clear
//! from before anything was sealed is sealed.

use domain::{
    application::Contact,
    id::{ApplicationId, BindingId, CardId, KeyId, SigningId, UserId},
};
use sqlx::PgConnection;

use crate::{
    Context, Db, Error, application, binding, callback, card, debt_transfer,
    error::{Failure, Never},
    export,
    identity::{Factor, SECRET_BYTES, mobile_place},
    party::SharedSecret,
    sealed::Seals,
    signing,
};

/// How many rows of a table are locked at once.
const ROWS: i64 = 100;

/// Seals and wraps anew. Returns how many rows it was; a second run finds none.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; without a master key that something was sealed with.
pub async fn reseal(db: &Db, context: &Context) -> Result<u64, Error<Never>> {
    context.system_only::<Never>()?;
    let mut rows = 0;
    loop {
        let seals = db.seals().clone();
        let done: u64 = db
            .note(context, move |connection| {
                Box::pin(async move {
                    let newest = seals.newest().map_err(Error::Failed)?;
                    let users = reseal_users(connection, &seals, &newest).await?;
                    let applications = reseal_applications(connection, &seals, &newest).await?;
                    let attachments = application::reseal_attachments(connection, &seals, &newest).await?;
                    let documents = debt_transfer::reseal_documents(connection, &seals, &newest).await?;
                    let bindings = reseal_bindings(connection, &seals, &newest).await?;
                    let cards = reseal_cards(connection, &seals, &newest).await?;
                    let agreements = callback::reseal(connection, &seals, &newest).await?;
                    let keys = reseal_keys(connection, &seals, &newest).await?;
                    let exports = export::reseal(connection, &seals, &newest).await?;
                    Ok(users + applications + attachments + documents + bindings + cards + agreements + keys + exports)
                })
            })
            .await?;
        rows += done;
        if done == 0 {
            return Ok(rows);
        }
    }
}

async fn reseal_users(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        "select id, totp_secret, totp_pending, mobile_sealed from users
         where substring(totp_secret from 1 for 5) <> $1 or substring(totp_pending from 1 for 5) <> $1
             or substring(mobile_sealed from 1 for 5) <> $1
         limit $2 for update",
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    let again = |factor: Factor, user, stored: Option<Vec<u8>>| -> Result<Option<Vec<u8>>, Failure> {
        let place = factor.place(UserId(user));
        let seal = |stored: Vec<u8>| match stored.len() {
            SECRET_BYTES => seals.seal(place, &stored),
            _ => seals.rewrap(place, &stored),
        };
        stored.map(seal).transpose()
    };
    let mut done = 0;
    for row in rows {
        let secret = again(Factor::InForce, row.id, row.totp_secret).map_err(Error::Failed)?;
        let pending = again(Factor::Waiting, row.id, row.totp_pending).map_err(Error::Failed)?;
        let mobile = row.mobile_sealed.map(|stored| seals.rewrap(mobile_place(UserId(row.id)), &stored));
        sqlx::query!(
            "update users set totp_secret = $2, totp_pending = $3, mobile_sealed = $4 where id = $1",
            row.id,
            secret,
            pending,
            mobile.transpose().map_err(Error::Failed)?
        )
        .execute(&mut *connection)
        .await?;
        done += 1;
    }
    Ok(done)
}

async fn reseal_applications(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        "select id, contact, form->>'contact_name' as name, form->>'contact_phone' as phone,
                form->>'business_address' as address
         from applications where form ? 'contact_name' or substring(contact from 1 for 5) <> $1
         limit $2 for update",
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut done = 0;
    for row in rows {
        let id = ApplicationId(row.id);
        match (row.name, row.contact) {
            // A form from before contacts were sealed.
            (Some(name), _) => {
                let (phone, address) = (row.phone.unwrap_or_default(), row.address.unwrap_or_default());
                application::seal_contact(connection, seals, id, &Contact { name, phone, address }).await?;
            }
            (None, Some(sealed)) => {
                let sealed = seals.rewrap(application::contact_place(id), &sealed).map_err(Error::Failed)?;
                sqlx::query!("update applications set contact = $2 where id = $1", row.id, sealed)
                    .execute(&mut *connection)
                    .await?;
            }
            (None, None) => {}
        }
        done += 1;
    }
    Ok(done)
}

/// Payers of signings, and the network's numbers of bindings.
async fn reseal_bindings(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        "select id, payer from signings where substring(payer from 1 for 5) <> $1 limit $2 for update",
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut done = 0;
    for row in rows {
        let sealed = seals.rewrap(signing::payer_place(SigningId(row.id)), &row.payer).map_err(Error::Failed)?;
        sqlx::query!("update signings set payer = $2 where id = $1", row.id, sealed).execute(&mut *connection).await?;
        done += 1;
    }
    let rows = sqlx::query!(
        "select id, agreement_no from bindings where substring(agreement_no from 1 for 5) <> $1 limit $2 for update",
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let place = binding::agreement_place(BindingId(row.id));
        let sealed = seals.rewrap(place, &row.agreement_no).map_err(Error::Failed)?;
        sqlx::query!("update bindings set agreement_no = $2 where id = $1", row.id, sealed)
            .execute(&mut *connection)
            .await?;
        done += 1;
    }
    Ok(done)
}

/// Payers of agents' own cards, and the network's numbers of their agreements.
async fn reseal_cards(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        "select id, payer, agreement_no from cards
         where substring(payer from 1 for 5) <> $1 or substring(agreement_no from 1 for 5) <> $1
         limit $2 for update",
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut done = 0;
    for row in rows {
        let id = CardId(row.id);
        let payer = seals.rewrap(card::payer_place(id), &row.payer).map_err(Error::Failed)?;
        let agreement_no = row.agreement_no.map(|sealed| seals.rewrap(card::agreement_place(id), &sealed));
        sqlx::query!(
            "update cards set payer = $2, agreement_no = $3 where id = $1",
            row.id,
            payer,
            agreement_no.transpose().map_err(Error::Failed)?
        )
        .execute(&mut *connection)
        .await?;
        done += 1;
    }
    Ok(done)
}

/// The secrets that partners' systems share with us.
async fn reseal_keys(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        r#"select id, secret as "secret!" from partner_keys where substring(secret from 1 for 5) <> $1 limit $2 for update"#,
        newest,
        ROWS
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut done = 0;
    for row in rows {
        let secret = seals.rewrap(SharedSecret::place(KeyId(row.id)), &row.secret).map_err(Error::Failed)?;
        sqlx::query!("update partner_keys set secret = $2 where id = $1", row.id, secret)
            .execute(&mut *connection)
            .await?;
        done += 1;
    }
    Ok(done)
}
