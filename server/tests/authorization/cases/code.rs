//! Codes that are sent to mobile numbers.

use super::{Case, about, case, thing::APPLICATION};

pub const FUNCTIONS: [Case; 6] = [
    case("/api/code/ask").harmless().with(&[("username", "13712345678"), ("next", ""), ("forgotten", "")]),
    // Without the number that the browser would keep.
    case("/api/code/sign_in").harmless().with(&[("code", "000000"), ("next", "")]),
    about("/api/code/contract", &APPLICATION).harmless().by("agent-21", 'a').with(&[("application", "@thing")]),
    case("/api/code/draw").harmless().with(&[
        ("amount", "60000.00"),
        ("tenor", "30d"),
        ("purpose", "备货"),
        ("shown_at", "1795316400"),
        ("shown", "00"),
    ]),
    case("/api/code/mobile").harmless().with(&[("mobile", "13712345679")]),
    case("/api/code/register").harmless().with(&[("code", "000000"), ("password", "lianrong-demo")]),
];
