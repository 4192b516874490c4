//! A pack: facts for programs and for people, with a manifest of both, in one file whose bytes depend on nothing else.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _, Write as _},
};

use domain::{hexadecimal, role::Party};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::sql::{self, IssuedPack};
use crate::{Context, Db, Error, error::Never};

const FACTS: &str = "evidence.json";
const PAGE: &str = "evidence.html";
const MANIFEST: &str = "manifest.txt";
/// Where the files lie that are kept with transfers.
const DOCUMENTS: &str = "documents/";
/// What stands before the digest over the other lines of a manifest.
const OF_ALL: &str = "digest";
/// The most bytes that one of its files may have when it is read.
const MOST: u64 = 100_000_000;

type Digest32 = [u8; 32];

/// A pack of evidence as it is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    pub bytes: Vec<u8>,
    /// Over the lines of its manifest.
    pub digest: Digest32,
}

/// What a file that is said to be a pack turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackVerdict {
    /// Byte for byte what we have given out.
    Issued(IssuedPack),
    /// Its contents are what we have given out, in another wrapping.
    Repacked(IssuedPack),
    /// It fits together, and is none of ours.
    NotIssued,
    /// One of its files is not what its manifest says.
    Altered(String),
    /// No pack, or a damaged one.
    Unreadable,
}

impl Pack {
    /// Of facts in their one form, a page that shows them, and the documents that they name.
    pub(super) fn of(facts: &str, page: String, documents: Vec<(String, Vec<u8>)>) -> ZipResult<Self> {
        let mut files = BTreeMap::from([
            (FACTS.to_owned(), format!("{facts}\n").into_bytes()),
            (PAGE.to_owned(), page.into_bytes()),
        ]);
        files.extend(documents.into_iter().map(|(name, content)| (format!("{DOCUMENTS}{name}"), content)));
        let (manifest, digest) = manifest(&files);
        files.insert(MANIFEST.to_owned(), manifest.into_bytes());
        Ok(Self { bytes: wrapped(&files)?, digest })
    }

    pub(super) fn file_digest(&self) -> Digest32 {
        Sha256::digest(&self.bytes).into()
    }
}

/// A line for each file, as the usual tools write them, and one for all of these lines.
fn manifest(files: &BTreeMap<String, Vec<u8>>) -> (String, Digest32) {
    let lines: String = files.iter().map(|(name, content)| line(name, content)).collect();
    let digest: Digest32 = Sha256::digest(&lines).into();
    (format!("{lines}{OF_ALL} {}\n", hexadecimal::text(&digest)), digest)
}

fn line(name: &str, content: &[u8]) -> String {
    format!("{}  {name}\n", hexadecimal::text(&Sha256::digest(content)))
}

/// Files in the order of their names, as they are, and of no time.
fn wrapped(files: &BTreeMap<String, Vec<u8>>) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The three files of a pack, and its documents; none where anything else is in it.
fn unwrapped(bytes: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let part = archive.by_index(place).ok()?;
        let name = part.name().ok()?.to_string();
        let mut content = Vec::new();
        let read = part.take(MOST).read_to_end(&mut content).ok()?;
        if u64::try_from(read).ok()? == MOST {
            return None;
        }
        // A name that stands twice would say nothing of the first.
        if files.insert(name, content).is_some() {
            return None;
        }
    }
    let own = files.keys().map(String::as_str).filter(|name| !name.starts_with(DOCUMENTS));
    own.eq([PAGE, FACTS, MANIFEST]).then_some(files)
}

/// The digest of a pack whose files are what its manifest says, or else which is not.
fn checked(mut files: BTreeMap<String, Vec<u8>>) -> Result<Digest32, String> {
    let said = String::from_utf8(files.remove(MANIFEST).unwrap_or_default()).map_err(|_| MANIFEST.to_owned())?;
    let (manifest, digest) = manifest(&files);
    if said == manifest {
        return Ok(digest);
    }
    let changed = files.into_iter().find(|(name, content)| !said.contains(&line(name, content)));
    Err(changed.map_or_else(|| MANIFEST.to_owned(), |(name, _)| name))
}

