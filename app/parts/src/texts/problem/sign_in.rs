//! Of signing in.

use domain::{identity::SignInRefusal, one_time_code::CodeRefusal};

use super::Words;
use crate::{api::instant, words};

pub fn words(refusal: &SignInRefusal) -> Words {
    match refusal {
        SignInRefusal::WrongCredentials => words! {
            "用户名或密码不正确", "请检查后再试。多次输错将暂停登录。";
            "Wrong user name or password", "Check and try again. Too many failed attempts temporarily block sign-in.";
        },
        SignInRefusal::TooManyAttempts { .. } => words! {
            "尝试次数过多", "请 15 分钟后再试。";
            "Too many attempts", "Try again in 15 minutes.";
        },
        SignInRefusal::Disabled => words! {
            "账号已停用", "请联系管理员。";
            "The account is disabled", "Contact your administrator.";
        },
        SignInRefusal::DemonstrationAccount => words! {
            "演示账号只能在演示环境使用", "请使用您自己的账号。";
            "Demonstration account", "Demonstration accounts work only in a demonstration. Use your own account.";
        },
        SignInRefusal::SecondFactorMissing => words! {
            "尚未设置动态口令", "工作人员须先设置动态口令才能登录，请点击下方“设置动态口令”。";
            "One-time codes not set up", "Staff need one-time codes to sign in. Set them up below.";
        },
        SignInRefusal::CodeNeeded => words! {
            "请填写动态口令", "请打开身份验证器应用，填写六位数字。";
            "Enter the one-time code", "Enter the six digits from your authenticator app.";
        },
        SignInRefusal::CodeWrong => words! {
            "动态口令不正确", "请填写当前显示的六位数字。";
            "Wrong code", "Enter the six digits currently shown.";
        },
        SignInRefusal::CodeUsed => words! {
            "动态口令已用过", "请等待下一个口令。";
            "This code was already used", "Wait for the next one.";
        },
        SignInRefusal::NothingToConfirm => words! {
            "没有待启用的动态口令", "请重新开始设置。";
            "There is nothing to confirm", "Start setting up one-time codes again.";
        },
        SignInRefusal::PasswordInvalid => words! {
            "新密码不符合要求", "密码须为 8～200 个字符。";
            "Invalid new password", "Use 8 to 200 characters.";
        },
        SignInRefusal::Code(refusal) => code(refusal),
    }
}

/// Of codes that are sent.
pub fn code(refusal: &CodeRefusal) -> Words {
    match refusal {
        CodeRefusal::MobileInvalid => words! {
            "手机号不正确", "请填写 11 位手机号。";
            "Invalid mobile number", "Enter an 11-digit mobile number.";
        },
        CodeRefusal::TooSoon { until } => {
            let until = instant(*until);
            words! {
                "验证码发送过于频繁", "请在 {until} 之后再获取。";
                "A code was sent recently", "You can request another after {until}.";
            }
        }
        CodeRefusal::Missing => words! {
            "请填写短信验证码", "请先点击“获取验证码”，再填写短信中的六位数字。";
            "The code is missing", "Request a code, then enter the six digits from the text message.";
        },
        CodeRefusal::Mistyped => words! {
            "验证码不正确", "请填写最近一条短信中的六位数字。输错五次须重新获取。";
            "Wrong code", "Enter the six digits from the latest text message. After five failed attempts, request a new code.";
        },
        CodeRefusal::Over => words! {
            "验证码已失效", "验证码 5 分钟内有效，只能在获取它的页面使用一次，输错五次也会失效。请重新获取。";
            "The code has expired", "A code works once, on the page where it was requested, within 5 minutes and five attempts. Request a new one.";
        },
        CodeRefusal::NoMobile => words! {
            "尚未登记手机号", "请先登记手机号，再获取验证码。";
            "No registered mobile number", "Register one first, then request a code.";
        },
        CodeRefusal::MobileTaken => words! {
            "该手机号已用于另一个账号", "请换一个手机号，或先在另一个账号中更换手机号。";
            "This number is used by another account", "Use another number, or change it in that account first.";
        },
    }
}
