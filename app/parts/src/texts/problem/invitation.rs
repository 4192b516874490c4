//! Of inviting somebody, joining and leaving.

use domain::invitation::InvitationRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &InvitationRefusal) -> Words {
    match refusal {
        InvitationRefusal::NameInvalid => words! {
            "姓名不符合要求", "请填写姓名，不超过 20 个字。";
            "That name will not do", "Enter a name of at most 20 characters.";
        },
        InvitationRefusal::MobileInvalid => words! {
            "手机号不正确", "请填写 11 位手机号，或留空。";
            "That is no mobile number", "Enter its eleven digits, or leave it empty.";
        },
        InvitationRefusal::TooManyPeople { most } => words! {
            "店里最多 {most} 人", "请先停用离职的店员，或撤销未使用的邀请。";
            "A shop has at most {most} people", "Remove who has left, or revoke an invitation that waits.";
        },
        InvitationRefusal::Over => words! {
            "邀请链接已失效", "链接 48 小时内有效、只能用一次。已经加入的请直接登录；否则请店主重新邀请。";
            "The invitation is no good any more",
            "A link is good once, for 48 hours. If you have joined, sign in; otherwise have the owner invite you again.";
        },
        InvitationRefusal::UsernameInvalid => words! {
            "用户名不符合要求", "以字母开头，3～32 个字符，可用小写字母、数字、点、横线和下划线。";
            "That user name will not do",
            "It begins with a letter and has 3 to 32 lower-case letters, digits, points, hyphens or underscores.";
        },
        InvitationRefusal::UsernameTaken => words! {
            "用户名已被使用", "请换一个用户名。";
            "Somebody has that user name", "Choose another one.";
        },
        InvitationRefusal::PasswordInvalid => words! {
            "密码不符合要求", "密码 8～200 个字符。";
            "That password will not do", "It has 8 to 200 characters.";
        },
        InvitationRefusal::OwnerStays => words! {
            "店主账号不能停用", "如需变更店主，请联系我们。";
            "The owner's account stays", "Ask us if the shop changes hands.";
        },
    }
}
