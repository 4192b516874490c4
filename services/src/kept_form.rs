//! Forms that were sent back: what was typed waits here until the page shows it again, and no longer than a quarter of
//! an hour. It is enciphered with the marker that the page's address carries, so that neither the database nor the
//! address alone tells it; and only the session that typed it reads it, once.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, array::Array},
};
use domain::{hexadecimal, id::SessionId};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::Duration;

use crate::{Actor, Context, Db, Error, error::Never};

/// The longest content, in bytes.
pub const CONTENT_LIMIT: usize = 32 * 1024;
/// How long a form is kept.
const KEPT_FOR: Duration = Duration::minutes(15);
/// How many forms of one session, the last ones: each tab has one at a time.
const KEPT_BY_SESSION: i64 = 10;

/// Keeps content for the page of a session, and returns the marker under which the page finds it.
///
/// # Errors
/// When the content is longer than [`CONTENT_LIMIT`], or the database fails.
pub async fn keep(db: &Db, session: SessionId, content: &[u8]) -> Result<String, Error<Never>> {
    if content.len() > CONTENT_LIMIT {
        return Err(Error::defect("more was typed than is kept"));
    }
    let marker = hexadecimal::text(&db.secret());
    let sealed =
        cipher(&marker).encrypt(&ONCE, content).map_err(|_| Error::defect("a form could not be enciphered"))?;
    let (hash, at) = (hash(&marker), db.true_now());
    db.note(&nobody(), move |connection| {
        Box::pin(async move {
            sqlx::query!(
                "insert into kept_forms (marker_hash, session_id, content, kept_at) values ($1, $2, $3, $4)",
                hash,
                session.0,
                sealed,
                at
            )
            .execute(&mut *connection)
            .await?;
            sqlx::query!(
                "delete from kept_forms where session_id = $1 and marker_hash not in
                     (select marker_hash from kept_forms where session_id = $1 order by kept_at desc limit $2)",
                session.0,
                KEPT_BY_SESSION
            )
            .execute(connection)
            .await?;
            Ok(())
        })
    })
    .await?;
    Ok(marker)
}

/// What was kept under a marker for this session. It is told once.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &Db, session: SessionId, marker: &str) -> Result<Option<Vec<u8>>, Error<Never>> {
    let (hash, since) = (hash(marker), db.true_now() - KEPT_FOR);
    let sealed = db
        .note(&nobody(), move |connection| {
            Box::pin(async move {
                let row = sqlx::query!(
                    "select session_id, content from kept_forms where marker_hash = $1 and kept_at > $2 for update",
                    hash,
                    since
                )
                .fetch_optional(&mut *connection)
                .await?;
                let Some(row) = row.filter(|row| row.session_id == session.0) else { return Ok(None) };
                sqlx::query!("delete from kept_forms where marker_hash = $1", hash).execute(connection).await?;
                Ok::<_, Error<Never>>(Some(row.content))
            })
        })
        .await?;
    Ok(sealed.and_then(|sealed| cipher(marker).decrypt(&ONCE, sealed.as_slice()).ok()))
}

/// Whoever signs in again where a session of theirs has ended finds what they typed too late.
pub(crate) async fn hand_over(
    connection: &mut PgConnection,
    ended_token_hash: &[u8],
    session: SessionId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update kept_forms set session_id = $2
         from sessions ended join sessions begun on begun.user_id = ended.user_id
         where kept_forms.session_id = ended.id and ended.token_hash = $1 and begun.id = $2",
        ended_token_hash,
        session.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets forms that no page has read in time. Returns how many.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn forget(db: &Db, context: &Context) -> Result<u64, Error<Never>> {
    context.system_only()?;
    let until = db.true_now() - KEPT_FOR;
    db.note(context, move |connection| {
        Box::pin(async move {
            let gone = sqlx::query!("delete from kept_forms where kept_at <= $1", until).execute(connection).await?;
            Ok(gone.rows_affected())
        })
    })
    .await
}

/// A key enciphers one content, so that its nonce need not differ from another's.
const ONCE: Nonce<aes_gcm::aead::consts::U12> = Array([0; 12]);

fn cipher(marker: &str) -> Aes256Gcm {
    Aes256Gcm::new(&Array(Sha256::digest(format!("the key of a kept form\n{marker}")).into()))
}

fn hash(marker: &str) -> Vec<u8> {
    Sha256::digest(marker).to_vec()
}

fn nobody() -> Context {
    Context::new(Actor::Nobody, String::new())
}
