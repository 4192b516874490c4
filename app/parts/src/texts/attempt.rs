//! What came of an attempt to tell a partner's system something.

use domain::notice::{AttemptOutcome, Unanswered};

use crate::bilingual;

bilingual! {
    pub fn attempt() -> AttemptTexts {
        unanswered(why: Unanswered) {
            Unanswered::NotPublic => "地址不可用", "Address not usable";
            Unanswered::TimedOut => "15 秒内未响应", "No response within 15 seconds";
            Unanswered::NoAnswer => "连接失败", "Connection failed";
            Unanswered::Unwritable => "通知无法生成", "Notice could not be written";
        }
    }
}

impl AttemptTexts {
    /// A status of HTTP, or why there was none.
    #[must_use]
    pub fn outcome(self, outcome: AttemptOutcome) -> String {
        match outcome {
            AttemptOutcome::Status(status) => format!("HTTP {status}"),
            AttemptOutcome::Unanswered(why) => self.unanswered(why).to_owned(),
        }
    }
}
