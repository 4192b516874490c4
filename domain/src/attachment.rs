//! Files that an agent attaches to its application. What a file is, its content says, and not its name or whoever sends it.

mod whole;

use serde::{Deserialize, Serialize};

use crate::application::ApplicationState;

/// The most files of a draft, and how many more of an application whose funder has asked for something.
pub const MOST: usize = 5;
const MORE: usize = 5;
/// The largest file, in bytes: 10 MB.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// The longest name that is kept, in characters, without what says its kind.
const NAME_LIMIT: usize = 60;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    Pdf,
    Jpeg,
    Png,
}

codes!(Media {
    Pdf => "pdf",
    Jpeg => "jpeg",
    Png => "png",
});

/// Why a file is not attached, or not removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AttachmentRefusal {
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than 10 MB")]
    TooLarge,
    #[error("by its content it is no document and no picture")]
    Unknown,
    #[error("the file breaks off, or another one lies in it")]
    NotWhole,
    #[error("there are {most} already")]
    TooMany { most: usize },
    #[error("the same file is attached already")]
    Twice,
    #[error("files are attached to a draft, or when the funder has asked for something")]
    NotNow,
    #[error("only what is attached to a draft is removed")]
    Submitted,
}

impl AttachmentRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "attachment.empty",
            Self::TooLarge => "attachment.too_large",
            Self::Unknown => "attachment.unknown",
            Self::NotWhole => "attachment.not_whole",
            Self::TooMany { .. } => "attachment.too_many",
            Self::Twice => "attachment.twice",
            Self::NotNow => "attachment.not_now",
            Self::Submitted => "attachment.submitted",
        }
    }
}

impl Media {
    /// What the content begins with, if it is one whole file and no other as well.
    ///
    /// # Errors
    /// When it is empty, too large, none of these, or not whole.
    pub fn of(content: &[u8]) -> Result<Self, AttachmentRefusal> {
        let media = match content {
            [] => return Err(AttachmentRefusal::Empty),
            _ if content.len() > LARGEST => return Err(AttachmentRefusal::TooLarge),
            _ if content.starts_with(whole::PDF) => Self::Pdf,
            _ if content.starts_with(whole::JPEG) => Self::Jpeg,
            _ if content.starts_with(whole::PNG) => Self::Png,
            _ => return Err(AttachmentRefusal::Unknown),
        };
        if whole::is_whole(media, content) { Ok(media) } else { Err(AttachmentRefusal::NotWhole) }
    }

    /// As a browser is told it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// What files of this kind are called at the end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// A name for the file, made of the letters and digits of the one that it was sent under: `C:\照片 1.exe` is `照片_1.png`.
    #[must_use]
    pub fn named(self, sent: &str) -> String {
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let stem: String = stem
            .chars()
            .map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' })
            .take(NAME_LIMIT)
            .collect();
        let stem = stem.trim_matches('_');
        let stem = if stem.is_empty() { "file" } else { stem };
        format!("{stem}.{}", self.ending())
    }
}

/// Whether another file may be attached to an application in this state that has so many.
///
/// # Errors
/// When it is neither a draft nor waits for an answer, or has as many as it may have.
pub const fn may_attach(state: ApplicationState, attached: usize) -> Result<(), AttachmentRefusal> {
    let most = match state {
        ApplicationState::Draft => MOST,
        ApplicationState::MoreInformation => MOST.saturating_add(MORE),
        _ => return Err(AttachmentRefusal::NotNow),
    };
    if attached < most { Ok(()) } else { Err(AttachmentRefusal::TooMany { most }) }
}

/// Whether a file of an application in this state may be removed: what a funder has seen stays.
///
/// # Errors
/// When the application was submitted.
pub const fn may_remove(state: ApplicationState) -> Result<(), AttachmentRefusal> {
    match state {
        ApplicationState::Draft => Ok(()),
        _ => Err(AttachmentRefusal::Submitted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (content, expected) in [
            (&b"%PDF-1.7\n%%EOF"[..], Ok(Media::Pdf)),
            (b"\xff\xd8\xff\xda\0\x02code\xff\xd9", Ok(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\0IHDRCRC.\0\0\0\0IENDCRC.", Ok(Media::Png)),
            (b"%PDF-1.7\n", Err(AttachmentRefusal::NotWhole)),
            (b"%PDF-1.7\n%%EOF\n<html>", Err(AttachmentRefusal::NotWhole)),
            (b"", Err(AttachmentRefusal::Empty)),
            (b"MZ\x90\0", Err(AttachmentRefusal::Unknown)),
            (b"<html>%PDF-1.7", Err(AttachmentRefusal::Unknown)),
            (b"\x89PNG", Err(AttachmentRefusal::Unknown)),
        ] {
            assert_eq!(Media::of(content), expected, "{content:?}");
        }
        let mut large = b"%PDF-".to_vec();
        large.resize(LARGEST - 5, b' ');
        large.extend(b"%%EOF");
        assert_eq!(Media::of(&large), Ok(Media::Pdf));
        large.push(b' ');
        assert_eq!(Media::of(&large), Err(AttachmentRefusal::TooLarge));
    }

    #[test]
    fn a_name_is_made_of_what_harms_nobody_and_ends_as_the_content_does() {
        for (sent, expected) in [
            ("营业执照.pdf", "营业执照.pdf"),
            ("C:\\用户\\照片 1.exe", "照片_1.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("a\"; filename=\"b.html", "a___filename__b.pdf"),
            ("x\r\nSet-Cookie: y.pdf", "x__Set-Cookie__y.pdf"),
            ("...", "file.pdf"),
            ("", "file.pdf"),
        ] {
            assert_eq!(Media::Pdf.named(sent), expected, "{sent:?}");
        }
        assert_eq!(Media::Jpeg.named(&"长".repeat(300)).chars().count(), NAME_LIMIT + ".jpg".len());
    }

    #[test]
    fn files_come_with_a_draft_and_with_an_answer_and_what_was_seen_stays() {
        for state in ApplicationState::ALL {
            let most = match state {
                ApplicationState::Draft => 5,
                ApplicationState::MoreInformation => 10,
                _ => {
                    assert_eq!(may_attach(state, 0), Err(AttachmentRefusal::NotNow), "{}", state.code());
                    continue;
                }
            };
            assert_eq!(may_attach(state, most - 1), Ok(()));
            assert_eq!(may_attach(state, most), Err(AttachmentRefusal::TooMany { most }));
            assert_eq!(may_remove(state).is_ok(), state == ApplicationState::Draft);
        }
        assert_eq!(may_remove(ApplicationState::Submitted), Err(AttachmentRefusal::Submitted));
    }
}
