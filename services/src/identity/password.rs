//! Passwords: argon2id, off the async threads, two at a time.

use std::sync::LazyLock;

use argon2::{
    Argon2, PasswordHasher, PasswordVerifier,
    password_hash::{self, phc::PasswordHash},
};
use domain::identity::PASSWORD_LIMIT;
use tokio::sync::Semaphore;

use crate::error::Failure;

/// Each hash takes 19 MiB and a core for a while: a flood of sign-ins must not take all of both.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What a password is compared with when nobody has the name, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let hash = Argon2::default().hash_password_with_salt(b"nobody", b"nobody's own salt");
    hash.map(|hash: PasswordHash| hash.to_string()).unwrap_or_default()
});

/// Hashes a password for storage, with the first half of `salt`.
///
/// # Errors
/// When the password is longer than [`PASSWORD_LIMIT`], or the machine cannot give the memory.
pub async fn hash_password(password: &str, salt: [u8; 32]) -> Result<String, Failure> {
    if password.chars().count() > PASSWORD_LIMIT {
        return Err("the password is too long".into());
    }
    let password = password.to_owned();
    off_the_async_threads(move || {
        let (salt, _) = salt.split_at(16);
        let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether `password` is the one behind `hash`. Without a hash the answer is no, after as long a time.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool, Failure> {
    if password.chars().count() > PASSWORD_LIMIT {
        return Ok(false);
    }
    off_the_async_threads(move || {
        // Looked at either way: it is computed once, and that once must not tell a known name from an unknown.
        let nobody = NOBODY.as_str();
        let expected = PasswordHash::new(hash.as_deref().unwrap_or(nobody))?;
        match Argon2::default().verify_password(password.as_bytes(), &expected) {
            Ok(()) => Ok(hash.is_some()),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    // The permit goes with the work: a caller who goes away does not make room for another hash while this one runs.
    let permit = AT_ONCE.acquire().await?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let hash = hash_password("出门看天气 42", [7; 32]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("出门看天气 42".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify("出门看天气 43".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify(String::new(), Some(hash.clone())).await.unwrap());
        assert!(!verify("x".repeat(PASSWORD_LIMIT + 1), Some(hash)).await.unwrap());
        assert_ne!(hash_password("same", [1; 32]).await.unwrap(), hash_password("same", [2; 32]).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password_though_the_work_is_the_same() {
        assert!(!verify("nobody".to_owned(), None).await.unwrap());
        let (nobody, real) = (PasswordHash::new(&NOBODY).unwrap(), hash_password("real", [3; 32]).await.unwrap());
        assert_eq!(nobody.params, PasswordHash::new(&real).unwrap().params);
    }

    #[tokio::test]
    async fn an_endless_password_is_not_hashed() {
        assert!(hash_password(&"x".repeat(PASSWORD_LIMIT + 1), [0; 32]).await.is_err());
        assert!(hash_password(&"长".repeat(PASSWORD_LIMIT), [0; 32]).await.is_ok());
    }
}
