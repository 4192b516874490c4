//! The institution's own key, with which every answer to a partner is signed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};

use crate::secret_file;

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum ServerKeyError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{path} holds no Ed25519 private key in PEM (PKCS #8)")]
    NoKey { path: PathBuf },
    #[error("no random bytes for a new key: {0}")]
    Randomness(getrandom::Error),
}

/// Loads the key from a PEM file. Where there is none, a new key is made, and beside it a file `.pub` for partners: the
/// public key's 32 bytes in base 64, one line. Several processes may start at once: all end with the same key.
///
/// # Errors
/// When the files cannot be read or written, or hold something else.
pub fn load_or_create(path: &Path) -> Result<SigningKey, ServerKeyError> {
    let file_error = |source| ServerKeyError::File { path: path.to_owned(), source };
    if !path.exists() {
        create(path)?;
    }
    let pem = fs::read_to_string(path).map_err(file_error)?;
    let key = SigningKey::from_pkcs8_pem(&pem).map_err(|_| ServerKeyError::NoKey { path: path.to_owned() })?;
    let public = format!("{}\n", STANDARD.encode(key.verifying_key().as_bytes()));
    let public_path = path.with_extension("pub");
    if fs::read_to_string(&public_path).ok().as_deref() != Some(public.as_str()) {
        fs::write(&public_path, public).map_err(file_error)?;
    }
    Ok(key)
}

fn create(path: &Path) -> Result<(), ServerKeyError> {
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(ServerKeyError::Randomness)?;
    // Without the public key: that would be the second version of the format, which OpenSSL does not read.
    let key = KeypairBytes { secret_key: seed, public_key: None };
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| ServerKeyError::NoKey { path: path.to_owned() })?;
    secret_file::create(path, &pem).map_err(|source| ServerKeyError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("lianrong-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_key_that_was_made_is_found_again() {
        let folder = Folder::new("server-key");
        let path = folder.0.join("platform.pem");
        let made = load_or_create(&path).unwrap();
        assert_eq!(load_or_create(&path).unwrap().to_bytes(), made.to_bytes());
        let public = fs::read_to_string(path.with_extension("pub")).unwrap();
        assert_eq!(STANDARD.decode(public.trim_end()).unwrap(), made.verifying_key().as_bytes());
        let permissions = fs::metadata(&path).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
    }

    #[test]
    fn a_key_in_the_first_version_of_the_format_is_written_and_read() {
        let folder = Folder::new("first-version");
        let path = folder.0.join("platform.pem");
        let made = load_or_create(&path).unwrap();
        let pem = fs::read_to_string(&path).unwrap();
        let written: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let written = STANDARD.decode(written).unwrap();
        assert_eq!((written.len(), &written[16..]), (48, &made.to_bytes()[..]), "without the public key");
        // What `openssl genpkey -algorithm ed25519` writes; the example of RFC 8410.
        let openssl = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
                       -----END PRIVATE KEY-----\n";
        fs::write(&path, openssl).unwrap();
        let public = load_or_create(&path).unwrap().verifying_key().to_bytes();
        assert_eq!(STANDARD.encode(public), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    }

    #[test]
    fn a_file_that_is_no_key_is_an_error_and_stays() {
        let folder = Folder::new("no-key");
        fs::create_dir_all(&folder.0).unwrap();
        let path = folder.0.join("platform.pem");
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(load_or_create(&path), Err(ServerKeyError::NoKey { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "not a key");
    }
}
