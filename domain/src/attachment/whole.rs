//! Whether content is one whole file of its kind, with nothing else beside it: who reads it otherwise finds no other file in it.

use super::Media;

pub(super) const PDF: &[u8] = b"%PDF-";
pub(super) const JPEG: &[u8] = b"\xff\xd8\xff";
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// How a zip's directory ends, and how far from the end of a file: a comment follows, as long as two bytes can say.
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_TAIL: usize = 22 + 0xffff;

/// What pages and other archives begin with, wherever that is.
const OTHERS: [&[u8]; 4] = [b"<html", b"<script", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"];

/// Whether the content goes to the end of its kind and no further, and no other file lies in it.
pub(super) fn is_whole(media: Media, content: &[u8]) -> bool {
    let ends = match media {
        Media::Pdf => document_ends(content),
        Media::Jpeg => pictures_end(content),
        Media::Png => chunks_end(content).is_some_and(<[u8]>::is_empty),
    };
    ends && !holds_another(content)
}

fn holds_another(content: &[u8]) -> bool {
    let tail = &content[content.len().saturating_sub(ZIP_TAIL)..];
    let begins =
        |at: usize, sign: &[u8]| content[at..].get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
    tail.windows(ZIP_END.len()).any(|window| window == ZIP_END)
        || content
            .iter()
            .enumerate()
            .any(|(at, first)| matches!(first, b'<' | b'R' | b'7') && OTHERS.iter().any(|sign| begins(at, sign)))
}

/// Behind a document's last trailer there is nothing but space.
fn document_ends(content: &[u8]) -> bool {
    const TRAILER: &[u8] = b"%%EOF";
    let space = content.iter().rev().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
    content[..content.len() - space].ends_with(TRAILER)
}

/// What is behind a picture's last chunk, if it is reached.
fn chunks_end(content: &[u8]) -> Option<&[u8]> {
    const CHECK: usize = 4;
    let mut rest = content.strip_prefix(PNG)?;
    let mut expected = Some(b"IHDR");
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        rest = after.get(length.checked_add(CHECK)?..)?;
        if expected.take().is_some_and(|first| first != kind) {
            return None;
        }
        if kind == b"IEND" {
            return (length == 0).then_some(rest);
        }
    }
}

/// A telephone puts further pictures behind the first, a brighter one say: each is whole.
fn pictures_end(content: &[u8]) -> bool {
    let mut rest = content;
    while !rest.is_empty() {
        let Some(after) = segments_end(rest) else { return false };
        let padding = after.iter().take_while(|byte| **byte == 0).count();
        rest = &after[padding..];
    }
    true
}

/// What is behind the end of the picture that stands first, if it is reached.
fn segments_end(content: &[u8]) -> Option<&[u8]> {
    const SCAN: u8 = 0xda;
    let mut rest = content.strip_prefix(b"\xff\xd8")?;
    let mut scanned = false;
    loop {
        let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
        let (marker, after) = rest[fill..].split_first()?;
        match (fill, *marker) {
            (0, _) | (_, 0 | 0xd8) => return None,
            (_, 0xd9) => return scanned.then_some(after),
            (_, 0x01 | 0xd0..=0xd7) => rest = after,
            (_, marker) => {
                let length = u16::from_be_bytes(*after.first_chunk::<2>()?);
                rest = after.get(usize::from(length.max(2))..)?;
                if marker == SCAN {
                    scanned = true;
                    // In what is coded, this byte is followed by nothing, or by a restart.
                    let coded =
                        rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7))?;
                    rest = &rest[coded..];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
    const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x02IHDR..CRC.\0\0\0\0IENDCRC.";
    const PHOTO: &[u8] = b"\xff\xd8\xff\xe0\0\x04JF\xff\xda\0\x03.code\xff\0d\xff\xd0code\xff\xff\xd9";
    const ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    const ALL: [(Media, &[u8]); 3] = [(Media::Pdf, DOCUMENT), (Media::Png, PICTURE), (Media::Jpeg, PHOTO)];

    #[test]
    fn a_whole_file_is_one() {
        for (media, content) in ALL {
            assert!(is_whole(media, content), "{media:?}");
        }
        let saved_twice = [DOCUMENT, b"2 0 obj\n<<>>\nendobj\n%%EOF\r\n\0"].concat();
        assert!(is_whole(Media::Pdf, &saved_twice));
        assert!(is_whole(Media::Jpeg, &[PHOTO, b"\0\0\0", PHOTO].concat()), "with a second picture");
    }

    #[test]
    fn a_file_that_breaks_off_is_none() {
        for (media, content) in ALL {
            let text = content.trim_ascii_end();
            for end in 0..text.len() {
                assert!(!is_whole(media, &text[..end]) || end == 0, "{media:?} {end}");
            }
        }
        let longer_than_it_is = b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR..CRC.\0\0\0\0IENDCRC.";
        assert!(!is_whole(Media::Png, longer_than_it_is));
        assert!(!is_whole(Media::Png, b"\x89PNG\r\n\x1a\n\0\0\0\0IENDCRC."), "without a head");
        assert!(!is_whole(Media::Jpeg, b"\xff\xd8\xff\xd9"), "without a picture");
    }

    #[test]
    fn what_is_another_file_as_well_is_none() {
        let page: &[u8] = b"<HTML><body>";
        let archives: [&[u8]; 4] = [ZIP, b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"MZ\x90\0 a program"];
        for (media, content) in ALL {
            for other in archives.into_iter().chain([page]) {
                assert!(!is_whole(media, &[content, other].concat()), "{media:?} {other:?}");
            }
        }
        // The other file stands where its kind allows it: before a trailer, in a text, in a comment.
        for other in [ZIP, page, b"<script>", b"Rar!\x1a\x07\0"] {
            assert!(!is_whole(Media::Pdf, &[DOCUMENT, other, b"\n%%EOF\n"].concat()), "{other:?}");
            let length = u8::try_from(other.len()).unwrap();
            let text = [&b"\0\0\0"[..], &[length], b"tEXt", other, b"CRC."].concat();
            let end = PICTURE.len() - 12;
            let picture = [&PICTURE[..end], &text, &PICTURE[end..]].concat();
            assert!(!is_whole(Media::Png, &picture), "{other:?}");
            let comment = [&b"\xff\xfe\0"[..], &[length + 2], other].concat();
            assert!(!is_whole(Media::Jpeg, &[&PHOTO[..2], &comment, &PHOTO[2..]].concat()), "{other:?}");
        }
        let far = [ZIP, &vec![b' '; ZIP_TAIL]].concat();
        assert!(
            is_whole(Media::Pdf, &[&b"%PDF-1.7\n"[..], &far, b"\n%%EOF"].concat()),
            "too far from the end to be found"
        );
    }
}
