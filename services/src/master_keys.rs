//! The file of the master keys, with which personal data and secrets are sealed in the database.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::hexadecimal;

use crate::{
    sealed::{KeysError, MasterKeys},
    secret_file,
};

/// What a new file begins with.
const HEAD: &str =
    "# Lianrong's master keys: the first seals, all open; the index key finds equal values and never changes.
# Whoever loses this file loses what is sealed. Keep a copy away from the database and its backups.
";

/// Why there are no master keys.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeysError {
    #[error("{path}: {source}; `lianrong master-key` makes the file")]
    Missing { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    Keys { path: PathBuf, source: KeysError },
    #[error("no random bytes for a new key: {0}")]
    Randomness(getrandom::Error),
}

/// Reads the file.
///
/// # Errors
/// When it is missing or holds something else.
pub fn load(path: &Path) -> Result<MasterKeys, MasterKeysError> {
    let text = fs::read_to_string(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => MasterKeysError::Missing { path: path.to_owned(), source },
        _ => MasterKeysError::File { path: path.to_owned(), source },
    })?;
    MasterKeys::read(&text).map_err(|source| MasterKeysError::Keys { path: path.to_owned(), source })
}

/// Puts a new key before the others, and makes the file where there is none.
///
/// # Errors
/// When the file holds something else, or cannot be written.
pub fn add(path: &Path) -> Result<(), MasterKeysError> {
    let file_error = |source| MasterKeysError::File { path: path.to_owned(), source };
    let before = match load(path) {
        Ok(_) => fs::read_to_string(path).map_err(file_error)?,
        Err(MasterKeysError::Missing { .. }) => format!("{HEAD}index {}\n", random()?),
        Err(other) => return Err(other),
    };
    let (comments, lines): (Vec<&str>, Vec<&str>) = before.lines().partition(|line| line.starts_with('#'));
    let new = format!("key {}", random()?);
    let text: String =
        comments.into_iter().chain([new.as_str()]).chain(lines).map(|line| format!("{line}\n")).collect();
    secret_file::replace(path, &text).map_err(file_error)
}

/// 32 random bytes in hexadecimal.
fn random() -> Result<String, MasterKeysError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(MasterKeysError::Randomness)?;
    Ok(hexadecimal::text(&bytes))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use uuid::Uuid;

    use super::*;
    use crate::sealed::Place;

    #[test]
    fn a_new_key_seals_and_the_old_ones_still_open() {
        let folder = std::env::temp_dir().join(format!("lianrong-master-keys-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let path = folder.join("master.keys");
        assert!(matches!(load(&path), Err(MasterKeysError::Missing { .. })));
        add(&path).unwrap();
        let first = load(&path).unwrap();
        add(&path).unwrap();
        let second = load(&path).unwrap();
        let place = Place { table: "users", column: "totp_secret", row: Uuid::nil() };
        let sealed = first.seal(place, b"secret", &|buffer| buffer.fill(7)).unwrap();
        assert_eq!(second.open(place, &sealed).unwrap(), b"secret");
        let sealed = second.seal(place, b"secret", &|buffer| buffer.fill(7)).unwrap();
        assert!(first.open(place, &sealed).is_err(), "sealed with the new key");
        assert_eq!(first.blind_index("phone", "1"), second.blind_index("phone", "1"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);

        fs::write(&path, "something else").unwrap();
        assert!(matches!(add(&path), Err(MasterKeysError::Keys { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "something else", "what is no file of keys stays");
        fs::remove_dir_all(&folder).unwrap();
    }
}
