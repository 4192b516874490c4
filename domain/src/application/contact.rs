//! Whom to ask at the shop. Personal data: kept sealed, and shown masked to everybody but the shop itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::mobile::{is_mobile, masked_mobile};

/// For how many minutes somebody who gave a reason sees a contact unmasked.
pub const UNMASKED_MINUTES: i64 = 15;

/// Who answers for the shop, and where.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub name: String,
    /// A mobile number in mainland China: eleven digits.
    pub phone: String,
    pub address: String,
}

impl Contact {
    /// As others see it: of the name the first character, of the number the first three digits and the last four, `张*` and
    /// `138 **** 1402`. The address of a shop is no secret.
    #[must_use]
    pub fn masked(self) -> Self {
        Self { name: masked_name(&self.name), phone: masked_mobile(&self.phone), address: self.address }
    }

    /// The number as it is looked for and compared; none where there is none.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        Some(self.phone.trim()).filter(|phone| !phone.is_empty())
    }

    /// Whether the number reaches somebody.
    #[must_use]
    pub fn has_mobile(&self) -> bool {
        self.number().is_some_and(is_mobile)
    }
}

/// It stands in no log.
impl fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Contact(…)")
    }
}

pub(crate) fn masked_name(name: &str) -> String {
    let mut characters = name.trim().chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(_)) => format!("{first}*"),
        _ => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, phone: &str) -> Contact {
        Contact {
            name: name.to_owned(), phone: phone.to_owned(), address: "重庆市渝北区通讯街8号".to_owned()
        }
    }

    #[test]
    fn a_contact_is_masked_whatever_it_is() {
        for (given, shown) in [
            (("张三", "13800001402"), ("张*", "138 **** 1402")),
            (("欧阳海棠", "1380000140"), ("欧*", "****")),
            (("张", ""), ("*", "****")),
            (("", "一三八零零零零"), ("*", "****")),
            ((" 张 三 ", "138000014021"), ("张*", "****")),
        ] {
            assert_eq!(contact(given.0, given.1).masked(), contact(shown.0, shown.1), "{given:?}");
        }
    }

    #[test]
    fn a_contact_tells_nothing_in_a_log() {
        assert_eq!(format!("{:?}", contact("张三", "13800001402")), "Contact(…)");
    }

    #[test]
    fn a_mobile_number_has_eleven_digits_and_begins_with_one() {
        for (phone, is) in
            [("13800001402", true), (" 13800001402 ", true), ("23800001402", false), ("1380000140", false)]
        {
            assert_eq!(contact("张三", phone).has_mobile(), is, "{phone}");
        }
        assert_eq!(contact("张三", "  ").number(), None);
    }
}
