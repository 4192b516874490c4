//! What a posted form has to be, before anything reads it.

use axum::http::{HeaderMap, StatusCode, header};
use parts::api::RequestProblem;

/// The largest form that a page posts. Files have their own paths and limits.
const LIMIT: usize = 64 * 1024;
/// What is somewhat too large is read to its end, because a browser that is cut off while it sends shows its own error and
/// not ours.
pub const READ_LIMIT: usize = 16 * LIMIT;

/// Why a body is no form: too large, of another type, or not UTF-8 text without NUL, which the database does not take.
///
/// # Errors
/// The status and what is wrong.
pub fn check(headers: &HeaderMap, body: &[u8]) -> Result<(), (StatusCode, RequestProblem)> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if body.len() > LIMIT {
        Err((StatusCode::PAYLOAD_TOO_LARGE, RequestProblem::TooLarge))
    } else if !body.is_empty() && !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, RequestProblem::Unreadable))
    } else if is_text(body) {
        Ok(())
    } else {
        Err((StatusCode::BAD_REQUEST, RequestProblem::Unreadable))
    }
}

/// Whether percent-encoded bytes are text: every escape whole, UTF-8, and no NUL.
pub fn is_text(encoded: &[u8]) -> bool {
    let digit = |at: usize| encoded.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(byte) = encoded.get(at) {
        if *byte == b'%' {
            let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2)) else { return false };
            decoded.extend(u8::try_from(high * 16 + low));
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    !decoded.contains(&0) && std::str::from_utf8(&decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_urlencoded_text_of_some_size() {
        let form = "application/x-www-form-urlencoded";
        let large = vec![b'a'; LIMIT + 1];
        let table: [(&str, &[u8], Option<u16>); 11] = [
            (form, b"amount=5&name=%E5%BA%97+%2B", None),
            ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", b"a=b", None),
            ("", b"", None),
            (form, &large, Some(413)),
            ("", b"a=b", Some(415)),
            ("application/json", b"{}", Some(415)),
            (form, b"name=%B5%EA", Some(400)),
            (form, b"name=\xb5\xea", Some(400)),
            (form, b"name=%4", Some(400)),
            (form, b"name=%zz", Some(400)),
            (form, b"name=a%00b", Some(400)),
        ];
        for (kind, body, expected) in table {
            let headers: HeaderMap =
                [(header::CONTENT_TYPE, kind.parse().unwrap())].into_iter().filter(|_| !kind.is_empty()).collect();
            let status = check(&headers, body).err().map(|(status, _)| status.as_u16());
            assert_eq!(status, expected, "{kind} {:?}", String::from_utf8_lossy(body.get(..20).unwrap_or(body)));
        }
    }
}
