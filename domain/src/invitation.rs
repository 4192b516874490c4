//! Invitations: by a link that is good once, the owner of a shop lets somebody in who works there.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{identity::may_be_password, mobile::is_mobile, width::bare};

/// How long an invitation is good.
pub const INVITATION_LIFE: Duration = Duration::hours(48);
/// How many people a shop has at most, its owner and those who are invited among them.
pub const PEOPLE_MOST: usize = 10;
/// The longest name of a person, in characters.
pub const NAME_LIMIT: usize = 20;
/// The lengths that a name for signing in may have.
const USERNAME_LEAST: usize = 3;
const USERNAME_LIMIT: usize = 32;

/// Why nobody is invited, joins or leaves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvitationRefusal {
    #[error("the person's name is missing or too long")]
    NameInvalid,
    #[error("that is no mobile number")]
    MobileInvalid,
    #[error("a shop has at most {most} people")]
    TooManyPeople { most: usize },
    /// Too late, used, revoked, or never made: told alike.
    #[error("the invitation is no good any more")]
    Over,
    #[error("that is no name for signing in")]
    UsernameInvalid,
    #[error("somebody signs in with that name")]
    UsernameTaken,
    #[error("the password is too short or too long")]
    PasswordInvalid,
    #[error("the owner of a shop stays")]
    OwnerStays,
}

impl InvitationRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameInvalid => "invitation.name_invalid",
            Self::MobileInvalid => "invitation.mobile_invalid",
            Self::TooManyPeople { .. } => "invitation.too_many_people",
            Self::Over => "invitation.over",
            Self::UsernameInvalid => "invitation.username_invalid",
            Self::UsernameTaken => "invitation.username_taken",
            Self::PasswordInvalid => "invitation.password_invalid",
            Self::OwnerStays => "invitation.owner_stays",
        }
    }
}

/// Reads the name of whoever is invited.
///
/// # Errors
/// When there is none, or too long a one.
pub fn read_name(typed: &str) -> Result<String, InvitationRefusal> {
    let name = typed.trim();
    let fits = (1..=NAME_LIMIT).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(InvitationRefusal::NameInvalid) }
}

/// Reads the mobile number of whoever is invited, if one was typed.
///
/// # Errors
/// When it is none.
pub fn read_mobile(typed: &str) -> Result<Option<String>, InvitationRefusal> {
    let number = bare(typed);
    if number.is_empty() {
        return Ok(None);
    }
    if is_mobile(&number) { Ok(Some(number)) } else { Err(InvitationRefusal::MobileInvalid) }
}

/// Reads a name that somebody wants to sign in with: a letter, then letters, digits, points, hyphens and underscores, all
/// in lower case, however it was typed.
///
/// # Errors
/// When it has another character, or is too short or too long.
pub fn read_username(typed: &str) -> Result<String, InvitationRefusal> {
    let name = bare(typed).to_lowercase();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    let begins = name.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
    if begins && name.bytes().all(fits) && (USERNAME_LEAST..=USERNAME_LIMIT).contains(&name.len()) {
        Ok(name)
    } else {
        Err(InvitationRefusal::UsernameInvalid)
    }
}

/// Whether somebody may choose this password.
///
/// # Errors
/// When it is too short or too long.
pub fn check_password(password: &str) -> Result<(), InvitationRefusal> {
    if may_be_password(password) { Ok(()) } else { Err(InvitationRefusal::PasswordInvalid) }
}

/// Whether one more may be invited, beside so many people who may sign in and so many invitations that are open.
///
/// # Errors
/// When the shop is full.
pub const fn may_invite(people: usize, open: usize) -> Result<(), InvitationRefusal> {
    if people.saturating_add(open) < PEOPLE_MOST {
        Ok(())
    } else {
        Err(InvitationRefusal::TooManyPeople { most: PEOPLE_MOST })
    }
}

/// An invitation that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub made_at: OffsetDateTime,
    /// Used or revoked, or its maker may not be in any more.
    pub ended: bool,
}

impl Invitation {
    /// Whether somebody may join by it, or it may be revoked.
    ///
    /// # Errors
    /// When it is no good any more.
    pub fn check(self, at: OffsetDateTime) -> Result<(), InvitationRefusal> {
        let good = !self.ended && self.good_until().is_some_and(|end| at < end);
        if good { Ok(()) } else { Err(InvitationRefusal::Over) }
    }

    /// When it ends, if nothing ends it before.
    #[must_use]
    pub fn good_until(self) -> Option<OffsetDateTime> {
        self.made_at.checked_add(INVITATION_LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

    #[test]
    fn an_invitation_is_good_for_two_days_and_until_it_is_ended() {
        let invitation = Invitation { made_at: AT, ended: false };
        assert_eq!(invitation.check(AT), Ok(()));
        assert_eq!(invitation.check(AT + Duration::hours(48) - Duration::SECOND), Ok(()));
        assert_eq!(invitation.check(AT + Duration::hours(48)), Err(InvitationRefusal::Over));
        assert_eq!(Invitation { ended: true, ..invitation }.check(AT), Err(InvitationRefusal::Over));
    }

    #[test]
    fn a_shop_has_ten_people_at_most_with_those_who_are_invited() {
        assert_eq!((may_invite(1, 0), may_invite(4, 5)), (Ok(()), Ok(())));
        for (people, open) in [(10, 0), (5, 5), (1, 9), (12, 0)] {
            let full = InvitationRefusal::TooManyPeople { most: PEOPLE_MOST };
            assert_eq!(may_invite(people, open), Err(full), "{people} {open}");
        }
    }

    #[test]
    fn a_name_for_signing_in_begins_with_a_letter_and_is_in_lower_case() {
        for (typed, read) in [("li.lei", "li.lei"), (" Li-Lei_2 ", "li-lei_2"), ("ＬＩＬＥＩ", "lilei")] {
            assert_eq!(read_username(typed).as_deref(), Ok(read), "{typed}");
        }
        let long = "a".repeat(33);
        for typed in ["", "ab", "1lilei", ".lilei", "李雷雷", "li:lei", "li/lei", "li\0lei", "li'lei", &long] {
            assert_eq!(read_username(typed), Err(InvitationRefusal::UsernameInvalid), "{typed}");
        }
    }

    #[test]
    fn names_numbers_and_passwords_are_read_as_people_type_them() {
        assert_eq!(read_name(" 李雷 ").as_deref(), Ok("李雷"));
        for typed in ["", "  ", "李\u{7}雷", &"长".repeat(21)] {
            assert_eq!(read_name(typed), Err(InvitationRefusal::NameInvalid), "{typed}");
        }
        assert_eq!(read_mobile(" "), Ok(None));
        assert_eq!(read_mobile("139 0000 0001"), Ok(Some("13900000001".to_owned())));
        assert_eq!(read_mobile("1390000"), Err(InvitationRefusal::MobileInvalid));
        assert_eq!((check_password("12345678"), check_password(&"长".repeat(200))), (Ok(()), Ok(())));
        for password in ["1234567", &"x".repeat(201)] {
            assert_eq!(check_password(password), Err(InvitationRefusal::PasswordInvalid));
        }
    }
}