/// Says whether a file is a pack that we have given out, unchanged.
///
/// # Errors
/// `Forbidden` outside of the institution.
pub async fn verify_pack(db: &Db, context: &Context, bytes: Vec<u8>) -> Result<PackVerdict, Error<Never>> {
    if context.party() != Party::Institution {
        return Err(Error::Forbidden);
    }
    let read = tokio::task::spawn_blocking(move || {
        let file_digest: Digest32 = Sha256::digest(&bytes).into();
        unwrapped(&bytes).map(|files| (checked(files), file_digest))
    });
    let (digest, file_digest) = match read.await.map_err(Error::defect)? {
        Some((Ok(digest), file_digest)) => (digest, file_digest),
        Some((Err(name), _)) => return Ok(PackVerdict::Altered(name)),
        None => return Ok(PackVerdict::Unreadable),
    };
    db.read(context, move |connection| {
        Box::pin(async move {
            Ok(match sql::find_pack(connection, &digest, &file_digest).await? {
                Some(pack) if pack.same_file => PackVerdict::Issued(pack),
                Some(pack) => PackVerdict::Repacked(pack),
                None => PackVerdict::NotIssued,
            })
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Pack {
        Pack::of(r#"{"a":"1.00"}"#, "<p>甲</p>".to_owned(), Vec::new()).unwrap()
    }

    #[test]
    fn a_manifest_has_a_line_for_each_file_and_one_for_all() {
        let files = unwrapped(&made().bytes).unwrap();
        let said = String::from_utf8(files[MANIFEST].clone()).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 3);
        // What `sha256sum` says of the facts and the line's end.
        assert_eq!(lines[0], format!("{}  evidence.html", hexadecimal::text(&Sha256::digest("<p>甲</p>"))));
        assert_eq!(lines[1], format!("{}  evidence.json", hexadecimal::text(&Sha256::digest("{\"a\":\"1.00\"}\n"))));
        let of_all = Sha256::digest(format!("{}\n{}\n", lines[0], lines[1]));
        assert_eq!(lines[2], format!("digest {}", hexadecimal::text(&of_all)));
        assert_eq!(checked(files), Ok(made().digest));
    }

    #[test]
    fn documents_lie_in_a_pack_and_are_of_its_digest() {
        let of = |content: &[u8]| {
            let documents = vec![("协议.pdf".to_owned(), content.to_vec())];
            Pack::of("{}", "<p>甲</p>".to_owned(), documents).unwrap()
        };
        let mut files = unwrapped(&of(b"%PDF-1").bytes).unwrap();
        assert_eq!(files.len(), 4);
        assert_eq!(checked(files.clone()), Ok(of(b"%PDF-1").digest));
        assert_ne!(of(b"%PDF-1").digest, of(b"%PDF-2").digest);
        let document = format!("{DOCUMENTS}协议.pdf");
        files.get_mut(&document).unwrap().push(b' ');
        assert_eq!(checked(files), Err(document));
    }

    #[test]
    fn the_same_facts_are_the_same_file() {
        assert_eq!(made(), made());
        let other = Pack::of(r#"{"a":"1.01"}"#, "<p>甲</p>".to_owned(), Vec::new()).unwrap();
        assert_ne!((made().digest, made().file_digest()), (other.digest, other.file_digest()));
    }

    #[test]
    fn what_is_not_as_the_manifest_says_is_named() {
        for name in [FACTS, PAGE, MANIFEST] {
            let mut files = unwrapped(&made().bytes).unwrap();
            files.get_mut(name).unwrap().push(b' ');
            assert_eq!(checked(files), Err(name.to_owned()));
        }
        assert_eq!(unwrapped(b"PK"), None);
        let mut files = unwrapped(&made().bytes).unwrap();
        files.insert("more.txt".to_owned(), Vec::new());
        assert_eq!(unwrapped(&wrapped(&files).unwrap()), None, "a pack has three files");
    }

    /// Wherever a byte is changed, the file is another, and mostly it cannot even be read.
    #[test]
    fn no_byte_can_be_changed() {
        let pack = made();
        for place in 0..pack.bytes.len() {
            let mut bytes = pack.bytes.clone();
            bytes[place] ^= 1;
            let file_digest: Digest32 = Sha256::digest(&bytes).into();
            assert_ne!(file_digest, pack.file_digest());
            let same = unwrapped(&bytes).map(checked);
            assert!(same.is_none_or(|digest| digest.is_err() || digest == Ok(pack.digest)), "at {place}");
        }
    }
}
