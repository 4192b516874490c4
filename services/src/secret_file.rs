//! Files with secrets in them, which only their owner may read. Each is written whole under a name of its own first:
//! nobody reads half of it.

use std::{fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Puts a file in the place of what was there.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    write(path, text, |draft| fs::rename(draft, path))
}

/// Makes a file where there is none. Several may try at once: whoever comes first wins, and what is there stays.
///
/// # Errors
/// When it cannot be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    write(path, text, |draft| {
        let linked = match fs::hard_link(draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        };
        linked.and(fs::remove_file(draft))
    })
}

fn write(path: &Path, text: &str, put: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| put(&draft));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_made_once_replaced_whole_and_leaves_no_draft() {
        let folder = std::env::temp_dir().join(format!("lianrong-secret-file-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let path = folder.join("deep/secret.key");
        type Put = fn(&Path, &str) -> io::Result<()>;
        let steps: [(Put, &str, &str); 3] =
            [(create, "first", "first"), (create, "second", "first"), (replace, "third", "third")];
        for (put, text, content) in steps {
            put(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        }
        fs::create_dir(folder.join("a-folder")).unwrap();
        assert!(replace(&folder.join("a-folder"), "x").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no draft is left of what failed");
        fs::remove_dir_all(&folder).unwrap();
    }
}
