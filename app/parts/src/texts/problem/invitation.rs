//! Of inviting somebody, joining and leaving.

use domain::invitation::InvitationRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &InvitationRefusal) -> Words {
    match refusal {
        InvitationRefusal::NameInvalid => words! {
            "姓名不符合要求", "请填写姓名，不超过 20 个字。";
            "Invalid name", "Enter a name of up to 20 characters.";
        },
        InvitationRefusal::MobileInvalid => words! {
            "手机号不正确", "请填写 11 位手机号，或留空。";
            "Invalid mobile number", "Enter an 11-digit mobile number, or leave it empty.";
        },
        InvitationRefusal::TooManyPeople { most } => words! {
            "每家店铺最多 {most} 人", "请先停用离职的店员，或撤销未使用的邀请。";
            "A shop can have up to {most} people", "Deactivate clerks who have left, or revoke a pending invitation.";
        },
        InvitationRefusal::Over => words! {
            "邀请链接已失效", "链接 48 小时内有效，只能使用一次。已加入的请直接登录；未加入的请店主重新邀请。";
            "The invitation has expired",
            "A link works once, within 48 hours. If you have joined, sign in. Otherwise ask the owner to invite you again.";
        },
        InvitationRefusal::UsernameInvalid => words! {
            "用户名不符合要求", "以小写字母开头，3～32 个字符，可用小写字母、数字、点、横线和下划线。";
            "Invalid user name",
            "Use 3 to 32 characters: lower-case letters, digits, dots, hyphens or underscores, starting with a letter.";
        },
        InvitationRefusal::UsernameTaken => words! {
            "用户名已被使用", "请换一个用户名。";
            "User name already taken", "Choose another user name.";
        },
        InvitationRefusal::PasswordInvalid => words! {
            "密码不符合要求", "密码须为 8～200 个字符。";
            "Invalid password", "Use 8 to 200 characters.";
        },
        InvitationRefusal::OwnerStays => words! {
            "店主账号不能停用", "如需变更店主，请联系我们。";
            "The owner's account cannot be deactivated", "Contact us if the shop changes owner.";
        },
    }
}
